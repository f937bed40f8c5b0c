/** From the bytes of a CSV to cases that may be written, or everything that is wrong with it. Nothing is sent yet. */
import { parse } from 'csv-parse/sync'

import { type Column, type ColumnMap, guessColumns, overrideColumns } from '#cases/core/import_columns.ts'
import { readRow, type RowEntry, type RowReading } from '#cases/core/import_row.ts'
import { importTerms, type ImportTerms } from '#cases/core/import_terms.ts'
import { languages, translator } from '#languages/translate.ts'

import { explainMap, type LineProblem, toLineProblem } from './import_words.ts'

export type Sheet = {
  readonly columns: readonly Column[]
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

/** Comma, semicolon or tab, whichever parts the heading; UTF-8 with or without its mark, or UTF-16 with it. */
export const readSheet = (bytes: Uint8Array): Sheet => {
  const text = textOf(bytes)
  const [heading = ''] = text.split(/\r?\n/, 1)
  const delimiter =
    [',', ';', '\t'].toSorted((a, b) => heading.split(b).length - heading.split(a).length)[0] ?? ','
  const parsed = parseCsv(text, delimiter)
  const [head, ...rows] = parsed
  if (!head || head.cells.every((cell) => cell.trim() === ''))
    throw new Error('The file has no row of headings.')
  const full = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  return {
    columns: head.cells.map((title, place) => ({
      heading: title.trim(),
      cells: full.slice(0, 200).map(({ cells }) => cells[place] ?? ''),
    })),
    rows: full,
  }
}

const textOf = (bytes: Uint8Array): string => {
  const label = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    throw new Error('The file is not UTF-8. Save it as "CSV UTF-8" and try again.')
  }
}

type Line = { readonly line: number; readonly cells: readonly string[] }

const parseCsv = (text: string, delimiter: string): readonly Line[] => {
  try {
    const records = parse(text, { delimiter, relax_column_count: true, info: true }) as unknown as readonly {
      readonly record: readonly string[]
      readonly info: { readonly lines: number }
    }[]
    // The parser tells the line a record ends on; people look for where it begins.
    return records.map(({ record, info }) => ({
      line: info.lines - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0),
      cells: record,
    }))
  } catch (cause) {
    throw new Error('The file is not a CSV that can be read', { cause })
  }
}

/** Labels of the vocabularies in every language there is. */
export const termsOfLists = (): ImportTerms => {
  const translators = languages.map((lang) => translator(lang))
  return importTerms((vocabulary, code) =>
    translators.map((t) => t(`vocabulary.${vocabulary}.${code}` as never)),
  )
}

/** `heading=field`; the last `=` parts them, for a heading may hold one. */
const saidOf = (said: readonly string[]): readonly (readonly [string, string])[] =>
  said.map((one) => {
    const at = one.lastIndexOf('=')
    if (at < 0) throw new Error(`--map ${one}: write it as COLUMN=FIELD.`)
    return [one.slice(0, at), one.slice(at + 1).trim()] as const
  })

export const mapColumns = (sheet: Sheet, said: readonly string[], terms: ImportTerms): ColumnMap => {
  const mapped = overrideColumns(sheet.columns, guessColumns(sheet.columns, terms), saidOf(said))
  if (!mapped.ok) throw new Error(explainMap(mapped.error))
  return mapped.value
}

export type PlannedRow = {
  readonly line: number
  readonly cells: readonly string[]
  readonly entries: readonly RowEntry[]
}
export type Plan = { readonly rows: readonly PlannedRow[]; readonly problems: readonly LineProblem[] }

/** Every row read and checked; a row that stands twice is one mistake, not two people. */
export const planRows = (sheet: Sheet, reading: RowReading): Plan => {
  const rows: PlannedRow[] = []
  const problems: LineProblem[] = []
  const lineByCells = new Map<string, number>()
  for (const { line, cells } of sheet.rows) {
    const same = JSON.stringify(cells.map((cell) => cell.trim().normalize('NFC')))
    const before = lineByCells.get(same)
    lineByCells.set(same, before ?? line)
    const surplus = cells.slice(sheet.columns.length).find((cell) => cell.trim() !== '')
    if (before !== undefined) {
      problems.push({
        line,
        column: '',
        value: cells[0] ?? '',
        mend: `the same as line ${before}. Take one out.`,
      })
    } else if (surplus !== undefined) {
      problems.push({
        line,
        column: '',
        value: surplus,
        mend: 'more cells than headings. Put the text in quotes.',
      })
    } else {
      const read = readRow(cells, reading)
      if (read.ok) rows.push({ line, cells, entries: read.value })
      else problems.push(...read.error.map((problem) => toLineProblem(line, sheet.columns, problem)))
    }
  }
  return { rows, problems }
}
