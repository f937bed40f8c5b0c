/**
 * Which provision of one version is which of another: by text, then by likeness of words, number, opening verb and
 * parent. Clauses are paired first and words compared inside pairs only, so that a moved paragraph is a moved
 * paragraph and not a page of deleted and inserted words.
 */
import type { Placed } from './instrument.ts'
import {
  type Bag,
  bagOf,
  likeness,
  type Paragraph,
  paragraphOf,
  shared,
  type Weights,
  weigh,
  without,
} from './likeness.ts'

/** Places in the lists of both versions, in reading order. */
export type Pair = { readonly old: number; readonly now: number }

export type Alignment = {
  readonly pairs: readonly Pair[]
  /** Pairs that stand elsewhere: in another part, under another parent, or in another order. */
  readonly moved: ReadonlySet<Pair>
  /** One old provision became several, in their order; its pair is the one whose `old` it is. */
  readonly splits: readonly { readonly old: number; readonly now: readonly number[] }[]
  readonly merges: readonly { readonly old: readonly number[]; readonly now: number }[]
}

type Side = readonly Placed[]

export const align = (old: Side, now: Side): Alignment => {
  const pairs = [...sameTexts(old, now)]
  const taken = { old: new Set(pairs.map((pair) => pair.old)), now: new Set(pairs.map((pair) => pair.now)) }
  const left = {
    old: old.flatMap((_, i) => (taken.old.has(i) ? [] : [i])),
    now: now.flatMap((_, i) => (taken.now.has(i) ? [] : [i])),
  }
  // Most amendments leave all other paragraphs as they are: words are read only where both sides have some left.
  const words = left.old.length > 0 && left.now.length > 0 ? readWords({ old, now }, left) : null
  if (words) pairs.push(...alikeTexts({ old, now, words }, left))
  pairs.push(...emptyParents(old, now, pairs))
  pairs.sort((a, b) => a.old - b.old)
  const pieces = words ? findSplits({ old, now, words }, pairs) : { splits: [], merges: [] }
  return { pairs, moved: findMoves(old, now, pairs), ...pieces }
}

const numberAt = (side: Side, i: number): string => side[i]?.provision.number ?? ''
const textAt = (side: Side, i: number): string => side[i]?.provision.text ?? ''

/** Provisions without words are held by what stands in them, and known by their numbers. */
const keyOf = ({ provision }: Placed): string =>
  provision.text === '' ? ` ${provision.number}` : provision.text

const sameTexts = (old: Side, now: Side): readonly Pair[] => {
  const waiting = new Map<string, number[]>()
  for (const [i, placed] of now.entries()) {
    const key = keyOf(placed)
    const same = waiting.get(key)
    if (same) same.push(i)
    else waiting.set(key, [i])
  }
  const olds = new Map<string, number[]>()
  for (const [i, placed] of old.entries()) {
    const key = keyOf(placed)
    const same = olds.get(key)
    if (same) same.push(i)
    else olds.set(key, [i])
  }
  return [...olds].flatMap(([key, places]) => {
    const others = waiting.get(key) ?? []
    if (places.length === 1 && others.length === 1) return [{ old: places[0] ?? 0, now: others[0] ?? 0 }]
    // Of texts that stand more than once those with the same number belong together first.
    const byNumber = places.flatMap((i) => {
      const j = others.find((other) => numberAt(now, other) === numberAt(old, i))
      return j === undefined ? [] : [{ old: i, now: j }]
    })
    const rest = {
      old: places.filter((i) => !byNumber.some((pair) => pair.old === i)),
      now: others.filter((j) => !byNumber.some((pair) => pair.now === j)),
    }
    const inOrder = rest.old.slice(0, rest.now.length).map((i, k) => ({ old: i, now: rest.now[k] ?? 0 }))
    return [...byNumber, ...inOrder]
  })
}

type Words = {
  readonly old: ReadonlyMap<number, Paragraph>
  readonly now: ReadonlyMap<number, Paragraph>
  readonly weights: Weights
}

/** Of what is left, and of its parents. */
const readWords = ({ old, now }: { readonly old: Side; readonly now: Side }, left: Left): Words => {
  const bagsOf = (side: Side, places: readonly number[]): ReadonlyMap<number, Bag> => {
    const wanted = new Set(places.flatMap((i) => [i, side[i]?.parent ?? i]))
    return new Map([...wanted].map((i) => [i, bagOf(textAt(side, i))]))
  }
  const bags = { old: bagsOf(old, left.old), now: bagsOf(now, left.now) }
  const weights = weigh([...bags.old.values(), ...bags.now.values()])
  const read = (side: Side, known: ReadonlyMap<number, Bag>): ReadonlyMap<number, Paragraph> =>
    new Map(
      [...known].flatMap(([i, bag]) => {
        const provision = side[i]?.provision
        return provision ? [[i, paragraphOf(provision, bag, weights)] as const] : []
      }),
    )
  return { old: read(old, bags.old), now: read(now, bags.now), weights }
}

type Sides = { readonly old: Side; readonly now: Side; readonly words: Words }
type Left = { readonly old: readonly number[]; readonly now: readonly number[] }

/** As alike as two ways to say the same are; below it the words of resolutions agree by chance. */
const ALIKE = 0.5
/** Enough where the number is the same too. Of fragments more is asked: a few words are soon found elsewhere. */
const ALIKE_AT_SAME_PLACE = 0.3

const alikeTexts = ({ old, now, words }: Sides, left: Left): readonly Pair[] => {
  const found: { pair: Pair; score: number }[] = []
  for (const [i, j] of candidates(words, left)) {
    const [a, b] = [words.old.get(i), words.now.get(j)]
    if (!a || !b) continue
    const alike = likeness(a, b, words.weights)
    const samePlace = numberAt(old, i) === numberAt(now, j)
    const samePart = old[i]?.provision.part === now[j]?.provision.part
    const enough = samePlace ? ALIKE_AT_SAME_PLACE : ALIKE
    if (alike < (a.cut || b.cut ? (samePart ? 1.3 : 1.6) * enough : enough)) continue
    const score =
      alike +
      (samePlace ? 0.1 : 0) +
      (a.opening === b.opening ? 0.1 : 0) +
      (samePart ? 0.05 : 0) +
      0.1 * parentsAlike({ old, now, words }, i, j)
    found.push({ pair: { old: i, now: j }, score })
  }
  return heaviestFirst(found, { old: new Set(), now: new Set() })
}

/** Of pairs that share a provision the heavier one; nothing that is in `taken`, which grows. */
const heaviestFirst = (
  found: Iterable<{ readonly pair: Pair; readonly score: number }>,
  taken: { readonly old: Set<number>; readonly now: Set<number> },
): readonly Pair[] =>
  [...found]
    .toSorted((a, b) => b.score - a.score || a.pair.old + a.pair.now - b.pair.old - b.pair.now)
    .map(({ pair }) => pair)
    .filter(({ old, now }) => {
      if (taken.old.has(old) || taken.now.has(now)) return false
      taken.old.add(old)
      taken.now.add(now)
      return true
    })

const parentsAlike = ({ old, now, words }: Sides, i: number, j: number): number => {
  const [a, b] = [old[i]?.parent, now[j]?.parent]
  if (a === null && b === null) return 1
  if (a == null || b == null) return 0
  const [first, second] = [words.old.get(a), words.now.get(b)]
  if (textAt(old, a) === textAt(now, b)) return 1
  return first && second ? likeness(first, second, words.weights) : 0
}

/** In a text of thousands of paragraphs a word that most of them have brings no candidates. */
const MOST_PLACES = 400

const candidates = (words: Words, left: Left): readonly (readonly [number, number])[] => {
  const places = new Map<string, number[]>()
  for (const j of left.now)
    for (const word of words.now.get(j)?.bag.keys() ?? []) {
      const known = places.get(word)
      if (known) known.push(j)
      else places.set(word, [j])
    }
  return left.old.flatMap((i) => {
    const near = new Set<number>()
    for (const word of words.old.get(i)?.bag.keys() ?? []) {
      const there = places.get(word) ?? []
      if (there.length <= MOST_PLACES) for (const j of there) near.add(j)
    }
    return [...near].map((j) => [i, j] as const)
  })
}

/** A provision that only holds others goes where most of those went. */
const emptyParents = (old: Side, now: Side, pairs: readonly Pair[]): readonly Pair[] => {
  const taken = { old: new Set(pairs.map((pair) => pair.old)), now: new Set(pairs.map((pair) => pair.now)) }
  const votes = new Map<string, { pair: Pair; score: number }>()
  for (const pair of pairs) {
    const [a, b] = [old[pair.old]?.parent ?? null, now[pair.now]?.parent ?? null]
    if (a === null || b === null || taken.old.has(a) || taken.now.has(b)) continue
    if (textAt(old, a) !== '' || textAt(now, b) !== '') continue
    const key = `${a} ${b}`
    votes.set(key, { pair: { old: a, now: b }, score: (votes.get(key)?.score ?? 0) + 1 })
  }
  return heaviestFirst(votes.values(), taken)
}

/** Of siblings the heaviest sequence that keeps its order stays; what is not in it has moved. */
const findMoves = (old: Side, now: Side, pairs: readonly Pair[]): ReadonlySet<Pair> => {
  const partner = new Map(pairs.map((pair) => [pair.old, pair.now]))
  const moved = new Set<Pair>()
  const siblings = new Map<string, Pair[]>()
  for (const pair of pairs) {
    const [a, b] = [old[pair.old], now[pair.now]]
    if (!a || !b) continue
    const sameParent = a.parent === null ? b.parent === null : partner.get(a.parent) === b.parent
    if (!sameParent || (a.parent === null && a.provision.part !== b.provision.part)) {
      moved.add(pair)
      continue
    }
    const key = a.parent === null ? a.provision.part : String(a.parent)
    const group = siblings.get(key)
    if (group) group.push(pair)
    else siblings.set(key, [pair])
  }
  for (const group of siblings.values()) {
    const staying = heaviestInOrder(
      group,
      ({ old: i, now: j }) => 1 + textAt(old, i).length + textAt(now, j).length,
    )
    for (const pair of group) if (!staying.has(pair)) moved.add(pair)
  }
  return moved
}

const heaviestInOrder = (group: readonly Pair[], weight: (pair: Pair) => number): ReadonlySet<Pair> => {
  if (group.every((pair, i) => i === 0 || (group[i - 1]?.now ?? 0) < pair.now)) return new Set(group)
  const best: { weight: number; before: number }[] = []
  let end = 0
  for (const [i, pair] of group.entries()) {
    const here = { weight: weight(pair), before: -1 }
    for (let k = 0; k < i; k++) {
      const chain = (best[k]?.weight ?? 0) + weight(pair)
      if ((group[k]?.now ?? 0) < pair.now && chain > here.weight)
        Object.assign(here, { weight: chain, before: k })
    }
    best.push(here)
    if (here.weight > (best[end]?.weight ?? 0)) end = i
  }
  const staying = new Set<Pair>()
  for (let i = end; i >= 0; i = best[i]?.before ?? -1) {
    const pair = group[i]
    if (pair) staying.add(pair)
  }
  return staying
}

/** A piece is of a paragraph when most of its words were there and are not in what the paragraph became. */
const PIECE = 0.6

const findSplits = (
  { old, now, words }: Sides,
  pairs: readonly Pair[],
): Pick<Alignment, 'splits' | 'merges'> => {
  const changed = pairs.filter((pair) => textAt(old, pair.old) !== textAt(now, pair.now))
  const pairedOld = new Set(pairs.map((pair) => pair.old))
  const pairedNow = new Set(pairs.map((pair) => pair.now))
  const splits = piecesOf(
    changed.map((pair) => ({ whole: pair.old, part: pair.now })),
    {
      loose: now.flatMap((_, j) => (pairedNow.has(j) ? [] : [j])),
      wholes: words.old,
      parts: words.now,
      weights: words.weights,
    },
  )
  const merges = piecesOf(
    changed.map((pair) => ({ whole: pair.now, part: pair.old })),
    {
      loose: old.flatMap((_, i) => (pairedOld.has(i) ? [] : [i])),
      wholes: words.now,
      parts: words.old,
      weights: words.weights,
    },
  )
  return {
    splits: splits.map(({ whole, parts }) => ({ old: whole, now: parts })),
    merges: merges.map(({ whole, parts }) => ({ old: parts, now: whole })),
  }
}

type Pieces = {
  readonly loose: readonly number[]
  readonly wholes: ReadonlyMap<number, Paragraph>
  readonly parts: ReadonlyMap<number, Paragraph>
  readonly weights: Weights
}

const piecesOf = (
  changed: readonly { readonly whole: number; readonly part: number }[],
  { loose, wholes, parts, weights }: Pieces,
): readonly { readonly whole: number; readonly parts: readonly number[] }[] => {
  const rests = changed.map(({ whole, part }) => ({
    whole,
    parts: [part],
    rest: without(wholes.get(whole)?.bag ?? new Map(), parts.get(part)?.bag ?? new Map()),
  }))
  for (const piece of loose) {
    const paragraph = parts.get(piece)
    if (!paragraph || paragraph.bag.size < 3) continue
    const best = rests
      .map((rest) => {
        const there = shared(paragraph.bag, rest.rest, weights)
        // A piece repeats words of the paragraph that it left: its verb, whom it asks.
        const own = without(paragraph.bag, rest.rest)
        const repeated = Math.max(
          0,
          ...rest.parts.map((part) => shared(own, parts.get(part)?.bag ?? new Map(), weights)),
        )
        return { rest, there: there / (paragraph.weight - repeated), share: there / paragraph.weight }
      })
      .filter(({ there, share }) => there >= PIECE && share >= PIECE / 2)
      .toSorted((a, b) => b.there - a.there)[0]
    if (!best) continue
    best.rest.parts.push(piece)
    best.rest.rest = without(best.rest.rest, paragraph.bag)
  }
  return rests
    .filter((rest) => rest.parts.length > 1)
    .map((rest) => ({ whole: rest.whole, parts: rest.parts.toSorted((a, b) => a - b) }))
}
