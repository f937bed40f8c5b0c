import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { type CountedCell, dimensions, figuresOf, type FigureTable } from './figures.ts'

type Event = {
  country: string | null
  type: string
  year: string | null
  custody: string
  published: boolean
}

/** Counts events as the store does. */
const countCells = (events: readonly Event[]): readonly CountedCell[] =>
  dimensions.flatMap((dimension) => {
    const cells = Map.groupBy(events, (event) => `${event.country}|${event[dimension]}`)
    return [...cells.values()].map((group) => ({
      dimension,
      country: group[0]!.country,
      code: group[0]![dimension],
      count: group.length,
      published: group.filter((event) => event.published).length,
    }))
  })

const times = (count: number, event: Partial<Event>): readonly Event[] =>
  Array.from({ length: count }, () => ({
    country: 'CO',
    type: 'arrest',
    year: '2020',
    custody: 'held',
    published: false,
    ...event,
  }))

const numberOf = (table: FigureTable, code: string) => table.rows.find((row) => row.code === code)?.number

test('numbers of which all is published are shown, however small', () => {
  const figures = figuresOf(
    countCells([...times(1, { country: 'TT', type: 'death', published: true }), ...times(9, {})]),
  )
  expect(numberOf(figures.byCountry, 'TT')).toEqual({ kind: 'exact', count: 1, published: 1 })
  expect(numberOf(figures.world.type, 'death')).toEqual({ kind: 'exact', count: 1, published: 1 })
  expect(figures.world.type.together).toBeNull()
})

test('a country with few unpublished events is not told apart, and takes another with it', () => {
  const events = [
    ...times(2, { country: 'TT' }),
    ...times(9, { country: 'CO' }),
    ...times(20, { country: 'EG' }),
  ]
  const { byCountry } = figuresOf(countCells(events))
  expect(numberOf(byCountry, 'TT')).toBeUndefined()
  expect(numberOf(byCountry, 'CO')).toBeUndefined()
  expect(numberOf(byCountry, 'EG')?.count).toBe(20)
  expect(byCountry.together).toBe(11)
  expect(byCountry.total.count).toBe(31)
})

test('of a hidden cell what is published is still told', () => {
  const events = [
    ...times(2, { country: 'TT' }),
    ...times(3, { country: 'TT', published: true }),
    ...times(40, {}),
  ]
  const { byCountry, countries } = figuresOf(countCells(events))
  expect(numberOf(byCountry, 'TT')).toEqual({ kind: 'least', count: 3, published: 3 })
  expect(countries.get('TT')?.type.total).toEqual({ kind: 'least', count: 3, published: 3 })
})

test('the order of a table goes by what is told, so that a place tells nothing either', () => {
  const events = [
    ...times(9, { country: 'EG' }),
    ...times(4, { country: 'TT' }),
    ...times(4, { country: 'TT', published: true }),
    ...times(7, { country: 'CO' }),
    ...times(2, { country: 'GT' }),
    ...times(5, { country: 'GT', published: true }),
  ]
  const { rows } = figuresOf(countCells(events)).byCountry
  expect(rows.map(({ code }) => code)).toEqual(['EG', 'CO', 'GT', 'TT'])
})

test('a total that would tell a small number is told as at least what is published', () => {
  const { byCountry, world } = figuresOf(countCells([...times(3, {}), ...times(4, { published: true })]))
  expect(byCountry.total).toEqual({ kind: 'least', count: 4, published: 4 })
  expect(world.year.total).toEqual({ kind: 'least', count: 4, published: 4 })
  expect(byCountry.together).toBeNull()
})

test('not known is a class of its own', () => {
  const { byCountry, world } = figuresOf(
    countCells([...times(7, { country: null, year: null }), ...times(9, {})]),
  )
  expect(numberOf(byCountry, 'unknown')?.count).toBe(7)
  expect(numberOf(world.year, 'unknown')?.count).toBe(7)
})

test('nothing counted gives empty tables with a total of none', () => {
  const { byCountry, world } = figuresOf([])
  expect(byCountry).toEqual({ rows: [], together: null, total: { kind: 'exact', count: 0, published: 0 } })
  expect(world.type.rows).toEqual([])
})

const anEvent: fc.Arbitrary<Event> = fc.record({
  country: fc.constantFrom('CO', 'EG', 'TT', null),
  type: fc.constantFrom('arrest', 'death', 'threat'),
  year: fc.constantFrom('2019', '2020', null),
  custody: fc.constantFrom('held', 'released'),
  published: fc.boolean(),
})
const manyEvents = fc
  .array(fc.tuple(anEvent, fc.integer({ min: 1, max: 6 })), { maxLength: 12 })
  .map((groups) => groups.flatMap(([event, count]) => times(count, event)))

const tablesOf = (figures: ReturnType<typeof figuresOf>): readonly FigureTable[] => [
  figures.byCountry,
  ...dimensions.map((dimension) => figures.world[dimension]),
  ...[...figures.countries.values()].flatMap((tables) => dimensions.map((dimension) => tables[dimension])),
]

test('no number and no rest in any table tells one to four unpublished events', () => {
  fc.assert(
    fc.property(manyEvents, (events) => {
      for (const table of tablesOf(figuresOf(countCells(events)))) {
        const exact = table.rows.filter(({ number }) => number.kind === 'exact')
        for (const { number } of [
          ...exact,
          ...(table.total.kind === 'exact' ? [table].map(({ total }) => ({ number: total })) : []),
        ]) {
          const untold = number.count - number.published
          expect(untold === 0 || untold >= 5).toBe(true)
        }
        if (table.together === null) continue
        const published = table.total.published - exact.reduce((all, { number }) => all + number.published, 0)
        const rest = table.together - published
        expect(rest === 0 || rest >= 5).toBe(true)
      }
    }),
    { numRuns: 400 },
  )
})

test('what is shown adds up, and never to more than there is', () => {
  fc.assert(
    fc.property(manyEvents, (events) => {
      for (const table of tablesOf(figuresOf(countCells(events)))) {
        const exact = table.rows.reduce(
          (all, { number }) => all + (number.kind === 'exact' ? number.count : 0),
          0,
        )
        if (table.total.kind === 'exact') expect(exact + (table.together ?? 0)).toBe(table.total.count)
        else expect(table.together).toBeNull()
      }
    }),
  )
})
