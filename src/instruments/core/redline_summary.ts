/** What a redline says in sentences that can be read out: kinds and numbers here, words in the messages. */
import type { Change, Redline } from './redline.ts'
import { countWords, type Segment } from './words.ts'

export type Sentence =
  | { readonly kind: 'nothing_changed' }
  | { readonly kind: 'added' | 'deleted' | 'changed'; readonly numbers: readonly string[] }
  | {
      readonly kind: 'moved'
      readonly from: string
      readonly to: string
      readonly across: boolean
      readonly changed: boolean
    }
  | { readonly kind: 'split'; readonly from: string; readonly to: readonly string[] }
  | { readonly kind: 'merged'; readonly from: readonly string[]; readonly to: string }
  /** Paragraphs in the same place whose number is another one now. */
  | { readonly kind: 'renumbered'; readonly count: number }
  | { readonly kind: 'words'; readonly added: number; readonly removed: number }
  /** Only in one text, because the other is a fragment. */
  | { readonly kind: 'not_compared'; readonly old: readonly string[]; readonly new: readonly string[] }

export const summarise = ({ changes }: Redline): readonly Sentence[] => {
  const sentences: Sentence[] = []
  const added = changes.flatMap((change) => (change.kind === 'added' ? [change.new.number] : []))
  const deleted = changes.flatMap((change) => (change.kind === 'deleted' ? [change.old.number] : []))
  const changed = changes.flatMap((change) =>
    change.kind === 'changed' && !change.move ? [change.new.number] : [],
  )
  if (added.length > 0) sentences.push({ kind: 'added', numbers: added })
  if (deleted.length > 0) sentences.push({ kind: 'deleted', numbers: deleted })
  if (changed.length > 0) sentences.push({ kind: 'changed', numbers: changed })
  sentences.push(...changes.flatMap(sentencesOf))
  const count = changes.filter(isRenumbered).length
  if (count > 0) sentences.push({ kind: 'renumbered', count })
  const words = countChanged(changes)
  if (words.added > 0 || words.removed > 0) sentences.push({ kind: 'words', ...words })
  const unknown = changes.filter((change) => change.kind === 'unknown')
  if (sentences.length === 0) sentences.push({ kind: 'nothing_changed' })
  if (unknown.length > 0)
    sentences.push({
      kind: 'not_compared',
      old: unknown.filter(({ side }) => side === 'old').map(({ known }) => known.number),
      new: unknown.filter(({ side }) => side === 'new').map(({ known }) => known.number),
    })
  return sentences
}

const sentencesOf = (change: Change): readonly Sentence[] => {
  switch (change.kind) {
    case 'same':
    case 'changed':
      if (!change.move) return []
      return [
        {
          kind: 'moved',
          from: change.move.from,
          to: change.move.to,
          across: change.move.across !== null,
          changed: change.kind === 'changed',
        },
      ]
    case 'split':
      return [{ kind: 'split', from: change.old.number, to: change.pieces.map((piece) => piece.new.number) }]
    case 'merged':
      return [{ kind: 'merged', from: change.pieces.map((piece) => piece.old.number), to: change.new.number }]
    case 'added':
    case 'deleted':
    case 'unknown':
      return []
  }
}

const isRenumbered = (change: Change): boolean =>
  (change.kind === 'same' || change.kind === 'changed') &&
  !change.move &&
  change.old.number !== change.new.number

export const segmentsOf = (change: Change): readonly Segment[] =>
  change.kind === 'split' || change.kind === 'merged'
    ? change.pieces.flatMap(({ words }) => words)
    : change.words

const countChanged = (changes: readonly Change[]): { readonly added: number; readonly removed: number } => {
  const count = (wanted: Segment['kind']): number =>
    changes
      .flatMap(segmentsOf)
      .filter(({ kind }) => kind === wanted)
      .reduce((sum, { text }) => sum + countWords(text.trim()), 0)
  return { added: count('inserted'), removed: count('deleted') }
}
