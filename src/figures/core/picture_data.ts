/**
 * The numbers of a picture for machines: one row a number, with all that tells what it counts, as JSON and as CSV.
 * Codes and column names are the same in every language; names are in the language of the picture. Pure.
 */
import { toCsv } from './csv.ts'
import type { Picture, PictureNumber, YearSeries } from './picture.ts'
import { categoryName, UNKNOWN } from './picture.ts'

/** What is told but not to which row it belongs. */
export const APART = 'apart'

export type DataRow = {
  /** Of a row, a series or an event: a term, an ISO country, `unknown` or `apart`. */
  readonly code: string
  readonly name: string
  /** Of stacked shares the part of the whole, of a map of classes the class, of a flow the class it leads to. */
  readonly part: string | null
  readonly part_name: string | null
  readonly year: number | null
  /** Of events: EDTF. */
  readonly date: string | null
  /** Null: nothing is told, which is not zero. Of an event there is no number. */
  readonly value: number | null
  /** The number is a range from value to max. */
  readonly max: number | null
  /** The value is a lower bound. */
  readonly at_least: boolean
}

/** The shape of a picture's JSON. Fields are only ever added; one that changes makes a new format. */
export type PictureData = {
  readonly format: 'amparo-picture/1'
  readonly kind: Picture['kind']
  readonly language: string
  readonly title: string
  readonly unit: string
  readonly scale: 'count' | 'percent'
  readonly period: string
  readonly area: string
  readonly source: string
  readonly notes: readonly string[]
  readonly licence: string
  readonly address: string | null
  readonly rows: readonly DataRow[]
}

const noRow: DataRow = {
  code: '',
  name: '',
  part: null,
  part_name: null,
  year: null,
  date: null,
  value: null,
  max: null,
  at_least: false,
}

/** `licence` in words: how the numbers may be used again. */
export const pictureData = (picture: Picture, licence: string): PictureData => ({
  format: 'amparo-picture/1',
  kind: picture.kind,
  language: picture.lang,
  title: picture.title,
  unit: picture.unit,
  scale: picture.scale,
  period: picture.period,
  area: picture.area,
  source: picture.source,
  notes: picture.notes,
  licence,
  address: picture.address,
  rows: [...dataRows(picture), ...apartRows(picture)],
})

const columns = Object.keys(noRow) as readonly (keyof DataRow)[]

/** One table: what holds for all rows is repeated in each, so that no row travels without its source. */
export const pictureCsv = (picture: Picture, licence: string): string => {
  const { rows, title, unit, period, area, source, address } = pictureData(picture, licence)
  const all = [title, unit, period, area, source, licence, address]
  return toCsv([
    [...columns, 'title', 'unit', 'period', 'area', 'source', 'licence', 'address'],
    ...rows.map((row) => [
      ...columns.map((column) => {
        const value = row[column]
        return typeof value === 'boolean' ? String(value) : value
      }),
      ...all,
    ]),
  ])
}

const dataRows = (picture: Picture): readonly DataRow[] => {
  switch (picture.kind) {
    case 'bars':
    case 'map':
      return picture.rows.map(({ code, name, number }) => ({ ...noRow, code, name, ...ofNumber(number) }))
    case 'columns':
      return yearRows({ code: 'all', name: picture.title, points: picture.points })
    case 'lines':
      return picture.series.flatMap(yearRows)
    case 'multiples':
      return picture.panels.flatMap(yearRows)
    case 'stacked':
      return stackedRows(picture)
    case 'categories':
      return picture.rows.map(({ code, name, category }) => ({
        ...noRow,
        code,
        name,
        part: category,
        part_name: categoryName(picture, category),
        value: 1,
      }))
    case 'hemicycle':
      return picture.groups.flatMap(({ name, seats }) =>
        picture.categories.map(({ code }) => ({
          ...noRow,
          code: name,
          name,
          part: code,
          part_name: categoryName(picture, code),
          value: seats.filter((one) => one === code).length,
        })),
      )
    case 'flow':
      return picture.streams.map(({ from, to, count }) => ({
        ...noRow,
        code: from,
        name: categoryName(picture, from),
        part: to,
        part_name: categoryName(picture, to),
        value: count,
      }))
    // A figure has data of its own (figure_json.ts).
    case 'number':
      return []
    case 'timeline':
      return picture.events.map(({ code, label, date }) => ({ ...noRow, code, name: label, date }))
  }
}

const ofNumber = ({ value, max, least }: PictureNumber): Pick<DataRow, 'value' | 'max' | 'at_least'> => ({
  value,
  max,
  at_least: least,
})

const yearRows = ({ code, name, points }: YearSeries): readonly DataRow[] =>
  points.map(({ year, number }) => ({ ...noRow, code, name, year, ...ofNumber(number) }))

const stackedRows = (picture: Extract<Picture, { kind: 'stacked' }>): readonly DataRow[] =>
  picture.rows.flatMap(({ code, name, counts, unknown }) => [
    ...picture.parts.map((part, place) => ({
      ...noRow,
      code,
      name,
      part: part.code,
      part_name: part.name,
      value: counts[place] ?? 0,
    })),
    { ...noRow, code, name, part: UNKNOWN, value: unknown },
  ])

const apartRows = (picture: Picture): readonly DataRow[] =>
  'apart' in picture && picture.apart !== null ? [{ ...noRow, code: APART, ...ofNumber(picture.apart) }] : []
