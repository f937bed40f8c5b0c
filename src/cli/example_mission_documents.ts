/** What is public of the example's missions (examples/missions): written by one person, released by another, all invented. */
import { readFileSync } from 'node:fs'

import { citableTexts } from '#instruments/core/citable.ts'
import type { Citation } from '#kernel/core/citation.ts'
import { addDays } from '#kernel/core/iso_day.ts'
import { type CommitmentBody, commitmentBody } from '#missions/core/commitment.ts'
import { type MissionBody, missionBody } from '#missions/core/mission.ts'
import { type MissionRecordBody, missionRecordBody } from '#missions/core/mission_record.ts'
import { type ScorecardBody, scorecardBody } from '#missions/core/scorecard.ts'
import type { KindName } from '#releases/core/kind.ts'

import type { Device } from './device.ts'
import { exampleInstruments } from './example_instruments.ts'
import { propose, releaseAll } from './example_themes.ts'

const file = new URL('../../examples/missions/missions.json', import.meta.url)

export type MissionDocuments = {
  readonly missions: readonly MissionBody[]
  readonly records: readonly MissionRecordBody[]
  readonly commitments: readonly CommitmentBody[]
  readonly scorecards: readonly ScorecardBody[]
}

export const exampleMissionDocuments = (today: string): MissionDocuments => {
  const read = JSON.parse(readFileSync(file, 'utf8'), asOf(today)) as Readonly<
    Record<keyof MissionDocuments, readonly object[]>
  >
  return {
    missions: read.missions.map((one) => missionBody.parse(one)),
    records: read.records.map((one) => missionRecordBody.parse(one)),
    commitments: read.commitments.map((one) => commitmentBody.parse(one)),
    scorecards: read.scorecards.map((one) => scorecardBody.parse(one)),
  }
}

/** Days and years are counted back from today; provisions stand there by the number of their text. */
const asOf = (today: string) => {
  const year = Number(today.slice(0, 4))
  return (key: string, value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replace(/\{year-(\d)\}/, (_, back: string) => String(year - Number(back)))
    if (typeof value !== 'object' || value === null) return value
    if ('in' in value) return addDays(today, Number(value.in))
    if ('yearsAgo' in value) return year - Number(value.yearsAgo)
    return key === 'provision' ? numbered(value as Numbered) : value
  }
}

type Numbered = { readonly instrument: string; readonly number: string }

const numbered = ({ instrument, number }: Numbered): Citation => {
  const text = citableTexts(exampleInstruments()).find(({ slug }) => slug === instrument)
  const found = text?.provisions.find((one) => one.number === number)
  if (!found) throw new Error(`examples/missions: ${instrument} has no ${number}`)
  return { instrument, provision: found.id }
}

type Team = { readonly desk: string; readonly writer: Device; readonly lead: Device }

type Loading = {
  readonly today: string
  /** Who keeps shadow records, follows promises and publishes the scorecard. */
  readonly organisation: Team
  /** The missions' own people, and their desks by the names of their documents. */
  readonly missions: Omit<Team, 'desk'> & { readonly desks: ReadonlyMap<string, string> }
}

export const loadMissionDocuments = async (given: Loading): Promise<void> => {
  const { missions, records, commitments, scorecards } = exampleMissionDocuments(given.today)
  const { organisation } = given
  const { desks, ...people } = given.missions
  const teams = new Map<string, Team>(
    missions.map(({ slug, shadow }) => [slug, shadow ? organisation : { ...people, desk: desks.get(slug)! }]),
  )
  const releaseEach = async (): Promise<void> => {
    const all = new Map([organisation, ...teams.values()].map((team) => [team.desk, team]))
    for (const { lead, desk } of all.values()) await releaseAll(lead, desk)
  }
  for (const body of missions) await proposeAt(teams.get(body.slug)!, 'mission', body)
  await releaseEach()
  // A record names missions that are public.
  for (const body of records) await proposeAt(teams.get(body.mission)!, 'mission_record', body)
  for (const body of commitments) await proposeAt(organisation, 'commitment', body)
  for (const body of scorecards) await proposeAt(organisation, 'scorecard', body)
  await releaseEach()
}

const proposeAt = ({ writer, desk }: Team, kind: KindName, body: Parameters<typeof propose>[3]) =>
  propose(writer, desk, kind, body)
