/** Rows of the access log. The database chains the lines and holds back whoever raises their own limit (migration 0030). */
import { sql } from 'kysely'
import type { AccessAct, AccessLine, AccessTip } from '#members/core/access_chain.ts'
import type { AccessLimits, LimitRow } from '#members/core/access_limits.ts'
import type { DayCount, UnusualKind } from '#members/core/access_unusual.ts'
import type { LimitSetting, SeenForm, SeenUnusual } from '#members/core/access_wire.ts'
import type { Writer } from '#platform/server/database.ts'
import { toInstant } from '#vault/core/v1/statement.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    access_line: {
      desk: string
      seq: number
      hour: Date
      account: string
      act: AccessAct
      subject: string
      within: string | null
      prev: string | null
      hash: string
    }
    access_tip: { desk: string; seq: number; hash: string | null }
    access_limit: {
      desk: string
      number: number
      account: string | null
      opened_day: number | null
      exported_day: number | null
      exported_week: number | null
      set_by: string
      set_at: Date
      alone: boolean
    }
    access_seen: {
      desk: string
      kind: UnusualKind
      about: string
      day: string
      seen_by: string
      seen_at: Date
      reason: string
    }
  }
}

export type Noted = {
  readonly desk: string
  readonly account: string
  readonly act: AccessAct
  readonly subject: string
  readonly within: string | null
  readonly hour: Date
}

export const isNoted = async (db: Writer, { desk, account, act, subject, hour }: Noted): Promise<boolean> =>
  (await db
    .selectFrom('access_line')
    .select('seq')
    .where('desk', '=', desk)
    .where('account', '=', account)
    .where('act', '=', act)
    .where('hour', '=', hour)
    .where('subject', '=', subject)
    .executeTakeFirst()) !== undefined

/** Whoever holds the end of the desk's chain is alone until the transaction is over, on whatever server. */
export const holdTip = async (db: Writer): Promise<AccessTip> =>
  (await sql<{ seq: number; hash: string | null }>`select seq, hash from hold_access_tip()`.execute(db))
    .rows[0] ?? { seq: -1, hash: null }

/** In its form alone: the database puts the true one. */
const UNKNOWN_HASH = 'A'.repeat(43)

/** Place and hash are the database's. */
export const insertLine = async (db: Writer, noted: Noted): Promise<void> => {
  await db
    .insertInto('access_line')
    .values({ ...noted, seq: 0, prev: null, hash: UNKNOWN_HASH })
    .execute()
}

/** Hours in which a member listed supporters. */
export const findListings = async (
  db: Writer,
  { desk, account }: { readonly desk: string; readonly account: string },
): Promise<readonly Date[]> =>
  (
    await db
      .selectFrom('access_line')
      .select('hour')
      .where('desk', '=', desk)
      .where('account', '=', account)
      .where('act', '=', 'supporters_listed')
      .orderBy('seq', 'desc')
      .limit(MOST_LISTINGS)
      .execute()
  ).map(({ hour }) => hour)

/** No limit that anybody sets is beyond it. */
const MOST_LISTINGS = 10_000

export type OpenedRow = {
  readonly opened: number
  readonly again: boolean
  readonly oldest: Date | null
  readonly opened_day: number
}

/** What a member opened since an hour, beside one case, and how much they may. */
export const findOpened = async (
  db: Writer,
  of: { readonly desk: string; readonly account: string; readonly subject: string; readonly since: Date },
): Promise<OpenedRow> => {
  const { rows } = await sql<OpenedRow>`
    select count(distinct l.subject) filter (where l.subject <> ${of.subject})::int as opened,
      coalesce(bool_or(l.subject = ${of.subject}), false) as again,
      min(l.hour) as oldest,
      (select opened_day from access_limits_of(${of.account})) as opened_day
    from access_line l
    where l.desk = ${of.desk} and l.account = ${of.account} and l.act = 'opened' and l.hour >= ${of.since}`.execute(
    db,
  )
  return rows[0]!
}

export type LimitsOf = AccessLimits & { readonly own: boolean }

/** No member has an empty id: asked for it, the desk's own numbers are answered. */
export const findLimits = async (db: Writer, account: string): Promise<LimitsOf> => {
  const { rows } = await sql<LimitsOf>`
    select opened_day as "openedDay", exported_day as "exportedDay", exported_week as "exportedWeek", own
    from access_limits_of(${account})`.execute(db)
  return rows[0]!
}

export const insertLimit = async (
  db: Writer,
  of: { readonly desk: string; readonly by: string; readonly at: Date },
  { account, limits }: LimitRow,
): Promise<void> => {
  await db
    .insertInto('access_limit')
    .values({
      desk: of.desk,
      number: 0,
      account,
      opened_day: limits?.openedDay ?? null,
      exported_day: limits?.exportedDay ?? null,
      exported_week: limits?.exportedWeek ?? null,
      set_by: of.by,
      set_at: of.at,
      alone: false,
    })
    .execute()
}

export const findSettings = async (db: Writer, desk: string): Promise<readonly LimitSetting[]> => {
  const rows = await db
    .selectFrom('access_limit')
    .selectAll()
    .where('desk', '=', desk)
    .orderBy('number')
    .execute()
  return rows.map((row) => ({
    number: row.number,
    account: row.account,
    limits:
      row.opened_day === null || row.exported_day === null || row.exported_week === null
        ? null
        : {
            openedDay: row.opened_day,
            exportedDay: row.exported_day,
            exportedWeek: row.exported_week,
          },
    setBy: row.set_by,
    setAt: toInstant(row.set_at),
    alone: row.alone,
  }))
}

/** Where the chain ends, where its oldest line stands, and the oldest since a day. */
export const findChain = async (
  db: Writer,
  desk: string,
  since: Date,
): Promise<{ readonly tip: AccessTip; readonly first: number; readonly from: number }> => {
  const { rows } = await sql<{ seq: number; hash: string | null; first: number; from: number }>`
    select t.seq, t.hash, coalesce((select min(l.seq) from access_line l where l.desk = t.desk), t.seq + 1) as first,
      coalesce((select min(l.seq) from access_line l where l.desk = t.desk and l.hour >= ${since}), t.seq + 1) as "from"
    from access_tip t where t.desk = ${desk}`.execute(db)
  const row = rows[0]
  return row
    ? { tip: { seq: row.seq, hash: row.hash }, first: row.first, from: row.from }
    : { tip: { seq: -1, hash: null }, first: 0, from: 0 }
}

const lines = (db: Writer, desk: string) =>
  db
    .selectFrom('access_line')
    .select(['seq', 'account', 'act', 'subject', 'within', 'prev'])
    .select(sql<string>`to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24"Z"')`.as('hour'))
    .where('desk', '=', desk)
    .orderBy('seq')

export const findLines = (
  db: Writer,
  desk: string,
  page: { readonly from: number; readonly limit: number },
): Promise<readonly AccessLine[]> => lines(db, desk).where('seq', '>=', page.from).limit(page.limit).execute()

export const findLinesOfCase = (db: Writer, desk: string, of: string): Promise<readonly AccessLine[]> =>
  lines(db, desk)
    .where(sql<string>`coalesce(within, subject)`, '=', of)
    .execute()

/** Of every member and day since then: how many different subjects. */
export const countByDay = async (
  db: Writer,
  of: { readonly desk: string; readonly act: AccessAct; readonly since: Date },
): Promise<readonly DayCount[]> => {
  const { rows } = await sql<DayCount>`
    select account, to_char(hour at time zone 'UTC', 'YYYY-MM-DD') as day, count(distinct subject)::int as amount
    from access_line where desk = ${of.desk} and act = ${of.act} and hour >= ${of.since}
    group by 1, 2`.execute(db)
  return rows
}

export const countCases = async (db: Writer, desk: string): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from case_state where desk = ${desk}`.execute(db))
    .rows[0]?.n ?? 0

/** False where somebody was first. */
export const insertSeen = async (
  db: Writer,
  of: { readonly desk: string; readonly by: string; readonly at: Date },
  { kind, about, day, reason }: SeenForm,
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('access_seen')
    .values({ desk: of.desk, kind, about, day, seen_by: of.by, seen_at: of.at, reason })
    .onConflict((conflict) => conflict.columns(['desk', 'kind', 'about', 'day']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export const findSeen = async (db: Writer, desk: string): Promise<readonly SeenUnusual[]> => {
  const rows = await db.selectFrom('access_seen').selectAll().where('desk', '=', desk).execute()
  return rows.map(({ kind, about, day, seen_by, seen_at, reason }) => ({
    kind,
    about,
    day,
    seenBy: seen_by,
    seenAt: toInstant(seen_at),
    reason,
  }))
}

/** What is older than two years goes, from the beginning of each chain. */
export const ageLines = async (db: Writer): Promise<number> =>
  (await sql<{ gone: number }>`select age_access_lines() as gone`.execute(db)).rows[0]?.gone ?? 0
