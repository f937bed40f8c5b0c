/** Profile and roster of a mission from the desk's journal, and coverage from the server, on a member's device. */
import type { z } from 'zod'
import { ok, type Result } from '#kernel/core/result.ts'
import { appendToJournal, type JournalsOf, type NotBegun, readyJournal } from '#members/client/journal.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { newId } from '#members/client/unlocked.ts'
import type { Period } from '#missions/core/coverage.ts'
import {
  actsAnswer,
  type CodedActs,
  type CoverageAnswer,
  coverageAnswer,
  type CoverageQuery,
  headquartersAnswer,
  type OfficerCounts,
  officersAnswer,
} from '#missions/core/coverage_wire.ts'
import {
  type OfficerCoded,
  officerCoded,
  officerWords,
  type ProfileCoded,
  profileCoded,
} from '#missions/core/journal_kinds.ts'
import { type Roster, rosterOf, type OfficerWords } from '#missions/core/roster.ts'

type Answer<T, E = MemberRefusal> = Promise<Result<T, E>>

/** Fields that do not fit. */
export type FormRefusal = { readonly kind: 'fields'; readonly fields: readonly string[] }

export type RosterRefusal = MemberRefusal | NotBegun | FormRefusal

export type MissionView = Roster & {
  readonly desk: { readonly id: string; readonly name: string }
  readonly lead: boolean
  /** Members of the desk, of whom an officer may be one. */
  readonly members: readonly { readonly account: string; readonly name: string }[]
}

export const readMission = async (journals: JournalsOf, desk: string): Answer<MissionView> => {
  const journal = await readyJournal(journals, desk)
  return journal.ok ? ok(viewOf(journals, desk, journal.value?.entries ?? [])) : journal
}

const viewOf = (
  { unlocked }: JournalsOf,
  desk: string,
  entries: Parameters<typeof rosterOf>[0],
): MissionView => {
  const here = unlocked.desks.get(desk)?.desk
  const members = [...(here?.members.entries() ?? [])]
  return {
    ...rosterOf(entries),
    desk: { id: desk, name: here?.name ?? '' },
    lead: here?.members.get(unlocked.keys.account)?.role === 'lead',
    members: members.map(([account, { name }]) => ({ account, name })),
  }
}

export const setMission = async (
  journals: JournalsOf,
  given: { readonly desk: string; readonly coded: ProfileCoded },
): Answer<MissionView, RosterRefusal> => {
  const read = parsed(profileCoded, given.coded)
  return read.ok ? note(journals, given.desk, { kind: 'mission', coded: read.value, words: {} }) : read
}

export const setOfficer = async (
  journals: JournalsOf,
  given: { readonly desk: string; readonly coded: OfficerCoded; readonly words: OfficerWords },
): Answer<MissionView, RosterRefusal> => {
  const coded = parsed(officerCoded, given.coded)
  if (!coded.ok) return coded
  const words = parsed(officerWords, given.words)
  if (!words.ok) return words
  return note(journals, given.desk, { kind: 'officer', coded: coded.value, words: words.value })
}

const note = async (
  journals: JournalsOf,
  desk: string,
  entry: { readonly kind: string; readonly coded: unknown; readonly words: unknown },
): Answer<MissionView, RosterRefusal> => {
  const id = newId(journals.deps)
  const journal = await appendToJournal(journals, desk, () => ok([{ id, ...entry }]))
  return journal.ok ? ok(viewOf(journals, desk, journal.value.entries)) : journal
}

const parsed = <T>(schema: z.ZodType<T>, value: unknown): Result<T, FormRefusal> => {
  const read = schema.safeParse(value)
  if (read.success) return ok(read.data)
  const fields = [...new Set(read.error.issues.map(({ path }) => String(path[0] ?? '')))]
  return { ok: false, error: { kind: 'fields', fields } }
}

const queryOf = (asked: Readonly<Record<string, string | number | undefined>>): string =>
  new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString()

export const readCoverage = async (
  { deps: { api } }: JournalsOf,
  { desk, ...asked }: { readonly desk: string } & CoverageQuery,
): Answer<CoverageAnswer> => {
  const found = await api('GET', `/desks/${desk}/mission/coverage?${queryOf(asked)}`, {
    answer: coverageAnswer,
  })
  return found.ok ? found : serverErr(found.error)
}

export const readOfficerCounts = async (
  { deps: { api } }: JournalsOf,
  { desk, ...asked }: { readonly desk: string } & Period,
): Answer<OfficerCounts> => {
  const path = `/desks/${desk}/mission/coverage/officers?${queryOf(asked)}`
  const found = await api('GET', path, { answer: officersAnswer })
  return found.ok ? ok(found.value.officers) : serverErr(found.error)
}

export const readActs = async (
  { deps: { api } }: JournalsOf,
  {
    desk,
    mission,
    ...asked
  }: { readonly desk: string; readonly mission: string; readonly duty: string } & Period,
): Answer<CodedActs> => {
  const path = `/desks/${desk}/mission/coverage/${mission}/acts?${queryOf(asked)}`
  const found = await api('GET', path, { answer: actsAnswer })
  return found.ok ? ok(found.value.acts) : serverErr(found.error)
}

export const readHeadquarters = async (
  { deps: { api } }: JournalsOf,
  desk: string,
): Answer<boolean | null> => {
  const found = await api('GET', `/desks/${desk}/mission/headquarters`, { answer: headquartersAnswer })
  return found.ok ? ok(found.value.answers) : serverErr(found.error)
}
