/** How the secretary's desk and the server speak of a letter. */
import { z } from 'zod'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { arePlainLines, isPlainText } from '#kernel/core/plain_text.ts'
import { authorities, signatoryKinds, signatoryLists, signatoryStates } from './sign_on.ts'
import { addressee, deliveryStates } from './sign_on_addressees.ts'
import { LONGEST_NAME } from './sign_on_names.ts'
import { mailAddress } from './target.ts'

const id = z.string().regex(/^[A-Za-z0-9_-]{22}$/)
const day = z.string().refine(isIsoDay)
const name = z.string().trim().min(1).max(LONGEST_NAME).refine(isPlainText).regex(/\p{L}/u)

const signatoryLine = z.strictObject({
  id,
  kind: z.enum(signatoryKinds),
  name: z.string(),
  localName: z.string().nullable(),
  localLanguage: z.string().nullable(),
  country: z.string().nullable(),
  /** Whether their mark may be shown, and whether the desk has put one there. */
  logo: z.boolean(),
  logoShown: z.boolean(),
  listed: z.boolean(),
  list: z.enum(signatoryLists),
  version: z.int(),
  state: z.enum(signatoryStates),
  authority: z.enum(authorities).nullable(),
  /** Which mail and web site have in common: the desk looks whether it is the organisation's. */
  domain: z.string().nullable(),
  came: z.enum(['form', 'desk']),
  signedOn: day,
  endedOn: day.nullable(),
  inFrozenList: z.boolean(),
})
export type SignatoryLine = z.infer<typeof signatoryLine>

const addresseeLine = addressee.extend({
  id,
  state: z.enum(deliveryStates),
  deliveries: z.array(
    z.strictObject({
      what: z.enum(deliveryStates),
      on: day,
      mail: z.string().nullable(),
      carriedBy: z.string().nullable(),
    }),
  ),
})
export type AddresseeLine = z.infer<typeof addresseeLine>

export const letterDeskAnswer = z.strictObject({
  id,
  campaign: z.string(),
  slug: z.string(),
  title: z.record(z.string(), z.string()),
  lang: z.string(),
  languages: z.array(z.string()),
  state: z.enum(['before', 'open', 'closed']),
  letterVersion: z.int(),
  /** Under embargo: the link for those who may sign already. */
  invitation: z.string().nullable(),
  commentsOpen: z.boolean(),
  /** To whose inbox evidence is sealed. */
  recipient: z.string(),
  signatories: z.array(signatoryLine),
  frozen: z.strictObject({ sha256: z.string(), on: day, letterVersion: z.int(), names: z.int() }).nullable(),
  addressees: z.array(addresseeLine),
  sending: z
    .strictObject({ proposedBy: id, proposedOn: day, releasedBy: id.nullable(), releasedOn: day.nullable() })
    .nullable(),
})
export type LetterDesk = z.infer<typeof letterDeskAnswer>

/** Base64url, as the protocol writes bytes. */
const sealedText = z
  .string()
  .max(140_000)
  .regex(/^[A-Za-z0-9_-]{140,}$/)

export const addSchema = z.strictObject({
  signatories: z
    .array(
      z.strictObject({
        id,
        kind: z.enum(signatoryKinds),
        name,
        localName: name.nullable(),
        localLanguage: z
          .string()
          .regex(/^[a-z]{2,3}$/)
          .nullable(),
        country: z.enum(countryCodes).nullable(),
        logo: z.boolean(),
        listed: z.boolean(),
        /** What shows that they sign, and how to reach them, sealed on the device. */
        evidence: sealedText.nullable(),
      }),
    )
    .min(1)
    .max(1000),
})
export type AddForm = z.infer<typeof addSchema>

export const deskActs = ['accept', 'vouch', 'decline', 'withdraw', 'keep', 'list', 'unlist'] as const
export type DeskAct = (typeof deskActs)[number]
export const decideSchema = z.strictObject({
  act: z.enum(deskActs),
  ids: z.array(id).min(1).max(1000),
  /** Of `vouch` and `keep`: what shows it, sealed on the device. */
  evidence: sealedText.nullable(),
})
export type DecideForm = z.infer<typeof decideSchema>

export const sealedAnswer = z.strictObject({
  lines: z.array(
    z.strictObject({
      id,
      signatory: id,
      what: z.enum(['contact', 'note', 'comment']),
      sealed: z.string(),
      on: day,
      answeredOn: day.nullable(),
      /** What the desk answered; null of comments that wait, and of what is none. */
      reply: z.string().nullable(),
      changed: z.boolean().nullable(),
    }),
  ),
})
export type SealedLines = z.infer<typeof sealedAnswer>

/** Whom the server writes to once; the address comes from the device and goes with the letter. */
const reached = z.strictObject({ mail: mailAddress, language: z.enum(['en', 'ar']) })

export const LONGEST_REPLY = 4000
export const answeredSchema = z.strictObject({
  id,
  reply: z.string().trim().min(1).max(LONGEST_REPLY).refine(arePlainLines),
  /** Whether the text was changed because of it. */
  changed: z.boolean(),
  /** Null: they read it when they come by. */
  mail: reached.nullable(),
})
export type AnswerForm = z.infer<typeof answeredSchema>

/** A PNG within the measures of `logo.ts`, which the server writes anew; null takes it off. */
export const logoSchema = z.strictObject({
  png: z
    .string()
    .max(90_000)
    .regex(/^[A-Za-z0-9_-]{40,}$/)
    .nullable(),
})

export const askAgainSchema = z.strictObject({
  mails: z
    .array(reached.extend({ signatory: id }))
    .min(1)
    .max(200),
})

export const addresseesSchema = z.strictObject({ addressees: z.array(addressee).max(1000) })
export const sendingSchema = z.strictObject({ act: z.enum(['propose', 'release', 'take_back']) })
export const deliverySchema = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('by_hand'),
    addressee: id,
    on: day,
    carriedBy: z.string().trim().min(1).max(200).refine(isPlainText),
  }),
  /** After it came back, or where nothing was sent for want of an address. */
  z.strictObject({ act: z.literal('again'), addressee: id, mail: mailAddress }),
])
export type DeliveryForm = z.infer<typeof deliverySchema>

/** What lies sealed: evidence that a desk noted, or what a signatory commented. Padded with blanks to 2048 bytes. */
export const sealedWords = z.looseObject({
  v: z.literal(1),
  what: z.enum(['note', 'comment']),
  signatory: z.string().nullable(),
  text: z.string(),
  mail: z.string().nullable().optional(),
})
