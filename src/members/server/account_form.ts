/** What a device sends to make an account, or to exchange the keys of one: nothing in it opens anything. */
import { z } from 'zod'
import { accountNameSchema, ageRecipientSchema } from '#members/core/desk_entries.ts'
import { bytesSchema } from '#vault/core/wire.ts'
import { hashSchema, idSchema } from '#vault/core/v1/statement.ts'

export const accountForm = z.strictObject({
  account: idSchema,
  name: accountNameSchema,
  seed: bytesSchema(16),
  authKey: bytesSchema(32),
  vault: bytesSchema(16 * 1024),
  signing: hashSchema,
  recipient: ageRecipientSchema,
})
