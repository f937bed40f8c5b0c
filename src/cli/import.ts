/** `amparo import`: a list of people becomes sealed cases of a desk. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'

import type { FreeDateOptions } from '#kernel/core/free_date.ts'
import { toBase64url } from '#vault/core/bytes.ts'

import { type AddCommand, inWords, say } from './command.ts'
import { atDesk } from './device.ts'
import { mapColumns, type Plan, planRows, readSheet, termsOfLists } from './import_plan.ts'
import { importRows } from './import_send.ts'
import { tellMapping, tellProblem, tellRow } from './import_words.ts'
import { deskNamed, leave, mustWrite, signInFrom, type SignInOptions, withSignIn } from './sign_in.ts'

type ImportOptions = SignInOptions & {
  readonly desk: string
  readonly map: readonly string[]
  readonly dates?: string
  readonly skipBad?: true
  readonly preview?: true
  readonly yes?: true
}

const gather = (one: string, before: readonly string[]): readonly string[] => [...before, one]

export const addImport: AddCommand = (program) => {
  withSignIn(program.command('import'))
    .description('bring a list (CSV) into a desk, sealed on this device')
    .argument('<file>', 'the list: CSV in UTF-8, its first row the headings')
    .requiredOption('--desk <name>', 'the desk')
    .option('--map <column=field>', 'name the field of a column, or leave it out with "column="', gather, [])
    .option('--dates <order>', 'order of dates such as 03/04/2021: dmy or mdy')
    .option('--preview', 'show what would be written, and write nothing')
    .option('--skip-bad', 'write the good rows though others are bad')
    .option('--yes', 'do not ask before writing')
    .action(inWords(runImport))
}

const runImport = async (file: string, options: ImportOptions): Promise<void> => {
  const plan = planOf(file, options)
  if (plan.problems.length > 0 && !options.skipBad)
    throw new Error(
      `${plan.problems.length} to mend; nothing was written. Mend them, or leave these rows out with --skip-bad.`,
    )
  if (options.preview) return
  if (plan.rows.length === 0) throw new Error('No row is left to import.')
  const device = await signInFrom(options)
  const desk = deskNamed(device, options.desk)
  mustWrite(device, desk)
  if (!(await mayWrite(options, plan.rows.length))) return say('Nothing was written.')
  const { sent, there } = await importRows(atDesk(device, desk), plan.rows, progressTo(process.stderr))
  await leave(device)
  if (there > 0) say(`${count(there)} of these rows were at the desk already.`)
  say(`${count(sent)} cases were sealed on this device and written to ${options.desk}.`)
}

const newId = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(16)))

/** Shows how the list is read and what is wrong with it. */
const planOf = (file: string, options: ImportOptions): Plan => {
  const terms = termsOfLists()
  const sheet = readSheet(readFileSync(file))
  const map = mapColumns(sheet, options.map, terms)
  say(`${count(sheet.rows.length)} rows. Columns (change one with --map "COLUMN=FIELD"):`)
  for (const line of tellMapping(sheet.columns, map)) say(line)
  const today = new Date().toISOString().slice(0, 10)
  const plan = planRows(sheet, { map, terms, dates: datesOf(options.dates), today, newId })
  say('The first rows:')
  for (const { line, entries } of plan.rows.slice(0, 5)) say(tellRow(line, entries))
  for (const problem of plan.problems) process.stderr.write(`${tellProblem(problem)}\n`)
  return plan
}

const datesOf = (order: string | undefined): FreeDateOptions => {
  if (order === undefined) return {}
  if (order === 'dmy' || order === 'mdy') return { order }
  throw new Error(`--dates ${order}: write dmy (day first) or mdy (month first).`)
}

const mayWrite = async ({ desk, yes }: ImportOptions, rows: number): Promise<boolean> => {
  if (yes || !process.stdin.isTTY) return true
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(`Write ${count(rows)} cases to ${desk}? [y/N] `)
  lines.close()
  return /^y(es)?$/i.test(answer.trim())
}

/** One line that moves in a terminal, a line for each tenth in a file. */
const progressTo = (out: NodeJS.WriteStream): ((done: number, total: number) => void) => {
  let told = -1
  return (done, total) => {
    if (out.isTTY) out.write(`\r${count(done)} of ${count(total)}${done === total ? '\n' : ''}`)
    else if (Math.floor((done * 10) / total) > told) {
      told = Math.floor((done * 10) / total)
      out.write(`${count(done)} of ${count(total)}\n`)
    }
  }
}

const count = (n: number): string => n.toLocaleString('en')
