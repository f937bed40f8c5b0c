/** Which lines begin a provision, and what they begin. */
import type { Line } from './structure_pages.ts'
import { followsIn, type Level, opensSeries, seriesOf, type Start, startOf } from './structure_starts.ts'
import {
  add,
  addRoot,
  endsSentence,
  isGiven,
  lastWords,
  mayBreakHere,
  nameTheNameless,
  note,
  type State,
} from './structure_state.ts'

/** Whether the line begins something; if so, begins it. */
export const begins = (state: State, line: Line, start: Start, ahead: readonly Line[]): boolean => {
  switch (start.kind) {
    case 'opening':
      return beginText(state, line, start.words)
    case 'enacting':
      return beginEnacting(state, line, start)
    case 'numbered':
      return beginNumbered(state, line, start, ahead)
    case 'mark':
      return beginMarked(state, line, start)
    case 'article':
      return beginArticle(state, line, start)
    case 'duty':
      return beginDuty(state, line, start)
    case 'whereas':
      return beginClause(state, line, state.mode === 'front' || state.mode === 'preamble')
    case 'preambular':
      return beginClause(state, line, mayBeClause(state, line, ahead))
    case 'operative':
      return beginUnnumbered(state, line)
    case 'closing':
      return close(state, line)
    case 'none':
      return false
  }
}

const beginText = (state: State, line: Line, words: string): boolean => {
  if (state.mode !== 'front' || state.drafts.length > 0) {
    note(state, 'second_text', line)
    state.mode = 'closed'
    return true
  }
  state.opening = words
  state.mode = 'preamble'
  return true
}

const beginEnacting = (state: State, line: Line, start: Extract<Start, { kind: 'enacting' }>): boolean => {
  if (state.mode === 'operative' || state.mode === 'articles' || state.mode === 'duties') return false
  nameTheNameless(state, start)
  state.enacting = start.words
  state.mode = 'operative'
  state.current = null
  if (start.rest === '') return true
  state.op = 1
  state.style = 'unnumbered'
  return addRoot(state, 'operative', 'OP1', { line, rest: start.rest })
}

const beginNumbered = (
  state: State,
  line: Line,
  start: Extract<Start, { kind: 'numbered' }>,
  ahead: readonly Line[],
): boolean => {
  const { number, rest } = start
  if (state.mode === 'articles') return beginArticleParagraph(state, line, start)
  if (state.mode === 'duties') return false
  if (state.nameless) nameTheNameless(state, start)
  const first = rest === '' ? (ahead[1]?.text ?? '') : rest
  const expected = number === state.op + 1
  const sure = startOf(first).kind === 'operative'
  const mayJump = number > state.op && (line.gap || state.op === 0 ? true : sure && number <= state.op + 20)
  if (!expected && !mayJump) return false
  // In a preamble that began here, only the first number or a clear verb ends it: a wrapped line may begin "18. of".
  if (state.mode === 'preamble' && !line.gap && !expected && !sure) return false
  if (!expected) {
    state.jumps = true
    note(state, 'number_jump', line, `OP${number}`)
  }
  state.mode = 'operative'
  state.style = 'numbered'
  state.op = number
  return addRoot(state, 'operative', `OP${number}`, { line, rest })
}

const beginArticle = (
  state: State,
  line: Line,
  { number, rest }: Extract<Start, { kind: 'article' }>,
): boolean => {
  const inText = state.mode === 'preamble' || (state.mode === 'operative' && state.style !== 'none')
  if (inText && !endsSentence(state)) return false
  const before = Number.parseInt(state.article, 10)
  if (Number.parseInt(number, 10) <= before) return false
  if (isGiven(state, line, { root: `Article ${number}`, marks: [] })) return false
  state.mode = 'articles'
  state.article = number
  return addRoot(state, 'article', `Article ${number}`, { line, rest })
}

const beginArticleParagraph = (
  state: State,
  line: Line,
  { number, rest }: Extract<Start, { kind: 'numbered' }>,
): boolean => {
  const before = state.levels[0]?.level
  const expected = before ? followsIn(before, String(number)) : number === 1
  if (!expected || state.root === null) return false
  const at = state.drafts.length
  add(
    state,
    { part: 'article', root: `${state.article}.${number}`, marks: [], parent: state.root },
    line,
    rest,
  )
  state.levels = [{ level: { series: 'digit', last: String(number) }, draft: at }]
  return true
}

const letters = (code: string): string => code.replace(/(?<!\d)\d+$/, '')

const beginDuty = (state: State, line: Line, { code, rest }: Extract<Start, { kind: 'duty' }>): boolean => {
  const before = state.drafts.at(-1)?.root ?? code
  if (state.mode !== 'duties' && (state.mode !== 'front' || state.speaks)) return false
  if (state.mode === 'duties' && letters(before) !== letters(code)) return false
  if (isGiven(state, line, { root: code, marks: [] })) return false
  state.mode = 'duties'
  return addRoot(state, 'duty', code, { line, rest })
}

const beginMarked = (state: State, line: Line, { mark, rest }: Extract<Start, { kind: 'mark' }>): boolean => {
  if (state.nameless) nameTheNameless(state, { kind: 'mark', mark, rest })
  if (state.mode === 'operative' && state.enacting !== null && beginsParentheses(state, mark)) {
    state.style = 'parentheses'
    state.op = Number(mark)
    return addRoot(state, 'operative', `OP${mark}`, { line, rest })
  }
  if (state.drafts.length === 0 || !mayBreakHere(state)) return false
  const level = levelFor(state, mark, line)
  if (!level) return false
  const { depth, series } = level
  const parent = depth === 0 ? state.root : (state.levels[depth - 1]?.draft ?? state.root)
  const owner = parent === null ? state.drafts.at(-1) : state.drafts[parent]
  if (!owner) return false
  const marks = parent === null ? [mark] : [...owner.marks, mark]
  const at = state.drafts.length
  // Article 5 has 5(a), as 9.3 has 9.3(a).
  const root = owner.part === 'article' ? owner.root.replace(/^Article /, '') : owner.root
  if (isGiven(state, line, { root, marks })) return false
  add(state, { part: owner.part, root, marks, parent }, line, rest)
  state.levels = [...state.levels.slice(0, depth), { level: { series, last: mark }, draft: at }]
  return true
}

/** `Resolved, That the Senate— (1) …`: the numbers of its paragraphs stand in parentheses. */
const beginsParentheses = (state: State, mark: string): boolean => {
  if (!/^\d+$/.test(mark)) return false
  if (state.style === 'none') return mark === '1'
  return state.style === 'parentheses' && Number(mark) === state.op + 1
}

/** No text goes deeper than (a) (i) (A) (1) under its paragraph; what does is no list. */
const DEEPEST = 5

const levelFor = (
  state: State,
  mark: string,
  line: Line,
): { readonly depth: number; readonly series: Level['series'] } | null => {
  const deepest = state.levels.length - 1
  const opens = state.levels.length < DEEPEST ? opensSeries(mark) : null
  const introduces = /[:—–]$|--$/.test(lastWords(state))
  const ambiguous = opens !== null && state.levels.some(({ level }) => followsIn(level, mark))
  if (ambiguous) note(state, 'letter_or_roman', line)
  if (opens && (introduces || state.levels.length === 0)) return { depth: deepest + 1, series: opens }
  for (let depth = deepest; depth >= 0; depth--) {
    const level = state.levels[depth]?.level
    if (level && followsIn(level, mark)) return { depth, series: level.series }
  }
  if (opens) return { depth: deepest + 1, series: opens }
  if (!line.gap && !state.gaps) return null
  state.jumps = true
  note(state, 'number_jump', line)
  return { depth: Math.max(0, deepest), series: state.levels[deepest]?.level.series ?? seriesOf(mark) }
}

export const beginClause = (state: State, line: Line, may: boolean): boolean => {
  if (!may) return false
  nameTheNameless(state, { kind: 'preambular' })
  state.mode = 'preamble'
  if (!state.ppUnknown) state.pp++
  else state.unknown++
  const root = state.ppUnknown ? `PPX${state.unknown}` : `PP${state.pp}`
  return addRoot(state, 'preamble', root, { line, rest: line.text })
}

const mayBeClause = (state: State, line: Line, ahead: readonly Line[]): boolean => {
  if (state.nameless && state.mode !== 'operative') return /[,;]\s*\d{0,3}$/.test(lastWords(state))
  if (state.mode === 'preamble')
    return state.current === null || line.blankBefore || /[,;]\s*\d{0,3}$/.test(lastWords(state))
  // A text that begins with its clauses: a title may begin with such a verb too, but ends without a comma.
  const end = ahead.findIndex((next, i) => i > 0 && next.blankBefore)
  const paragraph = ahead.slice(0, end < 0 ? ahead.length : end)
  return state.mode === 'front' && !state.speaks && paragraph.some(({ text }) => /,\d{0,3}$/.test(text))
}

const beginUnnumbered = (state: State, line: Line): boolean => {
  if (state.mode === 'closed' || state.mode === 'articles' || state.mode === 'duties') return false
  if (state.mode === 'front' && state.speaks) return false
  if (state.style === 'numbered' || state.style === 'parentheses') return false
  if (state.current && !/[,;.]\s*\d{0,3}$/.test(lastWords(state))) return false
  nameTheNameless(state, { kind: 'operative' })
  if (state.style === 'none') note(state, 'unnumbered_operative', line)
  state.mode = 'operative'
  state.style = 'unnumbered'
  state.op++
  return addRoot(state, 'operative', `OP${state.op}`, { line, rest: line.text })
}

const close = (state: State, line: Line): boolean => {
  if (state.mode === 'front' || state.mode === 'preamble' || !endsSentence(state)) return false
  if (state.mode === 'operative' && /^an(?:nex|exo)/i.test(line.text)) {
    state.current = null
    return true
  }
  note(state, 'not_kept', line)
  state.mode = 'closed'
  return true
}
