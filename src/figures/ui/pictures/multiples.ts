/** Small columns, one panel a country, all on one scale, so that panels can be compared. Pure. */
import { range } from 'd3-array'
import { scaleBand } from 'd3-scale'
import type { MultiplesPicture, YearSeries } from '#figures/core/picture.ts'
import { accent, apartSwatch, faint, ink } from './ink.ts'
import { numberWords, plainNumber } from './number_words.ts'
import {
  emptyPlot,
  highest,
  isNarrow,
  LEADING,
  type Plot,
  type Room,
  SIZE,
  SMALL,
  valueScale,
} from './plot.ts'
import { box, line, type Mark, moveDown, moveRight, paragraph, words } from './scene.ts'
import { textWidth, wrapText } from './text_width.ts'
import { spanOf } from './years.ts'

export const MOST_PANELS = 24
const GAP = 24
const HEIGHT = 64
const ABOVE = 18
const BELOW = 24
const NAMES = 2 * LEADING

export const drawMultiples = (picture: MultiplesPicture, room: Room): Plot => {
  const panels = picture.panels.slice(0, MOST_PANELS)
  const points = picture.panels.flatMap((panel) => panel.points)
  const span = spanOf(points)
  if (span === null) return emptyPlot(room)
  const columns = isNarrow(room) ? 2 : 4
  const width = (room.width - (columns - 1) * GAP) / columns
  const most = highest(points.map(({ number }) => number))
  const { at } = valueScale(picture, most, HEIGHT)
  const height = NAMES + ABOVE + HEIGHT + BELOW
  const marks = panels.flatMap((panel, place) =>
    moveRight(
      moveDown(
        drawPanel(panel, { picture, width, at, span, room }),
        Math.floor(place / columns) * (height + 8),
      ),
      (place % columns) * (width + GAP),
    ),
  )
  const bottom = Math.ceil(panels.length / columns) * (height + 8)
  const left = picture.panels.length - panels.length
  const text = [
    room.t('pictures.sameScale', { n: plainNumber(room.t, picture.scale, most) }),
    ...(left > 0 ? [room.t('pictures.more', { n: left })] : []),
  ].join(' ')
  const lines = wrapText(text, { width: room.width, size: SMALL, lines: 3 })
  const said = paragraph(lines, { x: 0, y: bottom + 12, size: SMALL, colour: faint, leading: 16 })
  return { height: bottom + lines.length * 16, marks: [...marks, ...said] }
}

type Panel = {
  readonly picture: MultiplesPicture
  readonly width: number
  readonly at: (value: number) => number
  readonly span: readonly [number, number]
  readonly room: Room
}

const drawPanel = (series: YearSeries, { picture, width, at, span, room }: Panel): readonly Mark[] => {
  const names = wrapText(series.name, { width, size: SIZE, weight: 'bold', lines: 2 })
  const bands = scaleBand(range(span[0], span[1] + 1), [0, width]).padding(0.2)
  const middle = (year: number): number => (bands(year) ?? 0) + bands.bandwidth() / 2
  const drawn = series.points.flatMap(({ year, number }) => {
    if (number.value === null) return []
    const upTo = Math.max(number.value, number.max ?? 0)
    const x = bands(year) ?? 0
    const piece = (from: number, to: number) => ({
      x,
      width: bands.bandwidth(),
      y: at(to),
      height: at(from) - at(to),
    })
    const title = `${series.name}, ${year}: ${numberWords(room.t, picture.scale, number)}`
    return [
      box({ ...piece(0, number.value), fill: accent, title }),
      ...(upTo > number.value
        ? [box({ ...piece(number.value, upTo), fill: apartSwatch, stroke: accent })]
        : []),
    ]
  })
  const years = span[0] === span[1] ? [span[0]] : [span[0], span[1]]
  const base = [
    line({ x1: 0, x2: width, y1: HEIGHT, y2: HEIGHT, stroke: ink, width: 1 }),
    ...years.map((year, place) =>
      words({
        x: years.length === 1 ? middle(year) : place === 0 ? 0 : width,
        y: HEIGHT + 15,
        text: String(year),
        anchor: years.length === 1 ? 'middle' : place === 0 ? 'start' : 'end',
        size: SMALL,
        colour: faint,
      }),
    ),
  ]
  return [
    ...paragraph(names, { x: 0, y: 14 + (2 - names.length) * LEADING, weight: 'bold', leading: LEADING }),
    ...moveDown(
      [...drawn, ...highestLabel(series, { picture, width, at, span, room }, middle), ...base],
      NAMES + ABOVE,
    ),
  ]
}

/** Of each panel the highest number is told; the others are seen against it. */
const highestLabel = (
  { points }: YearSeries,
  { picture, width, at, room }: Panel,
  middle: (year: number) => number,
): readonly Mark[] => {
  const told = points.filter(({ number }) => number.value !== null)
  if (told.length === 0) {
    const [text = ''] = wrapText(room.t('pictures.nothing'), { width, size: SMALL, lines: 1 })
    return [words({ x: 0, y: HEIGHT - 8, text, size: SMALL, colour: faint })]
  }
  const top = told.reduce((a, b) => (highest([b.number]) > highest([a.number]) ? b : a))
  const text = plainNumber(room.t, picture.scale, highest([top.number]))
  const half = textWidth(text, SMALL, 'bold') / 2
  const x = Math.min(Math.max(middle(top.year), half), width - half)
  return [words({ x, y: at(highest([top.number])) - 5, text, anchor: 'middle', size: SMALL, weight: 'bold' })]
}
