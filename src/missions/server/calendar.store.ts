/** Days in court with their marks, feeds of members, and what a feed holds. */
import { sql } from 'kysely'
import type { CalendarHearing, Span } from '#missions/core/calendar.ts'
import { type FeedState, type LikeMindedHearing, MOST_HEARINGS } from '#missions/core/calendar_wire.ts'
import type { Writer } from '#platform/server/database.ts'

export const findHearingDays = async (db: Writer, desk: string, { from, to }: Span) =>
  (
    await sql<CalendarHearing>`
      select log, entry, day, held, covered, officer,
        amparo.mark_of(case when nth = 1 then entry else entry || ' ' || nth end) as mark
      from (select h.*, row_number() over (partition by log, entry order by day) as nth
        from amparo.hearing_day h where mission = ${desk}) as days
      where day between ${from} and ${to} order by day, entry limit ${MOST_HEARINGS}`.execute(db)
  ).rows

export const findLikeMinded = async (db: Writer, { from, to }: Span) =>
  (
    await sql<LikeMindedHearing>`
      select mission, name, mark, day, covered from amparo.hearings_of_like_minded(${from}, ${to})
      limit ${MOST_HEARINGS}`.execute(db)
  ).rows

type Of = { readonly account: string; readonly desk: string }

export const findFeed = async (db: Writer, { account, desk }: Of): Promise<FeedState> =>
  (
    await sql<NonNullable<FeedState>>`
      select officer, made_on as "madeOn" from amparo.calendar_feed
      where desk = ${desk} and account = ${account}`.execute(db)
  ).rows[0] ?? null

export const deleteFeed = async (db: Writer, { account, desk }: Of): Promise<void> => {
  await sql`delete from amparo.calendar_feed where desk = ${desk} and account = ${account}`.execute(db)
}

export const insertFeed = async (
  db: Writer,
  { account, desk }: Of,
  feed: { readonly token: Buffer; readonly officer: number | null; readonly madeOn: string },
): Promise<void> => {
  await sql`
    insert into amparo.calendar_feed (desk, account, token, officer, made_on)
    values (${desk}, ${account}, ${feed.token}, ${feed.officer}, ${feed.madeOn})`.execute(db)
}

export type FeedLine = {
  readonly mark: string
  readonly day: string
  readonly open: boolean
  readonly number: number
  readonly changed_on: string
}

/** Null: the link leads nowhere. */
export const findFeedLines = async (
  db: Writer,
  token: Buffer,
  { from, to }: Span,
): Promise<readonly FeedLine[] | null> => {
  const lives = await sql<{ lives: boolean }>`select amparo.calendar_lives(${token}) as lives`.execute(db)
  if (lives.rows[0]?.lives !== true) return null
  return (
    await sql<FeedLine>`
      select mark, day, open, number, changed_on
      from amparo.calendar_of(${token}, ${from}, ${to}, ${MOST_HEARINGS})`.execute(db)
  ).rows
}

/** What is in no calendar any more. */
export const deleteOldChanges = async (db: Writer): Promise<void> => {
  await sql`select amparo.forget_calendar_changes()`.execute(db)
}
