/** The entries of a desk's log: their coded parts. Signed by leads, but for what the root signs; the words are
 * the organisation's own. */
import { z } from 'zod'
import { isPlainText } from '#kernel/core/plain_text.ts'
import { hashSchema, idSchema, instantSchema } from '#vault/core/v1/statement.ts'

export const roles = ['reader', 'writer', 'lead'] as const
export type Role = (typeof roles)[number]
export const roleSchema = z.enum(roles)

export const ageRecipientSchema = z.string().regex(/^age1[a-z0-9]{20,2200}$/)

/**
 * Names of desks and members are known to the server: the one place where a coded part holds free text. No sign in them
 * may let one name look like another.
 */
export const labelSchema = z
  .string()
  .min(1)
  .max(80)
  .refine((text) => text.normalize('NFC') === text && text.trim() === text && isPlainText(text))

/** Lower case, so that one account has one name. */
export const accountNameSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]$/)

/** A member's public keys: what others seal to and check signatures with. */
const cardSchema = z.strictObject({
  account: idSchema,
  name: accountNameSchema,
  signing: hashSchema,
  recipient: ageRecipientSchema,
})
export type Card = Readonly<z.infer<typeof cardSchema>>

/** The secret of an epoch; whoever names a new epoch names its inbox, so that nobody seals to a key of the server's. */
const bundle = { epoch: z.int().min(1).max(999_999), bundle: hashSchema }

export const deskKinds = {
  founded: z.strictObject({ name: labelSchema, card: cardSchema, inbox: ageRecipientSchema, ...bundle }),
  invited: z.strictObject({ invitation: idSchema, role: roleSchema, expires: instantSchema }),
  revoked: z.strictObject({ invitation: idSchema }),
  admitted: z.strictObject({
    invitation: idSchema,
    role: roleSchema,
    card: cardSchema,
    mac: hashSchema,
    ...bundle,
  }),
  role_changed: z.strictObject({ account: idSchema, role: roleSchema }),
  /** The present secret is in the hands of the one who leaves: the next one, sealed to the rest, comes with it. */
  removed: z.strictObject({ account: idSchema, inbox: ageRecipientSchema, ...bundle }),
  /** On schedule, nobody left: the next secret, with the inbox that the desk has. */
  epoch_begun: z.strictObject(bundle),
  kit_made: z.strictObject({ kit: idSchema, recipient: ageRecipientSchema, ...bundle }),
  /** The organisation's keys, compared by a lead with paper: what the desk is sealed to as well, and who may let in. */
  rooted: z.strictObject({ root: hashSchema, recovery: ageRecipientSchema, ...bundle }),
  /** Of a member, under other keys: signed by the root, which the holders of its shares put together. */
  recovered: z.strictObject({ card: cardSchema, ...bundle }),
  /** A lead's keys as the holders of the sheets have compared them: signed by the root, for a year at most. */
  certified: z.strictObject({ card: cardSchema, until: instantSchema }),
  exported: z.strictObject({
    manifest: hashSchema,
    cases: z.int().min(0),
    /** `file`: a report, sealed to nobody. */
    to: z.enum(['recipient', 'passphrase', 'file']),
  }),
} as const
export type DeskKind = keyof typeof deskKinds

/** Kinds whose words hold the secret of the epoch that they end. */
export const beginsEpoch = (kind: string): boolean => kind === 'removed' || kind === 'epoch_begun'

/** Kinds that the organisation's root signs, in the name of the member they are about. */
const rootKinds = ['recovered', 'certified'] as const
export type RootKind = (typeof rootKinds)[number]
export const isRootKind = (kind: string): kind is RootKind => rootKinds.some((one) => one === kind)

export const isDeskKind = (kind: string): kind is DeskKind => Object.hasOwn(deskKinds, kind)

export type DeskCoded<K extends DeskKind> = Readonly<z.infer<(typeof deskKinds)[K]>>
/** An entry of a desk's log, its coded part parsed: `kind` tells which. */
export type DeskEntry = {
  [K in DeskKind]: {
    readonly kind: K
    readonly coded: DeskCoded<K>
    readonly author: string
    readonly at: string
    readonly seq: number
    readonly hash: string
  }
}[DeskKind]
