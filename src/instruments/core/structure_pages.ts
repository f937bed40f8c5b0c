/** Takes from the lines of a text what belongs to its pages: headers, footers, numbers, footnotes. */
import { type Doubt, doubt } from './structure_doubts.ts'

export type Line = {
  /** Of the text as given, from 1. */
  readonly at: number
  readonly text: string
  readonly blankBefore: boolean
  /** What stood between this line and the one before and was taken out. */
  readonly after: 'page' | 'footnotes' | null
  /** Whole pages may be missing before this line. */
  readonly gap: boolean
}

export type Page = {
  readonly lines: readonly Line[]
  readonly footnotes: ReadonlyMap<string, string>
  readonly doubts: readonly Doubt[]
}

const SYMBOL = /[A-Z]{1,5}(?:\/[A-Za-z0-9.()-]+){2,}/g
const JOB = /\d{2}-\d{5}|\*\d{6,}\*/g
const OTHER_FURNITURE = /(?<!\S)\d{1,3}\/\d{1,3}(?!\S)|\((?:[EFSACR])\)|(?<!\S)\d{6}(?!\S)/g
const PAGE_MARK = /^[=\-–—*\s]*page\s+\d+(?:\s*(?:of|\/)\s*\d+)?[=\-–—*\s]*$/i
const RULE = /^[_‗―—-]{8,}$/
const FOOTNOTE = /^(?<number>\d{1,3}|\*{1,3})\s+(?<words>\S.*)$/
const BODY_START = /^(?:\d{1,3}\.(?:\s|$)|\([a-z]{1,4}\)\s|Article \d|Whereas )/

export const takePages = (raw: readonly string[]): Page => {
  const doubts: Doubt[] = []
  const footnotes = new Map<string, string>()
  const lines: Line[] = []
  const repeated = repeatedSymbols(raw)
  let pending: Pick<Line, 'blankBefore' | 'after' | 'gap'> = { blankBefore: true, after: null, gap: false }
  for (let i = 0; i < raw.length; i++) {
    const text = raw[i] ?? ''
    if (text === '') {
      pending = { ...pending, blankBefore: true }
    } else if (PAGE_MARK.test(text)) {
      pending = { ...pending, after: 'page', gap: true }
    } else if (RULE.test(text)) {
      const region = readFootnotes(raw, i + 1)
      for (const [number, words] of region.footnotes) footnotes.set(number, words)
      if (!region.closed) doubts.push(doubt('footnotes_end_unclear', i + 1, text, raw[region.end] ?? ''))
      pending = { ...pending, after: region.footnotes.length > 0 ? 'footnotes' : 'page' }
      i = region.end - 1
    } else if (isFurniture(text, repeated)) {
      pending = { ...pending, after: pending.after ?? 'page' }
    } else {
      if (isSymbolLine(text)) doubts.push(doubt('symbol_line_kept', i + 1, text, text))
      lines.push({ at: i + 1, text, ...pending })
      pending = { blankBefore: false, after: null, gap: false }
    }
  }
  return { lines, footnotes, doubts }
}

const without = (text: string, ...patterns: readonly RegExp[]): string =>
  patterns.reduce((left, pattern) => left.replace(pattern, ' '), text).trim()

const isSymbolLine = (text: string): boolean => without(text, SYMBOL) === ''

/** A symbol that stands alone on several lines, or beside a job number, is the header of pages. */
const repeatedSymbols = (raw: readonly string[]): ReadonlySet<string> => {
  const seen = new Map<string, number>()
  for (const text of raw) {
    const hasJob = text.search(JOB) >= 0
    if (without(text, JOB, SYMBOL, OTHER_FURNITURE) !== '') continue
    for (const [symbol] of without(text, JOB).matchAll(SYMBOL))
      seen.set(symbol, (seen.get(symbol) ?? 0) + (hasJob ? 2 : 1))
  }
  return new Set([...seen].filter(([, times]) => times > 1).map(([symbol]) => symbol))
}

const isFurniture = (text: string, repeated: ReadonlySet<string>): boolean => {
  const withoutJobs = without(text, JOB)
  if (without(withoutJobs, SYMBOL, OTHER_FURNITURE) !== '') return false
  const symbols = [...withoutJobs.matchAll(SYMBOL)].map(([symbol]) => symbol)
  if (withoutJobs !== text) return true
  return symbols.length > 0
    ? symbols.every((symbol) => repeated.has(symbol))
    : /^\d{1,3}\/\d{1,3}$/.test(text)
}

type Region = {
  readonly footnotes: readonly (readonly [string, string])[]
  /** The first line after the region. */
  readonly end: number
  /** A header or footer closed the region. */
  readonly closed: boolean
}

const LONGEST_REGION = 60

/**
 * Footnotes follow a rule and are closed by the footer of their page. In some extractions their numbers come first,
 * each on its line, then the footer, then their words.
 */
const readFootnotes = (raw: readonly string[], from: number): Region => {
  const footnotes: [string, string][] = []
  const waiting: string[] = []
  let closed = false
  let end = from
  for (; end < raw.length && end < from + LONGEST_REGION; end++) {
    const text = raw[end] ?? ''
    const numbered = FOOTNOTE.exec(text)?.groups
    const last = footnotes.at(-1)
    if (text === '') continue
    if (/^\d{1,3}$/.test(text)) waiting.push(text)
    else if (without(text, JOB, SYMBOL, OTHER_FURNITURE) === '') closed = true
    else if (BODY_START.test(text)) break
    else if (numbered) footnotes.push([numbered['number'] ?? '', numbered['words'] ?? ''])
    else if (waiting.length > 0) footnotes.push([waiting.shift() ?? '', text])
    else if (closed || !last || last[1].endsWith('.')) break
    else last[1] = `${last[1]} ${text}`
  }
  return { footnotes, end, closed }
}
