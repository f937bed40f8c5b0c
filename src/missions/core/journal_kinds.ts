/**
 * What a mission's desk notes in its journal: who it is, its officers, engagements that no single case means, and the
 * organisations and missions with whom it exchanges signed bundles. The coded halves are what headquarters read.
 */
import { z } from 'zod'
import { engagementCoded, engagementWords, officerNumber } from '#cases/core/kinds/engagement.ts'
import { date, id, ids, longText, shortText, term } from '#cases/core/fields.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { governmentCodes, guidelines, officerRoles, posts } from '#kernel/core/vocabulary/missions.ts'
import type { JournalKind } from '#members/core/journal.ts'
import { bundleJournalKinds } from './bundle_journal.ts'
import { generalRule } from './general_engagement.ts'

/** Written by a lead; the last one holds. Its name is that of its desk. */
export const profileCoded = z.strictObject({
  government: term(governmentCodes),
  /** Of headquarters: the government's own country or seat. */
  host: term(countryCodes),
  post: term(posts),
  guidelines: z.array(term(guidelines)).max(7),
  /** The desk of headquarters that may read the coded halves; only one that calls itself headquarters of this government. */
  headquarters: id.optional(),
  /** Desks of other missions here that may see which hearings are covered. */
  likeMinded: ids(40),
  /** The organisation that keeps this desk as a shadow record, from public sources, is not the mission. */
  shadow: z.boolean(),
})
export type ProfileCoded = z.infer<typeof profileCoded>

/** By a lead; the last one of a number holds. */
export const officerCoded = z.strictObject({
  officer: officerNumber,
  role: term(officerRoles),
  liaison: z.boolean(),
  /** False from the day on which they left. */
  posted: z.boolean(),
})
export const officerWords = z.strictObject({
  name: shortText,
  /** The member's account here, where they have one. */
  account: id.optional(),
  since: date.optional(),
  until: date.optional(),
  note: longText.optional(),
})
export type OfficerCoded = z.infer<typeof officerCoded>

/** In the journal the country is said: no case says it. */
export const generalEngagementCoded = engagementCoded.safeExtend({ country: term(countryCodes) })
export type GeneralCoded = z.infer<typeof generalEngagementCoded>

const kinds = {
  mission: {
    coded: profileCoded,
    words: z.strictObject({ note: longText.optional() }),
    mostSealed: 8 * 1024,
  },
  officer: { coded: officerCoded, words: officerWords, mostSealed: 8 * 1024 },
  engagement: { coded: generalEngagementCoded, words: engagementWords, mostSealed: 64 * 1024 },
} as const

export const missionJournalKinds: readonly JournalKind[] = [
  { kind: 'mission', ...kinds.mission },
  { kind: 'officer', ...kinds.officer },
  { kind: 'engagement', ...kinds.engagement, refuses: generalRule },
  ...bundleJournalKinds,
]
