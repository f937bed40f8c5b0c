/** What the API answers on second factors: one table for the server that presents it and the device that parses it. */
import { z } from 'zod'
import { signedInAnswer } from '#members/core/wire.ts'

/** What a browser hands to a security key, as the standard writes it. */
const keyOptionsSchema = z.looseObject({ challenge: z.string() })
export type KeyOptions = Readonly<z.infer<typeof keyOptionsSchema>>

/** The passphrase was right. The ticket opens once, within minutes, for whoever proves one of these ways. */
const wantedSchema = z.object({
  ticket: z.string(),
  totp: z.boolean(),
  codes: z.boolean(),
  key: keyOptionsSchema.nullable(),
})
export type WantedFactor = Readonly<z.infer<typeof wantedSchema>>

/** A session that reaches nothing until its member has added a factor; the vault is not handed out before. */
const toAddSchema = signedInAnswer.omit({ vault: true })

export const enteredAnswer = z.union([z.object({ toAdd: toAddSchema }), signedInAnswer])
export const signInAnswer = z.union([z.object({ wanted: wantedSchema }), enteredAnswer])

export const factorKinds = ['totp', 'key'] as const

export const factorsAnswer = z.object({
  factors: z.array(
    z.object({
      factor: z.string(),
      kind: z.enum(factorKinds),
      addedOn: z.string(),
      usedOn: z.string().nullable(),
    }),
  ),
  codesLeft: z.int(),
  required: z.boolean(),
  /** When the steward took the factors away, or ended the sessions, and the member was not told yet. */
  resetOn: z.string().nullable(),
  sessionsEndedOn: z.string().nullable(),
})
export type OwnFactors = Readonly<z.infer<typeof factorsAnswer>>

export const keyChallengeAnswer = z.object({ options: keyOptionsSchema })
/** Codes are made with the first factor, and when their member asks for new ones. */
export const factorsChangedAnswer = z.object({
  codes: z.array(z.string()).nullable(),
  ended: z.int(),
})
export const factorRuleAnswer = z.object({
  required: z.boolean(),
  /** Accounts that have none. */
  without: z.array(z.string()),
})
/** What a steward may do to an account and its desks are told of. */
export const stewardActs = ['factors', 'sessions'] as const
export type StewardActKind = (typeof stewardActs)[number]
export const stewardActsAnswer = z.object({
  acts: z.array(z.object({ act: z.enum(stewardActs), name: z.string(), on: z.string() })),
})
