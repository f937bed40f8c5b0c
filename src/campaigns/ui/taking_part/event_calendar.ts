/**
 * One event as iCalendar (RFC 5545). The document's id is the UID, its versions count the SEQUENCE: a calendar that asks
 * again moves what it has. A stopped ask has no calendar any more: its address answers as if it had never been.
 */
import { TZDate } from '@date-fns/tz'
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { tzlib_get_ical_block } from 'timezones-ical-library'
import type { AskBody } from '#campaigns/core/ask.ts'
import { eventSpan } from '#campaigns/core/taking_part.ts'
import type { Translate } from '#languages/translate.ts'
import { said } from '../public/public_words.ts'

type Given = {
  readonly id: string
  readonly version: number
  readonly updatedAt: string
  readonly body: AskBody
  /** The page of the ask, absolute. */
  readonly page: string
}

/** Null: the ask is of no event. */
export const eventCalendar = (t: Translate, { id, version, updatedAt, body, page }: Given): string | null => {
  const { event, zone, lang } = body
  if (event === null) return null
  const { starts, ends } = eventSpan(body)
  const title = said(t, body.title, lang).words
  const calendar = ical({
    // Written out as it is: a title of two lines would begin a property of its own.
    name: title.replaceAll(/\s+/g, ' '),
    method: ICalCalendarMethod.PUBLISH,
    url: page,
    prodId: { company: 'Amparo', product: 'Events', language: t.lang.toUpperCase() },
  })
  calendar.timezone({ name: null, generator: (name) => String(tzlib_get_ical_block(name)[0]) })
  calendar.createEvent({
    id,
    sequence: version - 1,
    stamp: new Date(updatedAt),
    lastModified: new Date(updatedAt),
    start: inZone(starts, zone),
    end: ends && inZone(ends, zone),
    timezone: zone,
    summary: title,
    description: [
      t(`taking_part.kind.${event.kind}`),
      said(t, body.request, lang).words,
      event.details === null ? null : said(t, event.details, lang).words,
      page,
    ]
      .filter((line) => line !== null)
      .join('\n'),
    url: page,
    location: said(t, event.place, lang).words,
    status: ICalEventStatus.CONFIRMED,
  })
  return calendar.toString()
}

const inZone = ({ day, time }: AskBody['from'], zone: string): Date => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return TZDate.tz(zone, year, month - 1, date, hours, minutes)
}
