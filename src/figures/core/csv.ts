/** Figures as CSV (RFC 4180). Pure. */

/**
 * A cell that a spreadsheet would run as a formula begins with an apostrophe instead. So does a part of a cell after a
 * line break or a semicolon: where numbers have a decimal comma, spreadsheets part cells by semicolons, see no quotes
 * in the middle of one, and begin a new row at the line break.
 */
const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value)
  const safe =
    typeof value === 'string'
      ? text.replaceAll(/^[\t\r\n]|(?<=^|[;\r\n])[ \t]*[=+\-@＝＋－＠]/g, "'$&")
      : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const toCsv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
