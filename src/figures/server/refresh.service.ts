/**
 * The weekly refresh of what is told of unpublished cases (docs/decisions/0012-told-in-fives.md). It reads every
 * counted event once, in one snapshot, in steps between which pages are answered.
 */
import { setImmediate as others } from 'node:timers/promises'
import { clustersOf, type CountedPerson, personOf } from '#figures/core/facts.ts'
import {
  countsDistinct,
  factsOf,
  ordersOf,
  type Partition,
  partitionName,
  partitions,
} from '#figures/core/partitions.ts'
import { type Collected, collectFacts, orderName, type ToldNumber } from '#figures/core/told.ts'
import { VOCABULARY_VERSION } from '#kernel/core/vocabulary/terms.ts'
import {
  type Actor,
  type Database,
  inSnapshot,
  inTransaction,
  type Writer,
} from '#platform/server/database.ts'
import {
  type CaseRow,
  type EventRow,
  findCases,
  findEventsBetween,
  findLinks,
  findPagesOf,
} from './figures.store.ts'
import type { OffsetsFor } from './offsets.ts'
import {
  findRefresh,
  findTold,
  lockRefresh,
  type RefreshFound,
  type RefreshRow,
  saveRefresh,
  waitForRefresh,
} from './told.store.ts'

export type RefreshDeps = {
  readonly database: Database
  readonly clock: () => Date
  /** Milliseconds since that time; by `clock` where it is not given. */
  readonly elapsedSince?: (at: Date) => number
  /** What each label sets aside; `secretOffsets`. */
  readonly offsets: OffsetsFor
  /** Jobs in the server; the owner in commands of the operator. */
  readonly as?: Extract<Actor, { readonly role: 'jobs' | 'owner' }>
}

/** `not_due`: less than a week ago. `elsewhere`: another process is at it, or was faster. */
export type RefreshOutcome =
  | { readonly kind: 'refreshed'; readonly numbers: number }
  | { readonly kind: 'not_due'; readonly dueAt: Date }
  | { readonly kind: 'elsewhere' }

/** Milliseconds. Two readings of what is told lie at least so far apart. */
const WEEK = 7 * 24 * 60 * 60_000

/** `early`: the operator wants it before the week is over. */
export const refreshFigures = async (
  { database, clock, elapsedSince, offsets, as = { role: 'jobs' } }: RefreshDeps,
  { early = false } = {},
): Promise<RefreshOutcome> => {
  const now = clock()
  const read = await inSnapshot(database, as, async (db) => {
    if (!(await lockRefresh(db))) return { kind: 'elsewhere' } as const
    const last = await findRefresh(db)
    // Also where nothing was found: another rhythm would say that there is nobody, and then that there is somebody.
    const gone = elapsedSince ?? ((at: Date) => now.getTime() - at.getTime())
    const dueAt = last === null ? now : new Date(now.getTime() + WEEK - gone(last.at))
    if (!early && dueAt > now) return { kind: 'not_due', dueAt } as const
    return { kind: 'read', last, found: await countAll(db, now, offsets) } as const
  })
  if (read.kind !== 'read') return read
  return inTransaction(database, as, async (db) => {
    await waitForRefresh(db)
    if (!isSame(await findRefresh(db), read.last)) return { kind: 'elsewhere' } as const
    await saveRefresh(db, read.found)
    const numbers = [...read.found.told.values()].reduce((all, one) => all + one.length, 0)
    return { kind: 'refreshed', numbers } as const
  })
}

const isSame = (one: RefreshRow | null, other: RefreshRow | null): boolean =>
  one?.at.getTime() === other?.at.getTime()

/** Few: rows that are soon forgotten cost no memory. */
const CASES_AT_ONCE = 200

type Counting = {
  readonly collected: Map<Partition, Collected>
  readonly pool: RefreshFound['pool'][number][]
  persons: number
}

const countAll = async (db: Writer, now: Date, offsets: OffsetsFor): Promise<RefreshFound> => {
  const before = await findTold(db)
  const counting: Counting = {
    collected: new Map(partitions.map((partition) => [partition, collectFacts()])),
    pool: [],
    persons: 0,
  }
  for await (const found of findPersons(db)) addPerson(counting, found)
  const told = new Map<string, readonly ToldNumber[]>()
  for (const partition of partitions) {
    const orders = ordersOf(partition)
    const results = counting.collected.get(partition)!.tell({
      orders,
      before: (order) => before.get(partitionName(partition, order)) ?? [],
      offsetOf: offsets(partition),
      day: now.toISOString().slice(0, 10),
      distinct: countsDistinct(partition),
    })
    for (const order of orders)
      told.set(partitionName(partition, order), results.get(orderName(order))!.numbers)
    counting.collected.delete(partition)
    await others()
  }
  return { refresh: { at: now, vocabulary: VOCABULARY_VERSION }, told, pool: counting.pool }
}

const addPerson = (counting: Counting, { cases, events, known }: Found): void => {
  const person: CountedPerson = { ...personOf(cases, events), known }
  const place = counting.persons++
  for (const partition of partitions) {
    const collected = counting.collected.get(partition)!
    for (const fact of factsOf(person, partition)) collected.add({ ...fact, person: place })
  }
  for (const { log } of cases) {
    const own = events.filter((event) => event.log === log)
    const through = own.reduce((last, { seq }) => Math.max(last, seq), -1)
    if (own.length > 0) counting.pool.push({ log, through, person: !known })
  }
}

type Found = {
  readonly cases: readonly CaseRow[]
  readonly events: readonly EventRow[]
  /** Some case of the person has a public page, be it one that is in no statistics. */
  readonly known: boolean
}

/** Persons one after the other; those of several linked cases at the end. */
async function* findPersons(db: Writer): AsyncGenerator<Found> {
  const clusters = clustersOf(await findLinks(db))
  const pages = await findPagesOf(db, [...clusters.keys()])
  const known = new Set(pages.map(({ log }) => clusters.get(log)))
  const linked = new Map<string, { cases: CaseRow[]; events: EventRow[]; known: boolean }>()
  for (let after = ''; ;) {
    const cases = await findCases(db, { after, limit: CASES_AT_ONCE })
    const last = cases.at(-1)
    if (!last) break
    const events = Map.groupBy(
      await findEventsBetween(db, { from: cases[0]!.log, to: last.log }),
      ({ log }) => log,
    )
    for (const one of cases) {
      const cluster = clusters.get(one.log)
      const own = events.get(one.log) ?? []
      if (cluster === undefined) yield { cases: [one], events: own, known: one.known }
      else {
        const person = linked.get(cluster) ?? { cases: [], events: [], known: known.has(cluster) }
        person.cases.push(one)
        person.events.push(...own)
        linked.set(cluster, person)
      }
    }
    after = last.log
    await others()
  }
  yield* linked.values()
}
