/** Where things stand on the picture of a timeline: shares of its width in percent, so that it needs no script and no
 *  style attribute to fit any screen. Pure. */

export type TimelineDate = {
  readonly edtf: string
  readonly earliest: string | null
  readonly latest: string | null
}

export type TimelineItem = {
  readonly id: string
  readonly label: string
  /** custody: a stretch of time; event: a point. */
  readonly kind: 'custody' | 'event'
  readonly from: TimelineDate
  /** The end of custody; null while it goes on. An event has none. */
  readonly to: TimelineDate | null
  /** The order of this and a neighbour cannot be told from their dates. */
  readonly ambiguous: boolean
}

/** Percent of the width. `sure` is the stretch in which it certainly was so; the rest of `start`..`end` is possible. */
export type Bar = {
  readonly item: TimelineItem
  readonly number: number
  readonly start: number
  readonly end: number
} & {
  readonly sureStart: number
  readonly sureEnd: number
}
export type Mark = { readonly item: TimelineItem; readonly number: number; readonly lane: number } & {
  readonly start: number
  readonly end: number
  readonly at: number
}
export type Tick = { readonly at: number; readonly edtf: string }
export type TimelinePicture = {
  readonly bars: readonly Bar[]
  readonly marks: readonly Mark[]
  readonly lanes: number
  readonly ticks: readonly Tick[]
  readonly firstDay: string
  readonly lastDay: string
}

const DAY = 86_400_000
/** Two numbered marks nearer than this touch each other on a screen of 320 px. */
const MARK_WIDTH = 7
const EDGE = 4

const dayNumber = (day: string): number => Math.round(Date.parse(day) / DAY)
const dayText = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)

/** Items without any known day stay out of the picture (the table beside it has them). */
const isPlaceable = (item: TimelineItem): boolean => item.from.earliest !== null || item.from.latest !== null

/** `items` in the order of the table beside the picture; `today` is an ISO day. Null when nothing can be placed. */
export const drawTimeline = (items: readonly TimelineItem[], today: string): TimelinePicture | null => {
  const placed = items
    .map((item, index) => ({ item, number: index + 1 }))
    .filter(({ item }) => isPlaceable(item))
  const days = placed.flatMap(({ item }) => daysOf(item, today))
  if (days.length === 0) return null
  const [first, last] = [Math.min(...days), Math.max(...days)]
  const length = Math.max(last - first, 30)
  const at = (day: number) => EDGE + ((day - first) / length) * (100 - 2 * EDGE)
  const marks = placeMarks(
    placed.filter(({ item }) => item.kind === 'event'),
    at,
  )
  return {
    bars: placed
      .filter(({ item }) => item.kind === 'custody')
      .map((one) => placeBar(one, at, dayNumber(today))),
    marks,
    lanes: Math.max(0, ...marks.map((mark) => mark.lane + 1)),
    ticks: ticksBetween(first, first + length).map((day) => ({ at: at(day.number), edtf: day.edtf })),
    firstDay: dayText(first),
    lastDay: dayText(last),
  }
}

type Placed = { readonly item: TimelineItem; readonly number: number }

const span = (date: TimelineDate): readonly [number, number] => {
  const [early, late] = [date.earliest ?? date.latest ?? '', date.latest ?? date.earliest ?? '']
  return [dayNumber(early), dayNumber(late)]
}

const isKnown = (date: TimelineDate): boolean => date.earliest !== null || date.latest !== null

const daysOf = (item: TimelineItem, today: string): readonly number[] => {
  const ends = item.kind === 'event' ? [] : item.to && isKnown(item.to) ? span(item.to) : [dayNumber(today)]
  return [...span(item.from), ...ends]
}

const placeBar = ({ item, number }: Placed, at: (day: number) => number, today: number): Bar => {
  const [startEarly, startLate] = span(item.from)
  const [endEarly, endLate] =
    item.to === null ? [today, today] : isKnown(item.to) ? span(item.to) : [startLate, today]
  const sureStart = Math.min(startLate, endEarly)
  return {
    item,
    number,
    start: at(startEarly),
    end: at(Math.max(endLate, startEarly)),
    sureStart: at(sureStart),
    sureEnd: at(Math.max(endEarly, sureStart)),
  }
}

/** Each mark takes the first lane in which it does not touch the mark before it. */
const placeMarks = (placed: readonly Placed[], at: (day: number) => number): readonly Mark[] => {
  const free: number[] = []
  const inOrder = placed.toSorted((a, b) => middle(a.item.from) - middle(b.item.from))
  return inOrder.map(({ item, number }) => {
    const [early, late] = span(item.from)
    const [start, end] = [at(early), at(late)]
    const centre = (start + end) / 2
    const [left, right] = [Math.min(start, centre - MARK_WIDTH / 2), Math.max(end, centre + MARK_WIDTH / 2)]
    const open = free.findIndex((until) => until <= left)
    const lane = open === -1 ? free.length : open
    free[lane] = right
    return { item, number, lane, start, end, at: centre }
  })
}

const middle = (date: TimelineDate): number => {
  const [early, late] = span(date)
  return (early + late) / 2
}

const MAX_TICKS = 6

/** First days of months or years, at most six of them. */
const ticksBetween = (first: number, last: number): readonly { number: number; edtf: string }[] => {
  const months = (last - first) / 30.4
  const step = [1, 3, 6, 12, 24, 60, 120, 240, 600].find((size) => months / size <= MAX_TICKS) ?? 1200
  const start = new Date(first * DAY)
  let month = start.getUTCFullYear() * 12 + (step < 12 ? start.getUTCMonth() : 0)
  month -= month % step
  const ticks: { number: number; edtf: string }[] = []
  for (; ; month += step) {
    const year = Math.floor(month / 12)
    const number = Date.UTC(year, month % 12, 1) / DAY
    if (number > last) return ticks
    const edtf = step < 12 ? `${year}-${String((month % 12) + 1).padStart(2, '0')}` : String(year)
    if (number >= first) ticks.push({ number, edtf })
  }
}
