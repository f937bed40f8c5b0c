/**
 * `amparo import-missions`: a mission's own log becomes engagements in its cases and journal; a list of missions becomes shadow
 * records that wait for release. What a list is shows in its headings.
 */
import { readFileSync } from 'node:fs'

import { isLanguage, languages } from '#languages/translate.ts'
import type { ListColumns } from '#kernel/core/list_columns.ts'
import {
  type EngagementField,
  engagementFields,
  engagementNeeds,
  findEngagementColumns,
  type ReadEngagement,
} from '#missions/core/import_engagements.ts'
import { findMissionColumns, missionFields, missionNeeds } from '#missions/core/import_missions.ts'
import type { MissionBody } from '#missions/core/mission.ts'

import { type AddCommand, inWords, say } from './command.ts'
import { count, datesOf, progressTo } from './import.ts'
import { placeEngagements, sendEngagements } from './import_engagements.ts'
import {
  columnLines,
  headingOf,
  isToBeWritten,
  type ListOptions,
  mapList,
  signInToWrite,
  withList,
} from './import_list.ts'
import { type ListPlan, missionTerms, planEngagements, planMissions } from './import_missions_plan.ts'
import { readSheet, type Sheet } from './import_plan.ts'
import { importedId, proposeAll } from './import_propose.ts'
import { shorten, tellProblem } from './import_words.ts'
import { leave } from './sign_in.ts'

export type ImportOptions = ListOptions & {
  readonly lang: string
  readonly country?: string
  readonly dates?: string
  readonly check?: true
}

export const addImportMissions: AddCommand = (program) => {
  withList(program.command('import-missions'))
    .description('bring a mission’s log, or a list of missions as shadow records (CSV), to a desk')
    .option('--check', 'sign in, hold the rows against the desk, and write nothing')
    .option('--country <country>', 'of engagements without a case that say none')
    .option('--dates <order>', 'order of dates such as 03/04/2021: dmy or mdy')
    .option('--lang <language>', 'language of a list of missions', 'en')
    .action(inWords(runImportMissions))
}

export const runImportMissions = async (file: string, options: ImportOptions): Promise<void> => {
  if (!isLanguage(options.lang)) throw new Error(`--lang ${options.lang}: one of ${languages.join(', ')}.`)
  const sheet = readSheet(readFileSync(file))
  const isOfMissions = sheet.columns.some(({ heading }) => /^(government|الحكومة)$/i.test(heading))
  await (isOfMissions ? importShadows(sheet, options) : importLog(sheet, options))
}

const today = (): string => new Date().toISOString().slice(0, 10)

const importLog = async (sheet: Sheet, options: ImportOptions): Promise<void> => {
  const columns = mapList<EngagementField>(sheet, options.map, {
    find: findEngagementColumns,
    fields: engagementFields,
    needs: engagementNeeds,
  })
  const country = options.country === undefined ? null : missionTerms().country(options.country)
  if (options.country !== undefined && country === null)
    throw new Error(`--country ${options.country}: write its name or its two letters (TJ).`)
  tellColumns(sheet, columns, 'engagements')
  const mission = options.desk
  const dates = datesOf(options.dates)
  const plan = planEngagements(sheet, { columns, dates, today: today(), mission, country })
  tellPlan(plan, tellEngagement)
  if (!isToBeWritten(plan, options)) return
  const { device, desk } = await signInToWrite(options)
  const at = { device, desk, heading: (field: EngagementField) => headingOf(sheet, columns, field) }
  const placed = await placeEngagements(plan.rows, at)
  for (const problem of placed.problems) process.stderr.write(`${tellProblem(problem)}\n`)
  if (placed.problems.length > 0 && !options.skipBad) await leave(device)
  if (placed.there > 0) say(`${count(placed.there)} of these rows were logged already.`)
  const isOnlyThere = placed.rows.length === 0 && placed.problems.length === 0
  if (isOnlyThere || !isToBeWritten(placed, { ...options, ...(options.check && { preview: true }) })) {
    if (options.check) say(`${count(placed.rows.length)} engagements could be logged; nothing was written.`)
    else say('0 engagements were logged.')
    return leave(device)
  }
  await sendEngagements(placed, at, progressTo(process.stderr))
  await leave(device)
  const general = placed.batches.find(({ line }) => line === null)?.entries.length ?? 0
  say(
    `${count(placed.rows.length)} engagements were sealed on this device and logged at ${options.desk}: ` +
      `${count(placed.rows.length - general)} in cases, ${count(general)} in the journal.`,
  )
}

const importShadows = async (sheet: Sheet, options: ImportOptions): Promise<void> => {
  const columns = mapList(sheet, options.map, {
    find: findMissionColumns,
    fields: missionFields,
    needs: missionNeeds,
  })
  tellColumns(sheet, columns, 'missions')
  const plan = planMissions(sheet, { columns, lang: options.lang, today: today() })
  tellPlan(plan, tellMission)
  if (!isToBeWritten(plan, options)) return
  const { device, desk } = await signInToWrite(options)
  if (options.check) {
    say('A list of missions is held against nothing at the desk; nothing was written.')
    return leave(device)
  }
  const rows = plan.rows.map(({ line, value }) => ({
    id: importedId('mission', desk, value.slug),
    line,
    body: value,
  }))
  const onProgress = progressTo(process.stderr)
  const { sent, there } = await proposeAll(device.deps, desk, { kind: 'mission', rows, onProgress })
  await leave(device)
  if (there > 0) say(`${count(there)} of these missions were at the desk already and stay as they are.`)
  say(`${count(sent)} shadow records wait at ${options.desk} for a lead who did not write them.`)
}

const tellColumns = (sheet: Sheet, columns: ListColumns<string>, what: string): void => {
  say(`${count(sheet.rows.length)} rows of ${what}. Columns (change one with --map "COLUMN=FIELD"):`)
  for (const line of columnLines(sheet, columns)) say(line)
}

const tellPlan = <T>({ rows, problems }: ListPlan<T>, tell: (value: T) => string): void => {
  if (rows.length > 0) say('The first rows:')
  for (const { line, value } of rows.slice(0, 5)) say(`  line ${line}: ${tell(value)}`)
  for (const problem of problems) process.stderr.write(`${tellProblem(problem)}\n`)
}

const tellEngagement = ({ coded, words, case: log }: ReadEngagement): string =>
  [
    words.date ?? coded.date,
    coded.type,
    coded.duties.join(' '),
    coded.result,
    log === null ? `journal, ${coded.country ?? ''}` : `case ${shorten(log)}`,
  ].join(' · ')

const tellMission = ({ slug, name, lang, government, host, post }: MissionBody): string =>
  [slug, shorten(name[lang] ?? ''), `${post} of ${government} in ${host}`].join(' · ')
