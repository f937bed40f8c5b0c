/**
 * Votes from a pasted list: a line a member with its vote beside it, or names under headings as press releases of the
 * UN write them. A name that nobody here bears is listed with its line; none is guessed, none is taken for another.
 */
import { stateOfCode, stateOfName } from '#instruments/core/bodies.ts'
import type { GridOption, GridSeat } from './grid.ts'

export type ListedMark = { readonly member: string; readonly code: string; readonly line: number }
export type ListDoubt = {
  /** name_unknown: nobody here bears it. twice: it stands under two votes. vote_unknown: no vote, or one of no option. */
  readonly kind: 'name_unknown' | 'twice' | 'vote_unknown'
  readonly line: number
  readonly text: string
}
export type ReadList = { readonly marks: readonly ListedMark[]; readonly doubts: readonly ListDoubt[] }

type Asked = {
  readonly seats: readonly GridSeat[]
  readonly options: readonly GridOption[]
  /** Codes of States are those of a day. */
  readonly on?: string
}

/** As records and press releases write them, in the languages of the UN that have such lists. */
const wordsByCode: Readonly<Record<string, readonly string[]>> = {
  yes: [
    'y yes aye yea for favour favor pour oui si',
    'in favour|in favor|voting in favour|votes in favour|votent pour|votes pour|a favor|votos a favor',
    'نعم|مؤيد|مؤيدون|المؤيدون|مع',
  ],
  no: [
    'n no nay against contre non',
    'voting against|votes against|votent contre|en contra|votos en contra',
    'لا|معارض|معارضون|المعارضون|ضد',
  ],
  abstain: [
    'a abstain abstained abstaining abstention abstentions abstenciones',
    "s'abstiennent|se abstienen",
    'ممتنع|ممتنعون|الممتنعون|امتناع',
  ],
  absent: ['absent absents ausentes', 'غائب|غائبون|الغائبون'],
  not_voting: ['nv', 'not voting|did not vote|non-voting|non voting|non-votants', 'لم يصوت|لم يصوتوا'],
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/[\s_]+/g, ' ')
    .trim()
    .toLowerCase()

type Reader = {
  readonly codeOf: (word: string) => string | null
  readonly memberOf: (name: string) => string | null
}

const readerOf = ({ seats, options, on }: Asked): Reader => {
  const codeByWord = new Map<string, string>()
  for (const { code } of options)
    for (const [index, words] of (wordsByCode[code] ?? []).entries())
      for (const word of words.split(index === 0 ? ' ' : '|')) codeByWord.set(plain(word), code)
  for (const { code, label } of options) {
    codeByWord.set(plain(code), code)
    codeByWord.set(plain(label), code)
  }
  for (const { code, key } of options) if (!codeByWord.has(key)) codeByWord.set(key, code)
  const ids = new Set(seats.map(({ id }) => id))
  const namesakes = Map.groupBy(seats, ({ name }) => plain(name))
  return {
    codeOf: (word) => codeByWord.get(plain(word)) ?? null,
    memberOf: (name) => {
      const given = name.trim()
      if (ids.has(given)) return given
      const same = namesakes.get(plain(given)) ?? []
      // Two of one name: which is meant is not known.
      if (same.length > 0) return same.length === 1 ? (same[0]?.id ?? null) : null
      const code = /^[A-Z]{2}$/.test(given) && on !== undefined ? stateOfCode(given, on) : null
      const state = code ?? stateOfName(given)
      return state !== null && ids.has(state) ? state : null
    },
  }
}

type Piece = { readonly text: string; readonly line: number }

/** Takes both forms, also one after the other. */
export const readPastedList = (text: string, asked: Asked): ReadList => {
  const reader = readerOf(asked)
  const marks: ListedMark[] = []
  const doubts: ListDoubt[] = []
  let heading: string | null = null
  let block: Piece[] = []
  const close = (): void => {
    if (heading !== null) for (const one of namesOf(block, reader)) add(one, heading)
    block = []
  }
  const add = ({ text: name, line }: Piece, code: string): void => {
    const member = reader.memberOf(name)
    if (member === null) doubts.push({ kind: 'name_unknown', line, text: name })
    else marks.push({ member, code, line })
  }
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = index + 1
    const said = raw.trim()
    if (said === '') continue
    const begins = headingOf(said, reader)
    if (begins) {
      close()
      heading = begins.code
      if (begins.rest !== '') block.push({ text: begins.rest, line })
      continue
    }
    const pair = pairOf(raw, reader)
    if (pair) add({ text: pair.name, line }, pair.code)
    else if (heading === null) doubts.push({ kind: 'vote_unknown', line, text: said })
    else block.push({ text: said, line })
  }
  close()
  return settle(marks, doubts)
}

/** "In favour (127): Albania, …", or such words alone on a line. */
const headingOf = (
  line: string,
  { codeOf }: Reader,
): { readonly code: string; readonly rest: string } | null => {
  const parts = /^([^:：]{1,40})[:：](.*)$/s.exec(line)
  const words = (parts?.[1] ?? line.slice(0, LONGEST_PAIR)).replace(/(?:\(|(?<![\d(]))\d+\)?\s*$/, '').trim()
  const code = words.length > 1 ? codeOf(words) : null
  return code === null ? null : { code, rest: parts?.[2]?.trim() ?? '' }
}

/** Characters: a name and a vote. What is longer is no pair, and looking for one in it takes long. */
const LONGEST_PAIR = 300

/** "Albania<tab>Y", also with a comma, a semicolon, a colon or wide space between; the vote may come first. */
const pairOf = (
  line: string,
  { codeOf, memberOf }: Reader,
): { readonly name: string; readonly code: string } | null => {
  if (line.length > LONGEST_PAIR) return null
  const tabbed = line.split('\t').map((one) => one.trim())
  const parts =
    tabbed.length === 2
      ? tabbed
      : (/^(.+?)(?:\s*[;,:|]\s*|\s{2,})([^;,:|]+)$/.exec(line.trim())?.slice(1) ?? [])
  const [first = '', second = ''] = parts
  if (first === '' || second === '') return null
  const last = codeOf(second)
  if (last !== null && (tabbed.length === 2 || memberOf(second) === null)) return { name: first, code: last }
  const before = tabbed.length === 2 ? codeOf(first) : null
  return before === null ? null : { name: second, code: before }
}

/**
 * Names parted by commas run over ends of lines; without a comma each line is one. "and" parts names only where both
 * sides are known and the whole is not: Antigua and Barbuda stays one.
 */
const namesOf = (block: readonly Piece[], reader: Reader): readonly Piece[] => {
  const commas = block.some(({ text }) => /[,;،؛]/.test(text))
  if (!commas) return block.flatMap((piece) => parted(trimmed(piece), reader))
  const pieces: Piece[] = []
  let open: Piece | null = null
  for (const { text, line } of block) {
    const parts = text.split(/[,;،؛]/)
    for (const [index, part] of parts.entries()) {
      const before: Piece | null = index === 0 ? open : null
      const now: Piece = before
        ? { text: `${before.text} ${part.trim()}`, line: before.line }
        : { text: part, line }
      // What a line ends with may go on in the next one, unless it ends with a comma or is known as it is.
      if (index === parts.length - 1) open = now.text.trim() === '' ? null : now
      else pieces.push(now)
    }
    if (open && reader.memberOf(trimmed(open).text) !== null) {
      pieces.push(open)
      open = null
    }
  }
  if (open) pieces.push(open)
  return pieces.flatMap((piece) => parted(trimmed(piece), reader))
}

const trimmed = ({ text, line }: Piece): Piece => ({
  text: text.replace(/(?<![.\s])[.\s]+$/, '').trim(),
  line,
})

const parted = (piece: Piece, { memberOf }: Reader): readonly Piece[] => {
  const text = piece.text.replace(/^(and|et|y) /, '')
  if (text === '') return []
  if (memberOf(text) !== null) return [{ ...piece, text }]
  for (const { index } of text.matchAll(/ (?:and|et|y) /g)) {
    const sides = [text.slice(0, index), text.slice(index).replace(/^ (?:and|et|y) /, '')]
    if (sides.every((side) => memberOf(side) !== null)) return sides.map((side) => ({ ...piece, text: side }))
  }
  return [{ ...piece, text }]
}

/** Whoever stands under two votes gets none of them. */
const settle = (marks: readonly ListedMark[], doubts: readonly ListDoubt[]): ReadList => {
  const byMember = Map.groupBy(marks, ({ member }) => member)
  const twice = [...byMember.values()].filter((own) => new Set(own.map(({ code }) => code)).size > 1)
  const unclear = new Set(twice.map((own) => own[0]?.member))
  return {
    marks: [...byMember.values()].flatMap((own) => (unclear.has(own[0]?.member) ? [] : own.slice(0, 1))),
    doubts: [
      ...doubts,
      ...twice.flatMap((own) =>
        own.map(({ member, line }): ListDoubt => ({ kind: 'twice', line, text: member })),
      ),
    ].toSorted((a, b) => a.line - b.line),
  }
}
