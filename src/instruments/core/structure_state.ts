/** What is known while the lines of a text are read, and the steps that change it. */
import type { Cut, Part } from './instrument.ts'
import { writeNumber } from './provision_number.ts'
import { type Doubt, type DoubtKind, doubt } from './structure_doubts.ts'
import type { Line } from './structure_pages.ts'
import { type Level, markBefore, seriesOf, type Start, withoutCut } from './structure_starts.ts'

/** A provision before its text is cleaned. `parent` is a place in the same list. */
export type Draft = {
  readonly part: Part
  readonly root: string
  readonly marks: readonly string[]
  readonly parent: number | null
  readonly lines: readonly Line[]
  readonly cut: Cut
}

export type Growing = {
  part: Part
  root: string
  marks: readonly string[]
  parent: number | null
  lines: Line[]
  cut: Cut
}

export type State = {
  readonly drafts: Growing[]
  readonly doubts: Doubt[]
  readonly front: Line[]
  /** Numbers already given. */
  readonly given: Set<string>
  readonly speaks: boolean
  mode: 'front' | 'preamble' | 'operative' | 'articles' | 'duties' | 'closed'
  opening: string | null
  enacting: string | null
  style: 'none' | 'numbered' | 'unnumbered' | 'parentheses'
  /** Last number of the operative part, of the preamble, of unknown pieces. */
  op: number
  pp: number
  unknown: number
  ppUnknown: boolean
  article: string
  current: Growing | null
  root: number | null
  levels: { level: Level; draft: number }[]
  /** A piece whose number is cut off and follows from the next one. */
  nameless: Growing | null
  gaps: boolean
  jumps: boolean
}

export const note = (state: State, kind: DoubtKind, line: Line | undefined, assumed = ''): void => {
  if (line) state.doubts.push(doubt(kind, line.at, line.text, assumed))
}

export const add = (
  state: State,
  draft: Omit<Growing, 'cut' | 'lines'>,
  line: Line,
  rest: string,
): Growing => {
  const made: Growing = {
    ...draft,
    lines: rest === '' ? [] : [{ ...line, text: withoutCut(rest) }],
    cut: { start: false, end: false },
  }
  state.drafts.push(made)
  state.given.add(writeNumber(made))
  state.current = made
  return made
}

export const addRoot = (
  state: State,
  part: Part,
  root: string,
  { line, rest }: { line: Line; rest: string },
): true => {
  state.root = state.drafts.length
  state.levels = []
  add(state, { part, root, marks: [], parent: null }, line, rest)
  return true
}

/** A number stands once in a text; the second time it is words. */
export const isGiven = (
  state: State,
  line: Line,
  number: { readonly root: string; readonly marks: readonly string[] },
): boolean => {
  const given = state.given.has(writeNumber(number))
  if (given) note(state, 'number_repeated', line, writeNumber(number))
  return given
}

/** The number of a cut piece is the one before the next number. */
export const nameTheNameless = (state: State, next: Start): void => {
  const piece = state.nameless
  if (!piece) return
  state.nameless = null
  const line = piece.lines[0]
  const mark = next.kind === 'mark' ? markBefore(next.mark) : null
  const owner = state.root === null ? undefined : state.drafts[state.root]
  const named = mark !== null && owner && !state.given.has(writeNumber({ root: owner.root, marks: [mark] }))
  if (named && owner.part === 'operative') {
    Object.assign(piece, { part: owner.part, root: owner.root, marks: [mark], parent: state.root })
    state.levels = [{ level: { series: seriesOf(mark), last: mark }, draft: state.drafts.indexOf(piece) }]
    note(state, 'number_assumed', line, `${owner.root}(${mark})`)
  } else if (next.kind === 'numbered' && next.number - 1 > state.op) {
    state.op = next.number - 1
    Object.assign(piece, { part: 'operative', root: `OP${state.op}` })
    note(state, 'number_assumed', line, piece.root)
  } else {
    state.unknown++
    state.ppUnknown ||= piece.part === 'preamble'
    piece.root = `${piece.part === 'preamble' ? 'PP' : 'OP'}X${state.unknown}`
    note(state, 'position_unknown', line, piece.root)
  }
  state.given.add(writeNumber(piece))
}

export const lastWords = (state: State): string => state.current?.lines.at(-1)?.text ?? ''

export const endsSentence = (state: State): boolean =>
  state.current === null || /[.;:,][”"’]?\d{0,3}$/.test(lastWords(state))

/** Marks stand inside sentences too ("under paragraph (a)"); a piece begins only after a sign or a linking word. */
export const mayBreakHere = (state: State): boolean => {
  const words = lastWords(state)
  return words === '' || /(?:[;:,.—–]|--|\b(?:and|or|et|ou|y|o))\d{0,3}$/.test(words)
}
