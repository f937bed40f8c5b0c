/**
 * Dates as spans of days, for folding. A date is the interval it may mean; nothing here picks a day inside it.
 */
import { parseEdtf } from '#kernel/core/edtf.ts'
import { addLength, daysBetween, daysInMonth, type Length } from '#kernel/core/iso_day.ts'

/** `YYYY-MM-DD`. */
export type Day = string

/** Days, both ends included. Open ends reach to the ends of time, so that comparing needs no cases. */
export type Span = { readonly earliest: Day; readonly latest: Day }

export const FIRST_DAY = '0000-01-01'
export const LAST_DAY = '9999-12-31'

/** When nothing is known of a date. */
export const anyDay: Span = { earliest: FIRST_DAY, latest: LAST_DAY }

const PART = String.raw`(?:\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-9]|3[0-2]|XX))?|\d{3}X|\d{2}XX|\dXXX)[~?%]?`
const MEMBER = `(?:${PART}(?:\\.\\.(?:${PART})?)?|\\.\\.${PART})`
const MONTH_DATE = new RegExp(
  `^(?:${PART}|(?:${PART}|\\.\\.)?/(?:${PART}|\\.\\.)?|\\[${MEMBER}(?:,${MEMBER})*\\])$`,
)

/** An EDTF date that says no day. */
export const isMonthDate = (text: string): boolean => MONTH_DATE.test(text) && parseEdtf(text).ok

/** The days a date may mean; all days when there is no date. */
export const spanOf = (edtf: string | undefined): Span => {
  // Most coded dates are plain months: read without the parser, for folding many cases.
  if (edtf !== undefined && /^[1-9]\d{3}-(?:0[1-9]|1[0-2])$/.test(edtf)) {
    const last = daysInMonth(Number(edtf.slice(0, 4)), Number(edtf.slice(5)))
    return { earliest: `${edtf}-01`, latest: `${edtf}-${last}` }
  }
  const parsed = edtf === undefined ? null : parseEdtf(edtf)
  if (!parsed?.ok) return anyDay
  return { earliest: parsed.value.earliest ?? FIRST_DAY, latest: parsed.value.latest ?? LAST_DAY }
}

/** True when every possible day of `a` is before every possible day of `b`. */
export const isBefore = (a: Span, b: Span): boolean => a.latest < b.earliest

/** The day a term that begins on `from` ends; the end of time beyond four-digit years. */
export const endOfTerm = (from: Day, length: Length): Day => {
  const years =
    Number(from.slice(0, 4)) + (length.years ?? 0) + (length.months ?? 0) / 12 + (length.days ?? 0) / 365
  return years > 9998 ? LAST_DAY : addLength(from, length)
}

export const earlierOf = (a: Day, b: Day): Day => (a < b ? a : b)
export const laterOf = (a: Day, b: Day): Day => (a > b ? a : b)

/** Whole days between two days, none when the second is earlier. */
export const daysFrom = (from: Day, to: Day): number => Math.max(0, daysBetween(from, to))

/** The year of a date that lies within one, for counting by year; null where it may be of several. */
export const yearOf = (edtf: string | undefined): number | null => {
  const { earliest, latest } = spanOf(edtf)
  return earliest.slice(0, 4) === latest.slice(0, 4) ? Number(earliest.slice(0, 4)) : null
}
