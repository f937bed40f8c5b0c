/**
 * What is unusual in a desk's access log. The measure, in words that a page can say:
 *
 * - **many opened**: on one day a member opens at least 30 cases, more than three times as many as on any of their own
 *   60 days before, and more than three times the desk's usual day (of all days of those 60 on which a member opened
 *   anything, the one in the middle).
 * - **many exported**: the same for cases exported, from 10 cases on.
 * - **sweep**: on one day a member opens at least 30 cases that are three quarters of all the desk has, or more.
 * - **export after a change of role**: an export within 72 hours of the role under which it was made.
 * - **limit reached**: the server refused a case because of a limit.
 * - **supporters listed**: the same for lists of supporters that were made to be taken away, from the first one on.
 * - **raised alone**: the only lead raised their own limits.
 *
 * The hour of the day is no measure: people in danger are helped at night.
 */
import { compareText } from '#kernel/core/compare_text.ts'
export const unusualKinds = [
  'many_opened',
  'many_exported',
  'sweep',
  'export_after_role',
  'limit_reached',
  'raised_alone',
  'supporters_listed',
] as const
export type UnusualKind = (typeof unusualKinds)[number]

export type Unusual = {
  readonly kind: UnusualKind
  readonly about: string
  /** UTC. */
  readonly day: string
  /** Cases opened or exported; hours between role and export. */
  readonly amount: number
  /** The highest of the member's own days before, or all cases of the desk in a sweep. */
  readonly before: number
  /** The desk's usual day. */
  readonly usual: number
}

/** What a member did in a day. */
export type DayCount = { readonly account: string; readonly day: string; readonly amount: number }
export type Export = { readonly account: string; readonly at: string; readonly cases: number }
/** A role that began later than the desk itself. */
export type RoleStart = { readonly account: string; readonly from: string }

export type AccessFacts = {
  /** Different cases opened. */
  readonly opened: readonly DayCount[]
  readonly exports: readonly Export[]
  readonly roles: readonly RoleStart[]
  /** Asks whose supporters were listed. */
  readonly listed: readonly DayCount[]
  readonly refused: readonly Omit<DayCount, 'amount'>[]
  readonly raisedAlone: readonly Omit<DayCount, 'amount'>[]
  /** How many cases the desk has. */
  readonly cases: number
}

export const LEAST_OPENED = 30
export const LEAST_EXPORTED = 10
export const TIMES = 3
export const DAYS_BEFORE = 60
export const ROLE_HOURS = 72
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Of the days from `since` on, newest first; the facts reach 60 days further back. */
export const findUnusual = (facts: AccessFacts, since: string): readonly Unusual[] => {
  const exported = sumByDay(
    facts.exports.map(({ account, at, cases }) => ({ account, day: at.slice(0, 10), amount: cases })),
  )
  const bare = { amount: 0, before: 0, usual: 0 }
  const found: readonly Unusual[] = [
    ...beyondUsual(facts.opened, LEAST_OPENED).map((one) => ({ kind: 'many_opened' as const, ...one })),
    ...beyondUsual(exported, LEAST_EXPORTED).map((one) => ({ kind: 'many_exported' as const, ...one })),
    ...beyondUsual(facts.listed, 1).map((one) => ({ kind: 'supporters_listed' as const, ...one })),
    ...sweeps(facts),
    ...exportsAfterRole(facts),
    ...facts.refused.map(({ account, day }) => ({
      kind: 'limit_reached' as const,
      about: account,
      day,
      ...bare,
    })),
    ...facts.raisedAlone.map(({ account, day }) => ({
      kind: 'raised_alone' as const,
      about: account,
      day,
      ...bare,
    })),
  ]
  // A sweep says more than that it was many.
  const swept = new Set(
    found.filter(({ kind }) => kind === 'sweep').map(({ about, day }) => `${about} ${day}`),
  )
  const told = found.filter(
    ({ kind, about, day }) => day >= since && !(kind === 'many_opened' && swept.has(`${about} ${day}`)),
  )
  const once = new Map(told.map((one) => [unusualKey(one), one]))
  return [...once.values()].toSorted(
    (a, b) => compareText(b.day, a.day) || compareText(unusualKey(a), unusualKey(b)),
  )
}

/** Of one member and day there is one of a kind. */
export const unusualKey = ({ kind, about, day }: Pick<Unusual, 'kind' | 'about' | 'day'>): string =>
  `${kind} ${about} ${day}`

type Beyond = Omit<Unusual, 'kind'>

const beyondUsual = (counts: readonly DayCount[], least: number): readonly Beyond[] =>
  counts.flatMap(({ account, day, amount }) => {
    if (amount < least) return []
    const from = dayBefore(day, DAYS_BEFORE)
    const past = counts.filter((one) => one.day >= from && one.day < day && one.amount > 0)
    const own = past.filter((one) => one.account === account).map((one) => one.amount)
    const before = own.reduce((most, one) => Math.max(most, one), 0)
    const usual = middleOf(past.map((one) => one.amount))
    const beyond = amount > TIMES * before && amount > TIMES * usual
    return beyond ? [{ about: account, day, amount, before, usual }] : []
  })

const sweeps = ({ opened, cases }: AccessFacts): readonly Unusual[] =>
  opened
    .filter(({ amount }) => amount >= LEAST_OPENED && 4 * amount >= 3 * cases)
    .map(({ account, day, amount }) => ({
      kind: 'sweep',
      about: account,
      day,
      amount,
      before: cases,
      usual: 0,
    }))

const exportsAfterRole = ({ exports, roles }: AccessFacts): readonly Unusual[] =>
  exports.flatMap(({ account, at }) => {
    const hours = roles
      .filter((role) => role.account === account && role.from <= at)
      .map(({ from }) => Math.floor((Date.parse(at) - Date.parse(from)) / HOUR_MS))
    const least = hours.reduce((fewest, one) => Math.min(fewest, one), Infinity)
    if (least >= ROLE_HOURS) return []
    const day = at.slice(0, 10)
    return [{ kind: 'export_after_role' as const, about: account, day, amount: least, before: 0, usual: 0 }]
  })

const sumByDay = (counts: readonly DayCount[]): readonly DayCount[] => {
  const byKey = new Map<string, DayCount>()
  for (const one of counts) {
    const key = `${one.account} ${one.day}`
    byKey.set(key, { ...one, amount: one.amount + (byKey.get(key)?.amount ?? 0) })
  }
  return [...byKey.values()]
}

/** Of an even number the lower of the two in the middle; nothing where there was no day. */
const middleOf = (amounts: readonly number[]): number =>
  amounts.toSorted((a, b) => a - b)[Math.ceil(amounts.length / 2) - 1] ?? 0

export const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10)
