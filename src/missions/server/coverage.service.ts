/** Coverage as a desk is told it: grouped by the database, counted by the same pure functions as anywhere. */
import { ok, type Result } from '#kernel/core/result.ts'
import { type CoverageFilter, countsOf, type Period, proposedOf } from '#missions/core/coverage.ts'
import { observationOf, responseTimesOf, silenceOf } from '#missions/core/coverage_times.ts'
import type { CodedActs, CoverageAnswer, OfficerCounts } from '#missions/core/coverage_wire.ts'
import { officerCoded, profileCoded } from '#missions/core/journal_kinds.ts'
import type { JournalProjection } from '#members/server/journal.service.ts'
import { type Database, inSnapshot, type Writer } from '#platform/server/database.ts'
import {
  findActs,
  findContactGroups,
  findEngagementGroups,
  findHearingGroups,
  findMissionsInView,
  findOfficerCounts,
  findRequestGroups,
  headquartersAnswers,
  saveMission,
  saveOfficer,
} from './coverage.store.ts'

export type CoverageDeps = { readonly database: Database; readonly clock: () => Date }
export type CoverageBy = { readonly account: string; readonly desk: string }

/** Who the mission is and its officers, as its leads said last: rows that go with the entry that says it. */
export const missionProjection: JournalProjection = {
  kinds: ['mission', 'officer'],
  project: async (db, { desk, entries }) => {
    // In the order of the journal: a run may say an officer twice, and the later holds.
    for (const { kind, coded } of entries) {
      if (kind === 'mission') await saveMission(db, desk, profileCoded.parse(coded))
      else await saveOfficer(db, desk, officerCoded.parse(coded))
    }
  },
}

type Asked = CoverageFilter & { readonly silent: number }

export const readCoverage = async (
  { database, clock }: CoverageDeps,
  by: CoverageBy,
  asked: Asked,
): Promise<Result<CoverageAnswer, never>> => {
  const today = clock().toISOString().slice(0, 10)
  const groups = await inSnapshot(database, { role: 'desk', ...by }, (db) => readGroups(db, asked, today))
  return ok(answerOf(groups, asked, today))
}

const readGroups = async (db: Writer, asked: Asked, today: string) => ({
  missions: await findMissionsInView(db),
  acts: await findEngagementGroups(db, asked),
  requests: await findRequestGroups(db, asked),
  hearings: await findHearingGroups(db, { ...asked, today }),
  contacts: await findContactGroups(db, asked.country),
})
type Groups = Awaited<ReturnType<typeof readGroups>>

const answerOf = (groups: Groups, { silent }: Asked, today: string): CoverageAnswer => {
  const counts = countsOf(groups.acts)
  const countsBy = Map.groupBy(counts, ({ mission }) => mission)
  const actsBy = Map.groupBy(groups.acts, ({ mission }) => mission)
  const requestsBy = Map.groupBy(groups.requests, ({ mission }) => mission)
  const hearingsBy = Map.groupBy(groups.hearings, ({ mission }) => mission)
  const contactsBy = Map.groupBy(groups.contacts, ({ mission }) => mission)
  const times = (of: Pick<Groups, 'requests' | 'hearings' | 'contacts'>) => ({
    responses: responseTimesOf(of.requests, today),
    observation: observationOf(of.hearings),
    silence: silenceOf(of.contacts, silent, today),
  })
  return {
    today,
    missions: groups.missions.map((mission) => ({
      ...mission,
      ...times({
        requests: requestsBy.get(mission.desk) ?? [],
        hearings: hearingsBy.get(mission.desk) ?? [],
        contacts: contactsBy.get(mission.desk) ?? [],
      }),
      done: (actsBy.get(mission.desk) ?? []).reduce((sum, { done }) => sum + done, 0),
      counts: (countsBy.get(mission.desk) ?? []).filter(isDuty).map(presentCount),
    })),
    all: times(groups),
    proposed: proposedOf(counts),
  } as CoverageAnswer
}

const isDuty = ({ code }: { readonly code: string }): boolean => !code.startsWith('2011.')

const presentCount = ({
  code,
  done,
  notDone,
  last,
}: {
  readonly code: string
  readonly done: number
  readonly notDone: number
  readonly last: string | null
}) => ({ code, done, notDone, last })

export const readOfficerCounts = async (
  { database }: CoverageDeps,
  by: CoverageBy,
  period: Period,
): Promise<Result<OfficerCounts, never>> =>
  ok(await inSnapshot(database, { role: 'desk', ...by }, (db) => findOfficerCounts(db, period)))

export const readActs = async (
  { database }: CoverageDeps,
  by: CoverageBy,
  of: Period & { readonly mission: string; readonly duty: string },
): Promise<Result<CodedActs, { readonly kind: 'not_found' }>> =>
  inSnapshot(database, { role: 'desk', ...by }, async (db) => {
    const inView = (await findMissionsInView(db)).some(({ desk }) => desk === of.mission)
    return inView ? ok(await findActs(db, of)) : { ok: false as const, error: { kind: 'not_found' as const } }
  })

export const readHeadquarters = async (
  { database }: CoverageDeps,
  by: CoverageBy,
): Promise<Result<boolean | null, never>> =>
  ok(await inSnapshot(database, { role: 'desk', ...by }, headquartersAnswers))
