import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { hideInLine, hideInTable, isSmall } from './suppress.ts'

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

/** All ways to give these places numbers, not negative, that add up to a total. */
const fillings = (places: number, total: number): readonly (readonly number[])[] => {
  if (places === 0) return total === 0 ? [[]] : []
  const firsts = Array.from({ length: total + 1 }, (_, first) => first)
  return firsts.flatMap((first) => fillings(places - 1, total - first).map((rest) => [first, ...rest]))
}

const line = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 5 })

describe('a line with its total', () => {
  test('a cell in which all is published stays, however small', () => {
    expect(hideInLine([0, 0, 12]).hidden).toEqual([false, false, false])
  })

  test('a small cell takes the smallest other with it', () => {
    expect(hideInLine([2, 30, 7])).toEqual({ totalShown: true, hidden: [true, false, true] })
  })

  test('small cells that make five together need no other', () => {
    expect(hideInLine([2, 3, 7])).toEqual({ totalShown: true, hidden: [true, true, false] })
  })

  test('five cells of one each tell themselves, so a sixth goes with them', () => {
    expect(hideInLine([1, 1, 1, 1, 1, 6]).hidden).toEqual([true, true, true, true, true, true])
  })

  test('a small total is not shown either', () => {
    expect(hideInLine([2, 0, 1])).toEqual({ totalShown: false, hidden: [true, false, true] })
  })

  test('no small cell is shown, and nothing is hidden where none is small', () => {
    fc.assert(
      fc.property(line, (cells) => {
        const { hidden } = hideInLine(cells)
        for (const [at, cell] of cells.entries()) if (isSmall(cell)) expect(hidden[at]).toBe(true)
        if (!cells.some(isSmall)) expect(hidden).not.toContain(true)
      }),
    )
  })

  test('no hidden cell can be computed, even knowing that each hides at least one event', () => {
    fc.assert(
      fc.property(line, (cells) => {
        const { hidden, totalShown } = hideInLine(cells)
        const places = [...cells.keys()].filter((at) => hidden[at])
        // All ones without any other cell to take along: then nobody can know which cells they are.
        if (!totalShown || places.every((at) => cells[at] === 1)) return
        const total = sum(places.map((at) => cells[at]!))
        expect(isSmall(total)).toBe(false)
        const ways = fillings(places.length, total - places.length)
        for (const at of places.keys()) expect(new Set(ways.map((way) => way[at])).size).toBeGreaterThan(1)
      }),
    )
  })
})

/** Every table with the row and column totals of this one that agrees with what is shown of it. */
const tablesLike = (
  cells: readonly (readonly number[])[],
  told: (row: number, column: number) => boolean,
) => {
  const columns = cells[0]!.map((_, column) => sum(cells.map((row) => row[column]!)))
  const rowsLike = cells.map((row, at) =>
    fillings(row.length, sum(row)).filter((way) =>
      way.every((cell, column) => !told(at, column) || cell === row[column]),
    ),
  )
  const grow = (from: number, left: readonly number[]): readonly (readonly (readonly number[])[])[] => {
    if (from === cells.length) return left.every((one) => one === 0) ? [[]] : []
    return rowsLike[from]!.flatMap((row) => {
      const next = left.map((one, column) => one - row[column]!)
      return next.some((one) => one < 0) ? [] : grow(from + 1, next).map((rest) => [row, ...rest])
    })
  }
  return grow(0, columns)
}

const table = (rows: number, columns: number, max: number) =>
  fc.array(fc.array(fc.integer({ min: 0, max }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  })

/** As in a page: totals are of rows and columns that are shown apart, so none is small. */
const totalsAreShown = (cells: readonly (readonly number[])[]): boolean =>
  cells.every((row) => !isSmall(sum(row))) &&
  cells[0]!.every((_, column) => !isSmall(sum(cells.map((row) => row[column]!))))

describe('a table with its totals', () => {
  test('a diagonal of small cells is not given away by rows and columns', () => {
    const hidden = hideInTable([
      [2, 9, 9],
      [9, 3, 9],
      [9, 9, 30],
    ])
    expect(hidden[0]![0] && hidden[1]![1]).toBe(true)
    expect(hidden.flat().filter(Boolean).length).toBeGreaterThanOrEqual(4)
  })

  test('a table in which nothing is small is shown whole', () => {
    const all = [
      [0, 7, 5],
      [6, 0, 9],
    ]
    expect(hideInTable(all).flat()).not.toContain(true)
  })

  test.each([
    [2, 2, 8],
    [2, 3, 6],
    [3, 2, 6],
    [3, 3, 4],
  ])(
    'no small cell of %i rows and %i columns can be computed: all other tables are tried',
    (rows, columns, max) => {
      fc.assert(
        fc.property(table(rows, columns, max).filter(totalsAreShown), (cells) => {
          const hidden = hideInTable(cells)
          // A cell that is shown and one that holds nothing look different only when something is published in it.
          const told = (row: number, column: number) => !hidden[row]![column] && cells[row]![column]! > 0
          const like = tablesLike(cells, told)
          for (const [row, numbers] of cells.entries()) {
            for (const [column, cell] of numbers.entries()) {
              if (!isSmall(cell)) continue
              expect(hidden[row]![column]).toBe(true)
              expect(new Set(like.map((one) => one[row]![column])).size).toBeGreaterThan(1)
            }
          }
        }),
        { numRuns: 300 },
      )
    },
  )

  test('what remains of a row or column after its shown cells is never a small number', () => {
    fc.assert(
      fc.property(table(4, 5, 9).filter(totalsAreShown), (cells) => {
        const hidden = hideInTable(cells)
        for (const [row, numbers] of cells.entries())
          expect(isSmall(sum(numbers.filter((_, column) => hidden[row]![column])))).toBe(false)
        for (const column of cells[0]!.keys())
          expect(isSmall(sum(cells.map((row, at) => (hidden[at]![column] ? row[column]! : 0))))).toBe(false)
      }),
    )
  })
})

test('a table of 250 countries and 46 types is decided in seconds', () => {
  const cells = Array.from({ length: 250 }, (_, row) =>
    Array.from({ length: 46 }, (__, column) => ((row * 31 + column * 17) % 13 < 6 ? 0 : (row * column) % 40)),
  )
  const start = performance.now()
  hideInTable(cells)
  expect(performance.now() - start).toBeLessThan(5000)
})
