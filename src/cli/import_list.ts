/** What both imports of lists share: their options, when they stop before they write, and where they write. */
import type { Command } from 'commander'

import { type Device } from './device.ts'
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
