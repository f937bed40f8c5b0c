/** Provisions as a person corrects them: a list with depths, from which the tree is made again. Pure. */
import { type Cut, flatten, type Footnote, type Part, type Provision } from '#instruments/core/instrument.ts'
import { parseNumber } from '#instruments/core/provision_number.ts'
import { nextNumber } from './next_number.ts'

export type ProvisionRow = {
  readonly id: string
  readonly part: Part
  readonly number: string
  readonly text: string
  readonly cut: Cut
  readonly depth: number
}

/** What one version is corrected in: footnotes name provisions by number and follow them. */
export type Correctable = { readonly rows: readonly ProvisionRow[]; readonly footnotes: readonly Footnote[] }

export type Correction =
  | { readonly kind: 'number'; readonly at: number; readonly number: string }
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | { readonly kind: 'part'; readonly at: number; readonly part: Part }
  | {
      readonly kind: 'deeper' | 'higher' | 'up' | 'down' | 'join' | 'remove' | 'number_on'
      readonly at: number
    }
  /** `place`: of the cursor in the text. */
  | { readonly kind: 'split'; readonly at: number; readonly place: number; readonly id: string }

export const toRows = (provisions: readonly Provision[]): readonly ProvisionRow[] =>
  flatten(provisions).map(({ provision: { id, part, number, text, cut }, depth }) => ({
    id,
    part,
    number,
    text,
    cut,
    depth,
  }))

export const toTree = (rows: readonly ProvisionRow[]): readonly Provision[] => {
  type Growing = Omit<Provision, 'children'> & { readonly children: Growing[] }
  const roots: Growing[] = []
  const path: Growing[] = []
  for (const { depth, ...own } of rows) {
    const made: Growing = { ...own, children: [] }
    path.length = Math.min(depth, path.length)
    const parent = path.at(-1)
    ;(parent ? parent.children : roots).push(made)
    path.push(made)
  }
  return roots
}

/** Of the list's pictures in a body: `provisions.3.children.1`. */
export const pathsOf = (rows: readonly ProvisionRow[]): readonly string[] => {
  const counts: number[] = []
  return rows.map(({ depth }) => {
    const level = Math.min(depth, counts.length)
    counts[level] = (counts[level] ?? -1) + 1
    counts.length = level + 1
    return `provisions.${counts.join('.children.')}`
  })
}

/** Whether there is anything that the correction could be done to. */
export const mayCorrect = (rows: readonly ProvisionRow[], { kind, at }: Correction): boolean => {
  const [row, before] = [rows[at], rows[at - 1]]
  if (!row) return false
  switch (kind) {
    case 'deeper':
      return before !== undefined && row.depth <= before.depth
    case 'higher':
      return row.depth > 0
    case 'up':
      return siblingBefore(rows, at) !== null
    case 'down':
      return siblingAfter(rows, at) !== null
    case 'join':
      return before !== undefined
    case 'remove':
      return rows.length > 1
    case 'number_on':
      return siblingsAfter(rows, at).length > 0 && nextNumber(row.number) !== null
    case 'split':
    case 'number':
    case 'text':
    case 'part':
      return true
  }
}

export const correct = (given: Correctable, correction: Correction): Correctable => {
  const { rows } = given
  const row = rows[correction.at]
  if (!row || !mayCorrect(rows, correction)) return given
  const { at } = correction
  switch (correction.kind) {
    case 'number':
      return renumber(given, at, correction.number)
    case 'text':
      return { ...given, rows: rows.with(at, { ...row, text: correction.text }) }
    case 'part':
      return {
        ...given,
        rows: rows.map((one, place) => (isWithin(rows, at, place) ? { ...one, part: correction.part } : one)),
      }
    case 'deeper':
      return relevel(given, at, row.depth + 1)
    case 'higher':
      return relevel(given, at, row.depth - 1)
    case 'up':
      return changePlaces(given, siblingBefore(rows, at) ?? at, at)
    case 'down':
      return changePlaces(given, at, siblingAfter(rows, at) ?? at)
    case 'join':
      return join(given, at)
    case 'remove':
      return remove(given, at)
    case 'number_on':
      return numberOn(given, at)
    case 'split':
      return { ...given, rows: split(rows, correction) }
  }
}

/** The provision itself and what stands under it. */
const isWithin = (rows: readonly ProvisionRow[], at: number, place: number): boolean =>
  place >= at && place < endOf(rows, at)

const endOf = (rows: readonly ProvisionRow[], at: number): number => {
  const depth = rows[at]?.depth ?? 0
  const end = rows.findIndex((one, place) => place > at && one.depth <= depth)
  return end < 0 ? rows.length : end
}

/** What stands under it bears its number in front and follows, as do footnotes. */
const renumber = ({ rows, footnotes }: Correctable, at: number, number: string): Correctable => {
  const old = rows[at]?.number ?? ''
  // Article 9 has 9.1 under it.
  const [own, wanted] = [old, number].map((one) => one.replace(/^Article /, ''))
  const newNumber = (one: string): string => {
    if (one === old) return number
    const front = [old, own ?? old].find(
      (begin) => one.startsWith(begin) && /^[(.]/.test(one.slice(begin.length)),
    )
    if (front === undefined) return one
    return (front === old ? number : (wanted ?? number)) + one.slice(front.length)
  }
  // An empty number is in front of every other one: nothing follows it.
  const made = rows.map((one, place) =>
    place === at || (old !== '' && isWithin(rows, at, place))
      ? { ...one, number: newNumber(one.number) }
      : one,
  )
  const changes = new Map(rows.map((one, place) => [one.number, made[place]?.number ?? one.number]))
  return { rows: made, footnotes: follow(footnotes, (one) => changes.get(one) ?? one) }
}

const follow = (
  footnotes: readonly Footnote[],
  toNumber: (number: string) => string | null,
): readonly Footnote[] =>
  footnotes.map((note) => (note.provision === null ? note : { ...note, provision: toNumber(note.provision) }))

/** With all that stands under it; its number becomes the one of its new place. */
const relevel = (given: Correctable, at: number, depth: number): Correctable => {
  const { rows } = given
  const by = depth - (rows[at]?.depth ?? 0)
  const moved = rows.map((one, place) =>
    isWithin(rows, at, place) ? { ...one, depth: one.depth + by } : one,
  )
  const before = moved.slice(0, at).findLast((one) => one.depth <= depth)
  const part = before?.part ?? rows[at]?.part ?? 'operative'
  const number =
    before === undefined
      ? null
      : before.depth === depth
        ? nextNumber(before.number)
        : firstUnder(before, depth)
  const placed = moved.map((one, place) => (isWithin(moved, at, place) ? { ...one, part } : one))
  const made = { ...given, rows: placed }
  return number === null ? made : renumber(made, at, number)
}

/** (a) under a paragraph, (i) under (a), 9.1 under Article 9. */
const firstUnder = ({ number, part }: ProvisionRow, depth: number): string | null => {
  if (parseNumber(number) === null) return null
  if (part === 'article' && depth === 1) return `${number.replace(/^Article /, '')}.1`
  return `${number}(${depth % 2 === 1 ? 'a' : 'i'})`
}

/** What stood under either stands under the joined one. */
const join = ({ rows, footnotes }: Correctable, at: number): Correctable => {
  const [before, row] = [rows[at - 1], rows[at]]
  if (!before || !row) return { rows, footnotes }
  const text = `${before.text.trimEnd()} ${row.text.trimStart()}`.trim()
  const joined = { ...before, text, cut: { start: before.cut.start, end: row.cut.end } }
  return {
    rows: settle(rows.toSpliced(at - 1, 2, joined)),
    footnotes: follow(footnotes, (one) => (one === row.number ? before.number : one)),
  }
}

const remove = ({ rows, footnotes }: Correctable, at: number): Correctable => {
  const row = rows[at]
  const left = rows.map((one, place) =>
    place > at && isWithin(rows, at, place) ? { ...one, depth: one.depth - 1 } : one,
  )
  return {
    rows: settle(left.toSpliced(at, 1)),
    footnotes: follow(footnotes, (one) => (one === row?.number ? null : one)),
  }
}

/** None lies more than one level under the one before it. */
const settle = (rows: readonly ProvisionRow[]): readonly ProvisionRow[] => {
  let before = -1
  return rows.map((one) => {
    before = Math.min(one.depth, before + 1)
    return before === one.depth ? one : { ...one, depth: before }
  })
}

const split = (
  rows: readonly ProvisionRow[],
  { at, place, id }: { readonly at: number; readonly place: number; readonly id: string },
): readonly ProvisionRow[] => {
  const row = rows[at]
  if (!row) return rows
  const first = { ...row, text: row.text.slice(0, place).trimEnd(), cut: { ...row.cut, end: false } }
  const second = {
    ...row,
    id,
    number: nextNumber(row.number) ?? '',
    text: row.text.slice(place).trimStart(),
    cut: { ...row.cut, start: false },
  }
  return rows.toSpliced(at, 1, first, second)
}

/** Of the same list, in the same part. */
const siblingAfter = (rows: readonly ProvisionRow[], at: number): number | null => {
  const [row, end] = [rows[at], endOf(rows, at)]
  const next = rows[end]
  return row && next && next.depth === row.depth && next.part === row.part ? end : null
}

const siblingBefore = (rows: readonly ProvisionRow[], at: number): number | null => {
  const depth = rows[at]?.depth ?? 0
  const before = rows.findLastIndex((one, place) => place < at && one.depth <= depth)
  return before >= 0 && siblingAfter(rows, before) === at ? before : null
}

/** Two neighbours with all that stands under them. Numbers stay with their places, as in print; footnotes go along. */
const changePlaces = (given: Correctable, first: number, second: number): Correctable => {
  const [one, other] = [given.rows[first], given.rows[second]]
  if (!one || !other || first === second) return given
  // A number that nothing has, while both are on their way.
  const away = renumber(given, first, `${one.number}\u0000`)
  const both = renumber(renumber(away, second, one.number), first, other.number)
  const { rows, footnotes } = both
  const end = endOf(rows, second)
  const moved = [
    ...rows.slice(0, first),
    ...rows.slice(second, end),
    ...rows.slice(first, second),
    ...rows.slice(end),
  ]
  return { rows: moved, footnotes }
}

const siblingsAfter = (rows: readonly ProvisionRow[], at: number): readonly number[] => {
  const row = rows[at]
  const found: number[] = []
  for (const [place, one] of rows.entries()) {
    if (!row || place <= at) continue
    if (one.depth < row.depth || (one.depth === row.depth && one.part !== row.part)) break
    if (one.depth === row.depth) found.push(place)
  }
  return found
}

/** Those that follow it in the same list are counted on from its number. */
const numberOn = (given: Correctable, at: number): Correctable => {
  const places = siblingsAfter(given.rows, at)
  // From the last one back, so that no number is in use twice on the way.
  let number = given.rows[at]?.number ?? ''
  const wanted = places.flatMap((place) => {
    number = nextNumber(number) ?? ''
    return number === '' ? [] : [{ place, number }]
  })
  return wanted.reduceRight((made, one) => renumber(made, one.place, one.number), given)
}
