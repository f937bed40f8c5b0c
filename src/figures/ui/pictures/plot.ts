/** What all plots share: the room they are given, ticks that fit, keys of what is drawn. Pure. */
import { ticks as niceTicks } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import type { Picture, PictureNumber } from '#figures/core/picture.ts'
import type { Translate } from '#languages/translate.ts'
import { faint, ink, paper, rule, type Swatch } from './ink.ts'
import { plainNumber } from './number_words.ts'
import { box, line, type Mark, path, words } from './scene.ts'
import { textWidth, wrapText } from './text_width.ts'

export type Room = { readonly width: number; readonly t: Translate }

/** Marks from 0 downwards, and where they end. */
export type Plot = { readonly height: number; readonly marks: readonly Mark[] }

/** Below this width names stand above their bars and fewer panels beside each other. */
export const NARROW = 480
export const isNarrow = ({ width }: Room): boolean => width < NARROW

export const SIZE = 14
export const SMALL = 12
export const LEADING = 18

export const emptyPlot = ({ width, t }: Room): Plot => ({
  height: 40,
  marks: [words({ x: width / 2, y: 26, text: t('pictures.empty'), anchor: 'middle', colour: faint })],
})

export const highest = (numbers: readonly PictureNumber[]): number =>
  Math.max(0, ...numbers.map(({ value, max }) => Math.max(value ?? 0, max ?? 0)))

/** From nought to a round number above the highest, or to 100 %; whole numbers are counted in whole steps. */
export const valueScale = (picture: Pick<Picture, 'scale'>, most: number, height: number) => {
  const wished = Math.max(2, Math.min(5, Math.floor(height / 40)))
  const end = picture.scale === 'percent' ? Math.max(100, most) : Math.max(most, 1)
  const scale = scaleLinear([0, end], [height, 0])
  if (picture.scale !== 'percent') scale.nice(wished)
  const ticks = scale.ticks(wished).filter((tick) => Number.isInteger(tick))
  return { at: (value: number): number => scale(value), ticks }
}

/** Lines across with their numbers before the plot; `before` is the room that the numbers take. */
export const valueAxis = (
  { width, t }: Room,
  picture: Pick<Picture, 'scale'>,
  { at, ticks }: ReturnType<typeof valueScale>,
): { readonly before: number; readonly marks: readonly Mark[] } => {
  const labels = ticks.map((tick) => ({ tick, text: plainNumber(t, picture.scale, tick) }))
  const before = Math.ceil(Math.max(...labels.map(({ text }) => textWidth(text, SMALL)))) + 8
  const marks = labels.flatMap(({ tick, text }) => [
    line({
      x1: before,
      x2: width,
      y1: at(tick),
      y2: at(tick),
      stroke: tick === 0 ? ink : rule,
      width: 1,
    }),
    words({ x: before - 8, y: at(tick) + 4, text, anchor: 'end', size: SMALL, colour: faint }),
  ])
  return { before, marks }
}

/** The years that are written, so that two of them never touch. */
export const writtenYears = (from: number, to: number, step: number): ReadonlySet<number> => {
  const room = textWidth('0000', SMALL) + 10
  const least = Math.max(1, Math.ceil(room / step))
  const every = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => size >= least) ?? 1000
  const years = niceTicks(from, to, to - from).filter((year) => year % every === 0)
  return new Set(years.length === 0 || from === to ? [from] : years)
}

export type KeyItem = { readonly name: string } & (
  | { readonly kind: 'swatch'; readonly swatch: Swatch | string }
  /** `d` about nought, within nine units. */
  | { readonly kind: 'shape'; readonly swatch: Swatch | string; readonly d: string }
  | { readonly kind: 'line'; readonly d: string; readonly colour: string; readonly dash: string | null }
)

const KEY_WIDTH = 26
const KEY_ROW = 22

/** The key of a picture: as many items beside each other as there is room for. */
export const key = (room: Room, items: readonly KeyItem[]): Plot => {
  const marks: Mark[] = []
  let [x, y] = [0, 0]
  for (const item of items) {
    const lines = wrapText(item.name, { width: room.width - KEY_WIDTH - 8, size: SIZE, lines: 2 })
    const wide = KEY_WIDTH + Math.max(...lines.map((text) => textWidth(text, SIZE)))
    if (x > 0 && x + wide > room.width) {
      x = 0
      y += KEY_ROW
    }
    marks.push(...sample(item, x, y))
    marks.push(...lines.map((text, row) => words({ x: x + KEY_WIDTH, y: y + 14 + row * LEADING, text })))
    y += (lines.length - 1) * LEADING
    x = lines.length > 1 ? room.width : x + wide + 18
  }
  return { height: items.length === 0 ? 0 : y + KEY_ROW + 8, marks }
}

const sample = (item: KeyItem, x: number, y: number): readonly Mark[] => {
  if (item.kind === 'swatch')
    return [box({ x, y: y + 3, width: 18, height: 13, fill: item.swatch, stroke: ink })]
  if (item.kind === 'shape') {
    const place = { x: x + 9, y: y + 10, zoom: 1, fixed: false }
    return [path({ d: item.d, ...place, fill: item.swatch, stroke: ink, width: 0.8 })]
  }
  const { colour, d, dash } = item
  const stroke = { stroke: colour, width: 2, ...(dash === null ? {} : { dash }) }
  return [
    line({ x1: x, x2: x + 20, y1: y + 9, y2: y + 9, ...stroke }),
    path({ d, x: x + 10, y: y + 9, zoom: 1, fixed: false, fill: colour, stroke: paper, width: 1 }),
  ]
}
