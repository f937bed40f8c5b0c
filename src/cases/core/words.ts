/**
 * Sealed words add to coded facts and never change them. This finds the fields where they say something else; only
 * a device can ask, for the server sees no words.
 */
import { daysBetween, isIsoDay } from '#kernel/core/iso_day.ts'
import { violationGroupOf, type ViolationTerm } from '#kernel/core/vocabulary/violations.ts'
import { isBefore, spanOf } from './days.ts'
import type { EntryKind } from './entry.ts'
import type { ConsentCoded, ConsentWords } from './kinds/consent.ts'
import type { EngagementCoded, EngagementWords } from './kinds/engagement.ts'
import type { EventCoded, EventWords } from './kinds/event.ts'

/** The fields of the words that contradict the coded part; none when words are not opened. */
export const contradictionsOf = (kind: EntryKind, coded: unknown, words: unknown): readonly string[] => {
  if (words === undefined || words === null) return []
  if (kind === 'event') return inEvent(coded as EventCoded, words as EventWords)
  if (kind === 'engagement') return inEngagement(coded as EngagementCoded, words as EngagementWords)
  if (kind === 'consent') {
    const given = words as ConsentWords
    return datesFit((coded as ConsentCoded).date, given.date) ? [] : ['date']
  }
  return []
}

function inEvent(coded: EventCoded, words: EventWords): readonly string[] {
  const acts = (words.acts ?? []).flatMap(({ act, violation }, index) => {
    const said = coded.acts[act - 1]
    const fits = said !== undefined && (violation === undefined || isWithin(violation, said.violation))
    return fits ? [] : [`acts.${index}`]
  })
  return [...(datesFit(coded.date, words.date) ? [] : ['date']), ...acts]
}

/** Parts of the words that only one type of engagement has. */
const ownWords = { trial: 'trial_observation', access: 'detention_visit', tools: 'tools_check' } as const

/** Dates in the months that were coded, days counted between the dates that are told. */
export function inEngagement(coded: EngagementCoded, words: EngagementWords): readonly string[] {
  const { programme } = words
  const answered = daysFit(coded.daysToAnswer, words.requestedOn, words.answeredOn)
  const decided = daysFit(coded.daysToDecision, programme?.appliedOn, programme?.decidedOn)
  const others = Object.entries(ownWords).flatMap(([part, type]) =>
    words[part as keyof typeof ownWords] !== undefined && coded.type !== type ? [part] : [],
  )
  return [
    ...(datesFit(coded.date, words.date) ? [] : ['date']),
    ...(datesFit(coded.requested, words.requestedOn) ? [] : ['requestedOn']),
    ...(answered ? [] : ['answeredOn']),
    ...(decided ? [] : ['programme.decidedOn']),
    ...others,
  ]
}

function daysFit(days: number | undefined, from: string | undefined, to: string | undefined): boolean {
  if (from === undefined || to === undefined || !isIsoDay(from) || !isIsoDay(to)) return true
  const between = daysBetween(from, to)
  return between >= 0 && (days === undefined || days === between)
}

/** The exact date lies in the coded one, as far as it can be read. */
function datesFit(coded: string | undefined, exact: string | undefined): boolean {
  if (exact === undefined) return true
  const [outer, inner] = [spanOf(coded), spanOf(exact)]
  return !isBefore(outer, inner) && !isBefore(inner, outer)
}

/** The exact violation is the coded one, or stands in the group that was coded. */
function isWithin(exact: ViolationTerm, coded: ViolationTerm): boolean {
  return exact === coded || violationGroupOf(exact) === coded
}
