/** Builds the tree of provisions from lines, one line after the other. */
import { begins, beginClause } from './structure_begin.ts'
import { type Doubt, doubt } from './structure_doubts.ts'
import type { Line } from './structure_pages.ts'
import {
  followsIn,
  isCutAtEnd,
  isCutAtStart,
  seriesOf,
  type Start,
  startOf,
  withoutCut,
} from './structure_starts.ts'
import { add, type Draft, lastWords, nameTheNameless, note, type State } from './structure_state.ts'

export type Tree = {
  readonly title: string | null
  readonly opening: string | null
  readonly enacting: string | null
  readonly drafts: readonly Draft[]
  readonly gaps: boolean
  readonly doubts: readonly Doubt[]
}

export const buildTree = (given: readonly Line[]): Tree => {
  const doubts: Doubt[] = []
  const lines = given.flatMap((line) => splitLine(line, doubts))
  const starts = lines.map((line) => startOf(withoutCut(line.text)))
  const state: State = {
    drafts: [],
    doubts,
    front: [],
    given: new Set(),
    speaks: starts.some(({ kind }) => kind === 'opening' || kind === 'whereas' || kind === 'enacting'),
    mode: 'front',
    opening: null,
    enacting: null,
    style: 'none',
    op: 0,
    pp: 0,
    unknown: 0,
    ppUnknown: false,
    article: '',
    current: null,
    root: null,
    levels: [],
    nameless: null,
    gaps: false,
    jumps: false,
  }
  for (const [i, line] of lines.entries())
    take(state, line, starts[i] ?? { kind: 'none' }, lines.slice(i, i + 12))
  nameTheNameless(state, { kind: 'none' })
  if (state.drafts.length > 0 && !state.speaks && state.front.length > 3)
    note(state, 'not_kept', state.front[0])
  // Pieces that only lost their beginning show no structure by themselves.
  if (state.drafts.every(({ root }) => /^(?:PP|OP)X/.test(root))) state.drafts.length = 0
  return {
    title: titleOf(state),
    opening: state.opening,
    enacting: state.enacting,
    drafts: state.drafts,
    gaps: state.gaps || state.jumps,
    doubts: state.doubts,
  }
}

const GLUED_CLAUSE = /(?<=\p{Ll}[,;])(?=\p{Lu}\p{Ll}+(?:ing|ed)\b)/u

/** Clauses and numbered pieces that lost their line break. */
const splitLine = (line: Line, doubts: Doubt[]): readonly Line[] => {
  const pieces = line.text.split(GLUED_CLAUSE).flatMap((piece) => splitMarks(piece, line, doubts))
  if (line.text.search(GLUED_CLAUSE) >= 0) doubts.push(doubt('clauses_glued', line.at, line.text))
  return pieces.map((text, i) =>
    i === 0 ? { ...line, text } : { at: line.at, text, blankBefore: false, after: null, gap: false },
  )
}

const splitMarks = (text: string, line: Line, doubts: Doubt[]): readonly string[] => {
  const start = startOf(text)
  if (start.kind !== 'mark') return [text]
  const level = { series: seriesOf(start.mark), last: start.mark }
  const next = [...text.matchAll(/(?<=[;,] (?:and |or )?)\((?<mark>[0-9A-Za-z]{1,4})\) /g)].find(
    ({ groups }) => followsIn(level, groups?.['mark'] ?? ''),
  )
  if (!next) return [text]
  doubts.push(doubt('mark_inside_line', line.at, text, text.slice(next.index)))
  return [text.slice(0, next.index).trimEnd(), ...splitMarks(text.slice(next.index), line, doubts)]
}

const take = (state: State, line: Line, start: Start, ahead: readonly Line[]): void => {
  if (line.gap) state.gaps = true
  if (state.mode === 'closed') return
  const text = withoutCut(line.text)
  if (isCutAtStart(line.text) && text !== '') return takeCutPiece(state, { ...line, text })
  if (text === '') {
    state.gaps = true
    return
  }
  if (!begins(state, line, start, ahead)) carryOn(state, { ...line, text })
  if (isCutAtEnd(line.text) && state.current) {
    state.current.cut = { ...state.current.cut, end: true }
    note(state, 'text_cut', line)
  }
}

const carryOn = (state: State, line: Line): void => {
  const { current } = state
  if (!current) {
    state.front.push(line)
    return
  }
  if (line.blankBefore && /^\p{Lu}/u.test(line.text) && /[,;.]\d{0,3}$/.test(lastWords(state))) {
    if (state.mode === 'preamble') {
      note(state, 'unmarked_paragraph', line)
      beginClause(state, line, true)
      return
    }
    if (state.mode === 'operative') note(state, 'unmarked_paragraph', line)
  }
  if (line.after !== null && current.lines.length > 0) {
    const kind = line.after === 'footnotes' ? 'footnotes_in_paragraph' : 'page_break_in_paragraph'
    note(state, kind, line, `${lastWords(state).slice(-40)} ${line.text.slice(0, 40)}`)
  }
  current.lines.push(line)
}

/** `[...] activities of defenders;`: the rest of a paragraph that began where the text is not known. */
const takeCutPiece = (state: State, line: Line): void => {
  nameTheNameless(state, { kind: 'none' })
  state.gaps = true
  const part = state.mode === 'front' || state.mode === 'preamble' ? 'preamble' : 'operative'
  const piece = add(state, { part, root: '', marks: [], parent: null }, line, line.text)
  piece.cut = { start: true, end: isCutAtEnd(line.text) }
  state.nameless = piece
  note(state, 'text_cut', line)
}

const titleOf = ({ front }: State): string | null => {
  const after = front.findLastIndex(({ text }) =>
    /:\s*(?:draft )?(?:resolution|declaration)$|^RESOLUTION$/i.test(text),
  )
  const lines = after >= 0 ? front.slice(after + 1) : front.length <= 3 ? front : []
  return lines.length === 0 ? null : lines.map(({ text }) => text).join(' ')
}
