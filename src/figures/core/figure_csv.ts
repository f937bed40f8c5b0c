/** A figure as rows of a CSV: every released version, newest first, then the rows of its newest breakdown. Pure. */
import { APART } from './answer_data.ts'
import type { FigureBody, FigureValue } from './figure.ts'
import type { FigureView } from './figure_view.ts'
import { queryToAddress } from './query.ts'
import type { ReleasedFigure } from './released_figure.ts'

type Cell = string | number | null

const head = [
  'id',
  'version',
  'released_on',
  /** A term of the breakdown, or `apart`; empty: the figure itself. */
  'row',
  'statement',
  'language',
  'value',
  'min',
  'max',
  'quantity',
  'unit',
  'comparison',
  'estimate',
  'period',
  'area',
  'numerator',
  'denominator',
  'denominator_words',
  'unknowns',
  'publisher',
  'quoted_in',
  'title',
  'year',
  'page',
  'source_address',
  'checked_on',
  'query',
  'counted_on',
  'data_version',
  'vocabulary',
  'address',
] as const
type Column = (typeof head)[number]
type Row = { readonly [C in Column]?: Cell }

export const figureCsvRows = (
  { figure, versions }: Pick<FigureView, 'figure' | 'versions'>,
  given: { readonly lang: string; readonly address: string },
): readonly (readonly Cell[])[] => {
  const rows = [...versions.map((one) => rowOf(one.figure, given)), ...breakdownOf(figure, given)]
  return [head, ...rows.map((row) => head.map((column) => row[column] ?? null))]
}

const rowOf = (
  { id, version, releasedOn, body }: ReleasedFigure,
  { lang, address }: { readonly lang: string; readonly address: string },
): Row => {
  const said = body.statement[lang] === undefined ? body.lang : lang
  return {
    id,
    version,
    released_on: releasedOn,
    statement: body.statement[said] ?? null,
    language: said,
    ...valueCells(body.value),
    unit: body.unit,
    comparison: body.comparison,
    estimate: body.estimate ? 'yes' : 'no',
    period: body.period,
    area: areaCell(body.area, said),
    numerator: body.share?.numerator?.count ?? null,
    denominator: body.share?.denominator?.count ?? null,
    denominator_words: inLanguage(body.share?.denominator?.words ?? {}, said),
    unknowns: body.share?.unknowns ?? null,
    ...sourceCells(body.source),
    address,
  }
}

const breakdownOf = (figure: ReleasedFigure, given: Parameters<typeof rowOf>[1]): readonly Row[] => {
  const { source } = figure.body
  if (source.kind !== 'query') return []
  const {
    numerator: _n,
    denominator: _d,
    unknowns: _u,
    value: _v,
    min: _l,
    max: _m,
    ...same
  } = rowOf(figure, given)
  const { rows, apart } = source.frozen
  const all = apart ? [...rows, { code: APART, value: apart, share: null }] : rows
  return all.map(({ code, value, share }) => ({
    ...same,
    row: code,
    ...valueCells(value),
    numerator: share?.numerator ?? null,
    denominator: share?.denominator ?? null,
    unknowns: share?.unknown ?? null,
  }))
}

const valueCells = (value: FigureValue): Row => {
  switch (value.kind) {
    case 'number':
      return { value: value.value }
    case 'range':
      return { min: value.min, max: value.max }
    case 'words':
      return { quantity: value.quantity }
  }
}

const areaCell = (area: FigureBody['area'], lang: string): string | null => {
  switch (area.kind) {
    case 'world':
      return area.within === null ? 'world' : `world, ${area.within.count} ${area.within.of}`
    case 'country':
      return area.country
    case 'region':
      return inLanguage(area.name, lang)
  }
}

const inLanguage = (words: Readonly<Record<string, string>>, lang: string): string | null =>
  words[lang] ?? Object.values(words)[0] ?? null

const sourceCells = (source: FigureBody['source']): Row => {
  switch (source.kind) {
    case 'citation':
      return {
        publisher: source.publisher,
        quoted_in: source.quotedIn,
        title: source.title,
        year: source.year,
        page: source.page,
        source_address: source.address,
        checked_on: source.checkedOn,
      }
    case 'query':
      return {
        query: queryToAddress(source.query),
        counted_on: source.frozen.on,
        data_version: source.frozen.version,
        vocabulary: source.frozen.vocabulary,
      }
  }
}
