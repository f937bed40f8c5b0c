/** Ranked bars: names before them, or above where it is narrow; numbers behind. Pure. */
import { scaleLinear } from 'd3-scale'
import { type BarPicture, type PictureNumber, ranked, UNKNOWN } from '#figures/core/picture.ts'
import { accent, apartSwatch, faint, ink, type Swatch, unknownSwatch } from './ink.ts'
import { numberWords } from './number_words.ts'
import { placeNamedRow } from './named_row.ts'
import { emptyPlot, highest, isNarrow, type Plot, type Room, SIZE } from './plot.ts'
import { box, line, type Mark, words } from './scene.ts'
import { textWidth } from './text_width.ts'

/** More are in the table: a list of 200 bars is no picture. */
export const MOST_BARS = 25
const BAR = 18
const GAP = 10

type Row = { readonly name: string; readonly number: PictureNumber; readonly fill: Swatch | string }

export const drawBars = (picture: BarPicture, room: Room): Plot => {
  const told = ranked(picture.rows)
  if (told.length === 0 && picture.apart === null) return emptyPlot(room)
  const { t, width } = room
  const rows = shownRows(picture, room)
  const labels = rows.map(({ number }) => numberWords(t, picture.scale, number))
  const behind = Math.max(...labels.map((text) => textWidth(text, SIZE, 'bold'))) + 8
  const before = isNarrow(room) ? 0 : namesWidth(rows, width * 0.4)
  const end = Math.max(picture.scale === 'percent' ? 100 : 1, highest(rows.map(({ number }) => number)))
  const length = scaleLinear([0, end], [0, Math.max(20, width - before - behind)])
  const marks: Mark[] = []
  let y = 0
  for (const [place, row] of rows.entries()) {
    const named = placeNamedRow(room, { name: row.name, y, before, bar: BAR, gap: GAP, below: 4 })
    const { top, height } = named
    marks.push(...named.marks, ...drawRow(row, { x: before, y: top, length, label: labels[place] ?? '' }))
    if (!isNarrow(room)) marks.push(axisPiece(before, y, height))
    y += height
  }
  const left = told.length - Math.min(told.length, MOST_BARS)
  if (left === 0) return { height: y, marks }
  const more = words({ x: before, y: y + 14, text: t('pictures.more', { n: left }), colour: faint })
  return { height: y + 24, marks: [...marks, more] }
}

const shownRows = (picture: BarPicture, { t }: Room): readonly Row[] => [
  ...ranked(picture.rows)
    .slice(0, MOST_BARS)
    .map(({ code, name, number }): Row => ({
      name,
      number,
      fill: code === UNKNOWN ? unknownSwatch : accent,
    })),
  ...(picture.apart === null
    ? []
    : [{ name: t('pictures.apart'), number: picture.apart, fill: apartSwatch } satisfies Row]),
]

const namesWidth = (rows: readonly Row[], most: number): number =>
  Math.min(most, Math.max(...rows.map(({ name }) => textWidth(name, SIZE)))) + 12

type Place = {
  readonly x: number
  readonly y: number
  readonly length: (value: number) => number
  readonly label: string
}

const drawRow = ({ number, fill, name }: Row, { x, y, length, label }: Place): readonly Mark[] => {
  const text = (end: number, told: boolean): Mark =>
    words({
      x: end + 8,
      y: y + 14,
      text: label,
      weight: told ? 'bold' : 'regular',
      colour: told ? ink : faint,
    })
  if (number.value === null) return [text(x, false)]
  const [from, to] = [length(number.value), length(Math.max(number.value, number.max ?? 0))]
  const outline = typeof fill === 'string' ? {} : { stroke: ink }
  return [
    box({ x, y, width: from, height: BAR, fill, ...outline, title: `${name}: ${label}` }),
    ...(to > from
      ? [box({ x: x + from, y, width: to - from, height: BAR, fill: apartSwatch, stroke: accent })]
      : []),
    text(x + to, true),
  ]
}

const axisPiece = (x: number, y: number, height: number): Mark =>
  line({ x1: x, x2: x, y1: y - GAP / 2, y2: y + height - GAP / 2, stroke: ink, width: 1 })
