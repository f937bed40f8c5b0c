/** From the bytes of a CSV to engagements or shadow records of missions, or everything that is wrong with it. Nothing is sent yet. */
import { importTerms } from '#cases/core/import_terms.ts'
import { seats, decisions } from '#missions/core/log_values.ts'
import type { FreeDateOptions } from '#kernel/core/free_date.ts'
import type { Result } from '#kernel/core/result.ts'
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
import type { ListColumns } from '#missions/core/import_columns.ts'
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

/** `heading=field`; the last `=` parts them. */
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
    read: (cells) => {
      const read = readEngagementRow(cells, reading)
      if (read.ok) return read
      return {
        ok: false,
        error: read.error.map(({ field, value, why }) => ({
          column: headingOf(sheet, given.columns, field),
          value,
          mend: engagementMend(why),
        })),
      }
    },
  })
}

export const planMissions = (
  sheet: Sheet,
  given: { readonly columns: MissionColumns; readonly lang: string; readonly today: string },
): ListPlan<MissionBody> => {
  const reading = { ...given, terms: missionTerms() }
  return planRows(sheet, {
    keyOf: ({ slug }) => slug,
    read: (cells) => {
      const read = readMissionRow(cells, reading)
      if (read.ok) return read
      return {
        ok: false,
        error: read.error.map(({ field, value, why }) => ({
          column: headingOf(sheet, given.columns, field),
          value,
          mend: missionMend(why),
        })),
      }
    },
  })
}

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
