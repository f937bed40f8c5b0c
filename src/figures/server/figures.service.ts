/**
 * Answers for everybody, from memory: what is public is counted anew whenever something open changes, what is told
 * comes from the last refresh. No page reads an event that is not public (docs/decisions/0012-told-in-fives.md).
 */
import type { Answer } from '#figures/core/answer.ts'
import { answerQuery, type Counted } from '#figures/core/answer_query.ts'
import { clustersOf, type CountedPerson, personOf } from '#figures/core/facts.ts'
import { type Query, queryToAddress } from '#figures/core/query.ts'
import { type SdgFilter, type SdgLine, sdgLines, type SdgRow, sdgTable } from '#figures/core/sdg.ts'
import type { ToldNumber } from '#figures/core/told.ts'
import { type Database, inSnapshot, type Writer } from '#platform/server/database.ts'
import { shareReads } from '#platform/server/shared_read.ts'
import { type EventRow, findCasesOf, findLinks, findPooled, findShownEvents } from './figures.store.ts'
import { findRefresh, findTold } from './told.store.ts'

export type Figures = {
  readonly answer: (query: Query) => Promise<Answer>
  readonly sdgTable: (filter: SdgFilter) => Promise<readonly SdgRow[]>
  readonly sdgLines: (filter: SdgFilter) => Promise<readonly SdgLine[]>
}

declare module '#platform/server/services.ts' {
  interface Services {
    readonly figures?: Figures
  }
}

export type FiguresDeps = {
  readonly database: Database
  /** The number of what is open (publications.service.ts). */
  readonly version: () => Promise<number>
}

/** Answers of one version that are kept. */
const MOST_ANSWERS = 1000

export const openFigures = ({ database, version }: FiguresDeps): Figures => {
  let told: LastTold | null = null
  let kept: { readonly counted: Counted; readonly answers: Map<string, Answer> } | undefined
  const load = shareReads(async () => {
    const now = String(await version())
    if (kept?.counted.version === now) return kept
    const { shown, last } = await inSnapshot(database, { role: 'jobs' }, async (db) => ({
      last: await loadTold(db, told),
      shown: await loadShown(db),
    }))
    told = last
    const counted = { shown, told: last.numbers, toldOn: last.day, version: now }
    kept = { counted, answers: new Map() }
    return kept
  })
  return {
    answer: async (query) => {
      const { counted, answers } = await load()
      const address = queryToAddress(query)
      const known = answers.get(address)
      if (known) return known
      if (answers.size >= MOST_ANSWERS) answers.clear()
      const answer = answerQuery(query, counted)
      answers.set(address, answer)
      return answer
    },
    sdgTable: async (filter) => sdgTable((await load()).counted, filter),
    sdgLines: async (filter) => sdgLines((await load()).counted, filter),
  }
}

type LastTold = {
  readonly at: Date | null
  readonly day: string | null
  /** By the names of partitions and orders. */
  readonly numbers: ReadonlyMap<string, readonly ToldNumber[]>
}

const loadTold = async (db: Writer, known: LastTold | null): Promise<LastTold> => {
  const refresh = await findRefresh(db)
  const at = refresh?.at ?? null
  if (known && known.at?.getTime() === at?.getTime()) return known
  const numbers = await findTold(db)
  return { at, day: at?.toISOString().slice(0, 10) ?? null, numbers }
}

/** Persons of whom everybody can see an event, with these events alone. */
const loadShown = async (db: Writer): Promise<readonly CountedPerson[]> => {
  const clusters = clustersOf(await findLinks(db))
  const clusterOf = (log: string): string => clusters.get(log) ?? log
  const events = Map.groupBy(await findShownEvents(db), ({ log }) => clusterOf(log))
  const logs = [...new Set([...events.values()].flat().map(({ log }) => log))]
  const cases = Map.groupBy(await findCasesOf(db, logs), ({ log }) => clusterOf(log))
  // Every case of a person, linked ones without an event among them: any of them may have been counted.
  const all = new Set([
    ...logs,
    ...[...clusters].flatMap(([log, cluster]) => (events.has(cluster) ? [log] : [])),
  ])
  const pooled = await findPooled(db, [...all])
  const [persons, custody] = [new Set(pooled.persons.map(clusterOf)), new Set(pooled.custody.map(clusterOf))]
  return [...events].map(([cluster, own]: [string, readonly EventRow[]]) => {
    const person = personOf(cases.get(cluster) ?? [], own)
    return {
      ...person,
      // Counted among those who are told of: until the next refresh nobody here, or they would count twice.
      ...(persons.has(cluster) && { min: 0, max: 0 }),
      ...(custody.has(cluster) && { custodyShown: null }),
    }
  })
}
