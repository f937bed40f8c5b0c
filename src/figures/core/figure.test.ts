import { describe, expect, test } from 'vitest'
import { type FigureBody, type FigureRefusal, parseFigure } from './figure.ts'
import { emptyQuery } from './query.ts'

const citation = {
  kind: 'citation',
  publisher: 'Front Line Defenders',
  quotedIn: null,
  title: 'Press release',
  year: 2018,
  page: null,
  address: 'https://example.org/a?b=c',
  checkedOn: '2026-11-01',
} as const
const computation = {
  kind: 'query',
  query: emptyQuery,
  frozen: {
    value: { kind: 'number', value: 312 },
    rows: [],
    on: '2026-11-01',
    version: 'v',
    vocabulary: '2026.1',
  },
} as const
const cited = {
  lang: 'en',
  statement: { en: 'Defenders killed' },
  about: 'killed-2017',
  value: { kind: 'number', value: 312 },
  unit: 'persons',
  comparison: 'as_stated',
  estimate: false,
  period: '2017',
  area: { kind: 'world', within: { count: 27, of: 'countries' } },
  share: null,
  source: citation,
} as const satisfies FigureBody
const computed = { ...cited, unit: 'events', comparison: 'at_least', source: computation } as const
const percent = {
  ...cited,
  unit: 'percent',
  value: { kind: 'number', value: 12 },
  share: { numerator: null, denominator: { count: null, words: { en: 'tracked cases' } }, unknowns: null },
} as const

const why = (given: unknown): readonly FigureRefusal[] => {
  const parsed = parseFigure(given)
  return parsed.ok ? [] : parsed.error
}

test.each([
  ['cited', cited],
  ['computed', computed],
  ['a percentage', percent],
  ['of a period that is not stated', { ...cited, period: null }],
  ['in words', { ...cited, value: { kind: 'words', quantity: 'thousands' } }],
  ['a range', { ...cited, value: { kind: 'range', min: 25, max: 35 } }],
])('a figure that is %s is read and stays the same', (_, given) => {
  expect(parseFigure(given)).toEqual({ ok: true, value: given })
})

const number = (value: number) => ({ kind: 'number', value })
const part = (count: number) => ({ count, words: null })

describe('refused, with the field', () => {
  test.each([
    ['a share above 100 %', { ...percent, value: number(101) }, 'share_above_100', 'value'],
    ['a share of nothing named', { ...percent, share: null }, 'share_without_denominator', 'share'],
    [
      'a share whose denominator was left empty',
      { ...percent, share: { numerator: null, denominator: null, unknowns: 4 } },
      'share_without_denominator',
      'share',
    ],
    ['a value without unit', { ...cited, unit: undefined }, 'unit_missing', 'unit'],
    ['an unknown unit', { ...cited, unit: 'souls' }, 'unit_missing', 'unit'],
    ['no value', { ...cited, value: undefined }, 'value_missing', 'value'],
    ['a value that is no number', { ...cited, value: number(NaN) }, 'value_missing', 'value.value'],
    ['half a person', { ...cited, value: number(1.5) }, 'value_not_whole', 'value'],
    [
      'least above most',
      { ...cited, value: { kind: 'range', min: 3, max: 2 } },
      'min_above_max',
      'value.max',
    ],
    ['a period that does not parse', { ...cited, period: 'last year' }, 'period_unreadable', 'period'],
    [
      'a denominator smaller than the numerator',
      { ...percent, share: { numerator: part(9), denominator: part(8), unknowns: null } },
      'denominator_below_numerator',
      'share.denominator',
    ],
    [
      'a value greater than what it is counted of',
      { ...cited, share: { numerator: null, denominator: part(50), unknowns: null } },
      'denominator_below_numerator',
      'share.denominator',
    ],
    [
      'no publisher',
      { ...cited, source: { ...citation, publisher: ' ' } },
      'citation_without_publisher',
      'source.publisher',
    ],
    ['no source', { ...cited, source: undefined }, 'source_missing', 'source'],
    [
      'an address that runs a program',
      { ...cited, source: { ...citation, address: 'javascript:alert(1)' } },
      'address_not_web',
      'source.address',
    ],
    [
      'an address with a name before its host',
      { ...cited, source: { ...citation, address: 'https://good.example@bad.example/' } },
      'address_not_web',
      'source.address',
    ],
    ['no statement in its own language', { ...cited, lang: 'ar' }, 'statement_missing', 'statement.ar'],
    [
      'no such country',
      { ...cited, area: { kind: 'country', country: 'XX' } },
      'area_unknown',
      'area.country',
    ],
    ['a unit that was not counted', { ...computed, unit: 'acts' }, 'unit_not_of_query', 'unit'],
    ['a value that was not counted', { ...computed, value: number(313) }, 'value_not_of_query', 'value'],
    [
      'more than what was counted',
      { ...computed, comparison: 'more_than' },
      'comparison_not_of_query',
      'comparison',
    ],
    [
      'a bound that a share of two bounds is not',
      {
        ...percent,
        comparison: 'at_least',
        source: {
          ...computation,
          query: { ...emptyQuery, measure: 'share' },
          frozen: { ...computation.frozen, value: number(12) },
        },
      },
      'comparison_not_of_query',
      'comparison',
    ],
    [
      'a cited number among what is told',
      { ...percent, comparison: 'of_told' },
      'comparison_of_counted',
      'comparison',
    ],
  ] as const)('%s', (_, given, kind, field) => {
    expect(why(given)).toEqual([{ kind, field }])
  })

  test('everything wrong with its fields at once', () => {
    expect(why({ ...cited, period: '?', unit: '', area: null }).map(({ field }) => field)).toEqual([
      'unit',
      'period',
      'area',
    ])
  })
})

test('a cited figure never carries a query, nor a computed one a publisher', () => {
  expect(why({ ...cited, source: { ...citation, query: emptyQuery } })).not.toEqual([])
  expect(why({ ...cited, source: { ...citation, frozen: computation.frozen } })).not.toEqual([])
  expect(why({ ...computed, source: { ...computation, publisher: 'Somebody' } })).not.toEqual([])
})

test.each(['Killed\u202Edellik', 'Killed\u2066', 'Kil\u0007led', 'Killed\tthere'])(
  'a statement with signs that cannot be seen is refused: %j',
  (text) => {
    expect(why({ ...cited, statement: { en: text } })).toEqual([{ kind: 'not_plain', field: 'statement.en' }])
  },
)

test('so is a publisher; what is written right to left or on two lines is plain', () => {
  expect(why({ ...cited, source: { ...citation, publisher: 'Front\u202ELine' } })).toEqual([
    { kind: 'not_plain', field: 'source.publisher' },
  ])
  const statement = { en: 'Killed\nin 2017', ar: '\u200Fقُتلوا عام 2017' }
  expect(why({ ...cited, statement })).toEqual([])
})
