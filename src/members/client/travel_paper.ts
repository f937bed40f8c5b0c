/** What the device of a traveller seals of the cases that were handed back, for its member's other devices alone. */
import { z } from 'zod'
import { type Bytes, fromUtf8 } from '#vault/core/bytes.ts'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import { idSchema, instantSchema } from '#vault/core/v1/statement.ts'
import { aesOpen, aesSeal, NONCE_BYTES } from '#vault/core/v1/webcrypto.ts'
import type { AccountKeys, Chance } from '#vault/client/v1/account.ts'

const paperSchema = z.strictObject({ v: z.literal(1), at: instantSchema, cases: z.array(idSchema) })
export type Paper = z.infer<typeof paperSchema>

/** Whose paper it is, and of which desk: no other one opens. */
export type PaperOf = { readonly keys: Pick<AccountKeys, 'account' | 'memory'>; readonly desk: string }

const dataOf = ({ keys, desk }: PaperOf): Bytes =>
  canonicalBytes({ v: 1, use: 'hand_back', account: keys.account, desk })

export const sealPaper = (paper: Paper, of: PaperOf & { readonly chance: Chance }): Promise<Bytes> =>
  aesSeal(of.keys.memory, canonicalBytes(paper), { nonce: of.chance(NONCE_BYTES), data: dataOf(of) })

/** Null for whatever does not open to this member at this desk. */
export const openPaper = async (sealed: Uint8Array, of: PaperOf): Promise<Paper | null> => {
  const plain = await aesOpen(of.keys.memory, sealed, dataOf(of))
  const parsed = plain && paperSchema.safeParse(JSON.parse(fromUtf8(plain)))
  return parsed?.success ? parsed.data : null
}
