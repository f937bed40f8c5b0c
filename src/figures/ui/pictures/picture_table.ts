/** The table of a picture: the same numbers in words, row by row. Pure. */
import type { Picture, PictureNumber, YearSeries } from '#figures/core/picture.ts'
import { categoryName, ranked } from '#figures/core/picture.ts'
import { formatEdtf, formatNumber } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { numberWords, plainNumber } from './number_words.ts'

export type TableRow = {
  readonly name: string
  readonly href: string | null
  readonly cells: readonly string[]
}
/** The first column names the row. `numeric`: cells are numbers. */
export type TableOfPicture = {
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
  readonly numeric: boolean
}

export const tableOf = (picture: Picture, t: Translate): TableOfPicture => {
  const words = (number: PictureNumber): string => numberWords(t, picture.scale, number)
  const apart = 'apart' in picture ? apartRow(picture.apart, words, t) : []
  switch (picture.kind) {
    case 'bars':
    case 'map':
      return {
        columns: [picture.kind === 'bars' ? picture.rowsAre : t('pictures.country'), picture.unit],
        rows: [
          ...ranked(picture.rows).map(({ name, number, href }) => row(name, href, [words(number)])),
          ...apart,
        ],
        numeric: true,
      }
    case 'columns':
      return {
        columns: [t('pictures.year'), picture.unit],
        rows: [
          ...yearsOf([picture.points]).map((year) =>
            row(String(year), picture.points.find((point) => point.year === year)?.href, [
              words(numberIn(picture.points, year)),
            ]),
          ),
          ...apart,
        ],
        numeric: true,
      }
    case 'lines':
      return yearTable(picture.series, t('pictures.year'), apart, words)
    case 'multiples':
      return panelTable(picture.panels, picture.rowsAre, apart, words)
    case 'stacked':
      return stackedTable(picture, t)
    case 'categories':
      return {
        columns: [picture.rowsAre, picture.categoriesAre],
        rows: picture.rows.map(({ name, category }) => row(name, null, [categoryName(picture, category)])),
        numeric: false,
      }
    case 'hemicycle':
      return {
        columns: [picture.groupsAre, ...picture.categories.map(({ name }) => name)],
        rows: picture.groups.map(({ name, seats }) =>
          row(
            name,
            null,
            picture.categories.map(({ code }) =>
              formatNumber(seats.filter((one) => one === code).length, t.lang),
            ),
          ),
        ),
        numeric: true,
      }
    case 'flow':
      return {
        columns: [picture.before, picture.after, picture.unit],
        rows: picture.streams.map(({ from, to, count }) =>
          row(categoryName(picture, from), null, [categoryName(picture, to), formatNumber(count, t.lang)]),
        ),
        numeric: false,
      }
    // The words say it all.
    case 'number':
      return { columns: [], rows: [], numeric: false }
    case 'timeline':
      return {
        columns: [t('pictures.event'), t('pictures.date')],
        rows: picture.events.map(({ label, date, href }) => row(label, href, [formatEdtf(date, t.lang)])),
        numeric: false,
      }
  }
}

const row = (name: string, href: string | null | undefined, cells: readonly string[]): TableRow => ({
  name,
  href: href ?? null,
  cells,
})

type Say = (number: PictureNumber) => string

const apartRow = (apart: PictureNumber | null, words: Say, t: Translate): readonly TableRow[] =>
  apart === null ? [] : [row(t('pictures.apart'), null, [words(apart)])]

type Points = YearSeries['points']

const numberIn = (points: Points, year: number): PictureNumber =>
  points.find((point) => point.year === year)?.number ?? { value: null, max: null, least: false }

/** Every year of the span, also those of which nothing is told. */
const yearsOf = (series: readonly Points[]): readonly number[] => {
  const years = series.flat().map(({ year }) => year)
  if (years.length === 0) return []
  const [from, to] = [Math.min(...years), Math.max(...years)]
  return Array.from({ length: to - from + 1 }, (_, step) => from + step)
}

/** Few series: years down, series across. */
const yearTable = (
  series: readonly YearSeries[],
  rowsAre: string,
  apart: readonly TableRow[],
  words: Say,
): TableOfPicture => ({
  columns: [rowsAre, ...series.map(({ name }) => name)],
  rows: [
    ...yearsOf(series.map(({ points }) => points)).map((year) =>
      row(
        String(year),
        null,
        series.map(({ points }) => words(numberIn(points, year))),
      ),
    ),
    ...apart,
  ],
  numeric: true,
})

/** Many series: each a row, years across. */
const panelTable = (
  panels: readonly YearSeries[],
  rowsAre: string,
  apart: readonly TableRow[],
  words: Say,
): TableOfPicture => {
  const years = yearsOf(panels.map(({ points }) => points))
  return {
    columns: [rowsAre, ...years.map(String)],
    rows: [
      ...panels.map(({ name, href, points }) =>
        row(
          name,
          href,
          years.map((year) => words(numberIn(points, year))),
        ),
      ),
      ...apart,
    ],
    numeric: true,
  }
}

const stackedTable = (picture: Extract<Picture, { kind: 'stacked' }>, t: Translate): TableOfPicture => ({
  columns: [
    picture.rowsAre,
    ...picture.parts.map(({ name }) => name),
    t('pictures.unknown'),
    t('pictures.total'),
  ],
  rows: picture.rows.map(({ name, href, counts, unknown }) => {
    const total = counts.reduce((sum, count) => sum + count, unknown)
    const share = (count: number): string =>
      total === 0
        ? t('pictures.nothing')
        : `${formatNumber(count, t.lang)} (${plainNumber(t, 'percent', (100 * count) / total)})`
    return row(name, href, [...counts.map(share), share(unknown), formatNumber(total, t.lang)])
  }),
  numeric: true,
})
