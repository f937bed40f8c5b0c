/**
 * Public figures from counted cells. Pure.
 *
 * [Note: One family] The released tables hang on the countries: all events by country, by type, by year, by custody;
 * and for each country shown apart, its events by type, year, custody. Tables that share nothing but the countries'
 * totals, all of which are shown, tell nothing of each other; so each is decided by itself (suppress.ts). A table of
 * types by years would tie them together: it is not offered.
 */
import { hideInLine, hideInTable, isSmall } from './suppress.ts'

export const dimensions = ['type', 'year', 'custody'] as const
export type Dimension = (typeof dimensions)[number]

/** Verified coded events of one country and one class, and how many of them everybody can see in a public case. */
export type CountedCell = {
  readonly dimension: Dimension
  /** Null: not known. */
  readonly country: string | null
  readonly code: string | null
  readonly count: number
  readonly published: number
}

/** Not known is a class of its own. */
export const UNKNOWN = 'unknown'

/** `least`: at least the published ones; whether there are more is not told. */
export type FigureNumber = {
  readonly kind: 'exact' | 'least'
  readonly count: number
  readonly published: number
}
export type FigureRow = { readonly code: string; readonly number: FigureNumber }
export type FigureTable = {
  readonly rows: readonly FigureRow[]
  /** What the exact rows leave of an exact total: events of classes that are not told apart. Null: nothing. */
  readonly together: number | null
  readonly total: FigureNumber
}
export type TablesByDimension = { readonly [D in Dimension]: FigureTable }
export type Figures = {
  readonly byCountry: FigureTable
  readonly world: TablesByDimension
  readonly countries: ReadonlyMap<string, TablesByDimension>
}

/** What may be shown of these cells. */
export const figuresOf = (cells: readonly CountedCell[]): Figures => {
  const countries = gather(
    cells.filter((cell) => cell.dimension === 'type'),
    (cell) => cell.country,
  )
  const { totalShown, hidden } = hideInLine(countries.map(unpublished))
  const hiddenCountries = new Set(countries.filter((_, at) => hidden[at]).map(({ code }) => code))
  const given = { cells, countries, hiddenCountries, totalShown }
  const decided = Object.fromEntries(
    dimensions.map((dimension) => [dimension, decideDimension(given, dimension)]),
  ) as { readonly [D in Dimension]: Decided }
  return {
    byCountry: tableOf(countries, { isHidden: (code) => hiddenCountries.has(code), totalShown }),
    world: mapDimensions((dimension) => decided[dimension].world),
    countries: new Map(
      countries.map(({ code }) => [
        code,
        mapDimensions((dimension) => decided[dimension].byCountry.get(code)!),
      ]),
    ),
  }
}

const mapDimensions = <T>(of: (dimension: Dimension) => T) =>
  Object.fromEntries(dimensions.map((dimension) => [dimension, of(dimension)])) as {
    readonly [D in Dimension]: T
  }

type Tally = { readonly code: string; readonly count: number; readonly published: number }

/** More cannot be published than there is: the two are counted one after the other. */
const unpublished = ({ count, published }: Tally): number => Math.max(0, count - published)

const gather = (
  cells: readonly CountedCell[],
  by: (cell: CountedCell) => string | null,
): readonly Tally[] => {
  const tallies = new Map<string, Tally>()
  for (const cell of cells) {
    const code = by(cell) ?? UNKNOWN
    const before = tallies.get(code) ?? { code, count: 0, published: 0 }
    tallies.set(code, {
      code,
      count: before.count + cell.count,
      published: before.published + Math.min(cell.count, cell.published),
    })
  }
  return [...tallies.values()].toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
}

type Given = {
  readonly cells: readonly CountedCell[]
  readonly countries: readonly Tally[]
  readonly hiddenCountries: ReadonlySet<string>
  readonly totalShown: boolean
}
type Decided = { readonly world: FigureTable; readonly byCountry: ReadonlyMap<string, FigureTable> }

const decideDimension = (given: Given, dimension: Dimension): Decided => {
  const cells = given.cells.filter((cell) => cell.dimension === dimension)
  const classes = gather(cells, (cell) => cell.code)
  const { totalShown } = given
  const line = hideInLine(classes.map(unpublished))
  // A total that another table shows cannot be kept back here: then no class is told apart.
  const all = totalShown && !line.totalShown
  const hiddenClasses = new Set(classes.filter((_, at) => all || line.hidden[at]).map(({ code }) => code))
  const world = tableOf(classes, { isHidden: (code) => hiddenClasses.has(code), totalShown })
  const cellsByCountry = Map.groupBy(cells, (cell) => cell.country ?? UNKNOWN)
  const tallies = new Map(
    given.countries.map(({ code }) => [code, gather(cellsByCountry.get(code) ?? [], (cell) => cell.code)]),
  )
  return { world, byCountry: decideCountries(given, { tallies, classes, hiddenClasses }) }
}

type Crossed = {
  readonly tallies: ReadonlyMap<string, readonly Tally[]>
  readonly classes: readonly Tally[]
  readonly hiddenClasses: ReadonlySet<string>
}

const decideCountries = (given: Given, crossed: Crossed): ReadonlyMap<string, FigureTable> => {
  const { countries, hiddenCountries, totalShown } = given
  const tables = new Map<string, FigureTable>()
  const hiddenIn = totalShown ? hiddenCells(given, crossed) : null
  for (const { code } of countries) {
    const own = crossed.tallies.get(code) ?? []
    const apart = !hiddenCountries.has(code)
    const smallTotal = hiddenIn === null
    const isHidden = (one: string): boolean => {
      if (!apart) return true
      if (smallTotal) return own.some((tally) => tally.code === one && unpublished(tally) > 0)
      return hiddenIn.get(code)?.has(one) ?? false
    }
    tables.set(code, tableOf(own, { isHidden, totalShown: apart }))
  }
  return tables
}

/** The classes hidden in each country that is shown apart; all hidden countries are one row of the table. */
const hiddenCells = (
  { countries, hiddenCountries }: Given,
  { tallies, classes, hiddenClasses }: Crossed,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const apart = countries.filter(({ code }) => !hiddenCountries.has(code)).map(({ code }) => code)
  const rows = [...apart.map((code) => [code]), ...(hiddenCountries.size > 0 ? [[...hiddenCountries]] : [])]
  const columns = [
    ...classes.filter(({ code }) => !hiddenClasses.has(code)).map(({ code }) => [code]),
    ...(hiddenClasses.size > 0 ? [[...hiddenClasses]] : []),
  ]
  const numbers = rows.map((codes) => {
    const own = codes.flatMap((code) => tallies.get(code) ?? [])
    return columns.map((column) => sum(own.filter(({ code }) => column.includes(code)).map(unpublished)))
  })
  // A row may be small although its total is shown (where its status is not published): then none of it is told.
  const openRows = new Set([...rows.keys()].filter((at) => at >= apart.length || isSmall(sum(numbers[at]!))))
  const hidden = hideInTable(numbers, openRows)
  const isHidden = (row: number, at: number): boolean =>
    hidden[row]![at]! || columns[at]!.some((code) => hiddenClasses.has(code))
  return new Map(
    apart.map((code, row) => [
      code,
      new Set(columns.flatMap((column, at) => (isHidden(row, at) ? column : []))),
    ]),
  )
}

const tableOf = (
  tallies: readonly Tally[],
  by: { readonly isHidden: (code: string) => boolean; readonly totalShown: boolean },
): FigureTable => {
  const rows = tallies.flatMap(({ code, count, published }): readonly FigureRow[] => {
    if (!by.isHidden(code)) return [{ code, number: { kind: 'exact', count, published } }]
    return published > 0 ? [{ code, number: { kind: 'least', count: published, published } }] : []
  })
  // By what is told: a place among the true counts would tell what the number does not.
  const inOrder = rows.toSorted((a, b) => b.number.count - a.number.count || (a.code < b.code ? -1 : 1))
  const count = sum(tallies.map((one) => one.count))
  const published = sum(tallies.map((one) => one.published))
  const told = sum(rows.map(({ number }) => (number.kind === 'exact' ? number.count : 0)))
  const least = sum(rows.map(({ number }) => number.count))
  return {
    rows: inOrder,
    together: by.totalShown && told < count ? count - told : null,
    total: by.totalShown ? { kind: 'exact', count, published } : { kind: 'least', count: least, published },
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
