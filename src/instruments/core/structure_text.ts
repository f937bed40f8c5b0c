/**
 * Finds the structure in plain text as it really comes: drafts of the UN out of PDF files, articles, resolutions of
 * the US Congress, lists of duties. What had to be assumed is told, so that a person can correct it.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { Footnote, InstrumentKind, Provision } from './instrument.ts'
import { writeNumber } from './provision_number.ts'
import { buildTree } from './structure_build.ts'
import type { Doubt } from './structure_doubts.ts'
import { countForms, joinBroken, type Located, takeMarks } from './structure_notes.ts'
import { takePages } from './structure_pages.ts'
import type { Draft } from './structure_state.ts'
import { tidy } from './words.ts'

export type FoundStructure = {
  readonly kind: InstrumentKind
  readonly title: string | null
  readonly opening: string | null
  readonly enacting: string | null
  readonly provisions: readonly Provision[]
  /** Of each provision in reading order: the line on which it begins, from 1. */
  readonly starts: readonly number[]
  readonly footnotes: readonly Footnote[]
  /** False: the text breaks off, begins in the middle, or pages are missing. */
  readonly complete: boolean
  /** In the order of their lines. */
  readonly doubts: readonly Doubt[]
}

export type StructureRefusal =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too_large'; readonly limit: number }
  | { readonly kind: 'too_many_lines'; readonly limit: number }
  /** `lines`: how many were read and hold neither opening words nor a number. */
  | { readonly kind: 'no_structure'; readonly lines: number }

/** Five megabytes in UTF-8: the longest conventions have less than one. */
export const LARGEST_TEXT = 5_000_000

/** The draft of nine pages has 394 lines. */
export const MOST_LINES = 100_000

export const findStructure = (
  given: string,
  { newId }: { readonly newId: () => string },
): Result<FoundStructure, StructureRefusal> => {
  if (utf8Length(given, LARGEST_TEXT) > LARGEST_TEXT) return err({ kind: 'too_large', limit: LARGEST_TEXT })
  const raw = given.split(/\r\n|\r|\n|\f/).map(tidy)
  if (raw.length > MOST_LINES) return err({ kind: 'too_many_lines', limit: MOST_LINES })
  if (raw.every((line) => line === '')) return err({ kind: 'empty' })
  const page = takePages(raw)
  const tree = buildTree(page.lines)
  if (tree.drafts.length === 0) return err({ kind: 'no_structure', lines: page.lines.length })
  const located = tree.drafts.map(joinLines)
  const marks = takeMarks(located, page.footnotes)
  const times = countForms(marks.texts)
  const texts = marks.texts.map((text, i) =>
    joinBroken({ text, lineAt: located[i]?.lineAt ?? (() => 1) }, times),
  )
  const numbers = tree.drafts.map(({ root, marks: own }) => writeNumber({ root, marks: own }))
  const doubts = [...page.doubts, ...tree.doubts, ...marks.doubts, ...texts.flatMap((text) => text.doubts)]
  return ok({
    kind: kindOf(tree.drafts),
    title: tree.title,
    opening: tree.opening,
    enacting: tree.enacting,
    provisions: nest(tree.drafts, { numbers, texts: texts.map(({ text }) => tidy(text)), newId }),
    starts: tree.drafts.map(({ lines }) => lines[0]?.at ?? 1),
    footnotes: [...page.footnotes].map(([number, text]) => ({
      number,
      text,
      provision:
        numbers[marks.references.find((reference) => reference.number === number)?.text ?? -1] ?? null,
    })),
    complete: !tree.drafts.some(({ cut }) => cut.start || cut.end) && !tree.gaps,
    doubts: doubts.toSorted((a, b) => a.line - b.line),
  })
}

/** Counts no further than it has to. */
const utf8Length = (text: string, most: number): number => {
  if (text.length > most) return text.length
  let bytes = 0
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/** A hyphen at the end of a line stays: resolutions are broken at hyphens that their words have. */
const joinLines = ({ lines }: Draft): Located => {
  const pieces: string[] = []
  const starts: { place: number; at: number }[] = []
  let length = 0
  let before = ''
  for (const line of lines) {
    if (before !== '' && !/\p{L}-$/u.test(before.slice(-2))) {
      pieces.push(' ')
      length++
    }
    starts.push({ place: length, at: line.at })
    pieces.push(line.text)
    length += line.text.length
    before = line.text
  }
  return { text: pieces.join(''), lineAt: (place) => lineBefore(starts, place) }
}

/** Halving: a paragraph may have a million lines. */
const lineBefore = (
  starts: readonly { readonly place: number; readonly at: number }[],
  place: number,
): number => {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle]?.place ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return starts[low]?.at ?? 1
}

const kindOf = (drafts: readonly Draft[]): InstrumentKind => {
  if (drafts.some(({ part }) => part === 'article')) return 'declaration'
  return drafts.some(({ part }) => part === 'duty') ? 'guideline' : 'resolution'
}

type Finished = {
  readonly numbers: readonly string[]
  readonly texts: readonly string[]
  readonly newId: () => string
}

const nest = (drafts: readonly Draft[], { numbers, texts, newId }: Finished): readonly Provision[] => {
  const childrenOf = new Map<number | null, number[]>()
  for (const [i, { parent }] of drafts.entries()) {
    const siblings = childrenOf.get(parent)
    if (siblings) siblings.push(i)
    else childrenOf.set(parent, [i])
  }
  const make = (i: number): Provision => ({
    id: newId(),
    part: drafts[i]?.part ?? 'operative',
    number: numbers[i] ?? '',
    text: texts[i] ?? '',
    cut: drafts[i]?.cut ?? { start: false, end: false },
    children: (childrenOf.get(i) ?? []).map(make),
  })
  return (childrenOf.get(null) ?? []).map(make)
}
