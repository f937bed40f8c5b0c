/** The numbers of pictures for machines: nothing lost, nothing that a spreadsheet runs. */
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { atLeast, countToNumber, exactly, nothingTold, type Picture, ranked } from './picture.ts'
import { pictureCsv, pictureData } from './picture_data.ts'

const frame = {
  id: 'x',
  lang: 'en',
  title: 'Defenders killed',
  unit: 'persons',
  scale: 'count' as const,
  period: '2017',
  area: 'all countries',
  source: 'Amparo',
  notes: ['A lower bound.'],
  address: 'https://example.org/figures/x',
}
const bars: Picture = {
  ...frame,
  kind: 'bars',
  rowsAre: 'Country',
  rows: [
    { code: 'CO', name: '=1+1', number: { value: 30, max: 40, least: true } },
    { code: 'BR', name: 'Brazil', number: nothingTold },
  ],
  apart: atLeast(25),
}

test('a row says what it counts, how sure it is, and that nothing is told', () => {
  const { rows, ...about } = pictureData(bars, 'Free')
  expect(about).toMatchObject({
    format: 'amparo-picture/1',
    unit: 'persons',
    period: '2017',
    licence: 'Free',
  })
  expect(rows.map(({ code, value, max, at_least }) => [code, value, max, at_least])).toEqual([
    ['CO', 30, 40, true],
    ['BR', null, null, false],
    ['apart', 25, null, true],
  ])
})

test('CSV holds the same rows, each with its source, and no name that runs as a formula', () => {
  const lines: readonly Record<string, string>[] = parse(pictureCsv(bars, 'Free'), { columns: true })
  expect(lines.map(({ code, value, at_least }) => [code, value, at_least])).toEqual([
    ['CO', '30', 'true'],
    ['BR', '', 'false'],
    ['apart', '25', 'true'],
  ])
  expect(lines[0]?.name).toBe("'=1+1")
  for (const line of lines) expect(line).toMatchObject({ unit: 'persons', source: 'Amparo', licence: 'Free' })
})

test('years, parts and events have their own columns', () => {
  const points = [{ year: 2016, number: exactly(3) }]
  const years = pictureData({ ...frame, kind: 'columns', points, apart: null }, '')
  expect(years.rows).toMatchObject([{ year: 2016, value: 3 }])
  const shares = pictureData(
    {
      ...frame,
      kind: 'stacked',
      rowsAre: '',
      parts: [{ code: 'a', name: 'Killing' }],
      rows: [{ code: 'CO', name: 'Colombia', counts: [3], unknown: 1 }],
    },
    '',
  )
  expect(shares.rows).toMatchObject([
    { code: 'CO', part: 'a', value: 3 },
    { code: 'CO', part: 'unknown', value: 1 },
  ])
  const event = { code: 'e', label: 'Arrested', date: '2017-03', earliest: null, latest: null }
  const time = pictureData({ ...frame, kind: 'timeline', events: [event] }, '')
  expect(time.rows).toMatchObject([{ name: 'Arrested', date: '2017-03', value: null }])
})

test('nought of an answer that may hide a few is a gap, never a zero', () => {
  expect(countToNumber({ public: 0, told: 0, max: null })).toEqual(nothingTold)
  expect(countToNumber({ public: null, told: 0, max: null })).toEqual(nothingTold)
  expect(countToNumber({ public: 2, told: 5, max: 9 })).toEqual({ value: 7, max: 9, least: true })
})

const row = (code: string, value: number | null) => ({ code, number: { value, max: null, least: false } })

test('the largest stands first, what is not told after it, unknown last', () => {
  const order = ranked([row('unknown', 99), row('a', null), row('b', 1), row('c', 7)])
  expect(order.map(({ code }) => code)).toEqual(['c', 'b', 'a', 'unknown'])
})
