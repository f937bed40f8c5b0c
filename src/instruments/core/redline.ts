/** What changed between two versions: provisions paired, moved, split, merged; words inside the pairs. */
import { align, type Alignment } from './align.ts'
import { type Cut, flatten, type Part, type Placed, type Provision, type Text } from './instrument.ts'
import { compareWords, mirror, newText, oldText, type Segment } from './words.ts'

/** A provision on one side. `at`: its place in reading order. */
export type Side = {
  readonly at: number
  readonly id: string
  readonly part: Part
  readonly number: string
  readonly depth: number
  readonly cut: Cut
}

export type Move = {
  readonly from: string
  readonly to: string
  /** Between preamble and operative part. */
  readonly across: { readonly from: Part; readonly to: Part } | null
}

export type Change =
  | {
      readonly kind: 'same'
      readonly old: Side
      readonly new: Side
      readonly words: readonly Segment[]
      readonly move: Move | null
    }
  | {
      readonly kind: 'changed'
      readonly old: Side
      readonly new: Side
      readonly words: readonly Segment[]
      readonly move: Move | null
    }
  | { readonly kind: 'added'; readonly new: Side; readonly words: readonly Segment[] }
  | { readonly kind: 'deleted'; readonly old: Side; readonly words: readonly Segment[] }
  | {
      readonly kind: 'split'
      readonly old: Side
      readonly pieces: readonly { readonly new: Side; readonly words: readonly Segment[] }[]
    }
  | {
      readonly kind: 'merged'
      readonly new: Side
      readonly pieces: readonly { readonly old: Side; readonly words: readonly Segment[] }[]
    }
  /** Only one side is known, because the other text is a fragment: neither added nor deleted. */
  | {
      readonly kind: 'unknown'
      readonly side: 'old' | 'new'
      readonly known: Side
      readonly words: readonly Segment[]
    }

export type Redline = { readonly changes: readonly Change[] }

export const compareTexts = (old: Text, now: Text): Redline => {
  const [before, after] = [flatten(old.provisions), flatten(now.provisions)]
  // One direction for both, so that a comparison read backwards tells the same.
  const turned = orderKey(before) > orderKey(after)
  const alignment = turned ? turnAround(align(after, before)) : align(before, after)
  const changes = changesOf({ before, after, alignment, complete: { old: old.complete, now: now.complete } })
  return { changes }
}

const orderKey = (side: readonly Placed[]): string => side.map(({ provision }) => provision.text).join('\n')

const turnAround = ({ pairs, moved, splits, merges }: Alignment): Alignment => {
  const turned = pairs.map((pair) => ({ pair: { old: pair.now, now: pair.old }, moved: moved.has(pair) }))
  return {
    pairs: turned.map(({ pair }) => pair).toSorted((a, b) => a.old - b.old),
    moved: new Set(turned.filter((one) => one.moved).map(({ pair }) => pair)),
    splits: merges.map(({ old, now }) => ({ old: now, now: old })),
    merges: splits.map(({ old, now }) => ({ old: now, now: old })),
  }
}

type Compared = {
  readonly before: readonly Placed[]
  readonly after: readonly Placed[]
  readonly alignment: Alignment
  readonly complete: { readonly old: boolean; readonly now: boolean }
}

type Ordered = { readonly old: number | null; readonly now: number | null; readonly change: Change }

const changesOf = ({ before, after, alignment, complete }: Compared): readonly Change[] => {
  const ordered: Ordered[] = []
  const done = { old: new Set<number>(), now: new Set<number>() }
  const push = (change: Change, old: readonly number[], now: readonly number[]): void => {
    ordered.push({ change, old: old[0] ?? null, now: now[0] ?? null })
    for (const i of old) done.old.add(i)
    for (const j of now) done.now.add(j)
  }
  for (const { old, now } of alignment.splits)
    push(
      { kind: 'split', old: sideAt(before, old), pieces: splitPieces(before, after, { old, now }) },
      [old],
      now,
    )
  for (const { old, now } of alignment.merges)
    if (!done.now.has(now) && !old.some((i) => done.old.has(i)))
      push(
        { kind: 'merged', new: sideAt(after, now), pieces: mergedPieces(before, after, { old, now }) },
        old,
        [now],
      )
  for (const pair of alignment.pairs) {
    if (done.old.has(pair.old) || done.now.has(pair.now)) continue
    push(pairChange(before, after, { ...pair, moved: alignment.moved.has(pair) }), [pair.old], [pair.now])
  }
  for (const i of before.keys()) {
    if (done.old.has(i)) continue
    const words: readonly Segment[] = whole(complete.now ? 'deleted' : 'unknown_old', textOf(before, i))
    const old = sideAt(before, i)
    push(
      complete.now ? { kind: 'deleted', old, words } : { kind: 'unknown', side: 'old', known: old, words },
      [i],
      [],
    )
  }
  for (const j of after.keys()) {
    if (done.now.has(j)) continue
    const words: readonly Segment[] = whole(complete.old ? 'inserted' : 'unknown_new', textOf(after, j))
    const now = sideAt(after, j)
    push(
      complete.old ? { kind: 'added', new: now, words } : { kind: 'unknown', side: 'new', known: now, words },
      [],
      [j],
    )
  }
  return inReadingOrder(ordered)
}

/** In the order of the new text; what is gone stands after what stood before it. */
const inReadingOrder = (ordered: readonly Ordered[]): readonly Change[] => {
  const kept = ordered.filter(({ now }) => now !== null).toSorted((a, b) => (a.now ?? 0) - (b.now ?? 0))
  const gone = ordered.filter(({ now }) => now === null).toSorted((a, b) => (a.old ?? 0) - (b.old ?? 0))
  const result: Ordered[] = []
  const staying = new Map<number, Ordered>()
  for (const one of kept) if (one.old !== null && !hasMoved(one.change)) staying.set(one.old, one)
  const goneAfter = new Map<Ordered | null, Ordered[]>()
  for (const one of gone) {
    let anchor: Ordered | null = null
    for (let i = (one.old ?? 0) - 1; i >= 0 && anchor === null; i--) anchor = staying.get(i) ?? null
    const list = goneAfter.get(anchor)
    if (list) list.push(one)
    else goneAfter.set(anchor, [one])
  }
  result.push(...(goneAfter.get(null) ?? []))
  for (const one of kept) result.push(one, ...(goneAfter.get(one) ?? []))
  return result.map(({ change }) => change)
}

const hasMoved = (change: Change): boolean =>
  (change.kind === 'same' || change.kind === 'changed') && change.move !== null

const textOf = (side: readonly Placed[], at: number): string => side[at]?.provision.text ?? ''

const whole = (kind: Segment['kind'], text: string): readonly Segment[] =>
  text === '' ? [] : [{ kind, text }]

const sideAt = (side: readonly Placed[], at: number): Side => {
  const placed = side[at]
  if (!placed) throw new Error(`no provision at ${at}`)
  const { id, part, number, cut } = placed.provision
  return { at, id, part, number, depth: placed.depth, cut }
}

const pairChange = (
  before: readonly Placed[],
  after: readonly Placed[],
  { old, now, moved }: { readonly old: number; readonly now: number; readonly moved: boolean },
): Change => {
  const [from, to] = [sideAt(before, old), sideAt(after, now)]
  const words = leaveEnds(compareWords(textOf(before, old), textOf(after, now)), from.cut, to.cut)
  const across = from.part === to.part ? null : { from: from.part, to: to.part }
  const move = moved ? { from: from.number, to: to.number, across } : null
  const same = words.every(({ kind }) => kind === 'same' || kind === 'unknown_old' || kind === 'unknown_new')
  return { kind: same ? 'same' : 'changed', old: from, new: to, words, move }
}

/** Beyond the cut of either text nothing is known of the other. */
const leaveEnds = (segments: readonly Segment[], old: Cut, now: Cut): readonly Segment[] => {
  const first = segments.findIndex(({ kind }) => kind === 'same')
  const last = segments.findLastIndex(({ kind }) => kind === 'same')
  const start = old.start || now.start
  const end = old.end || now.end
  if (!start && !end) return segments
  return segments.map((segment, i) => {
    const beyond = first < 0 || (start && i < first) || (end && i > last)
    if (!beyond || segment.kind === 'same') return segment
    return { kind: segment.kind === 'deleted' ? 'unknown_old' : 'unknown_new', text: segment.text }
  })
}

const splitPieces = (
  before: readonly Placed[],
  after: readonly Placed[],
  { old, now }: { readonly old: number; readonly now: readonly number[] },
): readonly { readonly new: Side; readonly words: readonly Segment[] }[] => {
  const texts = now.map((j) => textOf(after, j))
  const pieces = cutSegments(compareWords(textOf(before, old), texts.join(' ')), texts)
  return now.map((j, i) => ({ new: sideAt(after, j), words: pieces[i] ?? [] }))
}

const mergedPieces = (
  before: readonly Placed[],
  after: readonly Placed[],
  { old, now }: { readonly old: readonly number[]; readonly now: number },
): readonly { readonly old: Side; readonly words: readonly Segment[] }[] => {
  const texts = old.map((i) => textOf(before, i))
  const pieces = cutSegments(mirror(compareWords(texts.join(' '), textOf(after, now))), texts)
  return old.map((i, k) => ({ old: sideAt(before, i), words: mirror(pieces[k] ?? []) }))
}

/** Cuts segments where the texts that make up their new side end. */
const cutSegments = (
  segments: readonly Segment[],
  texts: readonly string[],
): readonly (readonly Segment[])[] => {
  const pieces: Segment[][] = texts.map(() => [])
  // Every token has its space in front, so a piece is one longer than its text.
  const room = texts.map((text) => text.length + 1)
  let piece = 0
  for (const { kind, text } of segments) {
    if (kind === 'deleted') {
      pieces[piece]?.push({ kind, text })
      continue
    }
    let rest = text
    while (rest !== '') {
      while ((room[piece] ?? 0) === 0 && piece < texts.length - 1) piece++
      const taken = piece === texts.length - 1 ? rest : rest.slice(0, room[piece] ?? 0)
      pieces[piece]?.push({ kind, text: taken })
      room[piece] = (room[piece] ?? 0) - taken.length
      rest = rest.slice(taken.length)
    }
  }
  return pieces
}

/** The old text with its redline applied: the new text, without ids of its own. */
export const applyRedline = (old: Text, { changes }: Redline): readonly Omit<Placed, 'parent'>[] | null => {
  const before = flatten(old.provisions)
  const made: { at: number; provision: Provision; depth: number }[] = []
  const make = (side: Side, words: readonly Segment[]): void => {
    const { at, id, part, number, cut, depth } = side
    made.push({ at, depth, provision: { id, part, number, cut, text: newText(words), children: [] } })
  }
  const fits = (at: number, words: readonly Segment[]): boolean => oldText(words) === textOf(before, at)
  for (const change of changes) {
    if (change.kind === 'same' || change.kind === 'changed') {
      if (!fits(change.old.at, change.words)) return null
      make(change.new, change.words)
    } else if (change.kind === 'added') make(change.new, change.words)
    else if (change.kind === 'split') {
      if (
        !fits(
          change.old.at,
          change.pieces.flatMap(({ words }) => words),
        )
      )
        return null
      for (const piece of change.pieces) make(piece.new, piece.words)
    } else if (change.kind === 'merged') {
      if (change.pieces.some((piece) => !fits(piece.old.at, piece.words))) return null
      make(
        change.new,
        change.pieces.flatMap(({ words }) => words),
      )
    } else if (change.kind === 'unknown' && change.side === 'new') make(change.known, change.words)
  }
  return made.toSorted((a, b) => a.at - b.at).map(({ provision, depth }) => ({ provision, depth }))
}

/** The provisions of a new version with the ids that they had before; what is new keeps the id it was read with. */
export const carryIds = (now: readonly Provision[], { changes }: Redline): readonly Provision[] => {
  const idBefore = new Map<string, string>()
  for (const change of changes) {
    if (change.kind === 'same' || change.kind === 'changed') idBefore.set(change.new.id, change.old.id)
    // Of pieces the first keeps the name, so that what cites the paragraph still finds it.
    if (change.kind === 'split' && change.pieces[0]) idBefore.set(change.pieces[0].new.id, change.old.id)
    if (change.kind === 'merged' && change.pieces[0]) idBefore.set(change.new.id, change.pieces[0].old.id)
  }
  const carry = (provision: Provision): Provision => ({
    ...provision,
    id: idBefore.get(provision.id) ?? provision.id,
    children: provision.children.map(carry),
  })
  return now.map(carry)
}
