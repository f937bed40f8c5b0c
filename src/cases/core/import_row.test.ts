import { expect, test } from 'vitest'
import type { ImportField } from './import_columns.ts'
import { readRow } from './import_row.ts'
import { importTerms } from './import_terms.ts'

const terms = importTerms(() => [])
const read = (row: Readonly<Partial<Record<ImportField, string>>>, order?: 'dmy' | 'mdy') =>
  readRow(Object.values(row), {
    map: Object.keys(row) as ImportField[],
    terms,
    dates: order ? { order } : {},
    today: '2026-11-22',
    newId: () => 'A'.repeat(22),
  })
const entries = (row: Readonly<Partial<Record<ImportField, string>>>, order?: 'dmy' | 'mdy') => {
  const result = read(row, order)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const why = (row: Readonly<Partial<Record<ImportField, string>>>) => {
  const result = read(row)
  return result.ok ? [] : result.error.map((problem) => problem.why.kind)
}

test('an exact date stays sealed, its month is coded', () => {
  const [, , arrest] = entries({ name: 'Ada', arrested: '14/03/2022' })
  expect(arrest).toMatchObject({ coded: { type: 'arrest', date: '2022-03' }, words: { date: '2022-03-14' } })
})

test('what is sensitive is coded as its parent and sealed in full', () => {
  const [, identity] = entries({ name: 'Ada', sector: 'LGBT; JUST', gender: 'X' })
  expect(identity).toMatchObject({
    coded: { sectors: ['OTHER', 'JUST'], gender: 'R' },
    words: { sectors: ['LGBT', 'JUST'], gender: 'X' },
  })
})

test('a list is not reviewed: its events are received, its charge waits to be coded', () => {
  const [, , arrest, note] = entries({ name: 'Ada', arrested: '2020', charge: 'secession' })
  expect(arrest?.coded).toMatchObject({ verification: 'UNREV' })
  expect(note).toEqual({
    kind: 'note',
    coded: { toCode: true },
    words: { title: 'Charge', text: 'secession' },
  })
})

test('a story without an event waits to be coded; with one it is told there, and its source is named', () => {
  expect(entries({ name: 'Ada', narrative: 'Taken.' })[2]).toMatchObject({
    kind: 'note',
    coded: { toCode: true },
  })
  const [, , source, event] = entries({
    name: 'Ada',
    narrative: 'Taken.',
    event: 'Arrested',
    date: '2020',
    source: 'A list',
  })
  expect(source).toMatchObject({ coded: { reliability: 'F' }, words: { title: 'A list' } })
  expect(event).toMatchObject({ words: { narrative: 'Taken.', sources: [source?.id] } })
})

test.each([
  ['25', { kind: 'prison', length: { years: 25 } }],
  ['3 years 6 months', { kind: 'prison', length: { years: 3, months: 6 } }],
  ['5 ans et 2 mois', { kind: 'prison', length: { years: 5, months: 2 } }],
  ['7 лет', { kind: 'prison', length: { years: 7 } }],
  ['life', { kind: 'life' }],
  ['إعدام', { kind: 'death' }],
])('a sentence of %s is understood', (text, sentence) => {
  expect(entries({ name: 'Ada', sentence: text })[2]?.coded).toMatchObject({ type: 'sentence', sentence })
})

test('cells that say nothing are left out', () => {
  expect(
    entries({ name: 'Ada', country: 'n/a', arrested: '-', gender: '?' }).map(({ kind }) => kind),
  ).toEqual(['opened', 'identity'])
})

test('each cell that cannot be read is refused with its reason', () => {
  expect(why({ name: 'Ada', country: 'Atlantis' })).toEqual(['unknown_country'])
  expect(why({ name: 'Ada', sector: 'Magic' })).toEqual(['unknown_sector'])
  expect(why({ name: 'Ada', gender: 'maybe' })).toEqual(['unknown_gender'])
  expect(why({ name: 'Ada', event: 'something', date: '2020' })).toEqual(['unknown_event'])
  expect(why({ name: 'Ada', date: '2020' })).toEqual(['event_without_type'])
  expect(why({ name: 'Ada', arrested: '03/04/2021' })).toEqual(['bad_date'])
  expect(why({ name: 'Ada', arrested: '2099' })).toEqual(['date_in_future'])
  expect(why({ name: 'Ada', sentence: 'some time' })).toEqual(['bad_length'])
  expect(why({ name: 'Ada', url: 'a.example' })).toEqual(['bad_url'])
  expect(why({ name: 'a'.repeat(201) })).toContain('too_long')
  expect(why({ name: '' })).toEqual(['nobody_named'])
})

test('a date of two readings is settled by the order that is given', () => {
  expect(entries({ name: 'Ada', arrested: '03/04/2021' }, 'dmy')[2]?.words).toMatchObject({
    date: '2021-04-03',
  })
})
