/** What the members' API answers: one table for the server that presents it and the device that parses it. */
import { z } from 'zod'
import { roleSchema } from '#members/core/desk_entries.ts'
import { entryWireSchema, grantWireSchema, headWireSchema } from '#vault/core/wire.ts'
import { hashSchema, idSchema } from '#vault/core/v1/statement.ts'

export const signedInAnswer = z.object({
  account: z.string(),
  name: z.string(),
  steward: z.boolean(),
  vault: z.string(),
  /** Of the sealed memory that the server keeps: a device that has the same asks no more. */
  memoryHash: hashSchema.nullable(),
  /** For a member who was let in again: sealed to the new keys by the holders, signed by the root. */
  note: z.string().nullable().default(null),
  device: z.string(),
})
export const ownMemoryAnswer = z.object({ memory: z.string().nullable() })
export const seedAnswer = z.object({ seed: idSchema })
/** What stands there in place of what was sent; null: nothing. */
export const memoryAnswer = z.object({ kept: z.boolean(), memory: z.string().nullable() })

export const meAnswer = z.object({
  account: z.string(),
  steward: z.boolean(),
  organisation: z.string(),
  desks: z.array(z.object({ id: z.string(), name: z.string(), role: roleSchema })),
})
export const tipAnswer = z.object({ seq: z.int(), hash: z.string() })
export const deskLogAnswer = z.object({ entries: z.array(entryWireSchema), bundle: z.string().nullable() })
/** Entries of one author that are appended to the journal together. */
export const MOST_JOURNAL_ENTRIES = 200
export const journalAnswer = z.object({
  journal: z
    .object({ entries: z.array(entryWireSchema), tip: tipAnswer, grant: grantWireSchema.nullable() })
    .nullable(),
})
export const invitationLookAnswer = z.object({
  organisation: z.string(),
  desk: z.string(),
  deskName: z.string(),
  role: roleSchema,
  expires: z.string(),
  open: z.boolean(),
})
export const invitationsAnswer = z.object({
  invitations: z.array(
    z.object({
      invitation: z.string(),
      role: roleSchema,
      state: z.enum(['open', 'accepted']),
      expires: z.string(),
      mac: z.string().nullable(),
      guest: z
        .object({ account: z.string(), name: z.string(), signing: z.string(), recipient: z.string() })
        .nullable(),
    }),
  ),
})
export const accountsAnswer = z.object({
  accounts: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      steward: z.boolean(),
      createdOn: z.string(),
      closedOn: z.string().nullable(),
    }),
  ),
})
/** Logs per request that get new keys. */
export const MOST_RENEWED = 500
export const renewedLogSchema = z.strictObject({
  log: idSchema,
  grant: grantWireSchema,
  head: headWireSchema.nullable(),
})
export const staleKeysAnswer = z.object({ logs: z.array(renewedLogSchema), left: z.int() })
export const leftAnswer = z.object({ left: z.int() })
export const sessionsAnswer = z.object({
  sessions: z.array(
    z.object({ session: z.string(), begunOn: z.string(), usedAt: z.string(), own: z.boolean() }),
  ),
})
export const endedAnswer = z.object({ ended: z.int() })
export const vaultAnswer = z.object({ vault: z.string() })
export const nothing = z.null()
