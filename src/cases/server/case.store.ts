/** Rows of cases: what the fold says of their coded parts, and the publications that are open. */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    case_state: CaseStateRow
    coded_event: CodedEventRow
    publication: {
      ref: string
      log: string
      entry: string
      desk: string
      lang: string
      country: string | null
      events: string[]
      open: unknown
      released_on: string
      updated_at: Date
    }
  }
}

export type CaseStateRow = {
  readonly log: string
  readonly desk: string
  readonly dark: boolean
  readonly incomplete: boolean
  readonly closed: boolean
  readonly country: string | null
  readonly custody: string | null
  readonly proceeding: string | null
  readonly life: string | null
  readonly accountability: string | null
  readonly death_possible: boolean
  readonly in_statistics: boolean
  readonly next_due: string | null
}

export type CodedEventRow = {
  readonly log: string
  readonly entry: string
  readonly desk: string
  readonly type: string
  readonly country: string | null
  readonly year: number | null
  readonly verification: number
  readonly violations: string[]
}

export type PublicationRow = {
  readonly ref: string
  readonly log: string
  readonly entry: string
  readonly desk: string
  readonly lang: string
  readonly country: string | null
  /** Kinds of event it shows, as `type year`: a figure opens to the publications that show what it counts. */
  readonly events: readonly string[]
  readonly open: unknown
  readonly released_on: string
  readonly updated_at: Date
}

export type CaseProjection = {
  readonly state: CaseStateRow
  readonly events: readonly CodedEventRow[]
  readonly publication: PublicationRow | null
}

/** Replaces what the tables say of these cases by what their folds say now. */
export const saveProjections = async (db: Writer, cases: readonly CaseProjection[]): Promise<void> => {
  const logs = cases.map(({ state }) => state.log)
  await db
    .insertInto('case_state')
    .values(cases.map(({ state }) => state))
    .onConflict((conflict) =>
      conflict.column('log').doUpdateSet((set) => ({
        dark: set.ref('excluded.dark'),
        incomplete: set.ref('excluded.incomplete'),
        closed: set.ref('excluded.closed'),
        country: set.ref('excluded.country'),
        custody: set.ref('excluded.custody'),
        proceeding: set.ref('excluded.proceeding'),
        life: set.ref('excluded.life'),
        accountability: set.ref('excluded.accountability'),
        death_possible: set.ref('excluded.death_possible'),
        in_statistics: set.ref('excluded.in_statistics'),
        next_due: set.ref('excluded.next_due'),
      })),
    )
    .execute()
  await db.deleteFrom('coded_event').where('log', 'in', logs).execute()
  const events = cases.flatMap((one) => one.events)
  if (events.length > 0) await db.insertInto('coded_event').values(events).execute()
  const publications = cases.flatMap(({ publication }) => (publication ? [publication] : []))
  await savePublications(db, logs, publications)
}

/** Touches only rows that change: every touch makes rendered public pages stale. */
const savePublications = async (
  db: Writer,
  logs: readonly string[],
  rows: readonly PublicationRow[],
): Promise<void> => {
  const entries = rows.map(({ entry }) => entry)
  await db
    .deleteFrom('publication')
    .where('log', 'in', logs)
    .$if(entries.length > 0, (query) => query.where('entry', 'not in', entries))
    .execute()
  if (rows.length === 0) return
  await db
    .insertInto('publication')
    .values(rows.map((row) => ({ ...row, events: [...row.events], open: JSON.stringify(row.open) })))
    .onConflict((conflict) =>
      conflict
        .column('log')
        .doUpdateSet((set) => ({
          lang: set.ref('excluded.lang'),
          country: set.ref('excluded.country'),
          events: set.ref('excluded.events'),
          open: set.ref('excluded.open'),
          released_on: set.ref('excluded.released_on'),
          updated_at: set.ref('excluded.updated_at'),
        }))
        .where(
          sql<boolean>`(publication.lang, publication.country, publication.events, publication.open,
            publication.released_on, publication.updated_at) is distinct from
            (excluded.lang, excluded.country, excluded.events, excluded.open,
            excluded.released_on, excluded.updated_at)`,
        ),
    )
    .execute()
}

export type HeadRow = {
  readonly log: string
  readonly tip_seq: number
  readonly tip_hash: string
  readonly statement: Uint8Array | null
  readonly signature: Uint8Array | null
  readonly sealed: Uint8Array | null
  readonly epoch: number | null
  readonly desk_epoch: number | null
  readonly grant: Uint8Array | null
}

/** Every case of the transaction's desk with its tip, head and grant, in the order of their ids. */
export const findHeads = async (
  db: Writer,
  desk: string,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly HeadRow[]> =>
  db
    .selectFrom('log')
    .innerJoin('access', (join) => join.onRef('access.log', '=', 'log.id').on('access.desk', '=', desk))
    .leftJoin('head', 'head.log', 'log.id')
    .leftJoin('key_grant', (join) =>
      join.onRef('key_grant.log', '=', 'log.id').on('key_grant.desk', '=', desk),
    )
    .select([
      'log.id as log',
      'log.tip_seq',
      'log.tip_hash',
      'head.statement',
      'head.signature',
      'head.sealed',
      'key_grant.epoch',
      'key_grant.desk_epoch',
      'key_grant.sealed as grant',
    ])
    .where('log.subject', '=', 'case')
    .where('log.id', '>', page.after)
    .orderBy('log.id')
    .limit(page.limit)
    .execute()
