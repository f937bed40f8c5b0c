/** Of whom something is asked: named persons and offices, all or some members of a body, or whoever sits for a place. */
import { z } from 'zod'
import { inLanguages, language, slug, webAddress, words } from '#figures/core/figure.ts'
import { memberSchema } from '#instruments/core/position_wire.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'

/** Local part and domain, without quotes and comments. */
export const mailAddress = z
  .string()
  .max(254)
  .regex(/^[^\s@<>"(),:;\\[\]]{1,64}@[^\s@<>"(),:;\\[\]]+\.[^\s@<>"(),:;\\[\].]{2,}$/, {
    error: 'not_an_address',
  })

/** In the form that is dialled from abroad: +992 37 … */
export const phoneNumber = z.string().regex(/^\+?[0-9][0-9 ()/.-]{4,30}$/, { error: 'not_a_phone' })

const named = z.strictObject({
  kind: z.literal('named'),
  /** Names it inside its ask; positions and outcomes refer to it. */
  id: slug,
  /** A person, where one is asked; the office alone may be. */
  name: words(200).nullable(),
  office: inLanguages(300),
  country: z.enum(countryCodes).nullable(),
  /** Lines as they stand on an envelope. */
  post: words(600).nullable(),
  mail: mailAddress.nullable(),
  phone: phoneNumber.nullable(),
  /** A page or form of theirs, or an account. */
  link: webAddress.nullable(),
  /** "Your Excellency", in each language that is written in. */
  salutation: inLanguages(120).nullable(),
  /** In which they read best. */
  reads: language.nullable(),
  /** Them as a member of a body: chosen at the desk and never guessed, since names are shared. */
  seat: z.strictObject({ body: slug, member: memberSchema }).optional(),
  /** They receive a copy and are asked nothing: an embassy in the country of whoever writes. */
  copy: z.boolean(),
})

/** Members of a body on the day that is looked at; of all groups, or of some of one kind. */
const ofBody = z.strictObject({
  kind: z.literal('body'),
  body: slug,
  /** Regions, parties or groups of that body; empty: all its members. */
  groups: z.array(words(80)).max(40),
})

/** "My legislator": members of these bodies who sit for the state and district that the visitor names. */
const byPlace = z.strictObject({ kind: z.literal('by_place'), bodies: z.array(slug).min(1).max(4) })

export const target = z.discriminatedUnion('kind', [named, ofBody, byPlace])
export type Target = z.infer<typeof target>
export type NamedTarget = z.infer<typeof named>
