/**
 * What an organisation says in public of how governments keep their word to defenders: counted from public records and
 * commitments alone, with its method and what the governments answered.
 */
import { z } from 'zod'
import { inLanguages, language, slug } from '#figures/core/figure.ts'
import { governmentCodes } from '#kernel/core/vocabulary/missions.ts'
import { isoDay } from './cited.ts'

export const scorecardBody = z
  .strictObject({
    lang: language,
    slug,
    title: inLanguages(200),
    governments: z.array(z.enum(governmentCodes)).min(1, { error: 'governments_missing' }).max(60),
    /** Years of the records that are counted, both included. */
    from: z.int().min(1990).max(2100),
    to: z.int().min(1990).max(2100),
    method: inLanguages(4000),
    /** Every government is shown it before it is published: when, and what it answered. */
    replies: z
      .array(
        z.strictObject({
          government: z.enum(governmentCodes),
          askedOn: isoDay,
          answeredOn: isoDay.nullable(),
          /** As it came, or shortened with its consent. */
          reply: inLanguages(6000).nullable(),
        }),
      )
      .max(60),
  })
  .superRefine(({ lang, title, method, governments, from, to, replies }, context) => {
    const refuse = (message: string, ...path: readonly (string | number)[]): void =>
      context.addIssue({ code: 'custom', message, path: [...path] })
    if (title[lang] === undefined) refuse('title_missing', 'title', lang)
    if (method[lang] === undefined) refuse('method_missing', 'method', lang)
    if (to < from) refuse('ends_before', 'to')
    for (const [place, government] of governments.entries())
      if (!replies.some((one) => one.government === government)) refuse('not_asked', 'governments', place)
  })
export type ScorecardBody = z.infer<typeof scorecardBody>
