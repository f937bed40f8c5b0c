/** Who missions are, and what a desk may count of them: all beyond the desk's own passes through functions of the database. */
import { type RawBuilder, sql } from 'kysely'
import { contactTypes } from '#cases/core/engagements.ts'
import type { CoverageFilter, EngagementGroup, Period } from '#missions/core/coverage.ts'
import type { ContactGroup, HearingGroup, RequestGroup } from '#missions/core/coverage_times.ts'
import type { CodedActs, MissionFacts, OfficerCounts } from '#missions/core/coverage_wire.ts'
import { MOST_ENGAGEMENTS } from '#missions/core/coverage_wire.ts'
import type { OfficerCoded, ProfileCoded } from '#missions/core/journal_kinds.ts'
import type { Writer } from '#platform/server/database.ts'

const rowsOf = async <Row>(db: Writer, query: RawBuilder<Row>): Promise<readonly Row[]> =>
  (await query.execute(db)).rows

export const saveMission = async (db: Writer, desk: string, profile: ProfileCoded): Promise<void> => {
  const { government, host, post, guidelines, headquarters = null, likeMinded, shadow } = profile
  await sql`
    insert into amparo.mission (desk, government, host, post, guidelines, headquarters, like_minded, shadow)
    values (${desk}, ${government}, ${host}, ${post}, ${[...guidelines]}, ${headquarters === desk ? null : headquarters},
      ${likeMinded.filter((one) => one !== desk)}, ${shadow})
    on conflict (desk) do update set government = excluded.government, host = excluded.host, post = excluded.post,
      guidelines = excluded.guidelines, headquarters = excluded.headquarters, like_minded = excluded.like_minded,
      shadow = excluded.shadow`.execute(db)
}

export const saveOfficer = async (db: Writer, mission: string, one: OfficerCoded): Promise<void> => {
  await sql`
    insert into amparo.officer (mission, officer, role, liaison, posted)
    values (${mission}, ${one.officer}, ${one.role}, ${one.liaison}, ${one.posted})
    on conflict (mission, officer) do update
      set role = excluded.role, liaison = excluded.liaison, posted = excluded.posted`.execute(db)
}

/** The desk's own mission first, then those that named it as their headquarters. */
export const findMissionsInView = (db: Writer): Promise<readonly MissionFacts[]> =>
  rowsOf(
    db,
    sql<MissionFacts>`
      select desk, name, government, host, post, guidelines, shadow, own from amparo.missions_in_view()
      order by own desc, name collate "C", desk`,
  )

export const findEngagementGroups = (
  db: Writer,
  { from, to, role, country }: CoverageFilter,
): Promise<readonly EngagementGroup[]> =>
  rowsOf(
    db,
    sql<EngagementGroup>`
      select mission, duties, done, not_done as "notDone", last
      from amparo.engagement_groups(${from}, ${to}, ${role}, ${country})`,
  )

export const findRequestGroups = (
  db: Writer,
  { from, to, role, country }: CoverageFilter,
): Promise<readonly RequestGroup[]> =>
  rowsOf(db, sql<RequestGroup>`select * from amparo.request_groups(${from}, ${to}, ${role}, ${country})`)

export const findHearingGroups = (
  db: Writer,
  { from, to, country, today }: CoverageFilter & { readonly today: string },
): Promise<readonly HearingGroup[]> =>
  rowsOf(db, sql<HearingGroup>`select * from amparo.hearing_groups(${from}, ${to}, ${country}, ${today})`)

export const findContactGroups = (db: Writer, country: string | null): Promise<readonly ContactGroup[]> =>
  rowsOf(db, sql<ContactGroup>`select * from amparo.contact_groups(${[...contactTypes]}, ${country})`)

/** Empty for everybody but leads of the mission. */
export const findOfficerCounts = (db: Writer, { from, to }: Period): Promise<OfficerCounts> =>
  rowsOf(
    db,
    sql<OfficerCounts[number]>`
      select officer, done, not_done as "notDone", last from amparo.officer_counts(${from}, ${to})
      order by officer nulls last`,
  ) as Promise<OfficerCounts>

export const findActs = (
  db: Writer,
  { mission, duty, from, to }: Period & { readonly mission: string; readonly duty: string },
): Promise<CodedActs> =>
  rowsOf(
    db,
    sql<CodedActs[number]>`
      select type, duties, role, date, result, requested_by as "requestedBy", requested,
        days_to_answer as "daysToAnswer", country
      from amparo.engagements_in_view(${mission}, ${duty}, ${from}, ${to}, ${MOST_ENGAGEMENTS})`,
  ) as Promise<CodedActs>

export const headquartersAnswers = async (db: Writer): Promise<boolean | null> =>
  (await rowsOf(db, sql<{ answers: boolean | null }>`select amparo.headquarters_answers() as answers`))[0]!
    .answers
