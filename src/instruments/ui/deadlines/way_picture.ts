/** The way of a text as a line of time: the stages behind it and the deadlines before it. Pure. */
import type { PictureEvent, TimelinePicture } from '#figures/core/picture.ts'
import { lastDay, type ReleasedDeadline } from '#instruments/core/deadline.ts'
import type { InstrumentStage } from '#instruments/core/instrument_body.ts'
import { parseEdtf } from '#kernel/core/edtf.ts'
import { formatRange } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { titleWords } from './deadline_words.ts'

export const wayPicture = (
  t: Translate,
  history: readonly InstrumentStage[],
  deadlines: readonly ReleasedDeadline[],
): TimelinePicture => {
  const events = [
    ...history.flatMap(({ stage, on, body }, at) => {
      const label = [t(`instruments.stage.${stage}`), body].filter((part) => part !== null).join(', ')
      return eventOf(`stage-${at}`, label, on)
    }),
    ...deadlines.flatMap(({ id, body }) => {
      const { from } = body
      const last = lastDay(body)
      return eventOf(id, titleWords(t, body), last === from.day ? last : `${from.day}/${last}`)
    }),
  ].toSorted((a, b) => ((a.earliest ?? '') < (b.earliest ?? '') ? -1 : 1))
  const [first, final] = [events[0]?.date, events.at(-1)?.date]
  return {
    kind: 'timeline',
    id: 'way',
    lang: t.lang,
    title: t('deadlines.picture.title'),
    unit: t('deadlines.picture.unit'),
    scale: 'count',
    period:
      first === undefined || final === undefined || first === final ? '' : formatRange(first, final, t.lang),
    area: '',
    source: t('deadlines.picture.source'),
    notes: [],
    address: null,
    events,
  }
}

const eventOf = (code: string, label: string, date: string): readonly PictureEvent[] => {
  const read = parseEdtf(date)
  return read.ok ? [{ code, label, date, earliest: read.value.earliest, latest: read.value.latest }] : []
}
