/** Facts for tests: short to write, and at random. */
import * as fc from 'fast-check'
import { eventTypeCodes } from '../../src/kernel/core/vocabulary/events.ts'
import { codedViolationCodes, type ViolationTerm } from '../../src/kernel/core/vocabulary/violations.ts'
import type { Counted } from '../../src/figures/core/answer_query.ts'
import {
  type Act,
  type CountedEvent,
  type CountedPerson,
  followUps,
  personOf,
} from '../../src/figures/core/facts.ts'
import {
  countsDistinct,
  factsOf,
  ordersOf,
  type Partition,
  partitionName,
  partitions,
} from '../../src/figures/core/partitions.ts'
import {
  breakdowns,
  contradictions,
  datings,
  levels,
  measures,
  type Query,
  units,
  whatTerms,
} from '../../src/figures/core/query.ts'
import { layOut, type Shown, type ShownLabel } from '../../src/figures/core/shown.ts'
import {
  collectFacts,
  type OffsetOf,
  offsets as allOffsets,
  type Order,
  orderName,
  places,
  type Refresh,
  type Told,
  type ToldFact,
  type ToldNumber,
} from '../../src/figures/core/told.ts'

/** `1 K01`, `2 D01 attempted`. */
export const anAct = (text: string): Act => {
  const [victim, violation, attempted] = text.split(' ')
  return { victim: Number(victim), violation: violation as ViolationTerm, attempted: attempted !== undefined }
}

/** With whether everybody can see its type, year and country, and how far it was followed up. */
export type SeenEvent = CountedEvent & { readonly shown: boolean; readonly followUpShown: boolean }
export type SeenPerson = Omit<CountedPerson, 'events'> & { readonly events: readonly SeenEvent[] }

export const anEvent = (
  given: Omit<Partial<SeenEvent>, 'acts'> & { readonly acts?: readonly string[] } = {},
): SeenEvent => ({
  type: 'arrest',
  country: 'CO',
  year: 2020,
  recorded: 2021,
  level: 'VER',
  followUp: null,
  shown: false,
  followUpShown: false,
  ...given,
  acts: (given.acts ?? []).map(anAct),
})

export const aPerson = (...events: readonly SeenEvent[]): SeenPerson => ({
  ...personOf([aHolder], events),
  events,
})

const aHolder = {
  holder: 'person',
  min: null,
  max: null,
  gender: 'W',
  sectors: ['ENV'],
  custody: 'held',
  custodyShown: null,
  known: false,
}

const someYear = fc.option(fc.integer({ min: 2018, max: 2020 }), { freq: 8 })
const someAct: fc.Arbitrary<Act> = fc.record({
  victim: fc.integer({ min: 1, max: 2 }),
  violation: fc.constantFrom<ViolationTerm>('K01', 'T01', 'D01', 'P01', 'K06', 'S05'),
  attempted: fc.boolean(),
})
const someEvent: fc.Arbitrary<SeenEvent> = fc
  .record({
    type: fc.constantFrom('arrest', 'threat', 'death'),
    country: fc.option(fc.constantFrom('CO', 'EG', 'TT'), { freq: 8 }),
    year: someYear,
    recorded: fc.integer({ min: 2019, max: 2020 }),
    level: fc.constantFrom(...levels),
    acts: fc.array(someAct, { maxLength: 3 }),
    followUp: fc.option(fc.constantFrom(...followUps)),
    shown: fc.boolean(),
    followUpShown: fc.boolean(),
  })
  .map((event) => ({ ...event, followUpShown: event.shown && event.followUpShown }))

export const somePerson = (given: { readonly known?: boolean } = {}): fc.Arbitrary<SeenPerson> =>
  fc
    .record({
      holder: fc.constantFrom('person', 'person', 'person', 'group', 'organisation'),
      size: fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 10 })),
      gender: fc.constantFrom('W', 'M', 'R', null),
      sectors: fc.uniqueArray(fc.constantFrom('ENV', 'LAND', 'UNK'), { maxLength: 2 }),
      custody: fc.constantFrom('held', 'released', null),
      shownAs: fc.constantFrom('held', 'released', null),
      known: given.known === undefined ? fc.boolean() : fc.constant(given.known),
      events: fc.array(someEvent, { minLength: 1, maxLength: 4 }),
    })
    .map(({ holder, size: [min, more], events, shownAs, ...rest }) => {
      const visible = rest.known
        ? events
        : events.map((one) => ({ ...one, shown: false, followUpShown: false }))
      const custodyShown = rest.known ? shownAs : null
      const person = personOf([{ ...rest, custodyShown, holder, min, max: min + more }], visible)
      return { ...person, events: visible }
    })

export const somePersons = fc.array(somePerson(), { maxLength: 60, size: 'max' })

export const someQuery: fc.Arbitrary<Query> = fc
  .constantFrom(...units)
  .chain((unit) =>
    fc.record({
      unit: fc.constant(unit),
      measure: fc.constantFrom(...measures),
      by: fc.option(fc.constantFrom(...breakdowns)),
      level: fc.constantFrom(...levels),
      dating: fc.constantFrom(...datings),
      attempts: fc.boolean(),
      country: fc.option(fc.constantFrom('CO', 'EG', 'TT')),
      what: fc.option(fc.constantFrom(...usualWhats(unit))),
      from: someYear,
      to: someYear,
    }),
  )
  .filter((query) => contradictions(query).length === 0)

const usualWhats = (unit: Query['unit']): readonly string[] => {
  if (unit === 'acts')
    return codedViolationCodes.filter((code) => ['K01', 'T01', 'D01', 'S05'].includes(code))
  if (unit === 'victims') return whatTerms.victims
  return eventTypeCodes.filter((code) => ['arrest', 'threat', 'death'].includes(code))
}

export const toldFacts = (persons: readonly CountedPerson[], partition: Partition): readonly ToldFact[] =>
  persons.flatMap((person, at) => [...factsOf(person, partition)].map((fact) => ({ ...fact, person: at })))

/** Nothing is set aside before the fives: for tests that state numbers. */
export const noOffsets = (): OffsetOf => () => 0

/** Offsets as an installation with this key might have them. */
export const offsetsBy =
  (key: number) =>
  (partition: Partition): OffsetOf =>
  ({ level, country, year, what }) =>
    allOffsets[digest(`${key} ${partitionName(partition, places)} ${level} ${country} ${year} ${what}`) % 5]!

/** FNV-1a. */
const digest = (text: string): number => {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193)
  return (hash >>> 8) & 0xffff
}

type Given = Pick<Refresh, 'day' | 'distinct'> & {
  readonly before: readonly ToldNumber[]
  readonly offsetOf?: OffsetOf
}

/** What a refresh tells of these facts, most finely. */
export const refreshTold = (facts: readonly ToldFact[], { before, ...given }: Given): Told => {
  const collected = collectFacts()
  for (const fact of facts) collected.add(fact)
  return collected
    .tell({ offsetOf: noOffsets(), ...given, orders: [places], before: () => before })
    .get(orderName(places))!
}

/** By the names of partitions and orders. */
export type ToldByName = ReadonlyMap<string, Told>

/** Every way of telling anything. */
export const waysOfTelling: readonly (readonly [Partition, Order])[] = partitions.flatMap((partition) =>
  ordersOf(partition).map((order) => [partition, order] as const),
)

/** The weekly refresh of everything. */
export const tellAll = (
  persons: readonly CountedPerson[],
  last: ToldByName = new Map(),
  {
    day = '2026-11-22',
    which = partitions,
    offsets: offsetsFor = noOffsets,
  }: { day?: string; which?: readonly Partition[]; offsets?: (partition: Partition) => OffsetOf } = {},
): ToldByName =>
  new Map(
    which.flatMap((partition) => {
      const collected = collectFacts()
      for (const fact of toldFacts(persons, partition)) collected.add(fact)
      const orders = ordersOf(partition)
      const before = (order: Order) => last.get(partitionName(partition, order))?.numbers ?? []
      const told = collected.tell({
        orders,
        before,
        day,
        offsetOf: offsetsFor(partition),
        distinct: countsDistinct(partition),
      })
      return orders.map((order) => [partitionName(partition, order), told.get(orderName(order))!] as const)
    }),
  )

/** A world in which this is asked alone: to tell everything takes longer. */
export const worldFor = (query: Query, persons: readonly SeenPerson[], key?: number): Counted => {
  const which = partitions.filter(
    ({ kind, attempts }) =>
      attempts === query.attempts && (kind === query.unit || !(units as readonly string[]).includes(kind)),
  )
  const offsets = key === undefined ? noOffsets : offsetsBy(key)
  return worldOf(persons, tellAll(persons, new Map(), { which, offsets }))
}

export const worldOf = (persons: readonly SeenPerson[], told: ToldByName = tellAll(persons)): Counted => ({
  shown: shownOf(persons),
  told: numbersOf(told),
  toldOn: '2026-11-22',
  version: '1',
})

/** A label for each event: alike ones are found again by nobody here. */
export const shownOf = (persons: readonly SeenPerson[]): Shown => {
  const labels: ShownLabel[] = []
  const seen = persons.map((person) => ({
    ...person,
    labels: person.events
      .filter(({ shown }) => shown)
      .map((event) => {
        const followUp = event.followUpShown ? event.followUp : null
        return Int32Array.of(labels.push({ ...event, followUp }) - 1)
      }),
  }))
  return layOut(labels, seen)
}

export const numbersOf = (told: ToldByName): ReadonlyMap<string, readonly ToldNumber[]> =>
  new Map([...told].map(([name, { numbers }]) => [name, numbers]))
