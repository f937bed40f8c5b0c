/** An attacker who asks everything, every week, and adds up. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  anEvent,
  aPerson,
  noOffsets,
  numbersOf,
  offsetsBy,
  somePerson,
  someQuery,
  tellAll,
  type ToldByName,
  worldOf,
  type SeenPerson,
} from '../../../tests/support/counted_facts.ts'
import type { Answer } from './answer.ts'
import { answerQuery } from './answer_query.ts'
import { type Partition, partitions, toldIn } from './partitions.ts'
import { type Query, units } from './query.ts'
import type { OffsetOf } from './told.ts'

type Registry = readonly SeenPerson[]
const hide = (one: SeenPerson): SeenPerson => ({
  ...one,
  known: false,
  events: one.events.map((event) => ({ ...event, shown: false, followUpShown: false })),
})
const show = (one: SeenPerson): SeenPerson => ({
  ...one,
  known: true,
  events: one.events.map((event) => ({ ...event, shown: true })),
})

/** What happens to a registry in a week: somebody is added, published, withdrawn, erased or corrected. */
type Change = {
  readonly kind: 'add' | 'publish' | 'withdraw' | 'erase' | 'correct'
  readonly at: number
  readonly one: SeenPerson
}
const someChange: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('add', 'add', 'publish', 'withdraw', 'erase', 'correct'),
  at: fc.nat(),
  one: somePerson({ known: false }),
})
const changed = (registry: Registry, { kind, at, one }: Change): Registry => {
  if (kind === 'add' || registry.length === 0) return [...registry, one]
  const place = at % registry.length
  const old = registry[place]!
  switch (kind) {
    case 'publish':
      return registry.with(place, show(old))
    case 'withdraw':
      return registry.with(place, hide(old))
    case 'erase':
      return registry.toSpliced(place, 1)
    case 'correct':
      return registry.with(place, old.known ? show(one) : one)
  }
}

/** All numbers of an answer that everybody reads: the public ones apart from the told ones. */
const readingsOf = ({ rows, apart, total, around }: Answer) => {
  const numbers = [
    ...rows.map(({ code, number }) => [code, number] as const),
    ['apart', apart] as const,
    ['total', total] as const,
  ]
  return {
    open: new Map(numbers.map(([code, number]) => [code, number.public ?? 0])),
    told: new Map([...numbers.map(([code, number]) => [code, number.told] as const), ['around', around]]),
  }
}

/** The others would be told for nothing. */
const askedOf = (queries: readonly Query[]): readonly Partition[] =>
  partitions.filter(({ attempts, kind }) =>
    queries.some(
      (query) =>
        attempts === query.attempts && (kind === query.unit || !(units as readonly string[]).includes(kind)),
    ),
  )

type History = {
  readonly start: Registry
  readonly weeks: readonly (readonly Change[])[]
  readonly queries: readonly Query[]
  /** What labels set aside depends on it. */
  readonly key: number
}
const someHistory: fc.Arbitrary<History> = fc.record({
  start: fc.array(somePerson(), { maxLength: 30, size: 'max' }),
  weeks: fc.array(fc.array(someChange, { maxLength: 8 }), { minLength: 2, maxLength: 4 }),
  queries: fc.array(someQuery, { minLength: 1, maxLength: 5 }),
  key: fc.nat(),
})

/** What is read in each week; `more` are persons whom no change meets. */
const weeksOf = ({ start, weeks, queries, key }: History, more: Registry = []) => {
  let registry = start
  let told: ToldByName = new Map()
  const which = askedOf(queries)
  return [[], ...weeks].map((changes) => {
    registry = changes.reduce(changed, registry)
    const all = [...registry, ...more]
    told = tellAll(all, told, { which, offsets: offsetsBy(key) })
    const world = worldOf(all, told)
    return queries.map((query) => readingsOf(answerQuery(query, world)))
  })
}

const someFactors = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 7 })

test('whatever somebody adds up of what was told in several weeks, it is a multiple of five', () => {
  fc.assert(
    fc.property(someHistory, someFactors, (history, factors) => {
      const told = weeksOf(history).flatMap((week) => week.flatMap((one) => [...one.told.values()]))
      const sum = told.reduce((all, one, at) => all + one * factors[at % factors.length]!, 0)
      expect(Math.abs(sum) % 5).toBe(0)
    }),
    { numRuns: 20 },
  )
})

test('one unpublished person more is seen in no week, or as a multiple of five, and never in what is public', () => {
  fc.assert(
    fc.property(someHistory, somePerson({ known: false }), (history, more) => {
      const [without, withOne] = [weeksOf(history), weeksOf(history, [more])]
      for (const [week, answers] of without.entries())
        for (const [at, one] of answers.entries()) {
          const other = withOne[week]![at]!
          for (const code of new Set([...one.told.keys(), ...other.told.keys()])) {
            expect(Math.abs((one.told.get(code) ?? 0) - (other.told.get(code) ?? 0)) % 5).toBe(0)
            expect(other.open.get(code) ?? 0).toBe(one.open.get(code) ?? 0)
          }
        }
    }),
    { numRuns: 12 },
  )
})

function* worlds(length: number): Generator<readonly number[]> {
  if (length === 0) yield []
  else for (const rest of worlds(length - 1)) for (let one = 0; one < 5; one++) yield [...rest, one]
}

/**
 * Crossing what is told by country with what is told by year: all registries of at most four events in each cell, and of
 * each which offsets fit. An offset that fits each number of a label makes the registry one that might be.
 */
describe('whoever crosses what is told by country and by year', () => {
  const countries = ['CO', 'EG']
  const years = [2018, 2019, 2020, 2021]
  const orders = [[], ['country'], ['year'], ['country', 'year'], ['year', 'country']] as const
  const events = { kind: 'events', dating: 'incident', attempts: false } as const
  type Cells = readonly number[]
  const registryOf = (cells: Cells): readonly SeenPerson[] =>
    cells.flatMap((size, at) =>
      Array.from({ length: size }, () =>
        aPerson(anEvent({ country: countries[Math.floor(at / 4)]!, year: years[at % 4]! })),
      ),
    )
  type Seen = ReadonlyMap<string, number>
  const seenOf = (cells: Cells, offsets: (partition: Partition) => OffsetOf): Seen => {
    const told = tellAll(registryOf(cells), new Map(), { which: [events], offsets })
    return new Map(
      orders.flatMap((order) =>
        toldIn(numbersOf(told), events, order).map((one) => [
          `${order.join(',')} ${one.country} ${one.year}`,
          one.number,
        ]),
      ),
    )
  }
  const sum = (cells: Cells): number => cells.reduce((all, one) => all + one, 0)

  /** Whether these cells fit all that is told, with offsets from 0 to `most`. Cells of four are themselves never told. */
  const fits = (cells: Cells, seen: Seen, most: number): boolean => {
    const total = sum(cells)
    const byCountry = countries.map(
      (country, at) => [`${country} *`, sum(cells.slice(4 * at, 4 * at + 4))] as const,
    )
    const byYear = years.map((year, at) => [`* ${year}`, cells[at]! + cells[at + 4]!] as const)
    const allowed = new Map<string, number>()
    const fit = (order: string, label: string, count: number): number | null => {
      const number = seen.get(`${order} ${label}`) ?? 0
      let offsets = 0
      for (let offset = 0; offset <= most; offset++)
        if (number === (count < 5 ? 0 : Math.max(0, 5 * Math.floor((count - offset) / 5))))
          offsets |= 1 << offset
      const left = (allowed.get(label) ?? 31) & offsets
      allowed.set(label, left)
      return left === 0 ? null : number
    }
    const steps = (order: string, labels: readonly (readonly [string, number])[]): boolean => {
      let rest = total
      for (const [label, count] of labels) {
        const number = fit(order, label, count)
        if (number === null) return false
        rest -= number
      }
      return fit(order, '* *', rest) !== null
    }
    return (
      steps('', []) &&
      steps('country', byCountry) &&
      steps('year', byYear) &&
      // The year given up first leaves what is told by country, and the other way round.
      steps('year,country', byCountry) &&
      steps('country,year', byYear)
    )
  }

  const all = [...worlds(8)]
  const four: Cells = [4, 4, 4, 4, 4, 0, 0, 0]

  test('finds the only registry there can be where nothing is set aside', () => {
    const seen = seenOf(four, noOffsets)
    expect(all.filter((cells) => fits(cells, seen, 0))).toEqual([four])
  })

  test('cannot tell a single cell where each label sets aside what nobody knows', () => {
    for (const key of [1, 2, 3]) {
      const fitting = ((seen) => all.filter((cells) => fits(cells, seen, 4)))(seenOf(four, offsetsBy(key)))
      expect(fitting).toContainEqual(four)
      for (const at of four.keys()) expect(new Set(fitting.map((cells) => cells[at])).size).toBeGreaterThan(1)
    }
  })
})

test('of persons with a public page nothing is told but what the page shows', () => {
  fc.assert(
    fc.property(
      fc.array(somePerson({ known: true }), { maxLength: 40 }),
      someQuery,
      fc.nat(),
      (named, query, key) => {
        const [told] = weeksOf({ start: named, weeks: [], queries: [query], key })[0]!
        expect([...told!.told.values()].every((number) => number === 0)).toBe(true)
      },
    ),
    { numRuns: 30 },
  )
})
