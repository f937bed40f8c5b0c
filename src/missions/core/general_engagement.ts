/**
 * An engagement that no single case means, in the desk's journal: nothing that shows one defender, for their consent stands
 * in their case. The server asks the same of the coded half. Pure.
 */
import { spanOf } from '#cases/core/days.ts'
import { mayGiveWay } from '#cases/core/engagements.ts'
import type { EngagementCoded } from '#cases/core/kinds/engagement.ts'
import { addDays } from '#kernel/core/iso_day.ts'
import type { EngagementType } from '#kernel/core/vocabulary/missions.ts'
import type { JournalFact } from '#members/core/journal.ts'

/** What is done beside one defender or in honour of one. A statement or a demarche may be about a law. */
export const neverGeneral: readonly EngagementType[] = [
  'trial_observation',
  'detention_visit',
  'field_visit',
  'accompaniment',
  'public_recognition',
]

export const generalRules = [
  'shows_a_defender',
  'names_case_entry',
  'date_in_future',
  'updates_nothing',
  'other_type',
  'same_as_itself',
  'same_as_no_engagement',
  'same_as_other_way',
] as const
export type GeneralRule = (typeof generalRules)[number]

/** The rule that it breaks; its parts are checked already. */
export const generalRule = (
  { id, coded }: Pick<JournalFact, 'id' | 'coded'>,
  { earlier, today }: { readonly earlier: readonly JournalFact[]; readonly today: string },
): GeneralRule | null => {
  const { type, hearing, consent, date, updates, sameAs } = coded as EngagementCoded
  if (neverGeneral.includes(type)) return 'shows_a_defender'
  if (hearing !== undefined || consent !== undefined) return 'names_case_entry'
  // A day of grace: the member's evening may be the next day elsewhere.
  if (spanOf(date).earliest > addDays(today, 1)) return 'date_in_future'
  const before = updates === undefined ? null : earlier.find((one) => one.id === updates)
  if (before === undefined || (before && before.kind !== 'engagement')) return 'updates_nothing'
  if (before && (before.coded as EngagementCoded).type !== type) return 'other_type'
  if (sameAs === undefined) return null
  if (sameAs === id || sameAs === updates) return 'same_as_itself'
  const same = earlier.find((one) => one.id === sameAs)
  if (same === undefined)
    return mayGiveWay(firstOf(earlier, updates ?? id), sameAs) ? null : 'same_as_other_way'
  return same.kind === 'engagement' ? null : 'same_as_no_engagement'
}

/** The first entry of a chain, by any of them: each goes on from an earlier one. */
const firstOf = (earlier: readonly JournalFact[], of: string): string =>
  earlier.reduceRight(
    (first, { id, coded }) => (id === first ? ((coded as EngagementCoded).updates ?? first) : first),
    of,
  )
