/** Words of a text and what changed between two texts, word by word. */

/** One line, single spaces, composed characters: the only form in which texts are kept and compared. */
export const tidy = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u00ad\u200b-\u200d\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** A word with the space before it, or one sign. Joined again they are the text, with one space in front. */
const TOKEN = / ?(?:[\p{L}\p{N}\p{M}]+(?:(?:[’'\-/.]|(?<=\p{N}),(?=\p{N}))[\p{L}\p{N}\p{M}]+)*|[^\s])/gu

export const tokens = (text: string): readonly string[] =>
  text === '' ? [] : (` ${text}`.match(TOKEN) ?? [])

export const isWord = (token: string): boolean => /[\p{L}\p{N}]/u.test(token)

export const countWords = (text: string): number => tokens(text).filter(isWord).length

export type Segment = {
  /** `unknown_…`: beyond the cut of a fragment, neither added nor removed. */
  readonly kind: 'same' | 'deleted' | 'inserted' | 'unknown_old' | 'unknown_new'
  readonly text: string
}

/** Differences beyond this many are told as one replacement: the search grows with their square. */
const MOST_DIFFERENCES = 2000

/**
 * The words deleted and inserted between two tidy texts, fewest first. The same for both directions:
 * `compareWords(b, a)` tells what `compareWords(a, b)` tells, with the roles changed.
 */
export const compareWords = (old: string, now: string): readonly Segment[] => {
  if (old === now) return old === '' ? [] : [{ kind: 'same', text: old }]
  // Of several shortest answers the search finds one by its direction; one direction for both makes them agree.
  if (old > now) return mirror(compareWords(now, old))
  return toSegments(tokens(old), tokens(now))
}

const mirrored = {
  same: 'same',
  deleted: 'inserted',
  inserted: 'deleted',
  unknown_old: 'unknown_new',
  unknown_new: 'unknown_old',
} as const

/** What is deleted stands before what is inserted in its place, so neighbours change places too. */
export const mirror = (segments: readonly Segment[]): readonly Segment[] => {
  const order: Segment[] = []
  for (const { kind, text } of segments) {
    const turned: Segment = { kind: mirrored[kind], text }
    const goesFirst = turned.kind === 'deleted' || turned.kind === 'unknown_old'
    const before = order.at(-1)?.kind
    if (goesFirst && (before === 'inserted' || before === 'unknown_new')) order.splice(-1, 0, turned)
    else order.push(turned)
  }
  return order
}

export const oldText = (segments: readonly Segment[]): string =>
  joined(segments.filter(({ kind }) => kind !== 'inserted' && kind !== 'unknown_new'))

export const newText = (segments: readonly Segment[]): string =>
  joined(segments.filter(({ kind }) => kind !== 'deleted' && kind !== 'unknown_old'))

const joined = (segments: readonly Segment[]): string =>
  segments
    .map(({ text }) => text)
    .join('')
    .trimStart()

/** Steps between two changes that are only a small word or a sign read better inside one change. */
const SMALL = /^ ?(?:\p{P}|a|an|and|de|des|du|et|in|la|le|los|of|or|the|to|y)$/iu

const toSegments = (old: readonly string[], now: readonly string[]): readonly Segment[] => {
  const matches = commonTokens(old, now)
  const segments: Segment[] = []
  const push = (kind: Segment['kind'], list: readonly string[]): void => {
    const last = segments.at(-1)
    if (list.length === 0) return
    if (last?.kind === kind) segments[segments.length - 1] = { kind, text: last.text + list.join('') }
    else segments.push({ kind, text: list.join('') })
  }
  let [x, y] = [0, 0]
  for (const [toX, toY, length] of blocks(old, matches, [old.length, now.length])) {
    push('deleted', old.slice(x, toX))
    push('inserted', now.slice(y, toY))
    push('same', old.slice(toX, toX + length))
    x = toX + length
    y = toY + length
  }
  return segments
}

type Match = readonly [old: number, now: number]

/** Matches in runs, the last one empty at both ends; lone small tokens between two replacements are given up. */
const blocks = (
  old: readonly string[],
  matches: readonly Match[],
  ends: Match,
): readonly (readonly [number, number, number])[] => {
  const found: [number, number, number][] = []
  for (const [x, y] of matches) {
    const last = found.at(-1)
    if (last && last[0] + last[2] === x && last[1] + last[2] === y) last[2]++
    else found.push([x, y, 1])
  }
  found.push([...ends, 0])
  const kept: (readonly [number, number, number])[] = []
  for (const [i, block] of found.entries()) {
    const before = kept.at(-1) ?? [0, 0, 0]
    const after = found[i + 1]
    const replacedBefore = block[0] > before[0] + before[2] && block[1] > before[1] + before[2]
    const replacedAfter = after && after[0] > block[0] + block[2] && after[1] > block[1] + block[2]
    if (replacedBefore && replacedAfter && block[2] === 1 && SMALL.test(old[block[0]] ?? '')) continue
    kept.push(block)
  }
  return kept
}

/** A longest common sequence: what both begin and end with, and in the middle Myers' search (1986). */
const commonTokens = (old: readonly string[], now: readonly string[]): readonly Match[] => {
  const matches: Match[] = []
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) matches.push([start, start++])
  let end = 0
  const room = Math.min(old.length, now.length) - start
  while (end < room && old[old.length - 1 - end] === now[now.length - 1 - end]) end++
  const middle = searchCommon(old.slice(start, old.length - end), now.slice(start, now.length - end))
  for (const [x, y] of middle) matches.push([start + x, start + y])
  for (let i = end; i > 0; i--) matches.push([old.length - i, now.length - i])
  return matches
}

const searchCommon = (old: readonly string[], now: readonly string[]): readonly Match[] => {
  const [n, m] = [old.length, now.length]
  if (n === 0 || m === 0) return []
  const most = Math.min(n + m, MOST_DIFFERENCES)
  /** How far along `old` each diagonal (x - y) reaches; `middle` is diagonal 0. */
  const middle = most + 1
  const reach = new Int32Array(2 * most + 3)
  const trace: Int32Array[] = []
  for (let d = 0; d <= most; d++) {
    trace.push(reach.slice(middle - d - 1, middle + d + 2))
    for (let k = -d; k <= d; k += 2) {
      const down = goesDown(reach, middle, k, d)
      let x = down ? (reach[middle + k + 1] ?? 0) : (reach[middle + k - 1] ?? 0) + 1
      while (x < n && x - k < m && old[x] === now[x - k]) x++
      reach[middle + k] = x
      if (x >= n && x - k >= m) return walkBack(trace, n, m)
    }
  }
  return []
}

const goesDown = (reach: Int32Array, middle: number, k: number, d: number): boolean =>
  k === -d || (k !== d && (reach[middle + k - 1] ?? 0) < (reach[middle + k + 1] ?? 0))

const walkBack = (trace: readonly Int32Array[], n: number, m: number): readonly Match[] => {
  const matches: Match[] = []
  let [x, y] = [n, m]
  for (let d = trace.length - 1; d >= 0; d--) {
    const reach = trace[d] ?? new Int32Array()
    // A kept piece begins at diagonal -d-1.
    const middle = d + 1
    const k = x - y
    const fromK = goesDown(reach, middle, k, d) ? k + 1 : k - 1
    const fromX = d === 0 ? 0 : (reach[middle + fromK] ?? 0)
    const fromY = d === 0 ? 0 : fromX - fromK
    while (x > fromX && y > fromY) matches.push([--x, --y])
    x = fromX
    y = fromY
  }
  return matches.toReversed()
}
