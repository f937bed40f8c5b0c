/**
 * What is on a picture: a flat list of marks with their places, so that a test can look at all of them. Geometry is
 * written once, from the side where reading begins; `mirror` turns it for languages that run from right to left.
 * Words are anchored by sides of the page, never by direction: not every program that draws SVG knows directions.
 * Pure.
 */
import { ink, type Swatch } from './ink.ts'
import { textWidth, type Weight } from './text_width.ts'

export type Anchor = 'start' | 'middle' | 'end'

export type Words = {
  readonly kind: 'words'
  readonly x: number
  /** The line that the letters stand on. */
  readonly y: number
  readonly text: string
  readonly anchor: Anchor
  readonly size: number
  readonly weight: Weight
  readonly colour: string
  /** Paper around the letters, where lines pass behind them. */
  readonly halo: boolean
}

export type Box = {
  readonly kind: 'box'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly fill: Swatch | string
  readonly stroke?: string
  /** What is counted here, for whoever points at it and for tests. */
  readonly title?: string
}

export type Line = {
  readonly kind: 'line'
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly stroke: string
  readonly width: number
  readonly dash?: string
}

/** `x`, `y` and `zoom` move the path; a `fixed` one (a map, letters) is moved but never mirrored. */
export type Path = {
  readonly kind: 'path'
  readonly d: string
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly fixed: boolean
  readonly fill: Swatch | string
  readonly stroke: string
  /** In units of the page, also where the path is zoomed. */
  readonly width: number
  readonly dash?: string
  readonly title?: string
  /** The mirrored one is turned about its place. */
  readonly turned?: boolean
  /** Large, and the same in every drawing of the picture: a second one on the page borrows it by this name. */
  readonly shared?: string
}

export type Dot = {
  readonly kind: 'dot'
  readonly x: number
  readonly y: number
  readonly r: number
  readonly fill: string
  readonly stroke: string
  readonly fixed: boolean
  readonly title?: string
}

export type Mark = Words | Box | Line | Path | Dot

export type Scene = { readonly width: number; readonly height: number; readonly marks: readonly Mark[] }

type WordsGiven = Partial<Omit<Words, 'kind'>> & Pick<Words, 'x' | 'y' | 'text'>

export const words = (given: WordsGiven): Words => ({
  kind: 'words',
  anchor: 'start',
  size: 14,
  weight: 'regular',
  colour: ink,
  halo: false,
  ...given,
})

export const line = (given: Omit<Line, 'kind'>): Line => ({ kind: 'line', ...given })

export const box = (given: Omit<Box, 'kind'>): Box => ({ kind: 'box', ...given })

export const path = (given: Omit<Path, 'kind'>): Path => ({ kind: 'path', ...given })

export const dot = (given: Omit<Dot, 'kind'>): Dot => ({ kind: 'dot', ...given })

/** Lines of words below each other; `y` is the first line's. */
export const paragraph = (
  lines: readonly string[],
  given: Omit<WordsGiven, 'text'> & { readonly leading: number },
): readonly Words[] => {
  const { leading, ...place } = given
  return lines.map((text, row) => words({ ...place, text, y: place.y + row * leading }))
}

export const moveDown = (marks: readonly Mark[], by: number): readonly Mark[] =>
  marks.map((mark) =>
    mark.kind === 'line' ? { ...mark, y1: mark.y1 + by, y2: mark.y2 + by } : { ...mark, y: mark.y + by },
  )

export const moveRight = (marks: readonly Mark[], by: number): readonly Mark[] =>
  marks.map((mark) =>
    mark.kind === 'line' ? { ...mark, x1: mark.x1 + by, x2: mark.x2 + by } : { ...mark, x: mark.x + by },
  )

const otherSide = { start: 'end', middle: 'middle', end: 'start' } as const

export const mirror = ({ width, height, marks }: Scene): Scene => {
  const turn = (mark: Mark): Mark => {
    switch (mark.kind) {
      case 'words':
        return { ...mark, x: width - mark.x, anchor: otherSide[mark.anchor] }
      case 'box':
        return { ...mark, x: width - mark.x - mark.width }
      case 'line':
        return { ...mark, x1: width - mark.x1, x2: width - mark.x2 }
      case 'path':
        return mark.fixed ? mark : { ...mark, x: width - mark.x, turned: !mark.turned }
      case 'dot':
        return mark.fixed ? mark : { ...mark, x: width - mark.x }
    }
  }
  return { width, height, marks: marks.map(turn) }
}

export type Extent = {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** The room that words take at most. */
export const extentOf = ({ x, y, text, anchor, size, weight }: Words): Extent => {
  const width = textWidth(text, size, weight)
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2
  return { left, right: left + width, top: y - size * 0.8, bottom: y + size * 0.25 }
}
