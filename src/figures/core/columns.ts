/** Many facts in little room: columns of numbers, 16 bytes a fact, and their order by label and person. Pure. */

/** Grows in place: ten million facts as objects would not fit beside the pages. */
export type Columns = {
  length: number
  label: Int32Array
  person: Int32Array
  weight: Int32Array
  spread: Int32Array
}

export type ColumnRow = {
  readonly label: number
  readonly person: number
  readonly weight: number
  readonly spread: number
}

const FIRST_ROOM = 1024

const columnsOf = (room: number): Columns => ({
  length: 0,
  label: new Int32Array(room),
  person: new Int32Array(room),
  weight: new Int32Array(room),
  spread: new Int32Array(room),
})

export const emptyColumns = (): Columns => columnsOf(FIRST_ROOM)

export const append = (columns: Columns, row: ColumnRow): void => {
  if (columns.length === columns.label.length) grow(columns)
  const at = columns.length++
  columns.label[at] = row.label
  columns.person[at] = row.person
  columns.weight[at] = row.weight
  columns.spread[at] = row.spread
}

const grow = (columns: Columns): void => {
  const bigger = columnsOf(columns.label.length * 2)
  for (const name of ['label', 'person', 'weight', 'spread'] as const) {
    bigger[name].set(columns[name])
    columns[name] = bigger[name]
  }
}

export type Merge = 'add' | 'most'

/** By label and, within one, by person, each person once: what they bring is added up, or the most of it counts. */
export const inOrder = (columns: Columns, merge: Merge): Columns => {
  const sorted = sortBy(sortBy(firstOf(columns.length), columns.person), columns.label)
  const merged = columnsOf(Math.max(columns.length, 1))
  for (const from of sorted) {
    const last = merged.length - 1
    const label = columns.label[from]!
    const person = columns.person[from]!
    if (last >= 0 && merged.label[last] === label && merged.person[last] === person) {
      merged.weight[last] = joined(merged.weight[last]!, columns.weight[from]!, merge)
      merged.spread[last] = joined(merged.spread[last]!, columns.spread[from]!, merge)
    } else append(merged, { label, person, weight: columns.weight[from]!, spread: columns.spread[from]! })
  }
  return merged
}

const joined = (one: number, other: number, merge: Merge): number =>
  merge === 'add' ? one + other : Math.max(one, other)

const firstOf = (length: number): Int32Array => {
  const places = new Int32Array(length)
  for (let at = 0; at < length; at++) places[at] = at
  return places
}

/** Counting sort: stable, and in a time that grows with the facts alone. Keys count from zero. */
const sortBy = (order: Int32Array, keys: Int32Array): Int32Array => {
  let most = 0
  for (const at of order) most = Math.max(most, keys[at]!)
  const starts = new Int32Array(most + 2)
  for (const at of order) starts[keys[at]! + 1]!++
  for (let key = 0; key <= most; key++) starts[key + 1]! += starts[key]!
  const sorted = new Int32Array(order.length)
  for (const at of order) sorted[starts[keys[at]!]!++] = at
  return sorted
}

export type Range = { readonly label: number; readonly start: number; readonly end: number }

/** The stretches of one label each in columns that are in order. */
export function* rangesOf(columns: Columns): Generator<Range> {
  let start = 0
  for (let end = 1; end <= columns.length; end++) {
    if (end < columns.length && columns.label[end] === columns.label[start]) continue
    yield { label: columns.label[start]!, start, end }
    start = end
  }
}
