import { assert, integer, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import type { FigureBody } from '#figures/core/figure.ts'
import { languages, translator } from '#languages/translate.ts'
import {
  areaWords,
  groupByAbout,
  periodWords,
  shareLine,
  shareWords,
  sourceWords,
  statementIn,
  valueParts,
  valueWords,
} from './figure_words.ts'

const en = translator('en')
const ar = translator('ar')
const cited: FigureBody['source'] = {
  kind: 'citation',
  publisher: 'Front Line Defenders',
  quotedIn: null,
  title: 'Press release',
  year: 2018,
  page: null,
  address: null,
  checkedOn: null,
}
const figure = (given: Partial<FigureBody> & { readonly n?: number } = {}): FigureBody => {
  const { n = 312, ...others } = given
  return {
    lang: 'en',
    statement: { en: 'Defenders killed' },
    about: null,
    value: { kind: 'number', value: n },
    unit: 'persons',
    comparison: 'as_stated',
    estimate: false,
    period: '2017',
    area: { kind: 'world', within: null },
    share: null,
    source: cited,
    ...others,
  }
}

test.each([
  [figure(), '312 persons', '312 شخصًا'],
  [figure({ n: 27, unit: 'countries' }), '27 countries', '27 بلدًا'],
  [figure({ n: 1, unit: 'events' }), '1 event', 'حدث واحد'],
  [figure({ n: 2, unit: 'events' }), '2 events', 'حدثان'],
  [figure({ n: 142, unit: 'cases', comparison: 'at_least' }), 'at least 142 cases', '142 حالة على الأقل'],
  [
    figure({ n: 3500, comparison: 'more_than', estimate: true }),
    'more than 3,500 persons (estimate)',
    'أكثر من 3,500 شخص (تقدير)',
  ],
  [figure({ n: 12, unit: 'percent' }), '12%', '12%'],
  [figure({ n: 19.5, unit: 'percent', comparison: 'about' }), 'about 19.5%', 'نحو 19.5%'],
  [figure({ n: 40, unit: 'percent', comparison: 'of_told' }), '40% of what is told', '40% مما أُعلن'],
  [figure({ n: 5, unit: 'times' }), '5 times as high', '5 أضعاف'],
  [figure({ value: { kind: 'words', quantity: 'thousands' } }), 'thousands of persons', 'آلاف من الأشخاص'],
  [figure({ value: { kind: 'range', min: 25, max: 35 } }), '25 to 35 persons', 'من 25 إلى 35 شخصًا'],
  [
    figure({
      n: 0,
      unit: 'states',
      share: { numerator: null, denominator: { count: 50, words: null }, unknowns: null },
    }),
    '0 of 50 states',
    '0 من أصل 50 ولاية',
  ],
])('a value is said whole, in English and Arabic', (given, english, arabic) => {
  expect(valueWords(en, given)).toBe(english)
  expect(valueWords(ar, given)).toBe(arabic)
})

test('the number is taken out of the words to stand large, and the words stay whole', () => {
  const more = figure({ n: 3500, comparison: 'more_than' })
  expect(valueParts(en, more)).toEqual({ before: 'more than ', number: '3,500', after: ' persons' })
  const thousands = figure({ value: { kind: 'words', quantity: 'thousands' } })
  expect(valueParts(en, thousands)).toEqual({ before: 'thousands of persons', number: '', after: '' })
  for (const t of [en, ar]) {
    const { before, number, after } = valueParts(t, more)
    expect(before + number + after).toBe(valueWords(t, more))
  }
})

test('what the source does not state is said so and never filled in', () => {
  expect(periodWords(en, figure({ period: null }))).toBe('period not stated')
  expect(sourceWords(en, figure({ source: { ...cited, year: null } }))).toBe(
    'Front Line Defenders, Press release, year not stated',
  )
  const share = {
    numerator: null,
    denominator: { count: null, words: { en: 'tracked cases' } },
    unknowns: null,
  }
  expect(shareLine(en, figure({ n: 12, unit: 'percent', share }))).toBe(
    'Share: of tracked cases; counted among them: not stated; not known of: not stated',
  )
})

test('a period is said as it is known, and one without an end as since', () => {
  expect(periodWords(en, figure({ period: '1998-12-09/..' }))).toBe('since 9 December 1998')
  expect(periodWords(ar, figure({ period: '1973/..' }))).toBe('منذ 1973')
})

test('an area tells in how many countries or States', () => {
  expect(areaWords(en, { kind: 'world', within: { count: 27, of: 'countries' } })).toBe(
    'worldwide, in 27 countries',
  )
  expect(areaWords(en, { kind: 'world', within: { count: 111, of: 'member_states' } })).toBe(
    'worldwide, in 111 States',
  )
  expect(areaWords(ar, { kind: 'country', country: 'US' })).toBe('الولايات المتحدة')
  expect(areaWords(ar, { kind: 'region', name: { en: 'the coast' } })).toBe('the coast')
})

test('who is quoted and who quotes both stand in the source', () => {
  const source = {
    ...cited,
    publisher: 'UN Special Rapporteur',
    quotedIn: '158 organisations',
    title: null,
    page: '3',
  }
  expect(sourceWords(en, figure({ source }))).toBe(
    'UN Special Rapporteur, quoted by 158 organisations, 2018, p. 3',
  )
})

test('names in other letters keep their direction inside an Arabic line', () => {
  expect(sourceWords(ar, figure())).toBe('\u2068Front Line Defenders\u2069، \u2068Press release\u2069، 2018')
})

test('a statement without a translation is shown in the language it was written in, which is named', () => {
  expect(statementIn(figure(), 'ar')).toEqual({ lang: 'en', text: 'Defenders killed' })
  expect(statementIn(figure({ statement: { en: 'x', ar: 'س' } }), 'ar')).toEqual({ lang: 'ar', text: 'س' })
})

test('figures about the same thing stand side by side, where the first of them stands', () => {
  const bodies = [null, 'killed-2017', null, 'killed-2017'].map((about, id) => ({
    id,
    body: figure({ about }),
  }))
  expect(groupByAbout(bodies).map((group) => group.map(({ id }) => id))).toEqual([[0], [1, 3], [2]])
})

test('every language has a word for every unit, with its plurals', () => {
  for (const lang of languages)
    for (const n of [0, 1, 2, 5, 11, 100]) {
      const words = valueWords(translator(lang), figure({ n, unit: 'organisations' }))
      expect(words).not.toContain('themes.')
      expect(words).not.toContain('[en]')
    }
})

/** Of a percentage and its denominator a count could be made; the source has not stated it. */
test('a percentage is never said as a count, whatever its denominator', () => {
  const share = record({
    n: integer({ min: 0, max: 100 }),
    count: integer({ min: 1_000, max: 1_000_000 }),
  })
  assert(
    property(share, ({ n, count }) => {
      const denominator = { count, words: { en: 'cases' } }
      const given = figure({ n, unit: 'percent', share: { numerator: null, denominator, unknowns: null } })
      expect(valueWords(en, given)).toBe(`${n}%`)
      expect(shareWords(en, 'percent', given.share!)).toEqual({
        numerator: 'not stated',
        denominator: `${count.toLocaleString('en')} (cases)`,
        unknowns: 'not stated',
      })
    }),
  )
})
