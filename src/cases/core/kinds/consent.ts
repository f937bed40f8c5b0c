/** What the person, or who may speak for them, agreed to. Nothing recorded means no, but for C1. */
import { z } from 'zod'
import { consentCapacities, consentScopeCodes, consentWays } from '#kernel/core/vocabulary/consent.ts'
import { date, day, language, longText, month, shortText, term } from '../fields.ts'
import { consentAnswers } from '../terms.ts'

/** Of two consents the later counts, purpose by purpose. `withdrawn` is a no that says there was a yes. */
export const consentCoded = z
  .strictObject({
    purposes: z.partialRecord(term(consentScopeCodes), term(consentAnswers)),
    capacity: term(consentCapacities),
    way: term(consentWays),
    date: month,
    language: language.optional(),
    risksExplained: z.boolean(),
    /** A child's own agreement, beside its guardian's. */
    assent: z.boolean().optional(),
    /** The last day it holds. */
    expires: day.optional(),
  })
  .refine((consent) => Object.keys(consent.purposes).length > 0, { path: ['purposes'] })
export const consentWords = z.strictObject({
  giver: shortText.optional(),
  relation: shortText.optional(),
  date: date.optional(),
  partners: z.array(shortText).max(50).optional(),
  exclusions: longText.optional(),
  risks: longText.optional(),
  collectedBy: shortText.optional(),
  note: longText.optional(),
})

export type ConsentCoded = z.infer<typeof consentCoded>
export type ConsentWords = z.infer<typeof consentWords>
