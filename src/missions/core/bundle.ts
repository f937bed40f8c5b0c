/**
 * Bundles: what passes between two installations that share no database. One canonical form; who signed, for whom, tied to
 * what it answers. A sender is trusted only after two people compared the digits of its keys.
 */
import { z } from 'zod'
import {
  country,
  date,
  day,
  hash,
  id,
  longText,
  month,
  shortText,
  term,
  terms,
  text,
} from '#cases/core/fields.ts'
import { chargeGroups, hearingTypes, holderKinds, nameKinds } from '#cases/core/terms.ts'
import { isPlainText } from '#kernel/core/plain_text.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { consentCapacities, consentWays } from '#kernel/core/vocabulary/consent.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { dutyCodes, engagementResults, engagementTypes } from '#kernel/core/vocabulary/missions.ts'
import { genderCodes, sectorCodes } from '#kernel/core/vocabulary/people.ts'
import { ageRecipientSchema } from '#members/core/desk_entries.ts'
import { canonicalBytes, nfc, parseCanonical } from '#vault/core/v1/canonical.ts'
import { instantSchema } from '#vault/core/v1/statement.ts'

const FORMAT = 'amparo/bundle/1'
const CARD_FORMAT = 'amparo/bundle-card/1'

/** No sign in a name may let it look like another. */
const label = shortText.refine((name) => name.trim() === name && isPlainText(name))

const partyShape = {
  organisation: label,
  desk: label,
  /** Of the member who signs. */
  signing: hash,
  /** Of the desk's inbox. */
  recipient: ageRecipientSchema,
}
const partySchema = z.strictObject(partyShape)
export type Party = Readonly<z.infer<typeof partySchema>>

export const bundleKinds = ['request', 'facts', 'answer', 'coverage'] as const
export type BundleKind = (typeof bundleKinds)[number]

export const requestBody = z.strictObject({
  duties: terms(dutyCodes, 8).min(1),
  text: text(4000),
  answerBy: day.optional(),
})
export type RequestBody = z.infer<typeof requestBody>

const factsBody = z.strictObject({
  /** What the person agreed to, as the sender tells it. */
  consent: z.strictObject({
    scope: term(['C2', 'C3']),
    given: month,
    expires: day.optional(),
    capacity: term(consentCapacities),
    way: term(consentWays),
    risksExplained: z.boolean(),
    assent: z.boolean().optional(),
    exclusions: longText.optional(),
  }),
  holder: term(holderKinds),
  minor: z.boolean().optional(),
  synthetic: z.boolean().optional(),
  country: country.optional(),
  names: z
    .array(z.strictObject({ text: shortText, kind: term(nameKinds) }))
    .max(30)
    .optional(),
  born: date.optional(),
  nationalities: z.array(term(countryCodes)).max(5).optional(),
  gender: term(genderCodes).optional(),
  sectors: terms(sectorCodes, 20).optional(),
  occupation: shortText.optional(),
  work: longText.optional(),
  place: shortText.optional(),
  charges: z
    .array(
      z.strictObject({
        groups: terms(chargeGroups, 6),
        deathPossible: z.boolean(),
        law: shortText.optional(),
      }),
    )
    .max(50)
    .optional(),
  hearings: z
    .array(z.strictObject({ hearing: id, day, type: term(hearingTypes), court: shortText.optional() }))
    .max(50)
    .optional(),
  summary: longText.optional(),
})
export type Facts = z.infer<typeof factsBody>

const answerBody = z.strictObject({
  type: term(engagementTypes),
  duties: terms(dutyCodes, 8),
  result: term(engagementResults),
  date: month,
  text: text(4000).optional(),
})
export type AnswerBody = z.infer<typeof answerBody>

/** The sender's own id of the hearing comes back, and whether somebody goes: nothing else. */
const coverageBody = z.strictObject({ hearing: id, covered: z.boolean() })
export type CoverageBody = z.infer<typeof coverageBody>

const common = {
  format: z.literal(FORMAT),
  id,
  made: instantSchema,
  from: partySchema,
  to: z.strictObject({ recipient: ageRecipientSchema }),
  /** Ties a request, its facts and what answers them. */
  ref: id,
}
const bundleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('request'), body: requestBody }),
  z.strictObject({ ...common, kind: z.literal('facts'), body: factsBody }),
  z.strictObject({ ...common, kind: z.literal('answer'), body: answerBody }),
  z.strictObject({ ...common, kind: z.literal('coverage'), body: coverageBody }),
])
export type Bundle = z.infer<typeof bundleSchema>
/** What a bundle says, without who says it. */
export type BundleSaid = Bundle extends infer B
  ? B extends Bundle
    ? Pick<B, 'kind' | 'body'>
    : never
  : never

export type BundleFormRefusal =
  | { readonly kind: 'not_a_bundle' }
  /** Whose format this program does not know yet. */
  | { readonly kind: 'newer_format' }

const formatOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'format' in value ? value.format : null

const readAs = <T>(schema: z.ZodType<T>, name: string, value: unknown): Result<T, BundleFormRefusal> => {
  const format = formatOf(value)
  const version = typeof format === 'string' && format.startsWith(`${name}/`) && format.slice(name.length + 1)
  if (version && /^([2-9]|[1-9][0-9]{1,3})$/.test(version)) return err({ kind: 'newer_format' })
  const read = schema.safeParse(value)
  return read.success ? ok(read.data) : err({ kind: 'not_a_bundle' })
}

export const readBundle = (value: unknown): Result<Bundle, BundleFormRefusal> =>
  readAs<Bundle>(bundleSchema, 'amparo/bundle', value)

/** Its texts in NFC, as typed ones often are not. Refused: what does not fit into the form, such as too many words. */
export const writeBundle = (
  given: Omit<Bundle, 'format' | 'kind' | 'body'>,
  said: BundleSaid,
): Result<Bundle, { readonly kind: 'does_not_fit' }> => {
  const written = bundleSchema.safeParse(nfc({ ...given, ...said, format: FORMAT }))
  return written.success ? ok(written.data) : err({ kind: 'does_not_fit' })
}

const cardSchema = z.strictObject({ format: z.literal(CARD_FORMAT), ...partyShape })
const MAX_CARD_BYTES = 8 * 1024

/** In clear: keys are no secret, and that they are the right ones is what the comparison of digits says. */
export const cardBytes = (party: Party): Uint8Array => canonicalBytes({ format: CARD_FORMAT, ...party })

export const readCard = (bytes: Uint8Array): Result<Party, BundleFormRefusal> => {
  const value = parseCanonical(bytes, MAX_CARD_BYTES)
  if (!value.ok) return err({ kind: 'not_a_bundle' })
  const card = readAs(cardSchema, 'amparo/bundle-card', value.value)
  if (!card.ok) return card
  const { format: _format, ...party } = card.value
  return ok(party)
}
