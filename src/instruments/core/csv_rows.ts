/** Rows of a CSV file (RFC 4180) with the lines they begin on. Pure, which no strict reader among the libraries is: they need Node. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type FileRefusal, tooLarge } from './file_refusal.ts'

export type CsvRow = { readonly line: number; readonly cells: Readonly<Record<string, string>> }

export const readCsvRows = (text: string): Result<readonly CsvRow[], FileRefusal> => {
  const large = tooLarge(text)
  if (large) return err(large)
  const records = readRecords(text.replace(/^\uFEFF/, ''))
  if (!records.ok) return records
  const [head, ...rows] = records.value
  if (!head || head.cells.every((cell) => cell.trim() === ''))
    return err({ kind: 'no_heading', at: 'line 1' })
  const names = head.cells.map((name) => name.trim())
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  if (twice !== undefined) return err({ kind: 'column_twice', at: `line 1, ${twice}` })
  const result: CsvRow[] = []
  for (const { line, cells } of rows) {
    if (cells.length === 1 && cells[0]?.trim() === '') continue
    if (cells.length !== names.length) return err({ kind: 'cells_differ', at: `line ${line}` })
    result.push({
      line,
      cells: Object.fromEntries(names.map((name, place) => [name, cells[place]?.trim() ?? ''])),
    })
  }
  return ok(result)
}

type Line = { readonly line: number; readonly cells: readonly string[] }

const readRecords = (text: string): Result<readonly Line[], FileRefusal> => {
  const records: Line[] = []
  let cells: string[] = []
  let [at, line, first] = [0, 1, 1]
  const end = (): void => {
    records.push({ line: first, cells })
    cells = []
    first = line
  }
  while (at < text.length) {
    const cell = readCell(text, at)
    if (cell === null) return err({ kind: 'quote_open', at: `line ${line}` })
    cells.push(cell.value)
    line += cell.lines
    at = cell.next
    const sign = text[at]
    if (sign === ',') {
      at += 1
      if (at === text.length) cells.push('')
      continue
    }
    at += text.startsWith('\r\n', at) ? 2 : 1
    line += 1
    end()
  }
  if (cells.length > 0) end()
  return ok(records)
}

type Cell = { readonly value: string; readonly next: number; readonly lines: number }

/** Null: a quotation that does not end, or words after its end. */
const readCell = (text: string, at: number): Cell | null => {
  if (text[at] !== '"') {
    const rest = /[,\r\n]/g
    rest.lastIndex = at
    const next = rest.exec(text)?.index ?? text.length
    return { value: text.slice(at, next), next, lines: 0 }
  }
  let end = at + 1
  for (;;) {
    end = text.indexOf('"', end)
    if (end === -1) return null
    if (text[end + 1] !== '"') break
    end += 2
  }
  const next = end + 1
  if (next < text.length && !',\r\n'.includes(text[next] ?? '')) return null
  const value = text.slice(at + 1, end).replaceAll('""', '"')
  return { value, next, lines: value.split('\n').length - 1 }
}
