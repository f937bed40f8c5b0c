/** A redline as rows of a page: one per change, with the text of either side and both in one. Pure. */
import type { Change, Redline, Side } from '#instruments/core/redline.ts'
import type { Segment } from '#instruments/core/words.ts'

export type Block = {
  readonly number: string
  readonly words: readonly Segment[]
  readonly cut: Side['cut']
}

export type Mark =
  | 'same'
  | 'changed'
  | 'added'
  | 'deleted'
  | 'moved'
  | 'moved_changed'
  | 'split'
  | 'merged'
  | 'unknown_old'
  | 'unknown_new'

export type Row = {
  readonly key: string
  readonly mark: Mark
  /** Between preamble and operative part, with both names of parts. */
  readonly across: { readonly from: Side['part']; readonly to: Side['part'] } | null
  /** Printed numbers before and now; null where it is not there. */
  readonly from: string | null
  readonly to: string | null
  readonly depth: number
  readonly inline: readonly Block[]
  readonly old: readonly Block[]
  readonly now: readonly Block[]
}

export const redlineRows = ({ changes }: Redline): readonly Row[] =>
  changes.map((change, at) => ({ key: String(at), ...rowOf(change) }))

const oldSide = (words: readonly Segment[]): readonly Segment[] =>
  words.filter(({ kind }) => kind !== 'inserted' && kind !== 'unknown_new')
const newSide = (words: readonly Segment[]): readonly Segment[] =>
  words.filter(({ kind }) => kind !== 'deleted' && kind !== 'unknown_old')
const block = ({ number, cut }: Side, words: readonly Segment[]): Block => ({ number, cut, words })

const rowOf = (change: Change): Omit<Row, 'key'> => {
  switch (change.kind) {
    case 'same':
    case 'changed':
      return pairRow(change)
    case 'added': {
      const own = [block(change.new, change.words)]
      return { ...alone(change.new), mark: 'added', to: change.new.number, inline: own, now: own }
    }
    case 'deleted': {
      const own = [block(change.old, change.words)]
      return { ...alone(change.old), mark: 'deleted', from: change.old.number, inline: own, old: own }
    }
    case 'unknown': {
      const own = [block(change.known, change.words)]
      const { number } = change.known
      return change.side === 'old'
        ? { ...alone(change.known), mark: 'unknown_old', from: number, inline: own, old: own }
        : { ...alone(change.known), mark: 'unknown_new', to: number, inline: own, now: own }
    }
    case 'split':
      return {
        ...alone(change.old),
        mark: 'split',
        from: change.old.number,
        to: null,
        inline: change.pieces.map((piece) => block(piece.new, piece.words)),
        old: [
          block(
            change.old,
            change.pieces.flatMap((piece) => oldSide(piece.words)),
          ),
        ],
        now: change.pieces.map((piece) => block(piece.new, newSide(piece.words))),
      }
    case 'merged':
      return {
        ...alone(change.new),
        mark: 'merged',
        to: change.new.number,
        inline: change.pieces.map((piece) => block(piece.old, piece.words)),
        old: change.pieces.map((piece) => block(piece.old, oldSide(piece.words))),
        now: [
          block(
            change.new,
            change.pieces.flatMap((piece) => newSide(piece.words)),
          ),
        ],
      }
  }
}

const alone = ({ depth }: Side): Pick<Row, 'across' | 'from' | 'to' | 'depth' | 'old' | 'now'> => ({
  across: null,
  from: null,
  to: null,
  depth,
  old: [],
  now: [],
})

const pairRow = (change: Extract<Change, { kind: 'same' | 'changed' }>): Omit<Row, 'key'> => {
  const { old, new: now, words, move } = change
  const moved = change.kind === 'changed' ? 'moved_changed' : 'moved'
  return {
    mark: move ? moved : change.kind,
    across: move?.across ?? null,
    from: old.number,
    to: now.number,
    depth: now.depth,
    inline: [
      { ...block(now, words), cut: { start: bothCut(old, now, 'start'), end: bothCut(old, now, 'end') } },
    ],
    old: [block(old, oldSide(words))],
    now: [block(now, newSide(words))],
  }
}

/** Where one goes on, the text in one line does not break off. */
const bothCut = (old: Side, now: Side, end: 'start' | 'end'): boolean => old.cut[end] && now.cut[end]

/** Runs of what did not change, to be told in one line; what is known in one version only is never among them. */
export type RowGroup =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'unchanged'; readonly key: string; readonly numbers: readonly string[] }

export const groupRows = (rows: readonly Row[], { all }: { readonly all: boolean }): readonly RowGroup[] => {
  const groups: RowGroup[] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (all || !isUnchanged(row)) groups.push({ kind: 'row', row })
    else if (last?.kind === 'unchanged')
      groups[groups.length - 1] = { ...last, numbers: [...last.numbers, row.to ?? ''] }
    else groups.push({ kind: 'unchanged', key: row.key, numbers: [row.to ?? ''] })
  }
  return groups
}

const isUnchanged = ({ mark, inline }: Row): boolean =>
  mark === 'same' && inline.every(({ words }) => words.every(({ kind }) => kind === 'same'))
