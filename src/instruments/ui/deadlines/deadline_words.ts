/** Deadlines in words of a reader's language. Pure. */
import type { DeadlineBody, Moment } from '#instruments/core/deadline.ts'
import { formatDay } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { wordsIn } from '../votes/vote_words.ts'

/** "2 November 2026, 18:00 (America/New York)"; of several days the first and the last. */
export const whenWords = (t: Translate, { from, to, zone }: DeadlineBody): string => {
  const first = momentWords(t, from)
  const place = from.time === null || zone === null ? '' : zoneWords(t, zone)
  if (to === null || (to.day === from.day && to.time === from.time)) return `${first}${place}`
  const last = to.day === from.day && to.time !== null ? to.time : momentWords(t, to)
  return `${t('deadlines.range', { from: first, to: last })}${place}`
}

const momentWords = (t: Translate, { day, time }: Moment): string =>
  time === null
    ? formatDay(day, t.lang)
    : t('deadlines.moment', { day: formatDay(day, t.lang), time: `\u2066${time}\u2069` })

/** A zone as its own name: an hour without a place is read as the reader's. */
const zoneWords = (t: Translate, zone: string): string =>
  ` ${t('deadlines.zone', { zone: `\u2066${zone.replaceAll('_', ' ')}\u2069` })}`

/** With the state before it where it is not simply planned: a calendar shows nothing else of it. */
export const titleWords = (t: Translate, { title, lang, state }: DeadlineBody): string => {
  const { text } = wordsIn(title, lang, t.lang)
  return state === 'cancelled' ? t('deadlines.cancelledTitle', { title: text }) : text
}
