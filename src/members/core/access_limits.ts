/**
 * How many cases a member is handed out. Counted is every different case whose entries were asked for within the last 24
 * hours; one that was opened within them already costs nothing. The list of heads at unlock is not counted. Of exports
 * those are counted that no other lead has released: one case each.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'

export type AccessLimits = {
  readonly openedDay: number
  readonly exportedDay: number
  readonly exportedWeek: number
}

export type TooManyCases = {
  readonly kind: 'too_many_cases'
  readonly limit: number
  /** When the first of the counted ones is a day old. */
  readonly again: string
}

const HOUR_MS = 3_600_000
const DAY_HOURS = 24
const WEEK_HOURS = 7 * DAY_HOURS

/** The hour of the oldest line that still counts: the last 24 hours, the one under way among them. */
export const countedFrom = (now: Date): Date =>
  new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - (DAY_HOURS - 1) * HOUR_MS)

export type Opened = {
  /** Different cases within the last 24 hours, without the one that is asked for. */
  readonly opened: number
  /** This one among them. */
  readonly again: boolean
  /** The hour of the oldest of them. */
  readonly oldest: Date | null
  /** Cases of exports that another lead has released and that hold today. */
  readonly released: number
}

export const decideOpening = (
  { openedDay }: Pick<AccessLimits, 'openedDay'>,
  { opened, again, oldest, released }: Opened,
): Result<void, TooManyCases> => {
  if (again || opened < openedDay + released) return ok(undefined)
  const from = oldest?.getTime() ?? 0
  return err({ kind: 'too_many_cases', limit: openedDay, again: instantOf(from + DAY_HOURS * HOUR_MS) })
}

export type TooManyExports = {
  readonly kind: 'too_many_exports'
  readonly limit: number
  readonly days: 1 | 7
  readonly again: string
}

/** `made`: instants of the member's exports of single cases, which nobody else has released. */
export const decideSingleExport = (
  limits: Pick<AccessLimits, 'exportedDay' | 'exportedWeek'>,
  made: readonly string[],
  now: Date,
): Result<void, TooManyExports> =>
  [
    { days: 7 as const, hours: WEEK_HOURS, limit: limits.exportedWeek },
    { days: 1 as const, hours: DAY_HOURS, limit: limits.exportedDay },
  ].reduce<Result<void, TooManyExports>>((before, { days, hours, limit }) => {
    const since = now.getTime() - hours * HOUR_MS
    const counted = made.map((at) => Date.parse(at)).filter((at) => at > since)
    if (!before.ok || counted.length < limit) return before
    // With a limit of none there is no hour to wait for.
    const first = counted.toSorted((a, b) => a - b)[counted.length - limit] ?? now.getTime()
    return err({ kind: 'too_many_exports', limit, days, again: instantOf(first + hours * HOUR_MS) })
  }, ok(undefined))

const instantOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

/** Whether one of the numbers lets a member have more than before. */
export const raises = (from: AccessLimits, to: AccessLimits): boolean =>
  to.openedDay > from.openedDay || to.exportedDay > from.exportedDay || to.exportedWeek > from.exportedWeek

export type LimitRefusal = { readonly kind: 'not_a_lead' } | { readonly kind: 'own_limit' }

type Setting = {
  readonly by: string
  readonly leads: number
  /** Null: the desk's. */
  readonly account: string | null
  /** What counts for the one who sets, and whether the numbers are their own. */
  readonly had: AccessLimits & { readonly own: boolean }
  /** Null: as the desk has it. */
  readonly limits: AccessLimits | null
  readonly ofDesk: AccessLimits
}

/** What is written, in this order. */
export type LimitRow = { readonly account: string | null; readonly limits: AccessLimits | null }

/**
 * Nobody raises their own limits while another lead could do it. Whoever raises the desk's keeps their own as they were,
 * until another lead raises them too: so a desk of two leads is not stuck.
 */
export const decideLimit = (given: Setting): Result<readonly LimitRow[], LimitRefusal> => {
  const { by, leads, account, had, limits, ofDesk } = given
  const row = { account, limits }
  const gets = limits ?? ofDesk
  if (account === by) return raises(had, gets) && leads > 1 ? err({ kind: 'own_limit' }) : ok([row])
  if (account !== null || had.own || !raises(had, gets) || leads === 1) return ok([row])
  const { openedDay, exportedDay, exportedWeek } = had
  return ok([{ account: by, limits: { openedDay, exportedDay, exportedWeek } }, row])
}
