/** Rows of released campaigns, asks and outcomes: read as the public, what is of the desk alone as jobs. */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'

/** The table is that of the documents (src/releases/server/documents.store.ts). */
export type OpenAskRow = {
  readonly id: string
  readonly version: number
  readonly desk_name: string
  readonly decided_at: Date | null
}

/** Given so that one ask is found by its address, and all asks where it is null. */
export type AskAddress = { readonly campaign: string; readonly slug: string } | null

/**
 * The one gate: newest released versions of asks whose campaign is released and that may run on that day
 * (migration 0039). Everything that shows, counts or mails for an ask comes through it, at the moment of acting.
 */
export const findRunningAsks = async (
  db: Writer,
  day: string,
  address: AskAddress = null,
): Promise<readonly OpenAskRow[]> =>
  (
    await sql<OpenAskRow>`
      with newest as (
        select distinct on (id) id, version, desk_name, decided_at, body ->> 'campaign' as campaign, body ->> 'slug' as slug
        from amparo.document
        where kind = 'ask' and act = 'publish' and state = 'released'
          and (${address?.slug ?? null}::text is null or id in (
            select id from amparo.document
            where kind = 'ask' and act = 'publish' and state = 'released' and body ->> 'slug' = ${address?.slug ?? null}))
        order by id, version desc)
      select id, version, desk_name, decided_at from newest n
      where (${address?.slug ?? null}::text is null
          or (n.slug = ${address?.slug ?? null} and n.campaign = ${address?.campaign ?? null}))
        and exists (
          select from amparo.document c
          where c.kind = 'campaign' and c.act = 'publish' and c.state = 'released' and c.body ->> 'slug' = n.campaign
            and not exists (
              select from amparo.document later
              where later.id = c.id and later.version > c.version and later.act = 'publish' and later.state = 'released'))
        and amparo.may_run(id, version, ${day}::date)
      order by id`.execute(db)
  ).rows

/** Whether the ask of that id still runs: for batches of mail, which know no address. */
export const findRunningAsk = async (db: Writer, day: string, id: string): Promise<boolean> => {
  const { rows } = await sql<{ campaign: string; slug: string }>`
    select distinct on (id) body ->> 'campaign' as campaign, body ->> 'slug' as slug from amparo.document
    where id = ${id} and kind = 'ask' and act = 'publish' and state = 'released'
    order by id, version desc`.execute(db)
  const address = rows[0]
  if (!address) return false
  return (await findRunningAsks(db, day, address)).some((one) => one.id === id)
}

/** As jobs: whose asks these are. */
export const findDesks = async (
  db: Writer,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly desk: string }[]> =>
  (
    await sql<{ id: string; desk: string }>`
      select id, amparo.desk_of_document(id) as desk from unnest(${[...ids]}::text[]) as id`.execute(db)
  ).rows

/** As jobs: until when campaigns may be about a publication of that desk; undefined where it is not released. */
export const findCampaigningUntil = async (
  db: Writer,
  { ref, desk }: { readonly ref: string; readonly desk: string },
): Promise<string | null | undefined> => {
  const row = await db
    .selectFrom('publication')
    .select('campaigning_until')
    .where('ref', '=', ref)
    .where('desk', '=', desk)
    .executeTakeFirst()
  return row?.campaigning_until
}

export type OwnPublicationRow = {
  readonly ref: string
  readonly log: string
  readonly title: string
  readonly until: string | null
}

/** As a desk: what of its own is published, by the name that the page has. */
export const findOwnPublications = (db: Writer): Promise<readonly OwnPublicationRow[]> =>
  db
    .selectFrom('publication')
    .select([
      'ref',
      'log',
      sql<string>`coalesce(open ->> 'name', open ->> 'title', ref)`.as('title'),
      'campaigning_until as until',
    ])
    .orderBy('title')
    .orderBy('ref')
    .execute()
