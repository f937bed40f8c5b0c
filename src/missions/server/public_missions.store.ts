/** Rows behind the public pages of missions: read as the public, whose desk they are as jobs. */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'

/** The table is that of the documents (src/releases/server/documents.store.ts). */
export type HeadRow = {
  readonly id: string
  readonly version: number
  readonly desk_name: string
  readonly decided_at: Date | null
}

/** `mission`, `from`, `to`: of records; without them all of the kind. */
export type HeadFilter = {
  readonly mission?: string
  readonly years?: { readonly from: number; readonly to: number }
}

/** The newest released version of each. */
export const findHeads = async (
  db: Writer,
  kind: string,
  { mission, years }: HeadFilter = {},
): Promise<readonly HeadRow[]> =>
  (
    await sql<HeadRow>`
      with newest as (
        select distinct on (id) id, version, desk_name, decided_at, body ->> 'mission' as mission, body -> 'year' as year
        from amparo.document
        where kind = ${kind} and act = 'publish' and state = 'released'
        order by id, version desc)
      select id, version, desk_name, decided_at from newest
      where (${mission ?? null}::text is null or mission = ${mission ?? null})
        and (${years?.from ?? null}::integer is null
          or year::integer between ${years?.from ?? null}::integer and ${years?.to ?? null}::integer)
      order by id`.execute(db)
  ).rows

/** Of these references those whose publication stands now. */
export const findStanding = async (db: Writer, refs: readonly string[]): Promise<readonly string[]> =>
  (
    await db
      .selectFrom('publication')
      .select('ref')
      .where('ref', 'in', refs.length === 0 ? [''] : [...refs])
      .execute()
  ).map(({ ref }) => ref)

/** As jobs: those of that desk alone. */
export const findOwnStanding = async (
  db: Writer,
  { refs, desk }: { readonly refs: readonly string[]; readonly desk: string },
): Promise<readonly string[]> =>
  (
    await db
      .selectFrom('publication')
      .select('ref')
      .where('ref', 'in', refs.length === 0 ? [''] : [...refs])
      .where('desk', '=', desk)
      .execute()
  ).map(({ ref }) => ref)

/** As jobs: of these documents those of that desk. */
export const findOwnDocuments = async (
  db: Writer,
  { ids, desk }: { readonly ids: readonly string[]; readonly desk: string },
): Promise<readonly string[]> =>
  (
    await sql<{ id: string }>`
      select id from unnest(${[...ids]}::text[]) as id where amparo.desk_of_document(id) = ${desk}`.execute(
      db,
    )
  ).rows.map(({ id }) => id)
