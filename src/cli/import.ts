/** `amparo import`: a list of people becomes sealed cases of a desk. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'

import type { FreeDateOptions } from '#kernel/core/free_date.ts'
import { toBase64url } from '#vault/core/bytes.ts'

import { type AddCommand, inWords, say } from './command.ts'
import { atDesk } from './device.ts'
import { mapColumns, type Plan, planRows, readSheet, termsOfLists } from './import_plan.ts'
import { isToBeWritten, type ListOptions, signInToWrite, withList } from './import_list.ts'
import { importRows } from './import_send.ts'
import { tellMapping, tellProblem, tellRow } from './import_words.ts'
import { leave } from './sign_in.ts'

type ImportOptions = ListOptions & {
  readonly dates?: string
  readonly yes?: true
}

export const addImport: AddCommand = (program) => {
  withList(program.command('import'))
    .description('bring a list (CSV) into a desk, sealed on this device')
    .option('--dates <order>', 'order of dates such as 03/04/2021: dmy or mdy')
    .option('--yes', 'do not ask before writing')
    .action(inWords(runImport))
}

const runImport = async (file: string, options: ImportOptions): Promise<void> => {
  const plan = planOf(file, options)
  if (!isToBeWritten(plan, options)) return
  const { device, desk } = await signInToWrite(options)
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

export const datesOf = (order: string | undefined): FreeDateOptions => {
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
export const progressTo = (out: NodeJS.WriteStream): ((done: number, total: number) => void) => {
  let told = -1
  return (done, total) => {
    if (out.isTTY) out.write(`\r${count(done)} of ${count(total)}${done === total ? '\n' : ''}`)
    else if (Math.floor((done * 10) / total) > told) {
      told = Math.floor((done * 10) / total)
      out.write(`${count(done)} of ${count(total)}\n`)
    }
  }
}

export const count = (n: number): string => n.toLocaleString('en')
