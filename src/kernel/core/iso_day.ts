/**
 * Civil days as text (`2017-11-12`) and as whole numbers (days since 1970-01-01), in the proleptic Gregorian
 * calendar. Plain arithmetic: no clock, no time zone, so that every device counts the same days.
 */

/** A length as courts state it; a missing part is none. */
export type Length = { readonly years?: number; readonly months?: number; readonly days?: number }

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Month 1 to 12. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (monthLengths[month - 1] ?? 0)

/** Writes a day as text; the day of the month may not exceed its month. */
export const isoDay = (year: number, month: number, day: number): string =>
  `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`

export const isIsoDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const { year, month, day } = partsOfDay(text)
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

export const partsOfDay = (iso: string): { year: number; month: number; day: number } => ({
  year: Number(iso.slice(0, 4)),
  month: Number(iso.slice(5, 7)),
  day: Number(iso.slice(8, 10)),
})

/** Days since 1970-01-01. The year is taken from March, so that the leap day comes last. */
export const dayNumber = (iso: string): number => {
  const { year, month, day } = partsOfDay(iso)
  const marchYear = month <= 2 ? year - 1 : year
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  return marchYear * 365 + leapDays + dayOfYear - 719468
}

/** The inverse of dayNumber. */
export const dayFromNumber = (days: number): string => {
  const shifted = days + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return isoDay(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

export const addDays = (iso: string, days: number): string => dayFromNumber(dayNumber(iso) + days)

/** Whole days from one day to another; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from)

/** Adds years and months first (31 January + 1 month = the last of February), then days. */
export const addLength = (iso: string, length: Length): string => {
  const { year, month, day } = partsOfDay(iso)
  const monthIndex = (year + (length.years ?? 0)) * 12 + (month - 1) + (length.months ?? 0)
  const newYear = Math.floor(monthIndex / 12)
  const newMonth = monthIndex - newYear * 12 + 1
  const newDay = Math.min(day, daysInMonth(newYear, newMonth))
  return addDays(isoDay(newYear, newMonth, newDay), length.days ?? 0)
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0')
