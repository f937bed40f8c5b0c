/** How entries and heads travel in JSON: bytes as base64url, absent parts left out. */
import { z } from 'zod'
import { type Bytes, fromBase64url, isBase64url, toBase64url } from '#vault/core/bytes.ts'
import type { EntryBytes } from '#vault/core/v1/entry.ts'

const bytesUpTo = (limit: number) =>
  z
    .string()
    .max(Math.ceil((limit * 4) / 3))
    .refine(isBase64url, 'base64url')

export const entryWireSchema = z.strictObject({
  statement: bytesUpTo(4096),
  signature: bytesUpTo(64),
  coded: bytesUpTo(64 * 1024 + 16).optional(),
  sealed: bytesUpTo(320 * 1024).optional(),
  open: bytesUpTo(64 * 1024 + 16).optional(),
})
export type EntryWire = z.infer<typeof entryWireSchema>

export const headWireSchema = z.strictObject({
  statement: bytesUpTo(2048),
  signature: bytesUpTo(64),
  sealed: bytesUpTo(4096),
})
export type HeadWire = z.infer<typeof headWireSchema>

/** As many as a statement's `key` can name. */
const MOST_EPOCHS = 999_999

/** Nonce, tag, and 32 bytes for each epoch of a log: 255 of them. */
const MOST_GRANT_BYTES = 8192

/** The key of a log, sealed to its desk. */
export const grantWireSchema = z.strictObject({
  epoch: z.int().min(1).max(MOST_EPOCHS),
  deskEpoch: z.int().min(1).max(MOST_EPOCHS),
  sealed: bytesUpTo(MOST_GRANT_BYTES),
})

export const bytesSchema = bytesUpTo

/** For text that a schema above has checked. */
export const wireToBytes = (text: string): Bytes => {
  const bytes = fromBase64url(text)
  if (!bytes) throw new TypeError('base64url was checked before')
  return bytes
}

export const wireToEntry = (wire: EntryWire): EntryBytes => ({
  statement: wireToBytes(wire.statement),
  signature: wireToBytes(wire.signature),
  coded: wire.coded === undefined ? null : wireToBytes(wire.coded),
  sealed: wire.sealed === undefined ? null : wireToBytes(wire.sealed),
  open: wire.open === undefined ? null : wireToBytes(wire.open),
})

export const entryToWire = (entry: EntryBytes): EntryWire => ({
  statement: toBase64url(entry.statement),
  signature: toBase64url(entry.signature),
  ...(entry.coded && { coded: toBase64url(entry.coded) }),
  ...(entry.sealed && { sealed: toBase64url(entry.sealed) }),
  ...(entry.open && { open: toBase64url(entry.open) }),
})

export type HeadBytes = {
  readonly statement: Uint8Array
  readonly signature: Uint8Array
  readonly sealed: Uint8Array
}

export const wireToHead = (wire: HeadWire): HeadBytes => ({
  statement: wireToBytes(wire.statement),
  signature: wireToBytes(wire.signature),
  sealed: wireToBytes(wire.sealed),
})

export const headToWire = (head: HeadBytes): HeadWire => ({
  statement: toBase64url(head.statement),
  signature: toBase64url(head.signature),
  sealed: toBase64url(head.sealed),
})
