/**
 * What happened after an ask began: dated, with its source. Nobody can show that a letter opened a prison, so pages say
 * "followed by" and never "because of". A document that two persons release, one for each outcome.
 */
import { z } from 'zod'
import { inLanguages, language, slug, words } from '#figures/core/figure.ts'
import { parseEdtf } from '#kernel/core/edtf.ts'
import { sources } from '#releases/core/sources.ts'

export const outcomeKinds = [
  'released',
  'charges_dropped',
  'sentence_reduced',
  'conditions_better',
  'fair_hearing',
  'cosponsored',
  'adopted',
  /** A legislator took a prisoner's case as their own. */
  'case_adopted',
  'rejected',
  'statement_made',
  'promise_made',
  'answer_received',
  'no_answer',
  'worse',
  'other',
] as const
export type OutcomeKind = (typeof outcomeKinds)[number]

export const outcomeBody = z
  .strictObject({
    lang: language,
    campaign: slug,
    /** The ask that it followed. */
    ask: slug,
    kind: z.enum(outcomeKinds),
    /** EDTF: the month alone where the day is not known. */
    on: z
      .string()
      .max(60)
      .refine((text) => parseEdtf(text).ok, { error: 'day_unreadable' }),
    /** Who moved: the id of a named target of the ask, or `body:member`; null where no single one did. */
    target: words(170).nullable(),
    what: inLanguages(600),
    sources,
  })
  .superRefine(({ lang, what }, context) => {
    if (what[lang] === undefined)
      context.addIssue({ code: 'custom', message: 'what_missing', path: ['what', lang] })
  })
export type OutcomeBody = z.infer<typeof outcomeBody>
