/** A text as it comes out of a file, whatever its format: lines, footnotes, and what reading it had to assume. Pure. */
import { ok, type Result } from '#kernel/core/result.ts'
import type { AknFacts, AknOwn } from './akn_found.ts'
import { flatten, type Footnote } from './instrument.ts'
import { type Doubt, doubt, type DoubtKind } from './structure_doubts.ts'
import { findStructure, type FoundStructure, type StructureRefusal } from './structure_text.ts'
import { tidy } from './words.ts'

export type ReadText = {
  /** Paragraphs are parted by an empty line. */
  readonly text: string
  /** `line`: in which it is referred to, from 1. */
  readonly notes: readonly { readonly line: number; readonly number: string; readonly text: string }[]
  readonly doubts: readonly Doubt[]
}

export const textFormats = ['plain', 'docx', 'html', 'akn'] as const
export type TextFormat = (typeof textFormats)[number]

/** A resolution in Word has 0.1 MB, a convention 1 MB, a saved page with its scripts 3 MB. */
export const LARGEST_FILE = 20_000_000

export const textFileRefusals = [
  'too_large',
  'empty',
  'pdf',
  'picture',
  'old_word',
  'encrypted',
  'rich_text',
  'open_document',
  'other_archive',
  'web_archive',
  'broken_zip',
  'zip_bomb',
  'part_missing',
  'malformed',
  'document_type',
  'too_deep',
  'other_xml',
  'akn_version',
  'akn_empty',
  'akn_value',
  'not_text',
  'letters_unknown',
  'no_paragraph',
  'too_slow',
  'unreadable',
  'no_reader',
] as const
export type TextFileRefusal =
  | {
      readonly kind: (typeof textFileRefusals)[number]
      /** Line and column, part of the file, or name of what was found; empty where it is the whole file. */
      readonly at: string
    }
  | Exclude<StructureRefusal, { readonly kind: 'empty' | 'too_large' }>

export type ReadFile = {
  readonly format: TextFormat
  /** Of a file whose letters could have been written in several ways, as its label is registered; null: its format says it. */
  readonly letters: string | null
  readonly found: FoundStructure
  /** What the document tells of itself beside its text; null: its format does not say. */
  readonly facts: AknFacts | null
  /** Null: written elsewhere. */
  readonly own: AknOwn | null
}

/** Direction overrides make words look other than they are; control characters are no words. */
export const UNSEEN = /(?![\t\n\v\f\r\u0085])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu

/** Lines while they are gathered. What is said of a paragraph goes with the line that it becomes. */
export type Lines = {
  /** Words of the line that is being made. */
  readonly say: (words: string) => void
  /** What stands before the next words: the number of an item of a list. */
  readonly mark: (mark: string) => void
  readonly end: (how: 'line' | 'paragraph') => void
  readonly doubt: (kind: DoubtKind, found: string, assumed?: string) => void
  readonly refer: (number: string, text: string) => void
  /** Whether the line that is being made has no words yet. */
  readonly fresh: () => boolean
  readonly finish: () => ReadText
}

export const gatherLines = (): Lines => {
  const lines: string[] = []
  const notes: { line: number; number: string; text: string }[] = []
  const doubts: Doubt[] = []
  let words: string[] = []
  let waiting: { readonly kind: DoubtKind; readonly found: string; readonly assumed: string }[] = []
  let references: { number: string; text: string }[] = []
  let [mark, unseen] = ['', false]
  const end = (how: 'line' | 'paragraph'): void => {
    const raw = words.join('')
    words = []
    const line = tidy(raw.replaceAll(UNSEEN, ''))
    if (line !== '') {
      lines.push(mark === '' ? line : `${mark} ${line}`)
      if (!unseen && raw.search(UNSEEN) >= 0) {
        unseen = true
        waiting.push({ kind: 'signs_left_out', found: line, assumed: '' })
      }
      mark = ''
      for (const one of waiting) doubts.push(doubt(one.kind, lines.length, one.found, one.assumed))
      for (const one of references) notes.push({ line: lines.length, ...one })
      waiting = []
      references = []
    }
    if (how === 'paragraph' && lines.length > 0 && lines.at(-1) !== '') lines.push('')
  }
  return {
    say: (more) => void words.push(more),
    mark: (one) => void (mark = one),
    end,
    doubt: (kind, found, assumed = '') => void waiting.push({ kind, found: tidy(found), assumed }),
    refer: (number, text) => void references.push({ number, text: tidy(text.replaceAll(UNSEEN, '')) }),
    fresh: () => words.every((one) => one.trim() === ''),
    finish: () => {
      end('paragraph')
      const last = Math.max(1, lines.length)
      for (const one of waiting) doubts.push(doubt(one.kind, last, one.found, one.assumed))
      for (const one of references) notes.push({ line: last, ...one })
      return { text: lines.join('\n'), notes, doubts }
    },
  }
}

/** Plain text needs no reading but of its signs. */
export const plainLines = (text: string): ReadText => {
  const place = text.search(UNSEEN)
  const line = place < 0 ? 0 : text.slice(0, place).split(/\r\n|\r|\n|\f/).length
  const doubts = place < 0 ? [] : [doubt('signs_left_out', line, text.slice(place + 1, place + 80).trim())]
  return { text: text.replaceAll(UNSEEN, ''), notes: [], doubts }
}

/** The provisions in what was read, with its footnotes where they are referred to. */
export const structureOf = (
  { text, notes, doubts }: ReadText,
  chance: { readonly newId: () => string },
): Result<FoundStructure, StructureRefusal> => {
  const structure = findStructure(text, chance)
  if (!structure.ok) return structure
  const found = structure.value
  const numbers = flatten(found.provisions).map(({ provision: { number } }) => number)
  const own: readonly Footnote[] = notes.map(({ line, number, text: words }) => ({
    number,
    text: words,
    provision: numbers[found.starts.findLastIndex((start) => start <= line)] ?? null,
  }))
  return ok({
    ...found,
    footnotes: [...found.footnotes, ...own.filter(({ text: words }) => words !== '')],
    doubts: [...found.doubts, ...doubts].toSorted((a, b) => a.line - b.line),
  })
}
