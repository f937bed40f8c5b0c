/** Events on a line of time, numbered; what the numbers are stands below, so that no words crowd the line. Pure. */
import type { TimelinePicture } from '#figures/core/picture.ts'
import { formatEdtf, formatShortMonth } from '#languages/formats.ts'
import { drawTimeline, type Mark as Placed, type TimelineItem } from '#platform/ui/timeline.ts'
import { accent, apartSwatch, faint, ink, paper, rule } from './ink.ts'
import { emptyPlot, isNarrow, LEADING, type Plot, type Room, SIZE, SMALL } from './plot.ts'
import { box, dot, line, type Mark, moveDown, paragraph, words } from './scene.ts'
import { textWidth, wrapText } from './text_width.ts'

export const MOST_EVENTS = 40
const LANE = 26
const RADIUS = 10

export const drawEvents = (picture: TimelinePicture, room: Room): Plot => {
  if (picture.events.length === 0) return emptyPlot(room)
  const events = picture.events.slice(0, MOST_EVENTS)
  const items = events.map(({ code, label, date, earliest, latest }): TimelineItem => {
    return {
      id: code,
      label,
      kind: 'event',
      from: { edtf: date, earliest, latest },
      to: null,
      ambiguous: false,
    }
  })
  const last = items.flatMap(({ from }) => [from.earliest, from.latest]).toSorted()
  // Only what is still going on reaches to today; events do not.
  const drawn = drawTimeline(items, last.at(-1) ?? '2000-01-01')
  const strip = drawn === null ? { height: 0, marks: [] } : drawStrip(drawn, room)
  const list = drawList(events, room)
  const left = picture.events.length - events.length
  const more = words({
    x: 0,
    y: strip.height + list.height + 14,
    text: room.t('pictures.more', { n: left }),
    colour: faint,
  })
  return {
    height: strip.height + list.height + (left > 0 ? 24 : 0),
    marks: [...strip.marks, ...moveDown(list.marks, strip.height), ...(left > 0 ? [more] : [])],
  }
}

type Drawn = NonNullable<ReturnType<typeof drawTimeline>>

const drawStrip = ({ marks, lanes, ticks }: Drawn, room: Room): Plot => {
  const x = (percent: number): number => (percent / 100) * room.width
  const axis = lanes * LANE + 8
  const grid = ticks.flatMap(({ at }) => [
    line({ x1: x(at), x2: x(at), y1: 0, y2: axis + 4, stroke: rule, width: 1 }),
  ])
  return {
    height: axis + 40,
    marks: [
      ...grid,
      ...tickLabels(ticks, x, axis, room),
      line({ x1: 0, x2: room.width, y1: axis, y2: axis, stroke: ink, width: 1 }),
      ...marks.flatMap((mark) => drawMark(mark, x, axis)),
    ],
  }
}

const tickLabels = (
  ticks: Drawn['ticks'],
  x: (percent: number) => number,
  axis: number,
  room: Room,
): readonly Mark[] => {
  const shown: Mark[] = []
  let free = 0
  for (const { at, edtf } of ticks) {
    const text = formatShortMonth(edtf, room.t.lang)
    const width = textWidth(text, SMALL)
    const left = Math.min(Math.max(x(at) - width / 2, 0), room.width - width)
    if (left < free) continue
    free = left + width + 10
    shown.push(
      words({ x: left + width / 2, y: axis + 20, text, anchor: 'middle', size: SMALL, colour: faint }),
    )
  }
  return shown
}

/** The pale part is the time in which it may have happened. */
const drawMark = (mark: Placed, x: (percent: number) => number, axis: number): readonly Mark[] => {
  const y = 2 + mark.lane * LANE + LANE / 2
  const spread =
    mark.end > mark.start
      ? [
          box({
            x: x(mark.start),
            y: y - 6,
            width: x(mark.end) - x(mark.start),
            height: 12,
            fill: apartSwatch,
            stroke: accent,
          }),
        ]
      : []
  return [
    line({ x1: x(mark.at), x2: x(mark.at), y1: y + RADIUS, y2: axis, stroke: accent, width: 1 }),
    ...spread,
    dot({
      x: x(mark.at),
      y,
      r: RADIUS,
      fill: paper,
      stroke: accent,
      fixed: false,
      title: `${mark.number}: ${mark.item.label}`,
    }),
    words({
      x: x(mark.at),
      y: y + 4,
      text: String(mark.number),
      anchor: 'middle',
      size: 11,
      weight: 'bold',
    }),
  ]
}

/** Number, date and words of each event, in their order. */
const drawList = (events: TimelinePicture['events'], room: Room): Plot => {
  const numbers = textWidth('00', SIZE, 'bold') + 10
  const dates = events.map(({ date }) => formatEdtf(date, room.t.lang))
  const above = isNarrow(room)
  const before = above
    ? numbers
    : numbers + Math.min(room.width * 0.34, Math.max(...dates.map((text) => textWidth(text, SIZE)))) + 16
  const marks: Mark[] = []
  let y = 0
  for (const [place, { label }] of events.entries()) {
    const date = wrapText(dates[place] ?? '', {
      width: above ? room.width - numbers : before - numbers - 16,
      size: SIZE,
      lines: 3,
    })
    const lines = wrapText(label, { width: room.width - before, size: SIZE, lines: 3 })
    const top = y + 14
    marks.push(
      words({ x: 0, y: top, text: String(place + 1), weight: 'bold' }),
      ...paragraph(date, { x: numbers, y: top, colour: faint, leading: LEADING }),
      ...paragraph(lines, { x: before, y: above ? top + date.length * LEADING : top, leading: LEADING }),
    )
    y += (above ? date.length + lines.length : Math.max(date.length, lines.length)) * LEADING + 8
  }
  return { height: y, marks }
}
