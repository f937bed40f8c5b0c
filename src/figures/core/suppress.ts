/**
 * Which numbers a public table may not show. Pure.
 *
 * [Note: Hidden] What must stay untold is how many events of *unpublished* cases are in a cell when they are fewer
 * than five: then the cell, or its difference to the public list, would be. (A cell under five with unpublished
 * events in it has fewer than five of them, so this one comparison is the whole rule.) All arithmetic below is on
 * unpublished events; published ones are known to everybody. A cell without any number in the page may be empty or
 * hidden, so a reader can assume of it nothing but that it is not negative.
 */

/** Unpublished events of a cell, from 1 to 4, are told by no number of ours. */
const SMALL = 5

export const isSmall = (unpublished: number): boolean => unpublished > 0 && unpublished < SMALL

export type HiddenLine = {
  /** False: the total, too, would tell a small number. It is then known to nobody but us. */
  readonly totalShown: boolean
  readonly hidden: readonly boolean[]
}

/**
 * A line of cells with its total. Where one is small, others are hidden with it, the smallest first, until what is
 * hidden adds up to a number that tells nothing of any one of them.
 */
export const hideInLine = (unpublished: readonly number[]): HiddenLine => {
  const total = sum(unpublished)
  if (isSmall(total)) return { totalShown: false, hidden: unpublished.map((cell) => cell > 0) }
  const hidden = unpublished.map(isSmall)
  const others = unpublished
    .map((cell, at) => ({ cell, at }))
    .filter(({ cell }) => cell >= SMALL)
    .toSorted((a, b) => a.cell - b.cell)
  while (!tellsNothing(unpublished, hidden)) {
    const next = others.shift()
    if (!next) break
    hidden[next.at] = true
  }
  return { totalShown: true, hidden }
}

/** The sum of hidden cells is not small, is not of one alone, and is more than one event in each. */
const tellsNothing = (unpublished: readonly number[], hidden: readonly boolean[]): boolean => {
  const cells = unpublished.filter((_, at) => hidden[at])
  return cells.length === 0 || (cells.length > 1 && sum(cells) >= SMALL && sum(cells) > cells.length)
}

/**
 * A table whose row and column totals are all shown. `openRows` are rows none of whose cells is shown anyway.
 * No hidden small cell can be computed from what is shown, also not by way of several rows and columns.
 */
export const hideInTable = (
  unpublished: readonly (readonly number[])[],
  openRows: ReadonlySet<number> = new Set(),
): readonly (readonly boolean[])[] => {
  const hidden = unpublished.map((row, at) =>
    openRows.has(at) ? row.map(() => true) : [...hideInLine(row).hidden],
  )
  for (;;) {
    const before = countHidden(hidden)
    hideAlongColumns(unpublished, hidden)
    hideAlongRows(unpublished, hidden, openRows)
    if (countHidden(hidden) === before) hideForComputable(unpublished, hidden)
    if (countHidden(hidden) === before) return hidden
  }
}

type Numbers = readonly (readonly number[])[]
type Hidden = boolean[][]

const hideAlongColumns = (unpublished: Numbers, hidden: Hidden): void => {
  for (const column of (unpublished[0] ?? []).keys()) {
    for (;;) {
      const cells = unpublished.map((row) => row[column] ?? 0)
      const rest = sum(cells.filter((_, row) => hidden[row]?.[column]))
      if (!isSmall(rest)) break
      const row = smallestShown(cells, (at) => hidden[at]?.[column] ?? true)
      if (row === undefined) break
      hidden[row]![column] = true
    }
  }
}

const hideAlongRows = (unpublished: Numbers, hidden: Hidden, openRows: ReadonlySet<number>): void => {
  for (const [at, cells] of unpublished.entries()) {
    const row = hidden[at]!
    while (!openRows.has(at) && isSmall(sum(cells.filter((_, column) => row[column])))) {
      const column = smallestShown(cells, (one) => row[one] ?? true)
      if (column === undefined) break
      row[column] = true
    }
  }
}

/**
 * Hides one more cell in the row or column of each small cell that the rest determines; where both are hidden
 * already, the smallest of all. With everything hidden none is determined, since no total is small.
 */
const hideForComputable = (unpublished: Numbers, hidden: Hidden): void => {
  for (const { row, column } of computable(unpublished, hidden)) {
    const besides = smallestShown(unpublished[row]!, (at) => hidden[row]![at]!)
    const below = smallestShown(
      unpublished.map((one) => one[column]!),
      (at) => hidden[at]![column]!,
    )
    if (besides !== undefined) hidden[row]![besides] = true
    if (below !== undefined) hidden[below]![column] = true
    if (besides === undefined && below === undefined) hideSmallest(unpublished, hidden)
  }
}

const hideSmallest = (unpublished: Numbers, hidden: Hidden): void => {
  const columns = unpublished[0]?.length ?? 0
  const cells = unpublished.flat()
  const at = smallestShown(cells, (one) => hidden[Math.floor(one / columns)]![one % columns]!)
  if (at !== undefined) hidden[Math.floor(at / columns)]![at % columns] = true
}

const smallestShown = (cells: readonly number[], isHidden: (at: number) => boolean): number | undefined => {
  const shown = [...cells.keys()].filter((at) => !isHidden(at) && (cells[at] ?? 0) > 0)
  return shown.toSorted((a, b) => (cells[a] ?? 0) - (cells[b] ?? 0))[0]
}

/**
 * The small cells that have only one value given all that is shown. One more event in a cell must be balanced along
 * a ring of untold cells, one more and one less in turns; where there is such a ring, the cell may be otherwise.
 */
const computable = (
  unpublished: Numbers,
  hidden: Hidden,
): readonly { readonly row: number; readonly column: number }[] => {
  const untold = unpublished.map((cells, row) => cells.map((cell, at) => cell === 0 || hidden[row]![at]!))
  const small = unpublished.flatMap((cells, row) =>
    [...cells.keys()].filter((column) => isSmall(cells[column]!)).map((column) => ({ row, column })),
  )
  return small.filter(
    (cell) => !mayBeMore(unpublished, untold, cell) && !mayBeLess(unpublished, untold, cell),
  )
}

type Untold = readonly (readonly boolean[])[]
type Cell = { readonly row: number; readonly column: number }

/** More here: less in a cell of each column on the way from this column back to this row, more in one of each row. */
const mayBeMore = (unpublished: Numbers, untold: Untold, cell: Cell): boolean =>
  isReached({ unpublished, untold, except: cell, from: 'column' })

const mayBeLess = (unpublished: Numbers, untold: Untold, cell: Cell): boolean =>
  isReached({ unpublished, untold, except: cell, from: 'row' })

type Search = {
  readonly unpublished: Numbers
  readonly untold: Untold
  readonly except: Cell
  readonly from: 'row' | 'column'
}

/**
 * Whether the row of a cell reaches its column, or its column its row, without this cell. From a row one goes on to
 * a column by a cell that may be more, from a column to a row by one that may be less.
 */
const isReached = ({ unpublished, untold, except, from }: Search): boolean => {
  const rows = new Set(from === 'row' ? [except.row] : [])
  const columns = new Set(from === 'column' ? [except.column] : [])
  const isOpen = (row: number, column: number) =>
    untold[row]![column]! && !(row === except.row && column === except.column)
  let before = -1
  while (before !== rows.size + columns.size) {
    before = rows.size + columns.size
    // A set grows while it is walked: what is added is walked too.
    for (const row of rows) {
      for (const column of untold[row]!.keys()) if (isOpen(row, column)) columns.add(column)
      if (from === 'row' && columns.has(except.column)) return true
    }
    for (const column of columns) {
      for (const row of unpublished.keys())
        if (unpublished[row]![column]! > 0 && isOpen(row, column)) rows.add(row)
      if (from === 'column' && rows.has(except.row)) return true
    }
  }
  return false
}

const countHidden = (hidden: Hidden): number => hidden.flat().filter(Boolean).length
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
