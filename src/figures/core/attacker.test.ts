/** An attacker who asks everything, every week, and adds up. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  somePerson,
  someQuery,
  tellAll,
  type ToldByName,
  worldOf,
} from '../../../tests/support/counted_facts.ts'
import type { Answer } from './answer.ts'
import { answerQuery } from './answer_query.ts'
import type { CountedPerson } from './facts.ts'
import { type Partition, partitions } from './partitions.ts'
import { type Query, units } from './query.ts'

type Registry = readonly CountedPerson[]
const hide = (one: CountedPerson): CountedPerson => ({
  ...one,
  known: false,
  events: one.events.map((event) => ({ ...event, shown: false, followUpShown: false })),
})
const show = (one: CountedPerson): CountedPerson => ({
  ...one,
  known: true,
  events: one.events.map((event) => ({ ...event, shown: true })),
})

/** What happens to a registry in a week: somebody is added, published, withdrawn, erased or corrected. */
type Change = {
  readonly kind: 'add' | 'publish' | 'withdraw' | 'erase' | 'correct'
  readonly at: number
  readonly one: CountedPerson
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
}
const someHistory: fc.Arbitrary<History> = fc.record({
  start: fc.array(somePerson(), { maxLength: 30, size: 'max' }),
  weeks: fc.array(fc.array(someChange, { maxLength: 8 }), { minLength: 2, maxLength: 4 }),
  queries: fc.array(someQuery, { minLength: 1, maxLength: 5 }),
})

/** What is read in each week; `more` are persons whom no change meets. */
const weeksOf = ({ start, weeks, queries }: History, more: Registry = []) => {
  let registry = start
  let told: ToldByName = new Map()
  const which = askedOf(queries)
  return [[], ...weeks].map((changes) => {
    registry = changes.reduce(changed, registry)
    const all = [...registry, ...more]
    told = tellAll(all, told, { which })
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
