/**
 * Days and intervals of days. Every date is an interval [earliest, latest]; nothing here picks a day inside it.
 * Most coded dates are a year or a month: those are read here at once, all others by the EDTF parser.
 */
import { parseEdtf } from '#kernel/core/edtf.ts'

/** `YYYY-MM-DD`. */
export type Day = string

/** Days, both ends included. Open ends reach to the ends of time, so that comparing needs no cases. */
export type Span = { readonly earliest: Day; readonly latest: Day }

export const FIRST_DAY = '0000-01-01'
export const LAST_DAY = '9999-12-31'

/** When nothing is known of a date. */
export const anyDay: Span = { earliest: FIRST_DAY, latest: LAST_DAY }

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** A day that exists in the calendar. */
export const isDay = (text: string): boolean => {
  if (!DAY.test(text)) return false
  const monthOfYear = Number(text.slice(5, 7))
  const dayOfMonth = Number(text.slice(8))
  return dayOfMonth >= 1 && dayOfMonth <= daysInMonth(Number(text.slice(0, 4)), monthOfYear)
}

const PART = String.raw`(?:\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4]|XX))?|\d{3}X|\d{2}XX)[~?%]?`
const MONTH_DATE = new RegExp(
  `^(?:${PART}|(?:${PART}|\\.\\.)?/(?:${PART}|\\.\\.)?|\\[(?:\\.\\.)?${PART}(?:(?:,|\\.\\.)${PART})*(?:\\.\\.)?\\])$`,
)

/** An EDTF date that says no day. */
export const isMonthDate = (text: string): boolean => MONTH_DATE.test(text) && spanOf(text) !== null

/** The days a date may mean; null when it is no EDTF date. */
export const spanOf = (edtf: string): Span | null => {
  if (edtf.length === 7 && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(edtf)) {
    const last = daysInMonth(Number(edtf.slice(0, 4)), Number(edtf.slice(5)))
    return { earliest: `${edtf}-01`, latest: `${edtf}-${last}` }
  }
  if (edtf.length === 4 && /^\d{4}$/.test(edtf)) {
    return { earliest: `${edtf}-01-01`, latest: `${edtf}-12-31` }
  }
  if (edtf.length === 10 && isDay(edtf)) return { earliest: edtf, latest: edtf }
  const parsed = parseEdtf(edtf)
  if (!parsed.ok) return null
  return { earliest: parsed.value.earliest ?? FIRST_DAY, latest: parsed.value.latest ?? LAST_DAY }
}

/** True when every possible day of `a` is before every possible day of `b`. */
export const isBefore = (a: Span, b: Span): boolean => a.latest < b.earliest

/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)

/** The day that many days later. */
export const addDays = (from: Day, days: number): Day => dayOfNumber(dayNumber(from) + days)

export type Length = {
  readonly years?: number | undefined
  readonly months?: number | undefined
  readonly days?: number | undefined
}

/** The day a term ends that begins on `from`: years and months by the calendar, then days. */
export const addLength = (from: Day, length: Length): Day => {
  const months = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1
  const total = months + (length.years ?? 0) * 12 + (length.months ?? 0)
  const year = Math.floor(total / 12)
  if (year > 9999) return LAST_DAY
  const monthOfYear = (total % 12) + 1
  const dayOfMonth = Math.min(Number(from.slice(8)), daysInMonth(year, monthOfYear))
  return addDays(writeDay(year, monthOfYear, dayOfMonth), length.days ?? 0)
}

const minDay = (a: Day, b: Day): Day => (a < b ? a : b)

/** The part of a span that is not after `last`; null when all of it is. */
export const upTo = (span: Span, last: Day): Span | null =>
  span.earliest > last ? null : { earliest: span.earliest, latest: minDay(span.latest, last) }

function daysInMonth(year: number, monthOfYear: number): number {
  if (monthOfYear === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  if (monthOfYear < 1 || monthOfYear > 12) return 0
  return [4, 6, 9, 11].includes(monthOfYear) ? 30 : 31
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

function writeDay(year: number, monthOfYear: number, dayOfMonth: number): Day {
  return `${pad(year, 4)}-${pad(monthOfYear, 2)}-${pad(dayOfMonth, 2)}`
}

// Days since 0000-03-01 in the proleptic Gregorian calendar: no clock, no time zone (Hinnant's civil algorithm).
function dayNumber(text: Day): number {
  const monthOfYear = Number(text.slice(5, 7))
  const year = Number(text.slice(0, 4)) - (monthOfYear <= 2 ? 1 : 0)
  const shifted = (monthOfYear + 9) % 12
  const leaps = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  return year * 365 + leaps + Math.floor((153 * shifted + 2) / 5) + Number(text.slice(8)) - 1
}

function dayOfNumber(days: number): Day {
  const era = Math.floor(days / 146_097)
  const inEra = days - era * 146_097
  const yearOfEra = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  )
  const inYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * inYear + 2) / 153)
  const dayOfMonth = inYear - Math.floor((153 * shifted + 2) / 5) + 1
  const monthOfYear = shifted < 10 ? shifted + 3 : shifted - 9
  const year = yearOfEra + era * 400 + (monthOfYear <= 2 ? 1 : 0)
  if (year > 9999) return LAST_DAY
  return year < 0 ? FIRST_DAY : writeDay(year, monthOfYear, dayOfMonth)
}
