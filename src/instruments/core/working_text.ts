/** The words of one provision while amendments are applied, each piece with the amendment that brought it. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { Operation, WordPlace } from './amendment.ts'
import { tidy } from './words.ts'

/** `by` null: of the text that is amended. An empty piece marks where somebody took words out. */
export type Piece = { readonly text: string; readonly by: string | null }

export type WordRefusal =
  | { readonly kind: 'quote_not_found'; readonly quote: string }
  | { readonly kind: 'quote_found_twice'; readonly quote: string; readonly times: number }
  | { readonly kind: 'words_changed_before'; readonly quote: string; readonly by: string }

export const wordsOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('')

export const changedBy = (pieces: readonly Piece[]): string | null =>
  pieces.find(({ by }) => by !== null)?.by ?? null

/** Signs that are printed in different ways stand for each other, one for one, so that places stay. */
const printed = (text: string): string =>
  text
    .replace(/[’‘]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[–—]/g, '-')

type Range = { readonly from: number; readonly to: number }

const occurrences = (text: string, quote: string): readonly Range[] => {
  const [inText, inQuote] = [printed(text), printed(tidy(quote))]
  const ranges: Range[] = []
  if (inQuote === '') return ranges
  for (let at = inText.indexOf(inQuote); at >= 0; at = inText.indexOf(inQuote, at + 1)) {
    const to = at + inQuote.length
    // "with" does not stand in "within".
    const wordBefore = /^[\p{L}\p{N}]/u.test(inQuote) && /[\p{L}\p{N}]/u.test(inText[at - 1] ?? '')
    const wordAfter = /[\p{L}\p{N}]$/u.test(inQuote) && /[\p{L}\p{N}]/u.test(inText[to] ?? '')
    if (!wordBefore && !wordAfter) ranges.push({ from: at, to })
  }
  return ranges
}

/** Who touched a range: brought words of it, or took words out inside it. */
const touchedBy = (pieces: readonly Piece[], { from, to }: Range): string | null => {
  let at = 0
  for (const { text, by } of pieces) {
    const end = at + text.length
    const inside = text === '' ? at > from && at < to : at < to && end > from
    if (inside && by !== null) return by
    at = end
  }
  return null
}

export type Search = {
  readonly pieces: readonly Piece[]
  /** The words before any amendment. */
  readonly base: string
  readonly quote: string
  readonly each: boolean
}

/** Where the quoted words stand in the text that is amended, and nobody has changed them yet. */
export const findQuote = ({ pieces, base, quote, each }: Search): Result<readonly Range[], WordRefusal> => {
  const all = occurrences(wordsOf(pieces), quote)
  const untouched = all.filter((range) => touchedBy(pieces, range) === null)
  const before = occurrences(base, quote).length
  const by = all.map((range) => touchedBy(pieces, range)).find((one) => one !== null) ?? changedBy(pieces)
  if (untouched.length === 0 && by !== null && (all.length > 0 || before > 0))
    return err({ kind: 'words_changed_before', quote, by })
  if (untouched.length === 0) return err({ kind: 'quote_not_found', quote })
  // Two before, one left: which of the two was meant cannot be known.
  const times = Math.max(untouched.length, before)
  if (times > 1 && !each) return err({ kind: 'quote_found_twice', quote, times })
  return ok(untouched)
}

export const replaceRange = (pieces: readonly Piece[], range: Range, now: Piece): readonly Piece[] => {
  const result: Piece[] = []
  let at = 0
  let placed = false
  const place = (): void => {
    if (!placed) result.push(now)
    placed = true
  }
  for (const piece of pieces) {
    const end = at + piece.text.length
    if (end <= range.from || at >= range.to) {
      if (at >= range.to) place()
      result.push(piece)
    } else {
      const [left, right] = [
        piece.text.slice(0, Math.max(0, range.from - at)),
        piece.text.slice(range.to - at),
      ]
      if (left !== '') result.push({ ...piece, text: left })
      place()
      if (end > range.to && right !== '') result.push({ ...piece, text: right })
    }
    at = end
  }
  place()
  return result
}

/** Words are taken out or replaced with one of the spaces around them, so that none is doubled. */
export const changeWords = (pieces: readonly Piece[], { from, to }: Range, now: Piece): readonly Piece[] => {
  const text = wordsOf(pieces)
  const before = text[from - 1] === ' '
  const after = text.slice(to, to + 1)
  if (now.text === '') {
    if (before && /^(?:[ ,;:.)]|$)/.test(after)) return replaceRange(pieces, { from: from - 1, to }, now)
    if (from === 0 && after === ' ') return replaceRange(pieces, { from, to: to + 1 }, now)
  }
  if (before && /^[,;:.)]/.test(now.text)) return replaceRange(pieces, { from: from - 1, to }, now)
  return replaceRange(pieces, { from, to }, now)
}

const FINAL = /[,;.:]$/

const joined = (words: string): string => (/^[,;:.)]/.test(words) ? words : ` ${words}`)

/** New words at the beginning, before the sign that ends the paragraph, or beside quoted words. */
export const insertWords = (
  pieces: readonly Piece[],
  { place, now, anchor }: { readonly place: WordPlace; readonly now: Piece; readonly anchor: Range | null },
): readonly Piece[] => {
  const text = wordsOf(pieces)
  if (place.where === 'start') return insertAt(pieces, { from: 0, to: 0 }, { ...now, text: `${now.text} ` })
  if (place.where === 'end') {
    const final = FINAL.test(text) ? 1 : 0
    const range = { from: text.length - final, to: FINAL.test(now.text) ? text.length : text.length - final }
    return insertAt(pieces, range, { ...now, text: joined(now.text) })
  }
  const at = place.where === 'before' ? (anchor?.from ?? 0) : (anchor?.to ?? text.length)
  if (place.where === 'after')
    return insertAt(pieces, { from: at, to: at }, { ...now, text: joined(now.text) })
  // ", in law," before "and": the comma belongs to the word that stands there.
  const opensWithSign = /^[,;:]/.test(now.text) && text[at - 1] === ' '
  const range = { from: opensWithSign ? at - 1 : at, to: at }
  return insertAt(pieces, range, { ...now, text: `${now.text} ` })
}

/** An empty range at the border of two pieces goes between them. */
const insertAt = (pieces: readonly Piece[], range: Range, now: Piece): readonly Piece[] => {
  if (range.from !== range.to) return replaceRange(pieces, range, now)
  const result: Piece[] = []
  let at = 0
  let placed = false
  for (const piece of pieces) {
    const end = at + piece.text.length
    if (!placed && range.from >= at && range.from < end) {
      const left = piece.text.slice(0, range.from - at)
      if (left !== '') result.push({ ...piece, text: left })
      result.push(now, { ...piece, text: piece.text.slice(range.from - at) })
      placed = true
    } else result.push(piece)
    at = end
  }
  return placed ? result : [...result, now]
}

type WordOperation = Extract<Operation, { op: 'replace_words' | 'delete_words' | 'insert_words' }>

/** Also used for the words that an amendment brings in, which sub-amendments change. */
export const changeNode = (
  { pieces, base }: { readonly pieces: readonly Piece[]; readonly base: string },
  operation: WordOperation,
  by: string,
): Result<readonly Piece[], WordRefusal> => {
  if (operation.op === 'insert_words') {
    const { place } = operation
    const now = { text: tidy(operation.new), by }
    if (!('words' in place)) return ok(insertWords(pieces, { place, now, anchor: null }))
    const anchor = findQuote({ pieces, base, quote: place.words, each: false })
    return anchor.ok ? ok(insertWords(pieces, { place, now, anchor: anchor.value[0] ?? null })) : anchor
  }
  const ranges = findQuote({ pieces, base, quote: operation.old, each: operation.each })
  if (!ranges.ok) return ranges
  const now = { text: operation.op === 'replace_words' ? tidy(operation.new) : '', by }
  // From the end, so that places before stay.
  return ok(ranges.value.toReversed().reduce((left, range) => changeWords(left, range, now), pieces))
}
