/**
 * Rows of a list to cited figures. Columns are found by their headings, cells are read by the schema of a figure, and
 * every cell that cannot be read is told with its column and why. Nothing is guessed: an empty cell is "not stated".
 */
import { foldLetters } from '#kernel/core/fold_text.ts'
import { findListColumns, type ListColumns } from '#kernel/core/list_columns.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  type Comparison,
  type FigureBody,
  type FigureRefusal,
  type FigureUnit,
  type FigureValue,
  parseFigure,
  type Quantity,
} from './figure.ts'

/** Headings as lists carry them; a language stands behind: `statement (ar)`. */
const headings = {
  code: 'code|id|figure|number',
  about: 'about|same as|key|group',
  statement: 'statement|text|title of figure|what|العبارة|enonce|enunciado|утверждение',
  value: 'value|number of|amount|القيمة|valeur|valor|значение',
  unit: 'unit|الوحدة|unite|unidad|единица',
  comparison: 'comparison|relation|المقارنة|comparaison|comparacion|сравнение',
  estimate: 'estimate|estimated|تقدير|estimation|estimacion|оценка',
  period: 'period|date|year of figure|الفترة|periode|periodo|период',
  area: 'area|country|place|region|المنطقة|البلد|zone|pays|area geografica|pais|страна|территория',
  numerator: 'numerator|البسط|numerateur|numerador|числитель',
  denominator: 'denominator|of|المقام|denominateur|denominador|знаменатель',
  unknowns: 'unknowns|unknown|غير معروف|inconnus|desconocidos|неизвестно',
  publisher: 'publisher|source|organisation|organization|الناشر|editeur|editor|издатель|источник',
  quotedIn: 'quoted in|quoted by|cited in|نقلا عن|cite par|citado en|цитируется по',
  title: 'title|source document|document|report|العنوان|titre|titulo|название|документ',
  year: 'published|year|publication year|سنة النشر|annee|ano|год',
  page: 'page|pages|الصفحة|pagina|страница',
  address: 'address|url|link|web|الرابط|adresse|lien|enlace|ссылка|адрес',
  checkedOn: 'checked on|checked|accessed|تاريخ التحقق|consulte le|consultado|проверено',
} as const satisfies Readonly<Record<string, string>>
export type FigureField = keyof typeof headings
export const figureFields = Object.keys(headings) as readonly FigureField[]

export type FigureColumns = ListColumns<FigureField>

/** Fields that stand in several languages. */
const translated: readonly FigureField[] = ['statement', 'numerator', 'denominator', 'area']

const plain = (text: string): string =>
  foldLetters(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

export const findFigureColumns = findListColumns<FigureField>(headings, translated, plain)

/** Words of lists to terms, in every language there is; null where it does not know the word. */
export type FigureTerms = {
  readonly unit: (text: string) => FigureUnit | null
  readonly comparison: (text: string) => Comparison | null
  readonly quantity: (text: string) => Quantity | null
  readonly country: (text: string) => string | null
  readonly yes: (text: string) => boolean | null
}

export type FigureReading = {
  readonly columns: FigureColumns
  readonly terms: FigureTerms
  /** The language of the list: of statements without another. */
  readonly lang: string
}

export type CellWhy =
  | FigureRefusal['kind']
  | 'value_unreadable'
  | 'comparison_unknown'
  | 'yes_or_no'
  | 'number_unreadable'
  | 'year_unreadable'
  | 'day_unreadable'
/** `place` of the column; -1: no column holds it. */
export type CellProblem = { readonly place: number; readonly value: string; readonly why: CellWhy }

export type FigureRow = {
  /** By which a theme names the figure in a list; null: none. */
  readonly code: string | null
  readonly body: FigureBody
}

export const readFigureRow = (
  cells: readonly string[],
  reading: FigureReading,
): Result<FigureRow, readonly CellProblem[]> => {
  const problems: CellProblem[] = []
  const row: Row = {
    reading,
    cell: (field, lang = null) => cells[placeOf(reading, field, lang)]?.trim() ?? '',
    refuse: (field, why) => {
      const place = placeOf(reading, field, null)
      problems.push({ place, value: cells[place]?.trim() ?? '', why })
      return null
    },
  }
  const body = bodyOf(row)
  const parsed = parseFigure(body)
  if (parsed.ok && problems.length === 0) return ok({ code: row.cell('code') || null, body: parsed.value })
  // A cell that could not be read is told once, with its own reason.
  const told = new Set(problems.map(({ place }) => place))
  for (const refusal of parsed.ok ? [] : parsed.error) {
    const place = placeOf(reading, columnOf(refusal.field), null)
    if (told.has(place)) continue
    told.add(place)
    problems.push({ place, value: cells[place]?.trim() ?? '', why: refusal.kind })
  }
  return err(problems)
}

type Row = {
  readonly reading: FigureReading
  readonly cell: (field: FigureField, lang?: string | null) => string
  readonly refuse: (field: FigureField, why: CellWhy) => null
}

const placeOf = ({ columns }: FigureReading, field: FigureField, lang: string | null): number =>
  columns.findIndex((column) => column?.field === field && column.lang === lang)

/** As the schema wants it; what is null where it may not be is refused there. */
const bodyOf = (row: Row): unknown => {
  const { cell, reading } = row
  const value = valueOf(row)
  return {
    lang: reading.lang,
    statement: wordsOf(row, 'statement') ?? {},
    about: cell('about') || null,
    value,
    unit: unitOf(row) ?? undefined,
    comparison: comparisonOf(row) ?? 'as_stated',
    estimate: estimateOf(row) ?? false,
    period: cell('period') || null,
    area: areaOf(row),
    share: shareOf(row),
    source: {
      kind: 'citation',
      publisher: cell('publisher'),
      quotedIn: cell('quotedIn') || null,
      title: cell('title') || null,
      year: yearOf(row),
      page: cell('page') || null,
      address: cell('address') || null,
      checkedOn: dayOf(row),
    },
  }
}

/** The words of a field in all languages that the list has; null: none. */
const wordsOf = ({ reading, cell }: Row, field: FigureField): Record<string, string> | null => {
  const said = reading.columns.flatMap((column) => {
    if (column?.field !== field) return []
    const text = cell(field, column.lang)
    return text === '' ? [] : [[column.lang ?? reading.lang, text] as const]
  })
  return said.length === 0 ? null : Object.fromEntries(said)
}

/** Spaces around a number are its own: looked for here as well, a cell of nothing else would take long. */
const RANGE = /^(.{1,40}?)(?:-|–|—|\.\.| to )(.{1,40})$/

const valueOf = (row: Row): FigureValue | null => {
  const text = row.cell('value')
  if (text === '') return null
  const quantity = row.reading.terms.quantity(text)
  if (quantity !== null) return { kind: 'words', quantity }
  const bare = text.replace(/(?<!\s)\s*[%٪]$/, '')
  const one = numberOf(bare)
  if (one !== null) return { kind: 'number', value: one }
  const [, low = '', high = ''] = RANGE.exec(bare) ?? []
  const [min, max] = [numberOf(low), numberOf(high)]
  return min === null || max === null ? row.refuse('value', 'value_unreadable') : { kind: 'range', min, max }
}

/** Thousands may be parted; a comma before other than three digits has two readings and is not guessed. */
const numberOf = (text: string): number | null => {
  const latin = text
    .trim()
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll(/[\s'’٬]/g, ',')
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(latin)) return Number(latin.replaceAll(',', ''))
  return /^\d{1,15}(\.\d{1,6})?$/.test(latin) ? Number(latin) : null
}

/** A percent sign says the unit where no cell does. */
const unitOf = (row: Row): FigureUnit | null => {
  const text = row.cell('unit')
  const hundredths = /[%٪]$/.test(row.cell('value'))
  if (text === '') return hundredths ? 'percent' : null
  const unit = row.reading.terms.unit(text)
  return unit !== null && hundredths && unit !== 'percent' ? row.refuse('unit', 'unit_missing') : unit
}

const comparisonOf = (row: Row): Comparison | null => {
  const text = row.cell('comparison')
  return text === ''
    ? null
    : (row.reading.terms.comparison(text) ?? row.refuse('comparison', 'comparison_unknown'))
}

const estimateOf = (row: Row): boolean | null => {
  const text = row.cell('estimate')
  return text === '' ? null : (row.reading.terms.yes(text) ?? row.refuse('estimate', 'yes_or_no'))
}

const WORLD =
  /^(?:the )?(?:world|worldwide|global|العالم|monde|mundo|мир)\s*(?:\(\s*(\d+)\s+(\p{L}+)\s*\))?$/iu
const REGION = /^(?:region|منطقة|région|región|регион)\s*:\s*(.+)$/iu

/** A name that is no country is a mistake until it says that it is a region. */
const areaOf = (row: Row): unknown => {
  const text = row.cell('area')
  const world = WORLD.exec(text)
  if (world) {
    const of = /^states?$/i.test(world[2] ?? '') ? 'member_states' : 'countries'
    return { kind: 'world', within: world[1] === undefined ? null : { count: Number(world[1]), of } }
  }
  const [, region] = REGION.exec(text) ?? []
  if (region !== undefined)
    return { kind: 'region', name: { ...wordsOf(row, 'area'), [row.reading.lang]: region } }
  return { kind: 'country', country: row.reading.terms.country(text) }
}

const shareOf = (row: Row): unknown => {
  const [numerator, denominator] = (['numerator', 'denominator'] as const).map((field) => partOf(row, field))
  const unknowns = countOf(row, 'unknowns')
  return numerator === null && denominator === null && unknowns === null
    ? null
    : { numerator, denominator, unknowns }
}

/** A number, or words, or a number and its words in brackets. */
const partOf = (row: Row, field: 'numerator' | 'denominator'): unknown => {
  const said = wordsOf(row, field)
  const text = row.cell(field)
  if (said === null) return null
  const [, digits = text, inBrackets] = /^([\d\s,.'٠-٩]*[\d,.'٠-٩])\s*\((.+)\)$/.exec(text) ?? []
  const count = numberOf(digits)
  if (count === null) return { count: null, words: said }
  if (inBrackets !== undefined) return { count, words: { ...said, [row.reading.lang]: inBrackets } }
  const { [row.reading.lang]: _number, ...others } = said
  return { count, words: Object.keys(others).length === 0 ? null : others }
}

const countOf = (row: Row, field: FigureField): number | null => {
  const text = row.cell(field)
  return text === '' ? null : (numberOf(text) ?? row.refuse(field, 'number_unreadable'))
}

const yearOf = (row: Row): number | null => {
  const text = row.cell('year')
  if (text === '') return null
  return /^\d{4}$/.test(text) ? Number(text) : row.refuse('year', 'year_unreadable')
}

const dayOf = (row: Row): string | null => {
  const text = row.cell('checkedOn')
  if (text === '') return null
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : row.refuse('checkedOn', 'day_unreadable')
}

/** The column whose cell a refusal of the schema is about. */
const columnOf = (path: string): FigureField => {
  const [first = '', second = ''] = path.split('.')
  const named = first === 'source' || first === 'share' ? second : first
  return figureFields.find((field) => field === named) ?? (first === 'share' ? 'denominator' : 'statement')
}
