/**
 * Figures for everybody. All events are counted at most every ten minutes, published ones whenever something open
 * changes (docs/decisions/0011-figures-counted-in-memory.md).
 */
import { type CountedCell, type Figures, figuresOf } from '#figures/core/figures.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import { shareReads } from '#platform/server/shared_read.ts'
import { type CountRow, countEvents, countPublished } from './figures.store.ts'

export type CountedFigures = Figures & {
  /** When all events were counted last. */
  readonly countedAt: Date
}

declare module '#platform/server/services.ts' {
  interface Services {
    readonly figures?: FiguresRoom['figures']
  }
}

export type FiguresRoom = { readonly figures: () => Promise<CountedFigures> }

export type FiguresDeps = {
  readonly database: Database
  readonly clock: () => Date
  /** The number of what is open (publications.service.ts). */
  readonly version: () => Promise<number>
}

/** Milliseconds. */
const countedFor = 10 * 60_000

export const openFigures = ({ database, clock, version }: FiguresDeps): FiguresRoom => {
  const asJob = <T>(work: Parameters<typeof inTransaction<T>>[2]): Promise<T> =>
    inTransaction(database, { role: 'jobs' }, work)
  let counted: { readonly rows: readonly CountRow[]; readonly at: Date } | undefined
  let made: { readonly figures: CountedFigures; readonly version: number } | undefined
  const countAll = shareReads(async () => {
    const at = clock()
    counted = { rows: await asJob(countEvents), at }
    return counted
  })
  const isOld = (at: Date): boolean => clock().getTime() - at.getTime() >= countedFor
  const make = shareReads(async () => {
    const number = await version()
    const all = counted ?? (await countAll())
    if (made?.version === number && made.figures.countedAt === all.at) return made.figures
    const published = await asJob(countPublished)
    made = { version: number, figures: { ...figuresOf(cellsOf(all.rows, published)), countedAt: all.at } }
    return made.figures
  })
  return {
    figures: async () => {
      // Who comes when the count is old gets it as it is; the next one gets the new. A count that fails is tried again.
      if (counted && isOld(counted.at)) countAll().catch(() => undefined)
      return make()
    },
  }
}

const cellsOf = (all: readonly CountRow[], published: readonly CountRow[]): readonly CountedCell[] => {
  const publishedByKey = new Map(published.map((row) => [keyOf(row), row.count]))
  return all.map((row) => ({ ...row, published: publishedByKey.get(keyOf(row)) ?? 0 }))
}

const keyOf = ({ dimension, country, code }: CountRow): string => `${dimension} ${country} ${code}`
