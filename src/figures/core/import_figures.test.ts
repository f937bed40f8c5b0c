import { expect, test } from 'vitest'
import { findFigureColumns, type FigureTerms, readFigureRow } from './import_figures.ts'

const known = <C extends string>(...codes: readonly C[]) => {
  const find = (text: string): C | null => codes.find((code) => code === text.replaceAll(' ', '_')) ?? null
  return find
}
const terms: FigureTerms = {
  unit: known('persons', 'percent', 'states', 'countries'),
  comparison: known('as_stated', 'at_least', 'more_than'),
  quantity: known('thousands'),
  country: (text) => ({ US: 'US', Tajikistan: 'TJ' })[text] ?? null,
  yes: (text) => ({ yes: true, no: false })[text] ?? null,
}
const whole = { statement: 'Killed', value: '312', unit: 'persons', area: 'world', publisher: 'A watch' }
const read = (given: Readonly<Record<string, string>>) =>
  readFigureRow(Object.values(given), {
    columns: findFigureColumns(Object.keys(given)),
    terms,
    lang: 'en',
  })
const body = (given: Readonly<Record<string, string>>) => {
  const row = read({ ...whole, ...given })
  if (!row.ok) throw new Error(JSON.stringify(row.error))
  return row.value.body
}
const why = (given: Readonly<Record<string, string>>) => {
  const row = read({ ...whole, ...given })
  const titles = Object.keys({ ...whole, ...given })
  return row.ok ? [] : row.error.map((problem) => [titles[problem.place], problem.why])
}

test('columns are found by their headings, translations by the language behind them', () => {
  const titles = ['Code', 'STATEMENT', 'statement (ar)', 'Valeur', 'الوحدة', 'Published', 'unit', 'Remarks']
  expect(findFigureColumns(titles)).toEqual([
    { field: 'code', lang: null },
    { field: 'statement', lang: null },
    { field: 'statement', lang: 'ar' },
    { field: 'value', lang: null },
    { field: 'unit', lang: null },
    { field: 'year', lang: null },
    null,
    null,
  ])
})

test('a row becomes a cited figure; an empty cell is not stated and never filled in', () => {
  expect(body({})).toEqual({
    lang: 'en',
    statement: { en: 'Killed' },
    about: null,
    value: { kind: 'number', value: 312 },
    unit: 'persons',
    comparison: 'as_stated',
    estimate: false,
    period: null,
    area: { kind: 'world', within: null },
    share: null,
    source: {
      kind: 'citation',
      publisher: 'A watch',
      quotedIn: null,
      title: null,
      year: null,
      page: null,
      address: null,
      checkedOn: null,
    },
  })
})

test.each([
  ['3,500', { kind: 'number', value: 3500 }],
  ['25 900 000', { kind: 'number', value: 25_900_000 }],
  ['٣١٢', { kind: 'number', value: 312 }],
  ['25-35', { kind: 'range', min: 25, max: 35 }],
  ['25 to 35', { kind: 'range', min: 25, max: 35 }],
  ['thousands', { kind: 'words', quantity: 'thousands' }],
])('the value %s is understood', (value, expected) => {
  expect(body({ value }).value).toEqual(expected)
})

test('a percent sign is a unit', () => {
  expect(body({ value: '12 %', unit: '', denominator: 'tracked cases' })).toMatchObject({ unit: 'percent' })
})

const denominator = (given: Readonly<Record<string, string>>) =>
  body({ value: '0', unit: 'states', ...given }).share?.denominator

test('a denominator is a number, words, or both', () => {
  expect(denominator({ denominator: '50' })).toEqual({ count: 50, words: null })
  expect(denominator({ denominator: '50 (of them)' })).toEqual({ count: 50, words: { en: 'of them' } })
  expect(denominator({ denominator: 'tracked cases', 'denominator (ar)': 'القضايا' })).toEqual({
    count: null,
    words: { en: 'tracked cases', ar: 'القضايا' },
  })
})

test('an area is the world, a country, or what says that it is a region', () => {
  expect(body({ area: 'world (111 States)' }).area).toEqual({
    kind: 'world',
    within: { count: 111, of: 'member_states' },
  })
  expect(body({ area: 'Tajikistan' }).area).toEqual({ kind: 'country', country: 'TJ' })
  expect(body({ area: 'region: the Sahel' }).area).toEqual({ kind: 'region', name: { en: 'the Sahel' } })
})

test.each([
  [{ value: 'many' }, ['value', 'value_unreadable']],
  // Twelve and a half, or twelve thousand five hundred mistyped: nobody guesses.
  [{ value: '12,5' }, ['value', 'value_unreadable']],
  [{ value: '' }, ['value', 'value_missing']],
  [{ value: '40-30' }, ['value', 'min_above_max']],
  [{ value: '1.5' }, ['value', 'value_not_whole']],
  [{ unit: '' }, ['unit', 'unit_missing']],
  [{ unit: 'souls' }, ['unit', 'unit_missing']],
  [{ unit: 'percent', value: '120', denominator: 'cases' }, ['value', 'share_above_100']],
  [{ value: '60', unit: 'states', denominator: '50' }, ['denominator', 'denominator_below_numerator']],
  [{ comparison: 'roughly' }, ['comparison', 'comparison_unknown']],
  [{ estimate: 'perhaps' }, ['estimate', 'yes_or_no']],
  [{ period: 'last year' }, ['period', 'period_unreadable']],
  [{ area: 'Atlantis' }, ['area', 'area_unknown']],
  [{ publisher: '' }, ['publisher', 'citation_without_publisher']],
  [{ year: '18' }, ['year', 'year_unreadable']],
  [{ unknowns: 'few' }, ['unknowns', 'number_unreadable']],
  [{ 'checked on': 'May' }, ['checked on', 'day_unreadable']],
  [{ url: 'ftp://x' }, ['url', 'address_not_web']],
  [{ statement: '' }, ['statement', 'statement_missing']],
] as readonly (readonly [Record<string, string>, readonly [string, string]])[])(
  'what cannot be read is refused at its cell: %j',
  (given, expected) => {
    expect(why(given)).toEqual([expected])
  },
)

test('every bad cell of a row is told at once', () => {
  expect(why({ value: 'many', period: '?', publisher: '' }).map(([column]) => column)).toEqual([
    'value',
    'period',
    'publisher',
  ])
})
