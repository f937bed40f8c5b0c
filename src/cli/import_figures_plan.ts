/** From the bytes of a CSV to figures that may be proposed, or everything that is wrong with it. Nothing is sent yet. */
import { importTerms } from '#cases/core/import_terms.ts'
import { citedComparisons, type FigureBody, figureUnits, quantities } from '#figures/core/figure.ts'
import {
  type CellProblem,
  type CellWhy,
  type FigureColumns,
  figureFields,
  type FigureRow,
  type FigureTerms,
  findFigureColumns,
  readFigureRow,
} from '#figures/core/import_figures.ts'
import { valueWords } from '#figures/ui/figure_words.ts'
import { foldLetters } from '#kernel/core/fold_text.ts'
import { languages, translator, type Translate } from '#languages/translate.ts'

import { mapList } from './import_list.ts'
import type { Sheet } from './import_plan.ts'
import { type LineProblem, shorten } from './import_words.ts'

export type PlannedFigure = FigureRow & { readonly line: number; readonly cells: readonly string[] }
export type FigurePlan = {
  readonly rows: readonly PlannedFigure[]
  readonly problems: readonly LineProblem[]
}

/** Terms in every language that there is, by code and by label. */
export const figureTerms = (): FigureTerms => {
  const translators = languages.map((lang) => translator(lang))
  const labels = (labelOf: (t: Translate) => string) => translators.map((t) => labelOf(t).trim())
  const yes = lookup([
    ['yes', ['yes', 'y', 'true', '1', 'x', 'نعم', 'oui', 'sí', 'да']],
    ['no', ['no', 'n', 'false', '0', 'لا', 'non', 'нет']],
  ])
  return {
    unit: lookup(
      figureUnits.map((unit) => [
        unit,
        [
          ...labels((t) => t(`themes.unit.${unit}`)),
          ...labels((t) => t(`themes.count.${unit}`, { n: 1 }).replace(/^1\s*/, '')),
          ...(unit === 'percent' ? ['%', 'per cent', 'share'] : []),
        ],
      ]),
    ),
    comparison: lookup(
      citedComparisons.map((one) => [
        one,
        one === 'as_stated'
          ? ['as stated', 'in words', 'كما ورد']
          : labels((t) => t(`themes.comparison.${one}`, { value: '' })),
      ]),
    ),
    quantity: lookup(
      quantities.map((one) => [
        one,
        labels((t) => t(`themes.quantity.${one}`, { units: '' }).replace(/(of|من)\s*$/, '')),
      ]),
    ),
    country: importTerms(() => []).country,
    yes: (text) => {
      const said = yes(text)
      return said === null ? null : said === 'yes'
    },
  }
}

const plain = (text: string): string => foldLetters(text.replaceAll('_', ' ')).replaceAll(/\s+/g, ' ').trim()

export const lookup = <C extends string>(
  terms: readonly (readonly [C, readonly string[]])[],
): ((text: string) => C | null) => {
  const codes = new Map<string, C>()
  for (const [code, words] of terms) for (const word of [code, ...words]) codes.set(plain(word), code)
  return (text) => codes.get(plain(text)) ?? null
}

export const mapFigureColumns = (sheet: Sheet, said: readonly string[]): FigureColumns =>
  mapList(sheet, said, {
    find: findFigureColumns,
    fields: figureFields,
    needs: ['statement', 'value', 'unit', 'area', 'publisher'],
  })

export const planFigures = (
  sheet: Sheet,
  given: { readonly columns: FigureColumns; readonly terms: FigureTerms; readonly lang: string },
): FigurePlan => {
  const rows: PlannedFigure[] = []
  const problems: LineProblem[] = []
  const lineByKey = new Map<string, number>()
  for (const { line, cells } of sheet.rows) {
    const read = readFigureRow(cells, given)
    if (!read.ok) {
      problems.push(...read.error.map((problem) => toLineProblem(line, sheet, problem)))
      continue
    }
    const key = keyOf({ ...read.value, cells })
    const before = lineByKey.get(key)
    lineByKey.set(key, before ?? line)
    if (before === undefined) rows.push({ ...read.value, line, cells })
    else
      problems.push({
        line,
        column: '',
        value: read.value.code ?? cells[0] ?? '',
        mend: `the same figure as line ${before}. Take one out, or give it a code of its own.`,
      })
  }
  return { rows, problems }
}

/** What makes two rows the same figure: their code, or all their cells. */
export const keyOf = ({ code, cells }: Pick<PlannedFigure, 'code' | 'cells'>): string =>
  code ?? JSON.stringify(cells.map((cell) => cell.trim().normalize('NFC')))

const toLineProblem = (line: number, sheet: Sheet, { place, value, why }: CellProblem): LineProblem => ({
  line,
  column: sheet.columns[place]?.heading ?? '',
  value,
  mend: mendOf(why),
})

const mendOf = (why: CellWhy): string => {
  switch (why) {
    case 'value_unreadable':
      return 'not a number. Write 312, 3,500, 12.5, 25-35, or a quantity such as thousands.'
    case 'comparison_unknown':
      return 'not known. Write as stated, exactly, at least, at most, more than or about.'
    case 'yes_or_no':
      return 'write yes, no, or leave it empty.'
    case 'number_unreadable':
      return 'not a number. Write a whole number, or leave it empty where it is not stated.'
    case 'year_unreadable':
      return 'not a year. Write four digits, or leave it empty where it is not stated.'
    case 'day_unreadable':
      return 'not a day. Write it as 2026-11-22.'
    default:
      return translator('en')(`themes.refusal.${why}`)
  }
}

/** How a figure would stand there. */
export const tellFigure = (line: number, body: FigureBody): string => {
  const t = translator('en')
  const source = body.source.kind === 'citation' ? body.source.publisher : ''
  return `  line ${line}: ${[valueWords(t, body), shorten(body.statement[body.lang] ?? ''), source].join(' · ')}`
}
