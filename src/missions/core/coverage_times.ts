/**
 * How long missions took to answer, how many hearings they went to, and which cases they have not been in touch with:
 * every share with what it is out of. Pure.
 */
import { contactTypes } from '#cases/core/engagements.ts'
import { monthOf, type Period } from './coverage.ts'
import type { EngagementRow, HearingRow } from './rows.ts'

const DAY = 86_400_000

/** First or last day of a month, as the number of days since 1970. */
const firstDay = (month: string): number => Date.parse(`${month}-01`) / DAY
const lastDay = (month: string): number =>
  Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0) / DAY
const dayOf = (day: string): number => Date.parse(day) / DAY

/** Requests of one mission that were answered after so many days, or wait since that month. */
export type RequestGroup = {
  readonly mission: string
  readonly days: number | null
  /** Null where the answered one says no month. */
  readonly since: string | null
  readonly number: number
}

/** What was asked for in the period; an answered one without its month, by the month of the act. */
export const requestGroupsOf = (
  rows: readonly EngagementRow[],
  { from, to }: Period,
): readonly RequestGroup[] => {
  const groups = new Map<string, RequestGroup>()
  for (const { mission, requested, daysToAnswer, date } of rows) {
    if (requested === null && daysToAnswer === null) continue
    const asked = monthOf(requested ?? date)
    if (asked === null || asked < from || asked > to) continue
    const since = daysToAnswer === null ? asked : null
    const key = `${mission} ${daysToAnswer} ${since}`
    const before = groups.get(key)
    groups.set(key, { mission, days: daysToAnswer, since, number: (before?.number ?? 0) + 1 })
  }
  return [...groups.values()]
}

export type ResponseTimes = {
  readonly requests: number
  readonly answered: number
  readonly open: number
  /** Of the answered, in days; null where there are fewer than `LEAST_FOR_QUARTILES`. */
  readonly quartiles: readonly [number, number, number] | null
  /** Of all requests, the open ones counted as they wait: null where more than half wait. */
  readonly medianOfAll: number | null
  /** The open one that waits longest: months tell no days, so at least so many. */
  readonly longestOpen: number | null
}

export const LEAST_FOR_QUARTILES = 5

export const responseTimesOf = (groups: readonly RequestGroup[], today: string): ResponseTimes => {
  const answered = groups.filter(({ days }) => days !== null).toSorted((a, b) => a.days! - b.days!)
  const open = groups.filter(({ days }) => days === null)
  const numbers = { answered: total(answered), open: total(open) }
  const requests = numbers.answered + numbers.open
  const waits = open.map(({ since }) => Math.max(0, dayOf(today) - lastDay(since!)))
  const at = (place: number): number => placed(answered, place)
  const quartile = (part: number): number =>
    // The smallest number of days within which at least this part was answered.
    at(Math.ceil(numbers.answered * part))
  return {
    requests,
    ...numbers,
    quartiles:
      numbers.answered < LEAST_FOR_QUARTILES ? null : [quartile(0.25), quartile(0.5), quartile(0.75)],
    medianOfAll:
      requests < LEAST_FOR_QUARTILES || numbers.answered * 2 < requests ? null : at(Math.ceil(requests / 2)),
    longestOpen: waits.length === 0 ? null : Math.max(...waits),
  }
}

const total = (groups: readonly { readonly number: number }[]): number =>
  groups.reduce((sum, { number }) => sum + number, 0)

const placed = (sorted: readonly RequestGroup[], place: number): number => {
  let passed = 0
  for (const { days, number } of sorted) {
    passed += number
    if (passed >= place) return days!
  }
  return 0
}

/** What became of a hearing that was due: exactly one of these. */
export const hearingFates = ['observed', 'refused_by_host', 'not_done', 'covered', 'not_covered'] as const
export type HearingFate = (typeof hearingFates)[number]

export type HearingGroup = {
  readonly mission: string
  readonly fate: HearingFate
  readonly number: number
}

/** An observation that was declined, postponed or called off says so; one that nobody logged has or had its officer. */
export const fateOf = ({ observed, covered }: Pick<HearingRow, 'observed' | 'covered'>): HearingFate => {
  if (observed === 'done') return 'observed'
  if (observed === 'refused_by_host') return 'refused_by_host'
  if (observed !== null && observed !== 'pending') return 'not_done'
  return covered ? 'covered' : 'not_covered'
}

/** Eligible is a hearing in one of the mission's cases, in the period, whose day has passed. */
export const hearingGroupsOf = (
  rows: readonly HearingRow[],
  { from, to, country, today }: Period & { readonly country: string | null; readonly today: string },
): readonly HearingGroup[] => {
  const groups = new Map<string, HearingGroup>()
  for (const row of rows) {
    const month = row.day.slice(0, 7)
    if (month < from || month > to || row.day >= today) continue
    if (country !== null && row.country !== country) continue
    const fate = fateOf(row)
    const key = `${row.mission} ${fate}`
    groups.set(key, { mission: row.mission, fate, number: (groups.get(key)?.number ?? 0) + 1 })
  }
  return [...groups.values()]
}

export type Observation = {
  readonly eligible: number
  readonly numbers: Readonly<Record<HearingFate, number>>
  /** Wilson's limits of 95 % of the share that was observed; null where nothing was due. */
  readonly share: { readonly part: number; readonly lower: number; readonly upper: number } | null
}

export const observationOf = (groups: readonly HearingGroup[]): Observation => {
  const of = (fate: HearingFate): number => total(groups.filter((one) => one.fate === fate))
  const numbers: Record<HearingFate, number> = {
    observed: of('observed'),
    refused_by_host: of('refused_by_host'),
    not_done: of('not_done'),
    covered: of('covered'),
    not_covered: of('not_covered'),
  }
  const eligible = total(groups)
  const share =
    eligible === 0 ? null : { part: numbers.observed / eligible, ...wilson(numbers.observed, eligible) }
  return { eligible, numbers, share }
}

/** Limits of 95 % of a share, which hold for small numbers and for none or all (Wilson 1927). */
export const wilson = (hits: number, of: number): { readonly lower: number; readonly upper: number } => {
  const z = 1.959963984540054
  const part = hits / of
  const middle = (part + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((part * (1 - part)) / of + (z * z) / (4 * of * of))
  return {
    lower: hits === 0 ? 0 : Math.max(0, middle - half),
    upper: hits === of ? 1 : Math.min(1, middle + half),
  }
}

/** The open cases of a mission by the month of their last contact; null: none is logged. */
export type ContactGroup = {
  readonly mission: string
  readonly last: string | null
  readonly number: number
}

export const contactGroupsOf = (
  cases: readonly { readonly mission: string; readonly log: string }[],
  rows: readonly EngagementRow[],
): readonly ContactGroup[] => {
  const lasts = new Map<string, string>()
  for (const { mission, log, type, result, date } of rows) {
    const month = monthOf(date)
    if (month === null || result !== 'done' || !contactTypes.includes(type)) continue
    const key = `${mission} ${log}`
    if (month > (lasts.get(key) ?? '')) lasts.set(key, month)
  }
  const groups = new Map<string, ContactGroup>()
  for (const { mission, log } of cases) {
    const last = lasts.get(`${mission} ${log}`) ?? null
    const key = `${mission} ${last}`
    groups.set(key, { mission, last, number: (groups.get(key)?.number ?? 0) + 1 })
  }
  return [...groups.values()]
}

/** Days since the end of a month, at least: coded halves know no day. */
export const daysSinceAtLeast = (month: string, today: string): number =>
  Math.max(0, dayOf(today) - lastDay(month))

/** Days since the beginning of a month: no more than these. */
export const daysSinceAtMost = (month: string, today: string): number =>
  Math.max(0, dayOf(today) - firstDay(month))

export type Silence = {
  readonly cases: number
  /** No contact was ever logged. */
  readonly never: number
  /** At least so many days without: those without any are not among them. */
  readonly silent: number
}

export const silenceOf = (groups: readonly ContactGroup[], days: number, today: string): Silence => ({
  cases: total(groups),
  never: total(groups.filter(({ last }) => last === null)),
  silent: total(groups.filter(({ last }) => last !== null && daysSinceAtLeast(last, today) >= days)),
})
