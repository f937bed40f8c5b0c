/**
 * What one mission is known to have done in one year, from public sources: what it published itself, what the press and
 * organisations told. Scorecards count nothing else; quiet work is not in it, and every page says so.
 */
import { z } from 'zod'
import { inLanguages, language, slug } from '#figures/core/figure.ts'
import { dutyCodes, engagementResults, engagementTypes } from '#kernel/core/vocabulary/missions.ts'
import { sources } from '#releases/core/sources.ts'
import { partialDate } from './cited.ts'

const publicEngagement = z.strictObject({
  /** Names it inside its record. */
  id: slug,
  type: z.enum(engagementTypes),
  duties: z.array(z.enum(dutyCodes)).min(1, { error: 'duties_missing' }).max(8),
  on: partialDate,
  result: z.enum(engagementResults),
  what: inLanguages(600),
  /** Slugs of the other missions that took part. */
  jointWith: z.array(slug).max(60),
  /** The publication of the defender whom it was about; it is named only while that stands. */
  about: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/)
    .nullable(),
  sources,
})
export type PublicEngagement = z.infer<typeof publicEngagement>

export const missionRecordBody = z
  .strictObject({
    lang: language,
    slug,
    /** Of the mission's document. */
    mission: slug,
    year: z.int().min(1990).max(2100),
    engagements: z.array(publicEngagement).max(500),
  })
  .superRefine(({ lang, year, engagements }, context) => {
    const refuse = (message: string, ...path: readonly (string | number)[]): void =>
      context.addIssue({ code: 'custom', message, path: [...path] })
    const ids = engagements.map(({ id }) => id)
    for (const [place, one] of engagements.entries()) {
      if (one.what[lang] === undefined) refuse('what_missing', 'engagements', place, 'what', lang)
      if (ids.indexOf(one.id) !== place) refuse('engagement_twice', 'engagements', place, 'id')
      if (one.on.slice(0, 4) !== String(year)) refuse('other_year', 'engagements', place, 'on')
    }
  })
export type MissionRecordBody = z.infer<typeof missionRecordBody>
