/** What everybody may read: rows of publications, read as the public role alone. */
import { sql } from 'kysely'
import { keyToCitation } from '#kernel/core/citation.ts'
import type { Writer } from '#platform/server/database.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    open_version: { one: boolean; number: number }
  }
}

/** A publication as it stands in the open. `log`, `entry` and `desk` stay inside. */
export type OpenRow = {
  readonly ref: string
  readonly lang: string
  readonly country: string | null
  readonly open: unknown
  readonly released_on: string
  readonly updated_at: Date
}

const columns = ['ref', 'lang', 'country', 'open', 'released_on', 'updated_at'] as const

/** Grows with every change to what is open (migration 0005). */
export const findOpenVersion = async (db: Writer): Promise<number> =>
  (await db.selectFrom('open_version').select('number').executeTakeFirstOrThrow()).number

export const findPublication = async (db: Writer, ref: string): Promise<OpenRow | null> =>
  (await db.selectFrom('publication').select(columns).where('ref', '=', ref).executeTakeFirst()) ?? null

/** Which publications to list. `year` 'unknown' asks for events whose year is not shown. */
export type OpenFilter = {
  readonly country?: string | undefined
  readonly event?: string | undefined
  readonly year?: number | 'unknown' | undefined
  readonly custody?: string | undefined
  /** A citation as its key: cases that show it. */
  readonly norm?: string | undefined
}

export const findPublications = async (
  db: Writer,
  filter: OpenFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly OpenRow[]> =>
  filtered(db, filter)
    .select(columns)
    .orderBy('updated_at', 'desc')
    .orderBy('ref')
    .limit(page.limit)
    .offset(page.offset)
    .execute()

export const countPublications = async (db: Writer, filter: OpenFilter): Promise<number> =>
  (
    await filtered(db, filter)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
  ).count

export type CountryCount = { readonly country: string | null; readonly count: number }

export const countByCountry = (db: Writer): Promise<readonly CountryCount[]> =>
  db
    .selectFrom('publication')
    .select(['country', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('country')
    .execute()

const filtered = (db: Writer, { country, event, year, custody, norm }: OpenFilter) => {
  let query = db.selectFrom('publication')
  if (country !== undefined) query = query.where('country', '=', country)
  if (custody !== undefined) query = query.where(sql<boolean>`open -> 'status' ->> 'custody' = ${custody}`)
  if (norm !== undefined)
    query = query.where(sql<boolean>`open -> 'norms' @> ${JSON.stringify([keyToCitation(norm)])}::jsonb`)
  const shownYear = year === 'unknown' ? '?' : year
  // The index finds a whole `type year`; a half of one is looked for in the rows, of which there are thousands at most.
  if (event !== undefined && shownYear !== undefined)
    return query.where(sql<boolean>`events @> array[${`${event} ${shownYear}`}]`)
  if (event !== undefined) return query.where(someEvent(sql`split_part(e, ' ', 1) = ${event}`))
  if (shownYear !== undefined)
    return query.where(someEvent(sql`split_part(e, ' ', 2) = ${String(shownYear)}`))
  return query
}

const someEvent = (condition: ReturnType<typeof sql>) =>
  sql<boolean>`exists (select from unnest(events) as e where ${condition})`
