/**
 * What the organisation's root signs beside entries: what it is, who asks the server with its shares, and what a member
 * who was let in again may believe. Each form has a context of its own, so that no signature serves for another.
 */
import { z } from 'zod'
import { ageRecipientSchema, accountNameSchema, labelSchema } from '#members/core/desk_entries.ts'
import { type Bytes, concat, fromBase64url, utf8 } from '#vault/core/bytes.ts'
import { canonicalBytes, parseCanonical } from '#vault/core/v1/canonical.ts'
import { fingerprint } from '#vault/core/v1/fingerprint.ts'
import { hashSchema, idSchema } from '#vault/core/v1/statement.ts'
import { verify, verifyingKey } from '#vault/core/v1/webcrypto.ts'

export const LEAST_THRESHOLD = 2
export const MOST_SHARES = 9

const daySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** One sheet more than are needed, at least: otherwise one lost sheet loses all. */
export const splittingSchema = z
  .strictObject({
    threshold: z.int().min(LEAST_THRESHOLD),
    shares: z.int().max(MOST_SHARES),
  })
  .refine(({ threshold, shares }) => threshold < shares)

export const rootStatementSchema = z
  .strictObject({
    v: z.literal(1),
    organisation: labelSchema,
    root: hashSchema,
    recovery: ageRecipientSchema,
    threshold: z.int().min(LEAST_THRESHOLD),
    shares: z.int().max(MOST_SHARES),
    day: daySchema,
  })
  .refine(({ threshold, shares }) => threshold < shares)
export type RootStatement = Readonly<z.infer<typeof rootStatementSchema>>

/** Who asks the server with shares in hand: for this one request, at this one address. */
const proofSchema = z.strictObject({
  v: z.literal(1),
  root: hashSchema,
  challenge: z.string(),
  origin: z.string(),
  /** The path that is asked, and the hash of what goes with it. */
  path: z.string(),
  body: hashSchema,
})
export type Proof = Readonly<z.infer<typeof proofSchema>>

export const noteSchema = z.strictObject({
  v: z.literal(1),
  account: idSchema,
  name: accountNameSchema,
  signing: hashSchema,
  root: hashSchema,
  recovery: ageRecipientSchema,
  day: daySchema,
  /** The desks that the holders have opened: their first entry, and the one that lets the member in again. */
  desks: z
    .array(z.strictObject({ desk: idSchema, founding: hashSchema, seq: z.int().min(0), hash: hashSchema }))
    .max(200),
})
export type RecoveryNote = Readonly<z.infer<typeof noteSchema>>

const contexts = {
  root: 'amparo/v1/root\0',
  proof: 'amparo/v1/root-proof\0',
  note: 'amparo/v1/recovery-note\0',
} as const
export type RootForm = keyof typeof contexts

/** What the root signs. */
export const toSignAs = (form: RootForm, bytes: Uint8Array): Bytes => concat(utf8(contexts[form]), bytes)

export const rootBytes = (statement: RootStatement): Bytes =>
  canonicalBytes(rootStatementSchema.parse(statement))
export const proofBytes = (proof: Proof): Bytes => canonicalBytes(proofSchema.parse(proof))
export const noteBytes = (note: RecoveryNote): Bytes => canonicalBytes(noteSchema.parse(note))

export const isSignedByRoot = async (
  root: string,
  given: { readonly form: RootForm; readonly bytes: Uint8Array; readonly signature: string },
): Promise<boolean> => {
  const raw = fromBase64url(root)
  const signature = fromBase64url(given.signature)
  const key = raw?.length === 32 ? await verifyingKey(raw) : null
  return key !== null && signature !== null && verify(key, signature, toSignAs(given.form, given.bytes))
}

/** The statement, if it is one and its own root has signed it. */
export const readRoot = async (given: {
  readonly statement: string
  readonly signature: string
}): Promise<RootStatement | null> => {
  const bytes = fromBase64url(given.statement)
  const value = bytes && parseCanonical(bytes)
  const parsed = value?.ok ? rootStatementSchema.safeParse(value.value) : null
  if (!bytes || !parsed?.success) return null
  const signed = await isSignedByRoot(parsed.data.root, { form: 'root', bytes, signature: given.signature })
  return signed ? parsed.data : null
}

/** A note that this root has signed. */
export const readNote = async (bytes: Uint8Array, signature: string): Promise<RecoveryNote | null> => {
  const value = parseCanonical(bytes)
  const parsed = value.ok ? noteSchema.safeParse(value.value) : null
  if (!parsed?.success) return null
  return (await isSignedByRoot(parsed.data.root, { form: 'note', bytes, signature })) ? parsed.data : null
}

/** Eight groups of five digits over both keys: on every sheet, and typed by whoever trusts them. */
export const rootDigits = (of: { readonly root: string; readonly recovery: string }): string =>
  fingerprint({ signing: of.root, recipient: of.recovery })

/** However they were typed. */
export const sameDigits = (typed: string, digits: string): boolean =>
  typed
    .normalize('NFKC')
    // Digits of Arabic and Persian keyboards.
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replaceAll(/\D/g, '') === digits.replaceAll(' ', '')
