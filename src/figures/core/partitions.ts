/**
 * Which facts are told of which kind of number. Pure.
 *
 * [Note: Public persons] Of a person with a public page nothing is told but what the page shows, not even in a sum: who
 * looks at five pages and reads that five arrests were written down of them knows what the fifth page leaves out.
 */
import { UNKNOWN } from './answer.ts'
import {
  actsOf,
  type CountedEvent,
  type CountedPerson,
  custodyOf,
  sectorsOf,
  seriousnessOf,
  victimsOf,
} from './facts.ts'
import { type Dating, datings, levels, type Query, type Unit } from './query.ts'
import {
  ANY,
  finestOrder,
  type Order,
  orderName,
  type Place,
  places,
  type ToldFact,
  type ToldNumber,
} from './told.ts'

/** `killings` and `killed` are events and persons by how they were followed up; `sex` victims by category and sex. */
export type PartitionKind = Unit | 'sectors' | 'custody' | 'killings' | 'killed' | 'sex'

export type Partition = {
  readonly kind: PartitionKind
  readonly dating: Dating
  readonly attempts: boolean
}

const withAttempts: readonly PartitionKind[] = ['acts', 'victims']

const kinds: readonly PartitionKind[] = [
  'persons',
  'victims',
  'acts',
  'events',
  'sectors',
  'custody',
  'killings',
  'killed',
  'sex',
]

export const partitions: readonly Partition[] = kinds.flatMap((kind) =>
  datings.flatMap((dating) =>
    (withAttempts.includes(kind) ? [false, true] : [false]).flatMap((attempts) =>
      kind === 'sex' && dating === 'recorded' ? [] : [{ kind, dating, attempts }],
    ),
  ),
)

/** By what alone questions ask of these: it is always named, and given up first. */
const byWhat: readonly PartitionKind[] = ['sectors', 'custody', 'killings', 'killed', 'sex']

/**
 * In which orders of places a partition is told: for each set of places that a question may name, once with each of
 * them given up first, which is the one that the question breaks down by. Where no year is named the dating decides
 * nothing.
 */
export const ordersOf = ({ kind, dating }: Pick<Partition, 'kind' | 'dating'>): readonly Order[] =>
  (byWhat.includes(kind) ? ordersByWhat(kind) : allOrders).filter(
    (order) => dating === 'incident' || order.includes('year'),
  )

const setsOfPlaces = places.reduce<readonly Order[]>(
  (sets, place) => [...sets, ...sets.map((set) => [...set, place])],
  [[]],
)

const startingWith = (first: Place, set: Order): Order => [first, ...set.filter((place) => place !== first)]

const allOrders = setsOfPlaces.flatMap((set) =>
  set.length === 0 ? [set] : set.map((first) => startingWith(first, set)),
)

const ordersByWhat = (kind: PartitionKind): readonly Order[] =>
  setsOfPlaces
    .filter((set) => set.includes('what'))
    .flatMap((set) => (isFollowed(kind) && set.length > 2 ? [set, ['what', 'country', 'year']] : [set]))

/** Of killings a question breaks down by country or year, and asks of each how they were followed up. */
const isFollowed = (kind: PartitionKind): boolean => kind === 'killings' || kind === 'killed'

/** The places that a question names: what it breaks down by is told least finely. */
export const orderOf = (
  kind: PartitionKind,
  { by, country, what, from, to }: Pick<Query, 'by' | 'country' | 'what' | 'from' | 'to'>,
): Order => {
  const named = places.filter((place) => {
    switch (place) {
      case 'what':
        return byWhat.includes(kind) || by === 'what' || what !== null
      case 'year':
        return by === 'year' || from !== null || to !== null
      case 'country':
        return by === 'country' || country !== null
    }
  })
  const first = named.find((place) => place === by)
  if (first === undefined) return named
  if (!byWhat.includes(kind)) return startingWith(first, named)
  return ['what', ...startingWith(first, named).filter((place) => place !== 'what')]
}

/** As it stands in the database. */
export const partitionName = ({ kind, dating, attempts }: Partition, order: Order): string =>
  [
    kind,
    dating,
    ...(attempts ? ['attempts'] : []),
    ...(orderName(order) === orderName(places) ? [] : [orderName(order) || 'total']),
  ].join(' ')

/** All labels of an order of a partition, from what is told by name. */
export const toldIn = (
  told: ReadonlyMap<string, readonly ToldNumber[]>,
  partition: Partition,
  order: Order,
): readonly ToldNumber[] => {
  const rows = (which: Order) => told.get(partitionName(partition, which)) ?? []
  const finest = finestOrder(order)
  if (orderName(finest) === orderName(order)) return rows(order)
  return [...rows(finest).filter((number) => isFinest(number, order)), ...rows(order)]
}

const isFinest = (number: ToldNumber, order: Order): boolean => order.every((place) => number[place] !== ANY)

/** In a coarser class a person of several sectors is one person. */
export const countsDistinct = ({ kind }: Partition): boolean => kind === 'sectors'

export type PersonFact = Omit<ToldFact, 'person'>

/** What a person brings to a partition. See [Note: Public persons]. */
export function* factsOf(person: CountedPerson, partition: Partition): Generator<PersonFact> {
  if (person.known) return
  switch (partition.kind) {
    case 'events':
      for (const event of person.events) yield fact(event, partition, event.type)
      return
    case 'acts':
      for (const event of person.events)
        for (const { violation } of actsOf(event, partition)) yield fact(event, partition, violation)
      return
    case 'victims':
      for (const event of person.events)
        for (const { category } of victimsOf(event, partition)) yield fact(event, partition, category)
      return
    case 'sex':
      for (const event of person.events) yield* victimsBySex(person, event, partition)
      return
    case 'killings':
      for (const event of person.events)
        if (event.followUp !== null) yield fact(event, partition, event.followUp)
      return
    case 'persons':
    case 'sectors':
    case 'custody':
    case 'killed':
      yield* personFacts(person, partition)
  }
}

function* personFacts(person: CountedPerson, partition: Partition): Generator<PersonFact> {
  const { kind } = partition
  const counted =
    kind === 'killed' ? person.events.filter(({ followUp }) => followUp !== null) : person.events
  const home = homeOf(counted)
  if (home === null || person.min === 0) return
  const size = { weight: person.min, spread: person.max - person.min }
  for (const what of whatsOfPerson(person, home, kind)) yield { ...fact(home, partition, what), ...size }
}

const whatsOfPerson = (person: CountedPerson, home: CountedEvent, kind: PartitionKind): readonly string[] => {
  if (kind === 'sectors') return sectorsOf(person)
  if (kind === 'custody') return [custodyOf(person)]
  return [kind === 'killed' ? home.followUp! : home.type]
}

/** The event at which a person is counted once: the best verified, of these the most serious, then the earliest. */
export const homeOf = (events: readonly CountedEvent[]): CountedEvent | null => {
  let home: CountedEvent | null = null
  for (const event of events) if (home === null || isRather(event, home)) home = event
  return home
}

const isRather = (one: CountedEvent, other: CountedEvent): boolean => {
  const level = levels.indexOf(one.level) - levels.indexOf(other.level)
  if (level !== 0) return level < 0
  const seriousness = seriousnessOf(one) - seriousnessOf(other)
  if (seriousness !== 0) return seriousness < 0
  return (one.year ?? Infinity) < (other.year ?? Infinity)
}

/** The sex of the only victim in a case on one person; of others it is not coded. */
function* victimsBySex(
  person: CountedPerson,
  event: CountedEvent,
  partition: Partition,
): Generator<PersonFact> {
  const victims = victimsOf(event, partition)
  const sex = victims.length === 1 && person.onePerson ? sexOf(person) : UNKNOWN
  for (const { category } of victims) yield fact(event, partition, `${category} ${sex}`)
}

export const sexes = ['W', 'M', UNKNOWN] as const
export type Sex = (typeof sexes)[number]

const sexOf = ({ gender }: CountedPerson): Sex => (gender === 'W' || gender === 'M' ? gender : UNKNOWN)

const fact = (event: CountedEvent, { dating }: Partition, what: string): PersonFact => ({
  level: event.level,
  country: event.country ?? UNKNOWN,
  year: String(yearOf(event, dating) ?? UNKNOWN),
  what,
  weight: 1,
  spread: 0,
})

export const yearOf = (event: CountedEvent, dating: Dating): number | null =>
  dating === 'recorded' ? event.recorded : event.year
