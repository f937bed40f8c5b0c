/** From the entries of a case or a journal to the rows that are counted. Pure. */
import {
  courtDaysOf,
  countedEngagements,
  currentEngagements,
  engagementsOf,
  type LoggedEngagement,
} from '#cases/core/engagements.ts'
import { chainsOf } from '#cases/core/chains.ts'
import type { EngagementCoded } from '#cases/core/kinds/engagement.ts'
import type { CaseLog } from '#cases/core/read_log.ts'
import type { GeneralCoded } from './journal_kinds.ts'
import type { EngagementRow, HearingRow } from './rows.ts'

type Of = { readonly mission: string; readonly log: string }

export const engagementRow = (
  { entry, coded }: { readonly entry: string; readonly coded: EngagementCoded },
  of: Of & { readonly country: string | null; readonly hearing?: string | null },
): EngagementRow => ({
  mission: of.mission,
  log: of.log,
  entry,
  type: coded.type,
  duties: coded.duties,
  officer: coded.officer ?? null,
  role: coded.role,
  date: coded.date,
  result: coded.result,
  requestedBy: coded.requestedBy,
  requested: coded.requested ?? null,
  daysToAnswer: coded.daysToAnswer ?? null,
  hearing: of.hearing ?? null,
  country: of.country,
  due: coded.due ?? null,
})

export type MissionRows = {
  readonly engagements: readonly EngagementRow[]
  readonly hearings: readonly HearingRow[]
}

const byEntry = (a: { readonly entry: string }, b: { readonly entry: string }): number =>
  a.entry < b.entry ? -1 : a.entry > b.entry ? 1 : 0

/** In the order of their ids. */
export const caseRows = (log: CaseLog, of: Of & { readonly country: string | null }): MissionRows => {
  const all = engagementsOf(log)
  const first = new Map(
    all.length === 0
      ? []
      : chainsOf(log, 'hearing').flatMap((one) => one.ids.map((id) => [id, one.first] as const)),
  )
  const hearingOf = ({ hearing }: EngagementCoded): string | null =>
    hearing === undefined ? null : (first.get(hearing) ?? hearing)
  return {
    engagements: countedEngagements(all)
      .map((one) => engagementRow(one, { ...of, hearing: hearingOf(one.coded) }))
      .toSorted(byEntry),
    hearings: courtDaysOf(log, all)
      .map(({ entry, day, held, covered, officer, observed }) => ({
        mission: of.mission,
        log: of.log,
        entry,
        day,
        country: of.country,
        held,
        covered,
        officer,
        observed,
      }))
      .toSorted((a, b) => byEntry(a, b) || (a.day < b.day ? -1 : 1)),
  }
}

export const journalRows = (
  logged: readonly LoggedEngagement<GeneralCoded>[],
  of: Of,
): readonly EngagementRow[] =>
  countedEngagements(currentEngagements(logged))
    .map((one) => engagementRow(one, { ...of, country: one.coded.country }))
    .toSorted(byEntry)
