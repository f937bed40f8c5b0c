/**
 * A report as a small tree of headings, paragraphs, lists and tables. It is made and edited on the member's device, and
 * becomes HTML, DOCX or PDF there: the server never sees it.
 */
import type { ReportPurpose } from './appearance.ts'
import type { ReportLimits } from './limits.ts'

export const reportKinds = ['brief', 'application', 'periodic', 'urgency', 'communication', 'wgad'] as const
export type ReportKind = (typeof reportKinds)[number]
export const isReportKind = (text: string): text is ReportKind =>
  (reportKinds as readonly string[]).includes(text)

/** `letters` are the recitals of a resolution: A, B … Z, AA. */
export const listStyles = ['bullets', 'numbers', 'letters', 'plain'] as const
export type ListStyle = (typeof listStyles)[number]

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | {
      readonly kind: 'paragraph'
      readonly text: string
      /** Counts against a limit of words. */
      readonly counts: boolean
      /** The field of a form that it fills; of a required one that is empty it is said that it is missing. */
      readonly field?: { readonly label: string; readonly required: boolean }
      /** A remark of the desk or of the program, in another face. */
      readonly note?: true
      /** For whoever makes the report: it stands in no file. */
      readonly stays?: true
    }
  | {
      readonly kind: 'list'
      readonly style: ListStyle
      readonly items: readonly string[]
      readonly counts: boolean
    }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
      readonly stays?: true
    }

export type ReportDocument = {
  readonly kind: ReportKind
  readonly purpose: ReportPurpose
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  readonly title: string
  readonly blocks: readonly Block[]
  /** The cases that are told of, and how: what an export is checked against. */
  readonly cases: readonly { readonly case: string; readonly as: 'named' | 'numbered' }[]
  /** Names that have to stay in the text: those of whom it is written. */
  readonly names: readonly string[]
  /** Cases that were asked for and may not be told of. */
  readonly leftOut: number
  /** Most words that may count; null: no limit. */
  readonly mostWords: number | null
  /** What people excluded, and what was left out for it: shown at the desk, in no file. */
  readonly limits: readonly ReportLimits[]
  /** Lines of the program that hold a word of it. */
  readonly ownLines: readonly string[]
}

export const heading = (text: string, level: 2 | 3 = 2): Block => ({ kind: 'heading', level, text })
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text, counts: false })
export const note = (text: string): Block => ({ kind: 'paragraph', text, counts: false, note: true })
/** A remark for whoever makes the report. */
export const deskNote = (text: string): Block => ({
  kind: 'paragraph',
  text,
  counts: false,
  note: true,
  stays: true,
})
export const field = (label: string, text: string, required: boolean): readonly Block[] => [
  heading(label, 3),
  { kind: 'paragraph', text, counts: false, field: { label, required } },
]
/** Nothing where there is nothing to list. */
export const list = (items: readonly string[], style: ListStyle = 'bullets'): readonly Block[] =>
  items.length === 0 ? [] : [{ kind: 'list', style, items, counts: false }]
export const counted = (items: readonly string[], style: ListStyle): Block => ({
  kind: 'list',
  style,
  items,
  counts: true,
})

/** The mark before an item: A., B. … Z., AA.; 1., 2.; none for a plain list. */
export const markOf = (style: ListStyle, at: number): string => {
  switch (style) {
    case 'letters':
      return `${letters(at)}.`
    case 'numbers':
      return `${at + 1}.`
    case 'bullets':
      return '•'
    case 'plain':
      return ''
  }
}

const letters = (at: number): string =>
  (at >= 26 ? letters(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26))

/** Required fields that nobody has filled. */
export const missingFields = ({ blocks }: Pick<ReportDocument, 'blocks'>): readonly string[] =>
  blocks.flatMap((block) =>
    block.kind === 'paragraph' && block.field?.required && block.text.trim() === ''
      ? [block.field.label]
      : [],
  )

/** Everything a reader reads, block by block. */
export const textOf = ({ title, blocks }: Pick<ReportDocument, 'title' | 'blocks'>): string =>
  [title, ...blocks.flatMap(linesOf)].join('\n')

const linesOf = (block: Block): readonly string[] => {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [block.text]
    case 'list':
      return block.items
    case 'table':
      return [block.caption, ...block.head, ...block.rows.flat()]
  }
}

/** A block with what was typed into it: one item a line in lists; a table is counted, and stays. */
export const withText = (block: Block, text: string): Block => {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return { ...block, text }
    case 'list':
      return { ...block, items: text.split('\n').filter((line) => line.trim() !== '') }
    case 'table':
      return block
  }
}

/** As it leaves: without remarks for the desk, and without an empty field of a form, nor its heading alone. */
export const withoutEmpty = (document: ReportDocument): ReportDocument => {
  return {
    ...document,
    blocks: document.blocks.filter(
      (block, at) =>
        !isEmpty(block) &&
        !('stays' in block && block.stays) &&
        !(block.kind === 'heading' && isField(document.blocks[at + 1]) && isEmpty(document.blocks[at + 1])),
    ),
  }
}

const isEmpty = (block: Block | undefined): boolean =>
  (block?.kind === 'paragraph' && block.text.trim() === '') ||
  (block?.kind === 'list' && block.items.length === 0)

const isField = (block: Block | undefined): boolean =>
  block?.kind === 'paragraph' && block.field !== undefined
