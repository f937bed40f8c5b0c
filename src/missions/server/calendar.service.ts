/** Calendars of missions: days in court for members, one secret link a member, and the feed behind it. */
import { ok, type Result } from '#kernel/core/result.ts'
import { addDays } from '#kernel/core/iso_day.ts'
import type { CalendarHearing, Span } from '#missions/core/calendar.ts'
import type { FeedState, LikeMindedHearing } from '#missions/core/calendar_wire.ts'
import { type Database, inSnapshot, inTransaction } from '#platform/server/database.ts'
import { newShortToken, tokenHash } from '#vault/server/held.service.ts'
import {
  deleteFeed,
  deleteOldChanges,
  type FeedLine,
  findFeed,
  findFeedLines,
  findHearingDays,
  findLikeMinded,
  insertFeed,
} from './calendar.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly calendarFeeds?: CalendarFeeds
  }
}

export type CalendarFeeds = {
  /** Null: unknown, ended, or of somebody who was removed or suspended; one answer. */
  readonly find: (token: string) => Promise<readonly FeedLine[] | null>
}

export type CalendarDeps = { readonly database: Database; readonly clock: () => Date }
type By = { readonly account: string; readonly desk: string }

const dayOf = (clock: () => Date): string => clock().toISOString().slice(0, 10)

/** Days behind and ahead that a feed holds. */
const FEED_BEHIND = 31
const FEED_AHEAD = 400

export const openCalendarFeeds = ({ database, clock }: CalendarDeps): CalendarFeeds => ({
  find: async (token) => {
    // Anything else is no token of ours: the database is not asked.
    if (!/^[\w-]{22}$/.test(token)) return null
    const today = dayOf(clock)
    const span = { from: addDays(today, -FEED_BEHIND), to: addDays(today, FEED_AHEAD) }
    return inSnapshot(database, { role: 'gate' }, (db) => findFeedLines(db, tokenHash(token), span))
  },
})

export const readHearings = async (
  { database }: CalendarDeps,
  by: By,
  span: Span,
): Promise<Result<readonly CalendarHearing[], never>> =>
  ok(await inSnapshot(database, { role: 'desk', ...by }, (db) => findHearingDays(db, by.desk, span)))

/** Of hearings that are over nothing is told. */
export const readLikeMinded = async (
  { database, clock }: CalendarDeps,
  by: By,
  { from, to }: Span,
): Promise<Result<readonly LikeMindedHearing[], never>> => {
  const today = dayOf(clock)
  const ahead = { from: from > today ? from : today, to }
  return ok(await inSnapshot(database, { role: 'desk', ...by }, (db) => findLikeMinded(db, ahead)))
}

export const readFeed = async ({ database }: CalendarDeps, by: By): Promise<Result<FeedState, never>> =>
  ok(await inSnapshot(database, { role: 'desk', ...by }, (db) => findFeed(db, by)))

/** A new link ends the one before. */
export const makeFeed = async (
  { database, clock }: CalendarDeps,
  by: By,
  officer: number | null,
): Promise<Result<string, never>> => {
  const token = newShortToken()
  await inTransaction(database, { role: 'desk', ...by }, async (db) => {
    await deleteFeed(db, by)
    await insertFeed(db, by, { token: tokenHash(token), officer, madeOn: dayOf(clock) })
  })
  return ok(token)
}

export const endFeed = async ({ database }: CalendarDeps, by: By): Promise<Result<null, never>> => {
  await inTransaction(database, { role: 'desk', ...by }, (db) => deleteFeed(db, by))
  return ok(null)
}

export const forgetCalendarChanges = ({ database }: Pick<CalendarDeps, 'database'>): Promise<void> =>
  inTransaction(database, { role: 'jobs' }, deleteOldChanges)
