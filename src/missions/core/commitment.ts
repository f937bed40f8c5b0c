/** A statement of policy as a dated promise of a government, with what was seen of its keeping or breaking. */
import { z } from 'zod'
import { citationShape } from '#kernel/core/citation.ts'
import { inLanguages, language, slug } from '#figures/core/figure.ts'
import { dutyCodes, governmentCodes, proposed2011Codes } from '#kernel/core/vocabulary/missions.ts'
import { sources } from '#releases/core/sources.ts'
import { partialDate } from './cited.ts'

export const commitmentSigns = ['kept', 'partly_kept', 'broken', 'no_sign'] as const
export type CommitmentSign = (typeof commitmentSigns)[number]

export const commitmentBody = z
  .strictObject({
    lang: language,
    slug,
    government: z.enum(governmentCodes),
    title: inLanguages(200),
    /** What was promised, in our words; the promise itself stands at its source. */
    promise: inLanguages(1500),
    madeOn: partialDate,
    /** By when, where a time was named. */
    by: partialDate.nullable(),
    /** The paragraph of a guideline that says it. */
    provision: citationShape.nullable(),
    /** Of the commitments and duties proposed in 2011. */
    proposed: z.enum(proposed2011Codes).nullable(),
    duties: z.array(z.enum(dutyCodes)).max(8),
    evidence: z
      .array(
        z.strictObject({
          id: slug,
          on: partialDate,
          sign: z.enum(commitmentSigns),
          what: inLanguages(600),
          sources,
        }),
      )
      .max(200),
    sources,
  })
  .superRefine(({ lang, title, promise, evidence }, context) => {
    const refuse = (message: string, ...path: readonly (string | number)[]): void =>
      context.addIssue({ code: 'custom', message, path: [...path] })
    if (title[lang] === undefined) refuse('title_missing', 'title', lang)
    if (promise[lang] === undefined) refuse('promise_missing', 'promise', lang)
    for (const [place, { what }] of evidence.entries())
      if (what[lang] === undefined) refuse('what_missing', 'evidence', place, 'what', lang)
  })
export type CommitmentBody = z.infer<typeof commitmentBody>
