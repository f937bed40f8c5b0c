/** Rows of open data: publications that are live, and the snapshots that name them. In the role of jobs. */
import { sql } from 'kysely'
import type { OpenRow } from '#cases/server/publications.service.ts'
import type { PublicCount } from '#figures/core/open_counts.ts'
import type { CountedLabel } from '#figures/core/open_data.ts'
import type { Writer } from '#platform/server/database.ts'
import { isPublicNow, shownEvents, toldOfLog } from './shown_events.store.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    snapshot: {
      day: string
      made_at: Date
      format: number
      vocabulary: string
      cases: number
      replaced: number
      told: unknown
      hashes: unknown
    }
    snapshot_case: { day: string; ref: string; updated_at: Date; counted: unknown }
  }
}

export type SnapshotRow = {
  readonly day: string
  readonly made_at: Date
  readonly vocabulary: string
  /** Publications in it when it was taken, and those of them that are live in the same form now. */
  readonly cases: number
  readonly live: number
  readonly replaced: number
  readonly hashes: Readonly<Record<string, string>>
}

/** Whoever takes a snapshot waits for running withdrawals, and they for the snapshot (migration 0008). */
export const holdOpenVersion = async (db: Writer): Promise<void> => {
  await sql`select hold_open_version()`.execute(db)
}

/** Every live publication. */
export const findLive = async (db: Writer): Promise<readonly OpenRow[]> =>
  (
    await sql<OpenRow>`
      select p.ref, p.lang, p.country, p.open, p.released_on, p.updated_at from publication p`.execute(db)
  ).rows

/** Levels as in `verificationLevels`; what is not known as `UNKNOWN` says it. */
const codesOf = sql`jsonb_build_array(
  case e.verification when 4 then 'OFF' when 3 then 'VER' when 2 then 'CORR' else 'REP' end,
  coalesce(v.country, 'unknown'), coalesce(e.year::text, 'unknown'), e.type)`

/** Events that are counted as public now, by their codes. */
export const countPublic = async (db: Writer): Promise<readonly PublicCount[]> =>
  (
    await sql<PublicCount>`
      select ${codesOf} as codes, count(*) as times
      from shown_case v left join ${toldOfLog} cross join ${shownEvents} where ${isPublicNow}
      group by v.country, e.verification, e.year, e.type`.execute(db)
  ).rows

/** Of a snapshot, the events of those publications that are live in the very form that was in it. */
export const countPublicOf = async (db: Writer, day: string): Promise<readonly PublicCount[]> =>
  (
    await sql<PublicCount>`
      select codes, count(*) as times
      from snapshot_case c join publication p on p.ref = c.ref and p.updated_at = c.updated_at
        cross join jsonb_array_elements(c.counted) as codes
      where c.day = ${day} group by codes`.execute(db)
  ).rows

export const countLive = async (db: Writer): Promise<number> =>
  (await sql<{ n: number }>`select count(*) as n from publication`.execute(db)).rows[0]!.n

/** Of a snapshot, the publications that are live in the very form that was in it. */
export const findLiveOf = async (db: Writer, day: string): Promise<readonly OpenRow[]> =>
  (
    await sql<OpenRow>`
      select p.ref, p.lang, p.country, p.open, p.released_on, p.updated_at
      from snapshot_case c join publication p on p.ref = c.ref and p.updated_at = c.updated_at
      where c.day = ${day}`.execute(db)
  ).rows

const columns = sql`s.day, s.made_at, s.vocabulary, s.cases, s.replaced, s.hashes,
  (select count(*) from snapshot_case c join publication p on p.ref = c.ref and p.updated_at = c.updated_at
   where c.day = s.day) as live`

/** Newest first. */
export const findSnapshots = async (db: Writer): Promise<readonly SnapshotRow[]> =>
  (await sql<SnapshotRow>`select ${columns} from snapshot s order by s.day desc`.execute(db)).rows

export const findSnapshot = async (db: Writer, day: string): Promise<SnapshotRow | null> =>
  (await sql<SnapshotRow>`select ${columns} from snapshot s where s.day = ${day}`.execute(db)).rows[0] ?? null

/** Some ten thousand labels: read only where a file is made of them. */
export const findToldOf = async (db: Writer, day: string): Promise<readonly CountedLabel[]> =>
  (await sql<{ told: readonly CountedLabel[] }>`select told from snapshot where day = ${day}`.execute(db))
    .rows[0]?.told ?? []

/** When the newest one was made. */
export const findNewest = async (db: Writer): Promise<Date | null> =>
  (await sql<{ at: Date | null }>`select max(made_at) as at from snapshot`.execute(db)).rows[0]!.at

export const hasSnapshot = async (db: Writer, day: string): Promise<boolean> =>
  (await db.selectFrom('snapshot').select('day').where('day', '=', day).executeTakeFirst()) !== undefined

export type NewSnapshot = {
  readonly day: string
  readonly madeAt: Date
  readonly format: number
  readonly vocabulary: string
  readonly told: readonly CountedLabel[]
  readonly hashes: Readonly<Record<string, string>>
  readonly cases: number
}

/** With every publication that is live, and the codes of its events that are counted as public now. */
export const insertSnapshot = async (db: Writer, taken: NewSnapshot): Promise<void> => {
  const { day, madeAt, format, vocabulary, cases, told, hashes } = taken
  const counts = JSON.stringify(told)
  await sql`
    insert into snapshot (day, made_at, format, vocabulary, cases, told, hashes)
    values (${day}, ${madeAt}, ${format}, ${vocabulary}, ${cases}, ${counts}, ${JSON.stringify(hashes)})`.execute(
    db,
  )
  await sql`
    insert into snapshot_case
    select ${day}, p.ref, p.updated_at, coalesce((
      select jsonb_agg(${codesOf} order by e.seq) from ${shownEvents} where ${isPublicNow}), '[]')
    from publication p join shown_case v on v.log = p.log left join ${toldOfLog}`.execute(db)
}

/**
 * The second after which nothing open has changed, by the database's clock; null while that second still runs, since
 * another change in it could not be told from this one.
 */
export const findChangedAt = async (db: Writer): Promise<Date | null> =>
  (
    await sql<{ at: Date | null }>`
      select case when at <= clock_timestamp() then at end as at
      from (select date_trunc('second', changed_at + interval '999999 microseconds') as at from open_version) v`.execute(
      db,
    )
  ).rows[0]!.at
