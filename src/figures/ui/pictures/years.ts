/** Columns and lines over years. A year of which nothing is told is empty; a line breaks there. Pure. */
import { range } from 'd3-array'
import { scaleBand, scaleLinear } from 'd3-scale'
import { line as curve, symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from 'd3-shape'
import type {
  ColumnPicture,
  LinePicture,
  PictureNumber,
  YearPoint,
  YearSeries,
} from '#figures/core/picture.ts'
import { accent, apartSwatch, faint, paper } from './ink.ts'
import { numberWords, plainNumber } from './number_words.ts'
import {
  emptyPlot,
  highest,
  isNarrow,
  key,
  type KeyItem,
  LEADING,
  type Plot,
  type Room,
  SIZE,
  SMALL,
  valueAxis,
  valueScale,
  writtenYears,
} from './plot.ts'
import { box, line, type Mark, moveDown, paragraph, path, words } from './scene.ts'
import { textWidth, wrapText } from './text_width.ts'

const HEIGHT = 240
const NARROW_HEIGHT = 190
const BELOW = 24
/** Above the highest number there is room for its words. */
const ABOVE = 22
/** More lines than these cannot be followed; the table has all. */
export const MOST_LINES = 6

export const spanOf = (points: readonly YearPoint[]): readonly [number, number] | null => {
  const years = points.map(({ year }) => year)
  return years.length === 0 ? null : [Math.min(...years), Math.max(...years)]
}

export const drawColumns = (picture: ColumnPicture, room: Room): Plot => {
  const span = spanOf(picture.points)
  if (span === null) return emptyPlot(room)
  const height = isNarrow(room) ? NARROW_HEIGHT : HEIGHT
  const scale = valueScale(picture, highest(picture.points.map(({ number }) => number)), height)
  const axis = valueAxis(room, picture, scale)
  const bands = scaleBand(range(span[0], span[1] + 1), [axis.before, room.width]).padding(0.25)
  const columns = { scale, bands, picture, room }
  const marks = [
    ...axis.marks,
    ...picture.points.flatMap((point) => column(point, columns)),
    ...columnLabels(columns),
    ...yearLabels(span, room, bands.step(), (year) => (bands(year) ?? 0) + bands.bandwidth() / 2, height),
  ]
  return { height: height + ABOVE + BELOW, marks: moveDown(marks, ABOVE) }
}

type Columns = {
  readonly scale: ReturnType<typeof valueScale>
  readonly bands: ReturnType<typeof scaleBand<number>>
  readonly picture: Pick<ColumnPicture, 'scale' | 'points'>
  readonly room: Room
}

/** A single year is a column too, not a wall. */
const WIDEST = 56

const column = ({ year, number }: YearPoint, { scale, bands, picture, room }: Columns): readonly Mark[] => {
  if (number.value === null) return []
  const width = Math.min(bands.bandwidth(), WIDEST)
  const x = (bands(year) ?? 0) + (bands.bandwidth() - width) / 2
  const piece = (from: number, to: number) => ({
    x,
    width,
    y: scale.at(to),
    height: scale.at(from) - scale.at(to),
  })
  const title = `${year}: ${numberWords(room.t, picture.scale, number)}`
  const upTo = Math.max(number.value, number.max ?? 0)
  return [
    box({ ...piece(0, number.value), fill: accent, title }),
    ...(upTo > number.value
      ? [box({ ...piece(number.value, upTo), fill: apartSwatch, stroke: accent })]
      : []),
  ]
}

/** All numbers above their columns where they fit beside each other; else the axis has to do, with the highest told. */
const columnLabels = ({ scale, bands, picture, room }: Columns): readonly Mark[] => {
  const labels = picture.points.flatMap(({ year, number }) => {
    if (number.value === null) return []
    const upTo = Math.max(number.value, number.max ?? 0)
    const from = plainNumber(room.t, picture.scale, number.value)
    const text =
      upTo > number.value
        ? room.t('pictures.range', { from, to: plainNumber(room.t, picture.scale, upTo) })
        : from
    return [{ x: (bands(year) ?? 0) + bands.bandwidth() / 2, y: scale.at(upTo) - 6, text, value: upTo }]
  })
  const fit = labels.every(({ text }) => textWidth(text, SMALL, 'bold') <= bands.step() - 4)
  const most = Math.max(...labels.map(({ value }) => value))
  const shown = fit ? labels : labels.filter(({ value }) => value === most).slice(0, 1)
  return shown.map(({ x, y, text }) =>
    words({
      x: inside(x, text, room, bands.range()[0]),
      y,
      text,
      anchor: 'middle',
      size: SMALL,
      weight: 'bold',
      halo: true,
    }),
  )
}

/** The middle of words that stay between the axis, or the edge of the picture, and the other edge. */
const inside = (x: number, text: string, { width }: Room, from = 0): number => {
  const half = textWidth(text, SMALL, 'bold') / 2
  return Math.min(Math.max(x, from + half), width - half)
}

const yearLabels = (
  [from, to]: readonly [number, number],
  room: Room,
  step: number,
  at: (year: number) => number,
  height: number,
): readonly Mark[] =>
  [...writtenYears(from, to, step)].map((year) =>
    words({
      x: inside(at(year), String(year), room),
      y: height + 18,
      text: String(year),
      anchor: 'middle',
      size: SMALL,
      colour: faint,
    }),
  )

/** Each line has its own colour, dash and mark. */
const lineStyles = [
  { colour: '#8a3b0e', dash: null, mark: symbolCircle },
  { colour: '#1c4e86', dash: '7 4', mark: symbolSquare },
  { colour: '#00604c', dash: '2 4', mark: symbolTriangle },
  { colour: '#1f1b16', dash: '12 4 2 4', mark: symbolDiamond },
  { colour: '#7a5200', dash: '4 2', mark: symbolSquare },
  { colour: '#9c1237', dash: '1 3', mark: symbolCircle },
] as const
const markOf = (style: (typeof lineStyles)[number]): string => symbol(style.mark, 58)() ?? ''

type Drawn = { readonly series: YearSeries; readonly style: (typeof lineStyles)[number] }

export const drawLines = (picture: LinePicture, room: Room): Plot => {
  const drawn = picture.series.slice(0, MOST_LINES).map((series, place): Drawn => {
    return { series, style: lineStyles[place] ?? lineStyles[0] }
  })
  const points = drawn.flatMap(({ series }) => series.points)
  const span = spanOf(points)
  if (span === null) return emptyPlot(room)
  const height = isNarrow(room) ? NARROW_HEIGHT : HEIGHT
  const scale = valueScale(picture, highest(points.map(({ number }) => number)), height)
  const names = isNarrow(room) ? { width: 0, marks: [] } : namesAtEnds(drawn, scale, room)
  const inner = { ...room, width: room.width - names.width }
  const axis = valueAxis(inner, picture, scale)
  const side = textWidth('0000', SMALL) / 2
  const x = scaleLinear([...span], [axis.before + side, inner.width - 10])
  const at = (year: number): number => (span[0] === span[1] ? (axis.before + inner.width) / 2 : x(year))
  const step = span[0] === span[1] ? inner.width : at(span[0] + 1) - at(span[0])
  const marks = [
    ...axis.marks,
    ...drawn.flatMap((one) => drawLine(one, { at, scale, picture, room })),
    ...names.marks,
    ...yearLabels(span, inner, step, at, height),
  ]
  const above = isNarrow(room) ? key(room, drawn.map(keyOf)) : { height: 0, marks: [] }
  const top = above.height + ABOVE / 2
  const left = picture.series.length - drawn.length
  const more =
    left === 0
      ? []
      : [
          words({
            x: 0,
            y: top + height + BELOW + 14,
            text: room.t('pictures.more', { n: left }),
            colour: faint,
          }),
        ]
  return {
    height: top + height + BELOW + more.length * 24,
    marks: [...above.marks, ...moveDown(marks, top), ...more],
  }
}

const keyOf = ({ series, style }: Drawn): KeyItem => ({
  kind: 'line',
  name: series.name,
  d: markOf(style),
  colour: style.colour,
  dash: style.dash,
})

type Lines = {
  readonly at: (year: number) => number
  readonly scale: ReturnType<typeof valueScale>
  readonly picture: LinePicture
  readonly room: Room
}

const drawLine = ({ series, style }: Drawn, { at, scale, picture, room }: Lines): readonly Mark[] => {
  const known = new Map(series.points.map(({ year, number }) => [year, number.value]))
  const [from, to] = spanOf(series.points) ?? [0, -1]
  const draw = curve<number>()
    .defined((year) => typeof known.get(year) === 'number')
    .x(at)
    .y((year) => scale.at(known.get(year) ?? 0))
    .digits(1)
  const drawing = { zoom: 1, fixed: false, x: 0, y: 0 } as const
  const stroke = { stroke: style.colour, width: 2.5, ...(style.dash === null ? {} : { dash: style.dash }) }
  const mark = markOf(style)
  return [
    path({ ...drawing, ...stroke, d: draw(range(from, to + 1)) ?? '', fill: 'none' }),
    ...series.points.flatMap(({ year, number }) =>
      number.value === null
        ? []
        : [
            ...rangeMark(at(year), number, scale, style.colour),
            path({
              ...drawing,
              d: mark,
              x: at(year),
              y: scale.at(number.value),
              fill: style.colour,
              stroke: paper,
              width: 1,
              title: `${series.name}, ${year}: ${numberWords(room.t, picture.scale, number)}`,
            }),
          ],
    ),
  ]
}

/** A range stands upright on its lower end. */
const rangeMark = (
  x: number,
  { value, max }: PictureNumber,
  { at }: ReturnType<typeof valueScale>,
  stroke: string,
): readonly Mark[] =>
  value === null || max === null || max <= value
    ? []
    : [line({ x1: x, x2: x, y1: at(value), y2: at(max), stroke, width: 1.5 })]

const NAME_GAP = 4

/** Names beside the ends of their lines, in the same order, moved apart where lines end close to each other. */
const namesAtEnds = (
  drawn: readonly Drawn[],
  scale: ReturnType<typeof valueScale>,
  { width }: Room,
): { readonly width: number; readonly marks: readonly Mark[] } => {
  const most = Math.min(width * 0.3, Math.max(...drawn.map(({ series }) => textWidth(series.name, SIZE))) + 2)
  const wished = drawn
    .map(({ series, style }) => ({
      style,
      lines: wrapText(series.name, { width: most, size: SIZE, lines: 2 }),
      y: scale.at(lastValue(series)),
    }))
    .toSorted((a, b) => a.y - b.y)
  const heights = wished.map(({ lines }) => lines.length * LEADING)
  const tops = apartBy(
    wished.map(({ y }, row) => y - (heights[row] ?? 0) / 2),
    heights,
    HEIGHT + BELOW,
  )
  const x = width - most
  const marks = wished.flatMap(({ style, lines }, row) => {
    const top = tops[row] ?? 0
    const place = { zoom: 1, fixed: false, x: x - 12, y: top + LEADING / 2 } as const
    return [
      path({ ...place, d: markOf(style), fill: style.colour, stroke: paper, width: 1 }),
      ...paragraph(lines, { x, y: top + 14, leading: LEADING }),
    ]
  })
  return { width: most + 24, marks }
}

const lastValue = ({ points }: YearSeries): number =>
  points.findLast(({ number }) => number.value !== null)?.number.value ?? 0

/** Moves blocks down until none covers the one before, then up until the last ends above `lowest`. */
const apartBy = (
  wished: readonly number[],
  heights: readonly number[],
  lowest: number,
): readonly number[] => {
  const down: number[] = []
  let free = -ABOVE / 2
  for (const [row, y] of wished.entries()) {
    down.push(Math.max(y, free))
    free = (down[row] ?? 0) + (heights[row] ?? 0) + NAME_GAP
  }
  const up: number[] = []
  let until = lowest
  for (const [row, y] of [...down.entries()].toReversed()) {
    up.unshift(Math.min(y, until - (heights[row] ?? 0)))
    until = (up[0] ?? 0) - NAME_GAP
  }
  return up
}
