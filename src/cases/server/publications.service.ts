/** Publications for everybody: pages, lists, feeds and the map read them here, and nothing else of a case. */
import type { PublicationOpen } from '#cases/core/kinds/publication.ts'
import { isRef, lineOf, type PublicCase, type PublicLine } from '#cases/core/public_case.ts'
import { publicationFields } from '#cases/core/terms.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import { shareReads } from '#platform/server/shared_read.ts'
import {
  countByCountry,
  countPublications,
  type CountryCount,
  findOpenVersion,
  findPublication,
  findPublications,
  type OpenFilter,
  type OpenRow,
} from './publications.store.ts'
import { drawWorld, type WorldMap } from './world_map.ts'

export type { CountryCount, OpenFilter, OpenRow }

declare module '#platform/server/services.ts' {
  interface Services {
    readonly publications?: Publications
  }
}

/** Cases on one page of the list. */
export const PAGE_SIZE = 20
const FEED_SIZE = 50
const RECENT = 5

export type PublicPage = {
  readonly lines: readonly PublicLine[]
  readonly count: number
  /** From 1. */
  readonly page: number
  readonly pages: number
}

export type Publications = {
  /** Null alike for a reference that is malformed, unknown, not released or withdrawn. */
  readonly findPublication: (ref: string) => Promise<PublicCase | null>
  readonly listPublications: (filter: OpenFilter & { readonly page?: number }) => Promise<PublicPage>
  readonly countByCountry: () => Promise<readonly CountryCount[]>
  /** Those published last, for the home page. */
  readonly recent: () => Promise<readonly PublicLine[]>
  /** Those published last, whole. */
  readonly feed: () => Promise<readonly PublicCase[]>
  /** The number of what is open, as of after the question: what was made under another one is stale. */
  readonly version: () => Promise<number>
  readonly worldMap: () => WorldMap
}

export const openPublications = (database: Database): Publications => {
  const asPublic = <T>(work: Parameters<typeof inTransaction<T>>[2]): Promise<T> =>
    inTransaction(database, { role: 'public' }, work)
  let world: WorldMap | undefined
  const latest = async (limit: number): Promise<readonly PublicCase[]> =>
    (await asPublic((db) => findPublications(db, {}, { limit, offset: 0 }))).map(publicCase)
  return {
    findPublication: async (ref) => {
      if (!isRef(ref)) return null
      const row = await asPublic((db) => findPublication(db, ref))
      return row && publicCase(row)
    },
    listPublications: ({ page = 1, ...filter }) =>
      asPublic(async (db) => {
        const count = await countPublications(db, filter)
        const pages = Math.max(1, Math.ceil(count / PAGE_SIZE))
        const at = Math.min(Math.max(1, page), pages)
        const rows = await findPublications(db, filter, { limit: PAGE_SIZE, offset: (at - 1) * PAGE_SIZE })
        return { lines: rows.map((row) => lineOf(publicCase(row))), count, page: at, pages }
      }),
    countByCountry: () => asPublic(countByCountry),
    recent: async () => (await latest(RECENT)).map(lineOf),
    feed: () => latest(FEED_SIZE),
    version: shareReads(() => asPublic(findOpenVersion)),
    worldMap: () => (world ??= drawWorld()),
  }
}

/** The open part was checked against its schema before it was appended; of it, only what is listed leaves. */
export const publicCase = (row: OpenRow): PublicCase => {
  const open = row.open as PublicationOpen
  const words = Object.fromEntries(
    publicationFields.flatMap((field) => (open[field] === undefined ? [] : [[field, open[field]]])),
  ) as Pick<PublicationOpen, (typeof publicationFields)[number]>
  return {
    ...words,
    isPseudonym: open.isPseudonym,
    ref: row.ref,
    lang: row.lang,
    dir: open.dir ?? null,
    releasedOn: row.released_on,
    updatedAt: row.updated_at.toISOString().replace(/\.\d+Z$/, 'Z'),
  }
}
