/** From the bytes of a CSV to engagements or shadow records of missions, or everything that is wrong with it. Nothing is sent yet. */
import { importTerms } from '#cases/core/import_terms.ts'
import { seats, decisions } from '#missions/core/log_values.ts'
import type { FreeDateOptions } from '#kernel/core/free_date.ts'
import { err, type Result } from '#kernel/core/result.ts'
import {
  confidentialities,
  engagementResults,
  engagementTypes,
  governmentCodes,
  officerRoles,
  posts,
  requesters,
} from '#kernel/core/vocabulary/missions.ts'
import { languages, translator, type Translate } from '#languages/translate.ts'
import type { ListColumns } from '#kernel/core/list_columns.ts'
import {
  type EngagementColumns,
  type EngagementTerms,
  readEngagementRow,
  type ReadEngagement,
} from '#missions/core/import_engagements.ts'
import { type MissionColumns, type MissionTerms, readMissionRow } from '#missions/core/import_missions.ts'
import type { MissionBody } from '#missions/core/mission.ts'
import { governmentName } from '#missions/ui/government.ts'

import { lookup } from './import_figures_plan.ts'
import { headingOf } from './import_list.ts'
import { engagementMend, missionMend } from './import_missions_words.ts'
import type { Sheet } from './import_plan.ts'
import type { LineProblem } from './import_words.ts'

export type Planned<T> = { readonly line: number; readonly cells: readonly string[]; readonly value: T }
export type ListPlan<T> = {
  readonly rows: readonly Planned<T>[]
  readonly problems: readonly LineProblem[]
}

const translators = () => languages.map((lang) => translator(lang))

/** By code, by label in every language there is, and as lists say it. */
const byLabel = (
  codes: readonly string[],
  labelOf: (t: Translate, code: string) => string | null,
  also: Readonly<Record<string, readonly string[]>> = {},
) => {
  const all = translators()
  return lookup(
    codes.map((code) => [
      code,
      [...all.flatMap((t) => labelOf(t, code)?.trim() ?? []), ...(also[code] ?? [])],
    ]),
  )
}
const ofVocabulary =
  (name: string) =>
  (t: Translate, code: string): string | null =>
    t.find(`vocabulary.${name}.${code}`)
const ofMessages =
  (start: string) =>
  (t: Translate, code: string): string | null =>
    t.find(`${start}.${code}`)

export const engagementTerms = (): EngagementTerms => {
  const yes = lookup([
    ['yes', ['yes', 'y', 'true', '1', 'x', 'نعم']],
    ['no', ['no', 'n', 'false', '0', 'لا']],
  ])
  return {
    country: importTerms(() => []).country,
    type: byLabel(engagementTypes, ofVocabulary('engagementType')),
    role: byLabel(officerRoles, ofVocabulary('officerRole'), {
      human_rights_officer: ['hr officer', 'human rights adviser', 'human rights advisor'],
      ambassador: ['head of mission'],
      deputy: ['deputy head', 'dhm', 'dcm'],
    }),
    result: byLabel(engagementResults, ofVocabulary('engagementResult'), {
      refused_by_host: ['refused by host'],
    }),
    seat: byLabel(seats, ofMessages('engagements.seat')),
    decision: byLabel(decisions, ofMessages('engagements.decision')),
    requestedBy: byLabel(requesters, ofVocabulary('requester'), {
      defender: ['hrd'],
      mission: ['mission itself'],
      organisation: ['ngo', 'organization'],
    }),
    confidentiality: byLabel(confidentialities, ofVocabulary('confidentiality'), {
      shared: ['shared with ngos'],
    }),
    yes: (text) => {
      const said = yes(text)
      return said === null ? null : said === 'yes'
    },
  }
}

const isGovernment = (text: string): boolean => (governmentCodes as readonly string[]).includes(text)

export const missionTerms = (): MissionTerms => {
  const { country } = importTerms(() => [])
  const named = byLabel(governmentCodes.slice(-4), (t, code) => governmentName(code, t))
  return {
    country,
    government: (text) => {
      const code = text.toUpperCase()
      return isGovernment(code) ? code : (named(text) ?? country(text))
    },
    post: byLabel(posts, ofVocabulary('post'), { delegation: ['eu delegation'] }),
    contactNamed: byLabel(['yes', 'no', 'not_known'], ofMessages('missions.contact.named'), {
      not_known: ['unknown', '?'],
    }),
  }
}

export const planEngagements = (
  sheet: Sheet,
  given: {
    readonly columns: EngagementColumns
    readonly dates: FreeDateOptions
    readonly today: string
    readonly mission: string
    readonly country: string | null
  },
): ListPlan<ReadEngagement> => {
  const reading = { ...given, terms: engagementTerms() }
  return planRows(sheet, {
    keyOf: (_value, cells) => JSON.stringify(cells.map((cell) => cell.trim().normalize('NFC'))),
    read: (cells) => inColumns(readEngagementRow(cells, reading), engagementMend, given.columns, sheet),
  })
}

export const planMissions = (
  sheet: Sheet,
  given: { readonly columns: MissionColumns; readonly lang: string; readonly today: string },
): ListPlan<MissionBody> => {
  const reading = { ...given, terms: missionTerms() }
  return planRows(sheet, {
    keyOf: ({ slug }) => slug,
    read: (cells) => inColumns(readMissionRow(cells, reading), missionMend, given.columns, sheet),
  })
}

type CellProblem<F, W> = { readonly field: F; readonly value: string; readonly why: W }

/** What is wrong, by the heading under which it stands and in words that say how to mend it. */
const inColumns = <T, F extends string, W>(
  read: Result<T, readonly CellProblem<F, W>[]>,
  mendOf: (why: W) => string,
  columns: ListColumns<F>,
  sheet: Sheet,
): Result<T, readonly Omit<LineProblem, 'line'>[]> =>
  read.ok
    ? read
    : err(
        read.error.map(({ field, value, why }) => ({
          column: headingOf(sheet, columns, field),
          value,
          mend: mendOf(why),
        })),
      )

/** Every row read and checked; one that stands twice is one mistake, not two acts. */
const planRows = <T>(
  sheet: Sheet,
  given: {
    readonly read: (cells: readonly string[]) => Result<T, readonly Omit<LineProblem, 'line'>[]>
    readonly keyOf: (value: T, cells: readonly string[]) => string
  },
): ListPlan<T> => {
  const rows: Planned<T>[] = []
  const problems: LineProblem[] = []
  const lineByKey = new Map<string, number>()
  for (const { line, cells } of sheet.rows) {
    const surplus = cells.slice(sheet.columns.length).find((cell) => cell.trim() !== '')
    if (surplus !== undefined) {
      problems.push({
        line,
        column: '',
        value: surplus,
        mend: 'more cells than headings. Put the text in quotes.',
      })
      continue
    }
    const read = given.read(cells)
    if (!read.ok) {
      problems.push(...read.error.map((one) => ({ line, ...one })))
      continue
    }
    const key = given.keyOf(read.value, cells)
    const before = lineByKey.get(key)
    lineByKey.set(key, before ?? line)
    if (before === undefined) rows.push({ line, cells, value: read.value })
    else
      problems.push({
        line,
        column: '',
        value: cells[0] ?? '',
        mend: `the same as line ${before}. Take one out.`,
      })
  }
  return { rows, problems }
}
