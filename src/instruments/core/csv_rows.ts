/** Rows of a CSV file with the lines they begin on. Pure. */
import { CsvError, parse } from 'csv-parse/sync'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type FileRefusal, tooLarge } from './file_refusal.ts'

export type CsvRow = { readonly line: number; readonly cells: Readonly<Record<string, string>> }

export const readCsvRows = (text: string): Result<readonly CsvRow[], FileRefusal> => {
  const large = tooLarge(text)
  if (large) return err(large)
  const records = readRecords(text)
  if (!records.ok) return records
  const [head, ...rows] = records.value
  if (!head || head.cells.every((cell) => cell === '')) return err({ kind: 'no_heading', at: 'line 1' })
  const names = head.cells
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  if (twice !== undefined) return err({ kind: 'column_twice', at: `line 1, ${twice}` })
  const differs = rows.find(({ cells }) => cells.length !== names.length)
  if (differs) return err({ kind: 'cells_differ', at: `line ${differs.line}` })
  return ok(
    rows.map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(names.map((name, place) => [name, cells[place] ?? ''])),
    })),
  )
}

type Line = { readonly line: number; readonly cells: readonly string[] }
type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number } }

const readRecords = (text: string): Result<readonly Line[], FileRefusal> => {
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true } as const
    const parsed = parse(text, options) as unknown as readonly Parsed[]
    return ok(
      parsed.map(({ record, info }) => ({
        // It is told the line a record ends on.
        line: info.lines - record.reduce((lines, cell) => lines + cell.split('\n').length - 1, 0),
        cells: record.map((cell) => cell.trim()),
      })),
    )
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    return err({ kind: 'quote_open', at: `line ${String(cause['lines'])}` })
  }
}
