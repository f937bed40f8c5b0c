import { expect, test } from 'vitest'
import { parseTheme } from '#figures/core/theme.ts'
import { valueWords } from '#figures/ui/figure_words.ts'
import { translator } from '#languages/translate.ts'

import { exampleFigures, exampleThemes } from './example_themes.ts'

const { rows, problems } = exampleFigures()
const themes = exampleThemes()

test('all thirty example figures are read, each cited from its publisher, in English and Arabic', () => {
  expect(problems).toEqual([])
  expect(rows.map(({ code }) => code)).toEqual(
    Array.from({ length: 30 }, (_, at) => `F${String(at + 1).padStart(2, '0')}`),
  )
  for (const { body } of rows) {
    expect(Object.keys(body.statement)).toEqual(['en', 'ar'])
    expect(body.source).toMatchObject({ kind: 'citation', publisher: expect.stringMatching(/\S/) })
  }
})

test.each([
  ['F01', '312 persons', '2017', { kind: 'world', within: { count: 27, of: 'countries' } }],
  ['F03', '12%', '2017', { kind: 'world', within: null }],
  ['F04', 'more than 3,500 persons (estimate)', '1998-12-09/..', { kind: 'world', within: null }],
  ['F05', 'more than 312 persons', '2017', { kind: 'world', within: null }],
  ['F09', '25,900,000 persons', null, { kind: 'world', within: null }],
  ['F11', 'at most 18,000 persons', '2020', { kind: 'country', country: 'US' }],
  ['F18', '5 times as high', null, { kind: 'country', country: 'US' }],
  ['F19', '0 of 50 states', null, { kind: 'country', country: 'US' }],
  ['F26', 'more than 500 persons', null, { kind: 'world', within: { count: 111, of: 'member_states' } }],
  ['F28', 'thousands of persons', '2017', { kind: 'world', within: null }],
])('figure %s says what its source states and no more', (code, value, period, area) => {
  const body = rows.find((row) => row.code === code)?.body
  expect(body && valueWords(translator('en'), body)).toBe(value)
  expect(body).toMatchObject({ period, area })
})

test('who is quoted and who quotes are both kept', () => {
  const sources = new Map(rows.map(({ code, body }) => [code, body.source]))
  expect(sources.get('F17')).toMatchObject({
    publisher: 'The Washington Post',
    quotedIn: 'Amnesty International USA',
  })
  expect(sources.get('F26')).toMatchObject({ quotedIn: '158 organisations', year: 2015 })
})

test('two publishers who count the same thing stand side by side', () => {
  const about = rows.filter(({ body }) => body.about === 'hrd-killed-2017').map(({ code }) => code)
  expect(about).toEqual(['F01', 'F05'])
})

test('the eight themes are whole in English and Arabic, and every figure stands in one of them', () => {
  expect(themes).toHaveLength(8)
  for (const theme of themes) {
    expect(parseTheme({ ...theme, figures: [], cases: [] })).toMatchObject({ ok: true })
    const { en, ar } = theme.words
    expect(ar?.text).toHaveLength(en!.text.length)
    expect(ar?.claims).toHaveLength(en!.claims.length)
    expect(ar?.asks).toHaveLength(en!.asks.length)
  }
  const named = themes.flatMap(({ figures }) => figures.filter((code) => code.startsWith('F')))
  expect(named.toSorted()).toEqual(rows.map(({ code }) => code))
})

test('five claims stand against the death penalty, four acts against gun violence, which has no figures', () => {
  const bySlug = new Map(themes.map((theme) => [theme.slug, theme]))
  expect(bySlug.get('death-penalty')?.words.en?.claims).toHaveLength(5)
  expect(bySlug.get('gun-violence')?.words.en?.asks).toHaveLength(4)
  expect(bySlug.get('gun-violence')?.figures).toEqual([])
})
