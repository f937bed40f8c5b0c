/** Who the mission is and who works there, as the desk's journal says it last. Pure. */
import type { z } from 'zod'
import type { JournalEntry } from '#members/core/journal.ts'
import {
  type OfficerCoded,
  officerCoded,
  officerWords,
  type ProfileCoded,
  profileCoded,
} from './journal_kinds.ts'

export type OfficerWords = z.infer<typeof officerWords>

export type Officer = OfficerCoded & {
  /** Null: this device could not open them. */
  readonly words: OfficerWords | null
}

export type Roster = {
  readonly profile: ProfileCoded | null
  /** By number. */
  readonly officers: readonly Officer[]
  /** Entries that only a newer version reads. */
  readonly newer: number
}

export const rosterOf = (entries: readonly JournalEntry[]): Roster => {
  let profile: ProfileCoded | null = null
  let newer = 0
  const officers = new Map<number, Officer>()
  for (const { kind, kindVersion, coded, words } of entries) {
    if (kind !== 'mission' && kind !== 'officer') continue
    const read = kind === 'mission' ? profileCoded.safeParse(coded) : officerCoded.safeParse(coded)
    if (kindVersion !== 1 || !read.success) newer += 1
    else if ('officer' in read.data) {
      const known = officerWords.safeParse(words)
      officers.set(read.data.officer, { ...read.data, words: known.success ? known.data : null })
    } else profile = read.data
  }
  return { profile, officers: [...officers.values()].toSorted((a, b) => a.officer - b.officer), newer }
}

/** The number that the next officer gets; numbers of those who left are not given again. */
export const nextOfficer = (officers: readonly { readonly officer: number }[]): number =>
  Math.max(0, ...officers.map(({ officer }) => officer)) + 1

/**
 * Months of the period that an officer was posted, by what the roster says; without dates all of it. What cannot be read is
 * as if it were not said.
 */
export const monthsPosted = ({ words }: Pick<Officer, 'words'>, months: readonly string[]): number => {
  const since = monthSaid(words?.since) ?? ''
  const until = monthSaid(words?.until) ?? '9999'
  return months.filter((month) => month >= since && month <= until).length
}

const monthSaid = (date: string | undefined): string | null =>
  /^\d{4}-(?:0[1-9]|1[0-2])/.exec(date ?? '')?.[0] ?? null

/** Every month of a period. */
export const monthsOf = ({ from, to }: { readonly from: string; readonly to: string }): readonly string[] => {
  const months: string[] = []
  for (let month = from; month <= to && months.length < 1200; month = nextMonth(month)) months.push(month)
  return months
}

const nextMonth = (month: string): string => {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))]
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
