/** Rows of open data: publications that are live, and the snapshots that name them. In the role of jobs. */
import { sql } from 'kysely'
import type { OpenRow } from '#cases/server/publications.service.ts'
import type { PublicEventCodes } from '#figures/core/open_counts.ts'
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

export type LiveRow = OpenRow & { readonly counted: readonly PublicEventCodes[] }

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

/**
 * Every live publication, and of its case the events that are counted as public. Levels as in `verificationLevels`.
 */
export const findLive = async (db: Writer): Promise<readonly LiveRow[]> =>
  (
    await sql<LiveRow>`
      select p.ref, p.lang, p.country, p.open, p.released_on, p.updated_at,
        coalesce(json_agg(json_build_array(
            case e.verification when 4 then 'OFF' when 3 then 'VER' when 2 then 'CORR' else 'REP' end,
            coalesce(e.country, 'unknown'), coalesce(e.year::text, 'unknown'), e.type)
          order by e.entry) filter (where e.entry is not null), '[]') as counted
      from publication p left join ${toldOfLog} left join ${shownEvents} on ${isPublicNow}
      group by p.ref`.execute(db)
  ).rows

export const countLive = async (db: Writer): Promise<number> =>
  (await sql<{ n: number }>`select count(*) as n from publication`.execute(db)).rows[0]!.n

/** Of a snapshot, the publications that are live in the very form that was in it. */
export const findLiveOf = async (db: Writer, day: string): Promise<readonly LiveRow[]> =>
  (
    await sql<LiveRow>`
      select p.ref, p.lang, p.country, p.open, p.released_on, p.updated_at, c.counted
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
  readonly rows: readonly LiveRow[]
}

export const insertSnapshot = async (db: Writer, taken: NewSnapshot): Promise<void> => {
  const { day, madeAt, format, vocabulary, told, hashes, rows } = taken
  const counts = JSON.stringify(told)
  await sql`
    insert into snapshot (day, made_at, format, vocabulary, cases, told, hashes)
    values (${day}, ${madeAt}, ${format}, ${vocabulary}, ${rows.length}, ${counts}, ${JSON.stringify(hashes)})`.execute(
    db,
  )
  await sql`
    insert into snapshot_case
    select ${day}, one.ref, one.updated_at, one.counted
    from json_to_recordset(${JSON.stringify(
      rows.map(({ ref, updated_at, counted }) => ({ ref, updated_at, counted })),
    )}) as one (ref text, updated_at timestamptz, counted jsonb)`.execute(db)
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
