/** Rows of released bodies, read in the role of the public: one by its address, all of them without their members. */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'

/** The table is that of the documents (src/releases/server/documents.store.ts). */
export type BodyRow = {
  readonly id: string
  readonly desk_name: string
  readonly body: unknown
  readonly decided_at: Date | null
}

/** The newest released version of those that ever had this address: it may have another one by now. */
export const findBodiesBySlug = async (db: Writer, slug: string): Promise<readonly BodyRow[]> =>
  (
    await sql<BodyRow>`
      select distinct on (id) id, desk_name, body, decided_at from amparo.document
      where kind = 'body' and act = 'publish' and state = 'released' and id in (
        select id from amparo.document
        where kind = 'body' and act = 'publish' and state = 'released' and body ->> 'slug' = ${slug})
      order by id, version desc`.execute(db)
  ).rows

/** What a list shows of each. */
export const findBodyHeads = async (db: Writer): Promise<readonly { readonly head: unknown }[]> =>
  (
    await sql<{ readonly head: unknown }>`
      select distinct on (id) jsonb_build_object(
        'slug', body -> 'slug', 'kind', body -> 'kind', 'lang', body -> 'lang', 'name', body -> 'name',
        'country', body -> 'country', 'parent', body -> 'parent', 'groupKind', body -> 'groupKind',
        'known', body -> 'known', 'deskName', desk_name,
        'members', jsonb_array_length(body #> '{roll,members}')) as head
      from amparo.document
      where kind = 'body' and act = 'publish' and state = 'released'
      order by id, version desc`.execute(db)
  ).rows

/** Who tabled each released instrument, without its text. */
export const findTabled = async (db: Writer): Promise<readonly { readonly head: unknown }[]> =>
  (
    await sql<{ readonly head: unknown }>`
      select distinct on (id) jsonb_build_object(
        'slug', body -> 'slug', 'lang', body -> 'lang', 'title', body -> 'title', 'symbol', body -> 'symbol',
        'body', body -> 'body', 'sponsorship', body -> 'sponsorship') as head
      from amparo.document
      where kind = 'instrument' and act = 'publish' and state = 'released'
      order by id, version desc`.execute(db)
  ).rows
