/** `amparo import-figures`: a list of cited figures becomes drafts of a desk, proposed for release. */
import { readFileSync } from 'node:fs'

import { isLanguage, languages } from '#languages/translate.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'

import { type AddCommand, inWords, say } from './command.ts'
import {
  type FigurePlan,
  figureTerms,
  keyOf,
  mapFigureColumns,
  planFigures,
  type PlannedFigure,
  tellFigure,
} from './import_figures_plan.ts'
import { columnLines, isToBeWritten, type ListOptions, signInToWrite, withList } from './import_list.ts'
import { readSheet, type Sheet } from './import_plan.ts'
import { importedId, proposeAll, type Proposed } from './import_propose.ts'
import { tellProblem } from './import_words.ts'
import { leave } from './sign_in.ts'

type Options = ListOptions & {
  readonly lang: string
}

export const addImportFigures: AddCommand = (program) => {
  withList(program.command('import-figures'))
    .description('bring a list of cited figures (CSV) to a desk, proposed for release')
    .option('--lang <language>', 'language of the statements', 'en')
    .action(inWords(runImportFigures))
}

const runImportFigures = async (file: string, options: Options): Promise<void> => {
  if (!isLanguage(options.lang)) throw new Error(`--lang ${options.lang}: one of ${languages.join(', ')}.`)
  const plan = tellPlan(readSheet(readFileSync(file)), options)
  if (!isToBeWritten(plan, options)) return
  const { device, desk } = await signInToWrite(options)
  const { sent, there } = await proposeFigures(device.deps, desk, plan.rows)
  await leave(device)
  if (there > 0) say(`${there} of these figures were at the desk already and stay as they are.`)
  say(`${sent} figures wait at ${options.desk} for a lead who did not write them.`)
}

/** Shows how the list is read and what is wrong with it. */
const tellPlan = (sheet: Sheet, { map, lang }: Options): FigurePlan => {
  const columns = mapFigureColumns(sheet, map)
  say(`${sheet.rows.length} rows. Columns (change one with --map "COLUMN=FIELD"):`)
  for (const line of columnLines(sheet, columns)) say(line)
  const plan = planFigures(sheet, { columns, terms: figureTerms(), lang })
  if (plan.rows.length > 0) say('The first figures:')
  for (const { line, body } of plan.rows.slice(0, 5)) say(tellFigure(line, body))
  for (const problem of plan.problems) process.stderr.write(`${tellProblem(problem)}\n`)
  return plan
}

export const figureId = (desk: string, row: Pick<PlannedFigure, 'code' | 'cells'>): string =>
  importedId('figure', desk, keyOf(row))

export const proposeFigures = (
  deps: ClientDeps,
  desk: string,
  rows: readonly PlannedFigure[],
): Promise<Proposed> =>
  proposeAll(deps, desk, {
    kind: 'figure',
    rows: rows.map((row) => ({ id: figureId(desk, row), line: row.line, body: row.body })),
  })
