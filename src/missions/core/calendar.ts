/**
 * What a mission has before it: hearings and who goes, reviews, visits, reports, next steps, by day. An uncovered hearing
 * warns seven, three and one day before, louder each time. Pure: today is an argument.
 */
import { compareText } from '#kernel/core/compare_text.ts'
import { addDays, dayNumber, daysBetween, daysInMonth, isoDay, partsOfDay } from '#kernel/core/iso_day.ts'
import type { EngagementType } from '#kernel/core/vocabulary/missions.ts'

export const dateKinds = ['hearing', 'review', 'visit', 'report', 'follow_up', 'task'] as const
export type DateKind = (typeof dateKinds)[number]

/** A day in court of this desk's own cases. */
export type CalendarHearing = {
  readonly log: string
  /** The hearing's first entry. */
  readonly entry: string
  readonly day: string
  readonly held: boolean
  readonly covered: boolean
  readonly officer: number | null
  /** Stands for it where its ids may not. */
  readonly mark: string
}

/** What cases and the journal are due beside hearings. */
export type DueDate = { readonly log: string | null; readonly day: string; readonly what: string }
export type StepDate = {
  readonly log: string
  readonly entry: string
  readonly type: EngagementType
  readonly officer: number | null
  readonly due: string | null
}

export type CalendarLine = {
  readonly key: string
  readonly kind: DateKind
  readonly day: string
  /** The case, or the desk's journal. */
  readonly log: string | null
  /** Of reviews and tasks what is due, of steps the type of the engagement; of hearings null. */
  readonly what: string | null
  /** Who is named for it, where that is said. */
  readonly officer: number | null
  /** Null: not a hearing, or one of which only the device knows (a dark case). */
  readonly hearing: CalendarHearing | null
}

export type Warning = { readonly days: number; readonly step: 7 | 3 | 1 }

/** Days before an uncovered hearing on which calendars speak up. */
export const warningDays = [7, 3, 1] as const

/** Null: somebody goes, it is over, or there is time. On the day itself it warns as on the day before. */
export const warningOf = (
  hearing: Pick<CalendarHearing, 'day' | 'covered' | 'held'>,
  today: string,
): Warning | null => {
  if (hearing.covered || hearing.held) return null
  const days = daysBetween(today, hearing.day)
  if (days < 0 || days > 7) return null
  return { days, step: days <= 1 ? 1 : days <= 3 ? 3 : 7 }
}

/** Those that warn, the nearest first. */
export const warningsOf = <H extends CalendarHearing>(
  hearings: readonly H[],
  today: string,
): readonly (Warning & { readonly hearing: H })[] =>
  hearings
    .flatMap((hearing) => {
      const warning = warningOf(hearing, today)
      return warning === null ? [] : [{ ...warning, hearing }]
    })
    .toSorted((a, b) => a.days - b.days || compareText(a.hearing.mark, b.hearing.mark))

/** Nobody is sent to a hearing that is over or whose day is gone. */
export const mayCover = ({ day, held }: Pick<CalendarHearing, 'day' | 'held'>, today: string): boolean =>
  !held && day >= today

/** For reading aloud over a line: the first eight of a mark, in two groups. */
export const referenceOf = (mark: string): string => `${mark.slice(0, 4)}-${mark.slice(4, 8)}`.toUpperCase()

const visits: readonly EngagementType[] = [
  'field_visit',
  'detention_visit',
  'visit_programme',
  'accompaniment',
]
const reports: readonly EngagementType[] = ['report', 'situation_report']

const kindOfStep = (type: EngagementType): DateKind =>
  visits.includes(type) ? 'visit' : reports.includes(type) ? 'report' : 'follow_up'

/** What heads of cases say; steps and hearings are told with more by the rows. */
const kindOfDue = (what: string): DateKind | null => {
  if (what === 'next_step' || what === 'hearing' || what === 'hearing_outcome') return null
  return what === 'task' ? 'task' : 'review'
}

export type Dated = {
  readonly hearings: readonly CalendarHearing[]
  readonly steps: readonly StepDate[]
  readonly due: readonly DueDate[]
}

/** All of them, the earliest first; hearings before what else falls on their day. */
export const calendarLines = ({ hearings, steps, due }: Dated): readonly CalendarLine[] => {
  const known = new Set(hearings.map(({ log, day }) => `${log} ${day}`))
  const lines: readonly CalendarLine[] = [
    ...hearings.map((hearing): CalendarLine => ({
      key: hearing.mark,
      kind: 'hearing',
      day: hearing.day,
      log: hearing.log,
      what: null,
      officer: hearing.officer,
      hearing,
    })),
    ...due.flatMap((one): readonly CalendarLine[] => {
      const dark = one.what === 'hearing' && !known.has(`${one.log} ${one.day}`)
      const kind = dark ? 'hearing' : kindOfDue(one.what)
      const what = dark ? null : one.what
      const key = `${one.what} ${one.log} ${one.day}`
      return kind === null
        ? []
        : [{ key, kind, day: one.day, log: one.log, what, officer: null, hearing: null }]
    }),
    ...steps.flatMap(({ log, entry, type, officer, due: day }): readonly CalendarLine[] =>
      day === null
        ? []
        : [{ key: `${log} ${entry}`, kind: kindOfStep(type), day, log, what: type, officer, hearing: null }],
    ),
  ]
  const unique = new Map(lines.map((line) => [line.key, line]))
  return [...unique.values()].toSorted(
    (a, b) =>
      compareText(a.day, b.day) ||
      dateKinds.indexOf(a.kind) - dateKinds.indexOf(b.kind) ||
      compareText(a.key, b.key),
  )
}

/** 1 is Monday, 7 Sunday, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

export const weekdayOf = (day: string): Weekday => (((((dayNumber(day) + 3) % 7) + 7) % 7) + 1) as Weekday

/** The first day of the week that a day is in. */
export const weekOf = (day: string, begins: Weekday): string =>
  addDays(day, -((weekdayOf(day) - begins + 7) % 7))

export type Span = { readonly from: string; readonly to: string }

export const weekSpan = (day: string, begins: Weekday): Span => {
  const from = weekOf(day, begins)
  return { from, to: addDays(from, 6) }
}

export const monthSpan = (day: string): Span => {
  const { year, month } = partsOfDay(day)
  return { from: isoDay(year, month, 1), to: isoDay(year, month, daysInMonth(year, month)) }
}

/** Whole weeks that hold the month; days of other months stand in them too. */
export const monthWeeks = (day: string, begins: Weekday): readonly (readonly string[])[] => {
  const { from, to } = monthSpan(day)
  const first = weekOf(from, begins)
  const weeks = Math.floor(daysBetween(first, to) / 7) + 1
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (__, at) => addDays(first, week * 7 + at)),
  )
}

/** Lines of a span under the first days of their weeks. */
export const byWeek = (
  lines: readonly CalendarLine[],
  { from, to }: Span,
  begins: Weekday,
): readonly { readonly week: string; readonly lines: readonly CalendarLine[] }[] =>
  [
    ...Map.groupBy(
      lines.filter(({ day }) => day >= from && day <= to),
      ({ day }) => weekOf(day, begins),
    ),
  ].map(([week, of]) => ({ week, lines: of }))
