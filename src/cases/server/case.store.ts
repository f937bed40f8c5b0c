/** Rows of cases: what the fold says of their coded parts, and the publications that are open. */
import { sql } from 'kysely'
import { PREFIX_LENGTH } from '#cases/core/list_digest.ts'
import type { MissionRows } from '#missions/core/engagement_rows.ts'
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
      campaigning_until: string | null
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
  /** What figures count of the person; nothing where the case is not counted. */
  readonly holder: string | null
  readonly size_min: number | null
  readonly size_max: number | null
  readonly sectors: string[]
  readonly gender: string | null
  /** Other cases of the same person. */
  readonly same_as: string[]
  /** Of the projection that made the row (projection.ts). */
  readonly form: number
}

export type CodedEventRow = {
  readonly log: string
  readonly entry: string
  readonly desk: string
  readonly type: string
  readonly country: string | null
  readonly year: number | null
  readonly verification: number
  /** `victim violation`, and ` attempted` where it was one. */
  readonly acts: string[]
  /** Place of the entry in its log. */
  readonly seq: number
  /** Year in which it was written down. */
  readonly recorded: number
  /** Of a killing: how far those responsible are called to account. */
  readonly follow_up: string | null
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
  /** The last day on which a campaign may be about it; null: none may (migration 0039). */
  readonly campaigning_until: string | null
}

type OwnProjection = Omit<CaseProjection, keyof MissionRows>

export type CaseProjection = {
  readonly state: CaseStateRow
  readonly events: readonly CodedEventRow[]
  readonly publication: PublicationRow | null
} & MissionRows

/** Replaces what the tables say of these cases by what their folds say now. */
export const saveProjections = async (db: Writer, cases: readonly OwnProjection[]): Promise<void> => {
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
        holder: set.ref('excluded.holder'),
        size_min: set.ref('excluded.size_min'),
        size_max: set.ref('excluded.size_max'),
        sectors: set.ref('excluded.sectors'),
        gender: set.ref('excluded.gender'),
        same_as: set.ref('excluded.same_as'),
        form: set.ref('excluded.form'),
      })),
    )
    .execute()
  await saveEvents(
    db,
    logs,
    cases.flatMap((one) => one.events),
  )
  const publications = cases.flatMap(({ publication }) => (publication ? [publication] : []))
  await savePublications(db, logs, publications)
}

/** Touches only rows that change: every touch of an event that everybody can see makes rendered pages stale. */
const saveEvents = async (
  db: Writer,
  logs: readonly string[],
  rows: readonly CodedEventRow[],
): Promise<void> => {
  await sql`
    delete from coded_event where log = any (${logs}::text[]) and (log, entry) not in (
      select * from unnest(${rows.map(({ log }) => log)}::text[], ${rows.map(({ entry }) => entry)}::text[]))
  `.execute(db)
  // Twelve values a row, of at most 65,535 in a statement.
  for (let from = 0; from < rows.length; from += 4000) await putEvents(db, rows.slice(from, from + 4000))
}

const putEvents = async (db: Writer, rows: readonly CodedEventRow[]): Promise<void> => {
  await db
    .insertInto('coded_event')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['log', 'entry'])
        .doUpdateSet((set) => ({
          type: set.ref('excluded.type'),
          country: set.ref('excluded.country'),
          year: set.ref('excluded.year'),
          verification: set.ref('excluded.verification'),
          acts: set.ref('excluded.acts'),
          seq: set.ref('excluded.seq'),
          recorded: set.ref('excluded.recorded'),
          follow_up: set.ref('excluded.follow_up'),
        }))
        .where(
          sql<boolean>`(coded_event.type, coded_event.country, coded_event.year, coded_event.verification,
            coded_event.acts, coded_event.seq, coded_event.recorded, coded_event.follow_up) is distinct from
            (excluded.type, excluded.country, excluded.year, excluded.verification,
            excluded.acts, excluded.seq, excluded.recorded, excluded.follow_up)`,
        ),
    )
    .execute()
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
          campaigning_until: set.ref('excluded.campaigning_until'),
        }))
        .where(
          sql<boolean>`(publication.lang, publication.country, publication.events, publication.open,
            publication.released_on, publication.updated_at, publication.campaigning_until) is distinct from
            (excluded.lang, excluded.country, excluded.events, excluded.open,
            excluded.released_on, excluded.updated_at, excluded.campaigning_until)`,
        ),
    )
    .execute()
}

/** What the tables of this room say of these cases now. */
export const findProjections = async (
  db: Writer,
  logs: readonly string[],
): Promise<ReadonlyMap<string, OwnProjection>> => {
  const states = await db.selectFrom('case_state').selectAll().where('log', 'in', logs).execute()
  const events = await db
    .selectFrom('coded_event')
    .selectAll()
    .where('log', 'in', logs)
    .orderBy('seq')
    .orderBy('entry')
    .execute()
  const publications = await db.selectFrom('publication').selectAll().where('log', 'in', logs).execute()
  const eventsByLog = Map.groupBy(events, ({ log }) => log)
  return new Map(
    states.map((state) => [
      state.log,
      {
        state,
        events: eventsByLog.get(state.log) ?? [],
        publication: publications.find(({ log }) => log === state.log) ?? null,
      },
    ]),
  )
}

/** Cases after this one, whose rows are of an older form where one is given. */
export const findCaseLogs = async (
  db: Writer,
  page: { readonly after: string; readonly limit: number; readonly olderThan: number | null },
): Promise<readonly { readonly log: string; readonly desk: string }[]> =>
  db
    .selectFrom('log')
    .leftJoin('case_state', 'case_state.log', 'log.id')
    .select(['log.id as log', 'log.desk'])
    .where('log.subject', '=', 'case')
    .where('log.id', '>', page.after)
    .$if(page.olderThan !== null, (query) =>
      query.where((is) => is.or([is('form', '<', page.olderThan), is('form', 'is', null)])),
    )
    .orderBy('log.id')
    .limit(page.limit)
    .execute()

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

/** Cases of the transaction's desk, each with its newest grant. */
const casesOf = (db: Writer, desk: string) =>
  db
    .selectFrom('log')
    .innerJoin('access', (join) => join.onRef('access.log', '=', 'log.id').on('access.desk', '=', desk))
    .leftJoin('head', 'head.log', 'log.id')
    .leftJoin('key_grant', (join) =>
      join
        .onRef('key_grant.log', '=', 'log.id')
        .on('key_grant.desk', '=', desk)
        // Of several epochs the newest: it holds the keys of those before.
        .on('key_grant.epoch', '=', (query) =>
          query
            .selectFrom('key_grant as one')
            .select(({ fn }) => fn.max('one.epoch').as('epoch'))
            .whereRef('one.log', '=', 'log.id')
            .where('one.desk', '=', desk),
        ),
    )
    .where('log.subject', '=', 'case')

/** What a line of a list is made of. */
const lineColumns = [
  'log.id as log',
  'log.tip_seq',
  'log.tip_hash',
  'head.statement',
  'head.signature',
  'head.sealed',
  'key_grant.epoch',
  'key_grant.desk_epoch',
  'key_grant.sealed as grant',
] as const

/** What of each case changes when its line in a list does. */
export const findHeadMarks = async (db: Writer, desk: string) =>
  casesOf(db, desk)
    .select(['log.id as log', 'log.tip_hash', 'head.signature', 'key_grant.epoch', 'key_grant.desk_epoch'])
    .execute()

/** Every case of the transaction's desk with its tip, head and grant, in the order of their ids. */
export const findHeads = async (
  db: Writer,
  desk: string,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly HeadRow[]> =>
  casesOf(db, desk)
    .select(lineColumns)
    .where('log.id', '>', page.after)
    .orderBy('log.id')
    .limit(page.limit)
    .execute()

/** The same of those cases whose ids begin so. */
export const findChangedHeads = async (
  db: Writer,
  desk: string,
  prefixes: readonly string[],
): Promise<readonly HeadRow[]> =>
  casesOf(db, desk)
    .select(lineColumns)
    .where(sql<string>`left(log.id, ${sql.lit(PREFIX_LENGTH)})`, 'in', prefixes)
    .orderBy('log.id')
    .execute()
