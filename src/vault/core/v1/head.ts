/** The head of a log: a sealed, signed summary bound to the entry it covers. docs/formats/head-v1.md. */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Bytes, concat, fromBase64url, utf8 } from '#vault/core/bytes.ts'
import { canonicalBytes, parseCanonical } from '#vault/core/v1/canonical.ts'
import { hashSchema, idSchema, keySchema } from '#vault/core/v1/statement.ts'
import { verify, verifyingKey } from '#vault/core/v1/webcrypto.ts'

/** In the order of canonical JSON: what is parsed needs no sorting to be written again. */
const contextShape = {
  author: idSchema,
  desk: idSchema,
  foldVersion: z.int().min(1),
  key: keySchema,
  log: idSchema,
  roster: hashSchema,
  through: z.int().min(0),
  tip: hashSchema,
  v: z.literal(1),
}
const headSchema = z.strictObject({ ...contextShape, sealed: hashSchema })

export type HeadContext = Readonly<z.infer<z.ZodObject<typeof contextShape>>>
export type HeadStatement = Readonly<z.infer<typeof headSchema>>

export type HeadRefusal = { readonly kind: 'not_a_head' }

export const headBytes = (head: HeadStatement): Bytes => canonicalBytes(head)

export const parseHead = (bytes: Uint8Array): Result<HeadStatement, HeadRefusal> => {
  const value = parseCanonical(bytes, 2048)
  const head = value.ok ? headSchema.safeParse(value.value) : null
  return head?.success ? ok(head.data) : err({ kind: 'not_a_head' })
}

/** Associated data of the sealed summary. */
export const headData = (context: HeadContext): Bytes =>
  concat(utf8('amparo/v1/head-sealed\0'), canonicalBytes(context))

export const toSignHead = (head: Uint8Array): Bytes => concat(utf8('amparo/v1/head\0'), head)

/** Whether the holder of this public key signed the head. */
export const headSignedBy = async (
  signing: string,
  head: { readonly statement: Uint8Array; readonly signature: Uint8Array },
): Promise<boolean> => {
  const raw = fromBase64url(signing)
  const key = raw?.length === 32 ? await verifyingKey(raw) : null
  return key !== null && verify(key, head.signature, toSignHead(head.statement))
}

/**
 * Heads come in buckets of 512 bytes: most fit the first, so that 1,000 of them with grants stay under 1 MB.
 */
export const headSize = (length: number): number => Math.ceil(length / 512) * 512

/** Longer summaries are cut by their makers: see `headOf` of the room. */
export const MAX_HEAD_BYTES = 2048
