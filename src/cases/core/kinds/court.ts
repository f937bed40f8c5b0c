/** What a court decides about: charges and hearings. */
import { z } from 'zod'
import { hearingOutcomes } from '#kernel/core/vocabulary/proceedings.ts'
import { day, id, ids, integer, longText, shortText, term, terms, text } from '../fields.ts'
import { chargeGroups, chargeSeverities, hearingTypes, penaltyKinds } from '../terms.ts'

export const chargeCoded = z
  .strictObject({
    groups: terms(chargeGroups, 6),
    severity: term(chargeSeverities).optional(),
    maxPenalty: z
      .strictObject({ kind: term(penaltyKinds), years: integer(1, 999).optional() })
      .refine((penalty) => penalty.years === undefined || penalty.kind === 'prison', { path: ['years'] })
      .optional(),
    deathPossible: z.boolean(),
  })
  .refine((charge) => charge.maxPenalty?.kind !== 'death' || charge.deathPossible, {
    path: ['deathPossible'],
  })
export const chargeWords = z.strictObject({
  law: shortText.optional(),
  article: shortText.optional(),
  wording: longText.optional(),
  translation: longText.optional(),
  authority: shortText.optional(),
  caseNumber: text(80).optional(),
  note: longText.optional(),
})

/** A hearing held or put off is told by a later hearing entry that `updates` the first. */
export const hearingCoded = z.strictObject({
  day,
  type: term(hearingTypes),
  outcome: term(hearingOutcomes).optional(),
  nextDay: day.optional(),
  charges: ids(50).optional(),
  observed: z.boolean().optional(),
  updates: id.optional(),
})
export const hearingWords = z.strictObject({
  court: shortText.optional(),
  room: text(80).optional(),
  hour: text(40).optional(),
  judge: shortText.optional(),
  prosecutor: shortText.optional(),
  lawyers: z.array(shortText).max(20).optional(),
  observers: z.array(shortText).max(30).optional(),
  note: longText.optional(),
})
