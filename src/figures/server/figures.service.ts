/**
 * Answers for everybody, from memory: what is public is counted anew whenever something open changes, what is told
 * comes from the last refresh. No page reads an event that is not public (docs/decisions/0012-told-in-fives.md).
 */
import type { Answer } from '#figures/core/answer.ts'
import { answerQuery, type Counted } from '#figures/core/answer_query.ts'
import { clustersOf, type CountedPerson, personOf, personsOfPages } from '#figures/core/facts.ts'
import { type Query, queryToAddress } from '#figures/core/query.ts'
import { type SdgFilter, type SdgLine, sdgLines, type SdgRow, sdgTable } from '#figures/core/sdg.ts'
import type { ToldNumber } from '#figures/core/told.ts'
import { type Database, inSnapshot, type Writer } from '#platform/server/database.ts'
import { shareReads } from '#platform/server/shared_read.ts'
import {
  type EventRow,
  findCasesOf,
  findLinks,
  findPagesOf,
  findPooled,
  findShownEvents,
} from './figures.store.ts'
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
  const shown = await findShownEvents(db)
  const logs = [...new Set(shown.map(({ log }) => log))]
  const clusters = clustersOf(await findLinks(db))
  const persons = personsOfPages(await findPagesOf(db, logs), clusters)
  const events = Map.groupBy(shown, ({ log }) => persons.get(log)!)
  const cases = Map.groupBy(await findCasesOf(db, logs), ({ log }) => persons.get(log)!)
  const isTold = await findToldPersons(db, { logs, clusters })
  return [...events].map(([person, own]: [string, readonly EventRow[]]) => {
    const found = personOf(cases.get(person) ?? [], own)
    // Counted among those who are told of: until the next refresh nobody here, or they would count twice.
    return own.some(({ log }) => isTold(log)) ? { ...found, min: 0, max: 0, custodyShown: null } : found
  })
}

/**
 * Whether the last refresh told of the person of a page. Where it found a page of theirs it did not, whatever was linked
 * since: that a page is linked to a case that nobody sees moves no number.
 */
const findToldPersons = async (
  db: Writer,
  { logs, clusters }: { readonly logs: readonly string[]; readonly clusters: ReadonlyMap<string, string> },
): Promise<(log: string) => boolean> => {
  const members = Map.groupBy(clusters.keys(), (log) => clusters.get(log)!)
  const linkedTo = (log: string): readonly string[] => members.get(clusters.get(log) ?? '') ?? [log]
  const pooled = await findPooled(db, [...new Set(logs.flatMap(linkedTo))])
  return (log) => pooled.get(log) !== 'public' && linkedTo(log).some((other) => pooled.get(other) === 'told')
}
