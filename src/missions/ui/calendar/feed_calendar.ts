/**
 * Days of a mission as iCalendar (RFC 5545, RFC 7986): the feed, which goes over networks and stands in telephones, and so
 * holds nothing but a reference and a day; and the file that a device makes for itself, with names, hours and places.
 */
import ical, {
  ICalAlarmType,
  ICalCalendarMethod,
  type ICalCalendar,
  ICalEventClass,
  ICalEventTransparency,
} from 'ical-generator'
import { addDays } from '#kernel/core/iso_day.ts'
import { referenceOf, warningDays } from '#missions/core/calendar.ts'
import type { Translate } from '#languages/translate.ts'

export type FeedDay = {
  readonly mark: string
  readonly day: string
  /** A hearing that nobody covers. */
  readonly open: boolean
  /** How often it changed, and on which day last. */
  readonly number: number
  readonly changedOn: string
}

/** Seconds: clients are asked to come four times a day. */
const REFRESH = 6 * 60 * 60

const begin = (t: Translate, name: string): ICalCalendar =>
  ical({
    name,
    method: ICalCalendarMethod.PUBLISH,
    // Whose program it is would tell whoever reads over a shoulder whom its owner works for.
    prodId: { company: 'Calendar', product: 'Dates', language: t.lang.toUpperCase() },
    ttl: REFRESH,
  })

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`)

/** At nine in the morning of that day, on the clock of whoever is warned. */
const before = (days: number): number => days * 86_400 - 9 * 3_600

const warn = (event: ReturnType<ICalCalendar['createEvent']>, description: string): void => {
  for (const days of warningDays)
    event.createAlarm({ type: ICalAlarmType.display, triggerBefore: before(days), description })
}

const dayOf = ({ mark, day, number, changedOn }: FeedDay) => ({
  id: `${mark}@calendar`,
  sequence: number,
  stamp: midnight(changedOn),
  lastModified: midnight(changedOn),
  allDay: true,
  start: day,
  end: addDays(day, 1),
  class: ICalEventClass.PRIVATE,
  // A day in court blocks nobody's day but the one who goes, and who goes is not said.
  transparency: ICalEventTransparency.TRANSPARENT,
})

/** What a stolen link shows. */
export const feedCalendar = (t: Translate, days: readonly FeedDay[], today: string): string => {
  const calendar = begin(t, t('mission_calendar.feed.name'))
  for (const one of days) {
    const reference = referenceOf(one.mark)
    const summary = one.open ? t('mission_calendar.feed.open', { reference }) : reference
    const event = calendar.createEvent({ ...dayOf(one), summary })
    if (one.open && one.day >= today) warn(event, summary)
  }
  return calendar.toString()
}

export type OwnDay = FeedDay & {
  readonly title: string
  readonly place: string | null
  /** As the case says it; nobody has told its zone. */
  readonly hour: string | null
  readonly lines: readonly string[]
}

/** Of the device alone: it leaves by nothing but its member's own hand. */
export const ownCalendar = (t: Translate, days: readonly OwnDay[], today: string): string => {
  const calendar = begin(t, t('mission_calendar.file.name'))
  for (const one of days) {
    const summary = [referenceOf(one.mark), one.hour, one.title].filter((part) => part !== null).join(' · ')
    const event = calendar.createEvent({
      ...dayOf(one),
      summary,
      location: one.place,
      description: one.lines.join('\n') || null,
    })
    if (one.open && one.day >= today) warn(event, summary)
  }
  return calendar.toString()
}
