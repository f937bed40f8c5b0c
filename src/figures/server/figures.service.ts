/**
 * Answers for everybody, from memory: what is public is counted anew whenever something open changes, what is told
 * comes from the last refresh. No page reads an event that is not public (docs/decisions/0012-told-in-fives.md).
 */
import { setImmediate as others } from 'node:timers/promises'
import type { Answer } from '#figures/core/answer.ts'
import { answerQuery, type Counted } from '#figures/core/answer_query.ts'
import { clustersOf, personsOfPages, sizeAndCustody } from '#figures/core/facts.ts'
import { type Query, queryToAddress } from '#figures/core/query.ts'
import { type SdgFilter, type SdgLine, sdgLines, type SdgRow, sdgTable } from '#figures/core/sdg.ts'
import { layOut, type Shown, type ShownLabel, type ShownPerson } from '#figures/core/shown.ts'
import type { ToldNumber } from '#figures/core/told.ts'
import { type Database, inSnapshot, type Writer } from '#platform/server/database.ts'
import { shareReads } from '#platform/server/shared_read.ts'
import {
  findLinks,
  findPagesOf,
  findPooled,
  findShownCases,
  findShownEvents,
  readShownEvent,
  type ShownCaseRow,
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
  const memory = emptyMemory()
  const load = shareReads(async () => {
    const now = String(await version())
    if (kept?.counted.version === now) return kept
    const { shown, last } = await inSnapshot(database, { role: 'jobs' }, async (db) => ({
      last: await loadTold(db, told),
      shown: await loadShown(db, memory),
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

/** What is public of a case, as it was read last. */
type ShownPage = { readonly stamp: string; readonly labels: Int32Array }

/** What is public, kept from one version to the next: of a million events those that changed are few. */
type ShownMemory = {
  readonly pages: Map<string, ShownPage>
  readonly labels: ShownLabel[]
  /** By country and text. */
  readonly places: Map<string, number>
}

const emptyMemory = (): ShownMemory => ({ pages: new Map(), labels: [], places: new Map() })

const loadShown = async (db: Writer, memory: ShownMemory): Promise<Shown> => {
  const cases = await findShownCases(db)
  await readChanged(db, memory, cases)
  const seen = cases.filter(({ log }) => memory.pages.get(log)!.labels.length > 0)
  return layOut([...memory.labels], await personsOf(db, seen, memory.pages))
}

const readChanged = async (
  db: Writer,
  { pages, labels, places }: ShownMemory,
  cases: readonly ShownCaseRow[],
): Promise<void> => {
  const there = new Set(cases.map(({ log }) => log))
  for (const log of pages.keys()) if (!there.has(log)) pages.delete(log)
  const stampOf = new Map(cases.map(({ log, stamp }) => [log, stamp]))
  const changed = cases.filter(({ log, stamp }) => pages.get(log)?.stamp !== stamp).map(({ log }) => log)
  for (let from = 0; from < changed.length; from += PAGES_AT_ONCE) {
    for (const { log, country, events } of await findShownEvents(
      db,
      changed.slice(from, from + PAGES_AT_ONCE),
    )) {
      const texts = events === '' ? [] : events.split(',')
      const found = texts.map((text) => {
        const key = `${country} ${text}`
        const place = places.get(key) ?? labels.push(readShownEvent(text, country)) - 1
        places.set(key, place)
        return place
      })
      pages.set(log, { stamp: stampOf.get(log)!, labels: Int32Array.from(found) })
    }
    await others()
  }
}

/** Few: between them other pages are answered. */
const PAGES_AT_ONCE = 500

/** Persons of whom everybody can see an event, with the events that they can see alone. */
const personsOf = async (
  db: Writer,
  cases: readonly ShownCaseRow[],
  pages: ReadonlyMap<string, ShownPage>,
): Promise<readonly ShownPerson[]> => {
  const clusters = clustersOf(await findLinks(db))
  const linked = cases.filter(({ log }) => clusters.has(log)).map(({ log }) => log)
  const persons = personsOfPages(await findPagesOf(db, linked), clusters)
  const isTold = await findToldPersons(db, { cases, clusters })
  return [...Map.groupBy(cases, ({ log }) => persons.get(log) ?? log).values()].map((own): ShownPerson => {
    const labels = own.map(({ log }) => pages.get(log)!.labels)
    // Counted among those who are told of: until the next refresh nobody here, or they would count twice.
    if (own.some(({ log }) => isTold(log))) return { min: 0, max: 0, custodyShown: null, labels }
    return { ...sizeAndCustody(own.filter(({ counted }) => counted)), labels }
  })
}

/**
 * Whether the last refresh told of the person of a page. Where it found a page of theirs it did not, whatever was linked
 * since: that a page is linked to a case that nobody sees moves no number.
 */
const findToldPersons = async (
  db: Writer,
  {
    cases,
    clusters,
  }: { readonly cases: readonly ShownCaseRow[]; readonly clusters: ReadonlyMap<string, string> },
): Promise<(log: string) => boolean> => {
  const members = Map.groupBy(clusters.keys(), (log) => clusters.get(log)!)
  const linkedTo = (log: string): readonly string[] => members.get(clusters.get(log) ?? '') ?? [log]
  const linked = cases.flatMap(({ log }) => (clusters.has(log) ? linkedTo(log) : []))
  const pooled = new Map<string, 'told' | 'public' | null>(cases.map(({ log, pooled: so }) => [log, so]))
  for (const [log, so] of await findPooled(db, [...new Set(linked)])) pooled.set(log, so)
  return (log) => pooled.get(log) !== 'public' && linkedTo(log).some((other) => pooled.get(other) === 'told')
}
