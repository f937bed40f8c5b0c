/**
 * Deadlines as iCalendar (RFC 5545, RFC 7986). The id of a document is the UID, its versions count the SEQUENCE: a
 * calendar that asks again moves or crosses out what it has. What is withdrawn leaves the feed.
 */
import { TZDate } from '@date-fns/tz'
import ical, { ICalCalendarMethod, type ICalEventData, ICalEventStatus } from 'ical-generator'
import { tzlib_get_ical_block } from 'timezones-ical-library'
import type { DeadlineBody, Moment, ReleasedDeadline } from '#instruments/core/deadline.ts'
import { addDays } from '#kernel/core/iso_day.ts'
import type { Translate } from '#languages/translate.ts'
import { wordsIn } from '../votes/vote_words.ts'
import { titleWords, whenWords } from './deadline_words.ts'

type Given = {
  readonly name: string
  /** The page where they stand, absolute. */
  readonly page: string
}

export const calendarOf = (
  t: Translate,
  deadlines: readonly ReleasedDeadline[],
  { name, page }: Given,
): string => {
  const calendar = ical({
    // The one text that is written out as it is: a title of two lines would begin a property of its own.
    name: name.replaceAll(/\s+/g, ' '),
    method: ICalCalendarMethod.PUBLISH,
    url: page,
    prodId: { company: 'Amparo', product: 'Deadlines', language: t.lang.toUpperCase() },
  })
  calendar.timezone({ name: null, generator: (zone) => String(tzlib_get_ical_block(zone)[0]) })
  for (const { id, version, updatedAt, body } of deadlines) {
    const { lang, kind, place, link, note, state } = body
    const said = note === null ? null : wordsIn(note, lang, t.lang).text
    calendar.createEvent({
      id,
      sequence: version - 1,
      stamp: new Date(updatedAt),
      lastModified: new Date(updatedAt),
      ...spanOf(body),
      summary: titleWords(t, body),
      // Many calendars show nothing but these words: the address stands in them once more.
      description: [t(`deadlines.kind.${kind}`), whenWords(t, body), said, link, page]
        .filter((line) => line !== null)
        .join('\n'),
      url: link ?? page,
      location: place,
      status: state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    })
  }
  return calendar.toString()
}

type Span = Pick<ICalEventData, 'start' | 'end' | 'allDay' | 'timezone'>

const spanOf = ({ from, to, zone }: DeadlineBody): Span =>
  from.time === null
    ? // The day after the last one: in calendars an end is not part of what ends.
      { allDay: true, start: from.day, end: addDays((to ?? from).day, 1) }
    : { start: inZone(from, zone), end: to && inZone(to, zone), timezone: zone }

const inZone = ({ day, time }: Moment, zone: string | null): Date => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const [hours = 0, minutes = 0] = (time ?? '00:00').split(':').map(Number)
  return TZDate.tz(zone ?? 'UTC', year, month - 1, date, hours, minutes)
}
