/** Many facts in little room: columns of numbers, and their order by label and person. Pure. */

export type Columns = {
  length: number
  readonly label: Int32Array
  readonly person: Int32Array
  readonly weight: Int32Array
  readonly spread: Int32Array
}

export type ColumnRow = {
  readonly label: number
  readonly person: number
  readonly weight: number
  readonly spread: number
}

const columnsFor = (room: number): Columns => ({
  length: 0,
  label: new Int32Array(room),
  person: new Int32Array(room),
  weight: new Int32Array(room),
  spread: new Int32Array(room),
})

const put = (columns: Columns, label: number, person: number, { weight, spread }: Part): void => {
  const at = columns.length++
  columns.label[at] = label
  columns.person[at] = person
  columns.weight[at] = weight
  columns.spread[at] = spread
}

type Part = Pick<ColumnRow, 'weight' | 'spread'>
const single: Part = { weight: 1, spread: 0 }

/** Rows of a chunk. */
const CHUNK = 8192

/**
 * Facts as they come, in chunks that are never copied. Nearly all weigh one and take eight bytes; the others stand
 * apart. (Of a million events there are some ten million facts: as objects they would not fit beside the pages.)
 */
export type Gathered = {
  readonly add: (row: ColumnRow) => void
  readonly toColumns: () => Columns
}

export const gather = (): Gathered => {
  const chunks: Int32Array[] = []
  const others: ColumnRow[] = []
  let singles = 0
  return {
    add: (row) => {
      if (row.weight !== 1 || row.spread !== 0) {
        others.push(row)
        return
      }
      const at = 2 * (singles % CHUNK)
      if (at === 0) chunks.push(new Int32Array(2 * CHUNK))
      const chunk = chunks.at(-1)!
      chunk[at] = row.label
      chunk[at + 1] = row.person
      singles += 1
    },
    toColumns: () => {
      const columns = columnsFor(singles + others.length)
      for (const [nth, chunk] of chunks.entries())
        for (let at = 0; at < 2 * Math.min(CHUNK, singles - nth * CHUNK); at += 2)
          put(columns, chunk[at]!, chunk[at + 1]!, single)
      for (const row of others) put(columns, row.label, row.person, row)
      return columns
    },
  }
}

export type Merge = 'add' | 'most'

/** By label and, within one, by person, each person once: what they bring is added up, or the most of it counts. */
export const inOrder = (columns: Columns, merge: Merge): Columns => {
  const sorted = sortBy(sortBy(firstOf(columns.length), columns.person), columns.label)
  const merged = columnsFor(columns.length)
  for (const from of sorted) {
    const last = merged.length - 1
    const [label, person] = [columns.label[from]!, columns.person[from]!]
    const [weight, spread] = [columns.weight[from]!, columns.spread[from]!]
    if (last >= 0 && merged.label[last] === label && merged.person[last] === person) {
      merged.weight[last] = joined(merged.weight[last]!, weight, merge)
      merged.spread[last] = joined(merged.spread[last]!, spread, merge)
    } else put(merged, label, person, { weight, spread })
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
