/** The case itself and whom it is about: opened, identity, closed. */
import { z } from 'zod'
import { closingReasons } from '#kernel/core/vocabulary/casework.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { codedGender, codedSector, genderCodes, sectorCodes } from '#kernel/core/vocabulary/people.ts'
import {
  country,
  date,
  integer,
  language,
  longText,
  region,
  regionFits,
  shortText,
  term,
  terms,
  text,
} from '../fields.ts'
import { holderKinds, nameKinds } from '../terms.ts'

/** First entry of every log, and again when a closed case is taken up. Synthetic cases never count as real. */
export const openedCoded = z.strictObject({
  dark: z.boolean(),
  country: country.optional(),
  synthetic: z.boolean().optional(),
})
export const openedWords = z.strictObject({
  reference: text(80).optional(),
  tags: z.array(text(40)).max(20).optional(),
  reason: longText.optional(),
})

/** Sensitive sectors and genders stand here as their parent (OTHER, R), in full in the words. */
export const identityCoded = z
  .strictObject({
    holder: term(holderKinds),
    country: country.optional(),
    region: region.optional(),
    sectors: terms(
      sectorCodes.filter((code) => codedSector(code) === code),
      12,
    ),
    gender: term(genderCodes.filter((code) => codedGender(code) === code)).optional(),
    womensDefender: z.boolean().optional(),
    minor: z.boolean().optional(),
    size: z
      .strictObject({ min: integer(1, 1_000_000), max: integer(1, 1_000_000) })
      .refine((size) => size.min <= size.max)
      .optional(),
  })
  .refine(regionFits, { path: ['region'] })
  .refine((identity) => identity.size === undefined || identity.holder !== 'person', { path: ['size'] })

export const identityWords = z.strictObject({
  names: z
    .array(
      z.strictObject({
        text: shortText,
        kind: term(nameKinds),
        lang: language.optional(),
        script: z
          .string()
          .regex(/^[A-Z][a-z]{3}$/)
          .optional(),
      }),
    )
    .max(30)
    .optional(),
  born: date.optional(),
  died: date.optional(),
  birthplace: shortText.optional(),
  place: shortText.optional(),
  nationalities: z.array(z.enum(countryCodes)).max(5).optional(),
  occupation: shortText.optional(),
  employer: shortText.optional(),
  work: longText.optional(),
  gender: term(genderCodes).optional(),
  pronouns: text(40).optional(),
  sectors: terms(sectorCodes, 20).optional(),
  identifiers: z
    .array(z.strictObject({ type: text(60), value: shortText }))
    .max(10)
    .optional(),
  members: z.array(shortText).max(200).optional(),
  appearance: longText.optional(),
  health: longText.optional(),
  belief: longText.optional(),
  family: longText.optional(),
  tags: z.array(text(40)).max(20).optional(),
  reference: text(80).optional(),
  note: longText.optional(),
})

export const closedCoded = z.strictObject({ reason: term(closingReasons) })
export const closedWords = z.strictObject({ text: longText.optional() })

export type OpenedCoded = z.infer<typeof openedCoded>
