/** What imports of lists share: their options and columns, when they stop before they write, and where they write. */
import type { Command } from 'commander'
import type { ListColumns } from '#kernel/core/list_columns.ts'

import { type Device } from './device.ts'
import type { Sheet } from './import_plan.ts'
import { shorten } from './import_words.ts'
import { deskNamed, mustWrite, signInFrom, type SignInOptions, withSignIn } from './sign_in.ts'

export type ListOptions = SignInOptions & {
  readonly desk: string
  readonly map: readonly string[]
  readonly skipBad?: true
  readonly preview?: true
}

const gather = (one: string, before: readonly string[]): readonly string[] => [...before, one]

export const withList = (command: Command): Command =>
  withSignIn(command)
    .argument('<file>', 'the list: CSV in UTF-8, its first row the headings')
    .requiredOption('--desk <name>', 'the desk')
    .option('--map <column=field>', 'name the field of a column, or leave it out with "column="', gather, [])
    .option('--preview', 'show what would be written, and write nothing')
    .option('--skip-bad', 'write the good rows though others are bad')

type Read = { readonly rows: readonly unknown[]; readonly problems: readonly unknown[] }

/** False: it was only to be looked at. */
export const isToBeWritten = ({ rows, problems }: Read, { skipBad, preview }: ListOptions): boolean => {
  if (problems.length > 0 && !skipBad)
    throw new Error(
      `${problems.length} to mend; nothing was written. Mend them, or leave these rows out with --skip-bad.`,
    )
  if (preview) return false
  if (rows.length === 0) throw new Error('No row is left to import.')
  return true
}

export const signInToWrite = async (
  options: ListOptions,
): Promise<{ readonly device: Device; readonly desk: string }> => {
  const device = await signInFrom(options)
  const desk = deskNamed(device, options.desk)
  mustWrite(device, desk)
  return { device, desk }
}

/** Found by heading; `heading=field` says otherwise, `heading=` leaves a column out. The last `=` parts them. */
export const mapList = <F extends string>(
  sheet: Sheet,
  said: readonly string[],
  given: {
    readonly find: (titles: readonly string[]) => ListColumns<F>
    readonly fields: readonly F[]
    readonly needs: readonly F[]
  },
): ListColumns<F> => {
  const titles = sheet.columns.map(({ heading }) => heading)
  for (const one of said) {
    const at = one.lastIndexOf('=')
    if (at < 0) throw new Error(`--map ${one}: write it as COLUMN=FIELD.`)
    const [column, field] = [one.slice(0, at).trim(), one.slice(at + 1).trim()]
    const place = titles.indexOf(column)
    if (place < 0) throw new Error(`--map: there is no column "${column}".`)
    if (field !== '' && given.find([field])[0] === null)
      throw new Error(`--map: there is no field "${field}". Fields: ${given.fields.join(', ')}.`)
    titles[place] = field
  }
  const columns = given.find(titles)
  const missing = given.needs.filter((field) => !columns.some((column) => column?.field === field))
  if (missing.length > 0)
    throw new Error(
      `No column holds: ${missing.join(', ')}. Name one with --map "COLUMN=${missing[0] ?? ''}".`,
    )
  return columns
}

/** The heading of a field in this list, or the field's own name. */
export const headingOf = <F extends string>(sheet: Sheet, columns: ListColumns<F>, field: F): string =>
  sheet.columns[columns.findIndex((column) => column?.field === field)]?.heading ?? field

/** A line for each column: the field it holds and its first cell. */
export const columnLines = ({ columns }: Sheet, found: ListColumns<string>): readonly string[] => {
  const widest = Math.max(...columns.map(({ heading }) => heading.length), 6)
  return columns.map(({ heading, cells }, place) => {
    const column = found[place]
    const field = column ? `${column.field}${column.lang ? ` (${column.lang})` : ''}` : '(left out)'
    const example = cells.find((cell) => cell.trim() !== '')?.trim() ?? ''
    return `  ${heading.padEnd(widest)}  →  ${field.padEnd(16)}  ${shorten(example)}`
  })
}
