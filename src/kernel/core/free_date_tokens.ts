/** Cuts a written date into numbers and words of dates; words it does not know make it ask. */
import { foldLetters } from './fold_text.ts'
import { joinMonths, type Word, wordOf } from './free_date_words.ts'
import { err, ok, type Result } from './result.ts'

export type Part = 'early' | 'mid' | 'late'

/** What a part of a date says. A year may hold unspecified digits (`199X`). */
export type Piece = {
  readonly year?: string
  readonly month?: number
  readonly day?: number
  readonly season?: number
  readonly part?: Part
  readonly mark?: '~' | '?' | '%'
}

export type Token = { readonly text: string } & (
  | Exclude<Word, { readonly kind: 'noise' }>
  | { readonly kind: 'year'; readonly year: string }
  | { readonly kind: 'number'; readonly value: number; readonly digits: number }
  /** Two digits tied to a month by a hyphen, as in Sep-06. */
  | { readonly kind: 'after_month'; readonly month: number; readonly value: number }
  /** Day and month in unknown order. */
  | {
      readonly kind: 'numeric'
      readonly first: number
      readonly second: number
      readonly separator: string
      readonly year?: string
    }
  /** A number that says it all: 2017/04/05, 04/2017. */
  | { readonly kind: 'whole'; readonly piece: Piece }
)

export type TokenRefusal =
  | { readonly kind: 'no_date' }
  | { readonly kind: 'not_understood'; readonly text: string }

export const readTokens = (text: string): Result<readonly Token[], TokenRefusal> => {
  const tokens: Token[] = []
  const unknown: string[] = []
  let rest = prepared(text)
  while (rest !== '') {
    const step = steps.flatMap(({ form, read }) => {
      const match = form.exec(rest)
      return match ? [{ text: match[0], token: read(match, tokens) }] : []
    })[0] ?? { text: rest.slice(0, 1), token: null }
    rest = rest.slice(step.text.length)
    if (step.token === null) unknown.push(step.text.trim())
    else if (step.token !== 'nothing') tokens.push({ ...step.token, text: step.text.trim() })
  }
  const understood = unknown.length === 0
  if (!tokens.some(saysWhen) && (understood || !/\d/.test(unknown.join('')))) return err({ kind: 'no_date' })
  return !understood ? err({ kind: 'not_understood', text: unknown.join(' ') }) : ok(tokens)
}

const saysWhen = (token: Token): boolean =>
  ['year', 'number', 'after_month', 'numeric', 'whole', 'month', 'season'].includes(token.kind)

const prepared = (text: string): string =>
  joinMonths(
    foldLetters(text)
      .replace(/[\u200e\u200f\u061c]/g, '')
      .replace(/[‐-―−]/g, '-')
      .replace(/[،、]/g, ',')
      .replace(/[’‘ʼ`]/g, "'")
      .replace(/(\d)(?:st|nd|rd|th|er|ero|o|º|ª|-?го)(?![\p{L}\d])/gu, '$1')
      .replace(/\s+/g, ' ')
      .trim(),
  )

type Read = Unnamed | 'nothing' | null
type Unnamed = Token extends infer T ? (T extends Token ? Omit<T, 'text'> : never) : never
type Step = {
  readonly form: RegExp
  readonly read: (match: RegExpExecArray, before: readonly Token[]) => Read
}

const steps: readonly Step[] = [
  { form: /^ +/, read: () => 'nothing' },
  {
    form: /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?!\d)/,
    read: ([, year = '', , month, day]) => ({
      kind: 'whole',
      piece: { year, month: Number(month), day: Number(day) },
    }),
  },
  {
    form: /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/,
    read: ([, first, separator = '', second, year = '']) => ({
      kind: 'numeric',
      first: Number(first),
      second: Number(second),
      separator,
      year: year.length === 4 ? year : centuryOf(year) + year,
    }),
  },
  {
    form: /^(\d{1,2})[/.-](\d{4})(?!\d)/,
    read: ([, month, year = '']) => ({ kind: 'whole', piece: { month: Number(month), year } }),
  },
  {
    form: /^(\d{4})-(0[1-9]|1[0-2])(?!\d)/,
    read: ([, year = '', month]) => ({ kind: 'whole', piece: { month: Number(month), year } }),
  },
  {
    form: /^(\d{1,2})([/.])(\d{1,2})(?!\d)/,
    read: ([, first, separator = '', second]) => ({
      kind: 'numeric',
      first: Number(first),
      second: Number(second),
      separator,
    }),
  },
  { form: /^(\d{3})0'?s\b/, read: ([, decade]) => ({ kind: 'year', year: `${decade}X` }) },
  { form: /^'(\d\d)(?!\d)/, read: ([, digits = '']) => ({ kind: 'year', year: centuryOf(digits) + digits }) },
  // 1993-94 may be a season, a school year or a mistyped month.
  { form: /^\d{4}-\d{2}(?!\d)/, read: () => null },
  { form: /^(\d{4})(?!\d)\.?/, read: ([, year = '']) => ({ kind: 'year', year }) },
  {
    form: /^(\d{1,2})(?!\d)\.?/,
    read: ([, digits = '']) => ({ kind: 'number', value: Number(digits), digits: digits.length }),
  },
  {
    form: /^(\p{L}+)\.?-(\d\d)(?!\d)/u,
    read: ([, name = '', digits]) => monthAndDigits(name, Number(digits)),
  },
  { form: /^\?/, read: () => ({ kind: 'mark', mark: '?' }) },
  { form: /^~/, read: () => ({ kind: 'mark', mark: '~' }) },
  { form: /^&/, read: () => ({ kind: 'and' }) },
  { form: /^,(?= ?(\d{1,2}(?!\d)|\p{L}+))/u, read: readComma },
  { form: /^[,.;()]/, read: () => 'nothing' },
  { form: /^\/(?= ?\p{L})/u, read: (_match, before) => (before.at(-1)?.kind === 'month' ? 'nothing' : null) },
  // A hyphen after a word such as "mid" ties it to what follows; otherwise it stands for "to".
  {
    form: /^-+/,
    read: (_match, before) =>
      before.length === 0 || before.at(-1)?.kind === 'part' ? 'nothing' : { kind: 'to' },
  },
  { form: /^\p{L}+(?:'\p{L}+)?/u, read: ([name]) => meaning(name) },
]

/** A comma between days, or before another month, lists alternatives; elsewhere it says nothing. */
function readComma([, next = '']: RegExpExecArray, before: readonly Token[]): Read {
  const last = before.at(-1)?.kind
  const number = /^\d/.test(next)
  if (number) return last === 'number' ? { kind: 'or' } : 'nothing'
  const follows = wordOf(next)?.kind
  return last === 'month' && (follows === 'part' || follows === 'month') ? { kind: 'or' } : 'nothing'
}

const monthAndDigits = (name: string, value: number): Read => {
  const word = wordOf(name)
  return word?.kind === 'month' ? { kind: 'after_month', month: word.month, value } : null
}

const meaning = (name: string): Read => {
  const word = wordOf(name.replace(/^[ld]'/, ''))
  if (word === null) return null
  return word.kind === 'noise' ? 'nothing' : word
}

/** Two digits: this century up to 49, the last from 50. */
const centuryOf = (twoDigits: string): string => (Number(twoDigits) < 50 ? '20' : '19')
