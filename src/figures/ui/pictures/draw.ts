/** A picture as a scene: the plot alone for a page that says the rest in HTML, or framed with all its words. Pure. */
import type { Picture } from '#figures/core/picture.ts'
import { direction, type Translate } from '#languages/translate.ts'
import { drawBars } from './bars.ts'
import { drawCategories } from './categories.ts'
import { drawFlow } from './flow.ts'
import { drawHemicycle } from './hemicycle.ts'
import { faint, ink } from './ink.ts'
import { drawMap } from './map.ts'
import { drawMultiples } from './multiples.ts'
import { drawNumber } from './number.ts'
import { numberWords } from './number_words.ts'
import { type Plot, type Room, SMALL } from './plot.ts'
import { mirror, moveDown, moveRight, paragraph, type Scene } from './scene.ts'
import { drawStacked } from './stacked.ts'
import { wrapText, type Weight } from './text_width.ts'
import { drawEvents } from './timeline.ts'
import { drawColumns, drawLines } from './years.ts'

/** Of a page's column and of a file; of a small screen and of an embedded picture beside text. */
export const WIDE = 720
export const SLIM = 320

const EDGE = 16

/** `framed`: with title, period, notes and source, so that the picture can travel alone. */
export type Wish = { readonly width: number; readonly framed: boolean; readonly t: Translate }

export const drawPicture = (picture: Picture, { width, framed, t }: Wish): Scene => {
  const inner = width - 2 * EDGE
  const plot = drawPlot(picture, { width: inner, t })
  const head = framed ? headOf(picture, inner) : { height: 0, marks: [] }
  const foot = framed ? footOf(picture, { width: inner, t }) : { height: 0, marks: [] }
  const marks = [
    ...head.marks,
    ...moveDown(plot.marks, head.height),
    ...moveDown(foot.marks, head.height + plot.height),
  ]
  const scene = {
    width,
    height: Math.ceil(head.height + plot.height + foot.height + 2 * EDGE),
    marks: moveRight(moveDown(marks, EDGE), EDGE),
  }
  return direction(t.lang) === 'rtl' ? mirror(scene) : scene
}

const drawPlot = (picture: Picture, room: Room): Plot => {
  switch (picture.kind) {
    case 'bars':
      return drawBars(picture, room)
    case 'columns':
      return drawColumns(picture, room)
    case 'lines':
      return drawLines(picture, room)
    case 'stacked':
      return drawStacked(picture, room)
    case 'map':
      return drawMap(picture, room)
    case 'categories':
      return drawCategories(picture, room)
    case 'hemicycle':
      return drawHemicycle(picture, room)
    case 'flow':
      return drawFlow(picture, room)
    case 'multiples':
      return drawMultiples(picture, room)
    case 'timeline':
      return drawEvents(picture, room)
    case 'number':
      return drawNumber(picture, room)
  }
}

/** "events · 2015–2024 · all countries" */
export const underTitle = ({ unit, period, area }: Picture): string =>
  [unit, period, area].filter((part) => part !== '').join(' · ')

/** The notes of whoever made the picture, and what the drawing itself must say. */
export const notesOf = (picture: Picture, t: Translate): readonly string[] => [
  ...picture.notes,
  ...apartNotes(picture, t),
  ...(picture.kind === 'columns' && hasGaps([picture.points]) ? [t('pictures.gaps.columns')] : []),
  ...(picture.kind === 'multiples' && hasGaps(picture.panels.map(({ points }) => points))
    ? [t('pictures.gaps.columns')]
    : []),
  ...(picture.kind === 'lines' && hasGaps(picture.series.map(({ points }) => points))
    ? [t('pictures.gaps.lines')]
    : []),
  ...(picture.kind === 'map' || picture.kind === 'categories' ? [t('pictures.circles')] : []),
]

/** Years have no place for what is not told apart: it is said instead. */
const apartNotes = (picture: Picture, t: Translate): readonly string[] => {
  if (picture.kind !== 'columns' && picture.kind !== 'lines' && picture.kind !== 'multiples') return []
  if (picture.apart === null) return []
  return [`${t('pictures.apart')}: ${numberWords(t, picture.scale, picture.apart)}`]
}

type Points = Extract<Picture, { kind: 'columns' }>['points']

/** Within the years that the whole picture shows. */
const hasGaps = (series: readonly Points[]): boolean => {
  const years = series.flat().map(({ year }) => year)
  const length = Math.max(...years) - Math.min(...years) + 1
  return series.some((points) => {
    const told = points.filter(({ number }) => number.value !== null)
    return years.length > 0 && told.length < length
  })
}

type Text = {
  readonly text: string
  readonly size: number
  readonly weight?: Weight
  readonly colour?: string
}

const textBlock = (texts: readonly Text[], width: number): Plot => {
  let y = 0
  const marks = texts.flatMap(({ text, size, weight = 'regular', colour = ink }) => {
    const leading = Math.round(size * 1.35)
    const lines = wrapText(text, { width, size, weight, lines: 8 })
    const top = y
    y += lines.length * leading + 4
    return paragraph(lines, { x: 0, y: top + size, size, weight, colour, leading })
  })
  return { height: y, marks }
}

const headOf = (picture: Picture, width: number): Plot => {
  const block = textBlock(
    [
      { text: picture.title, size: 20, weight: 'bold' },
      { text: underTitle(picture), size: 14, colour: faint },
    ],
    width,
  )
  return { ...block, height: block.height + 14 }
}

const footOf = (picture: Picture, { width, t }: Room): Plot => {
  const lines = [
    ...notesOf(picture, t),
    t('pictures.source', { source: picture.source }),
    ...(picture.address === null ? [] : [picture.address]),
  ]
  const block = textBlock(
    lines.map((text) => ({ text, size: SMALL, colour: faint })),
    width,
  )
  return { height: block.height + 12, marks: moveDown(block.marks, 12) }
}
