/**
 * The signed statement of an entry: what its author asserts, in clear, bound to the entry before it.
 * Byte-level description and frozen vectors: docs/formats/entry-v1.md.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Bytes, bytesInBase64url, concat, isBase64url, toBase64url, utf8 } from '#vault/core/bytes.ts'
import { type CanonicalRefusal, canonicalBytes, parseCanonical } from '#vault/core/v1/canonical.ts'

const ofBytes = (size: number) =>
  z
    .string()
    .refine((text) => isBase64url(text) && bytesInBase64url(text) === size, `${size} bytes in base64url`)

/** 128 random bits. */
export const idSchema = ofBytes(16)
/** SHA-256. */
export const hashSchema = ofBytes(32)
export const instantSchema = z.string().refine(isInstant, 'an instant such as 2026-11-22T10:15:00Z')
const termSchema = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)

/** What opens the sealed part: a case key, the desk's key or the desk's inbox, each with its epoch. */
export const keySchema = z.union([z.literal('none'), z.string().regex(/^(case|desk|inbox):[1-9][0-9]{0,5}$/)])

/** In the order of canonical JSON: what is parsed needs no sorting to be written again. */
const contextShape = {
  at: instantSchema,
  author: idSchema,
  coded: hashSchema.nullable(),
  desk: idSchema,
  id: idSchema,
  key: keySchema,
  kind: termSchema,
  kindVersion: z.int().min(1).max(9999),
  log: idSchema,
  v: z.literal(1),
  vocabulary: z.string().regex(/^\d{4}\.\d{1,3}$/),
}
const contextSchema = z.strictObject(contextShape)
const statementSchema = z.strictObject({
  ...contextShape,
  seq: z.int().min(0),
  prev: hashSchema.nullable(),
  roster: hashSchema.nullable(),
  sealed: hashSchema.nullable(),
  open: hashSchema.nullable(),
})

export type Context = Readonly<z.infer<typeof contextSchema>>
export type Statement = Readonly<z.infer<typeof statementSchema>>
export type StatementRefusal =
  | CanonicalRefusal
  | { readonly kind: 'not_a_statement'; readonly path: string; readonly expected: string }
  | { readonly kind: 'key_and_sealed_disagree' }
  | { readonly kind: 'first_and_prev_disagree' }

const STATEMENT_LIMIT = 4096

export const parseStatement = (bytes: Uint8Array): Result<Statement, StatementRefusal> => {
  const value = parseCanonical(bytes, STATEMENT_LIMIT)
  if (!value.ok) return value
  const parsed = statementSchema.safeParse(value.value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return err({
      kind: 'not_a_statement',
      path: issue?.path.join('.') ?? '',
      expected: issue?.message ?? 'a statement',
    })
  }
  const statement = parsed.data
  if ((statement.key === 'none') !== (statement.sealed === null))
    return err({ kind: 'key_and_sealed_disagree' })
  if ((statement.seq === 0) !== (statement.prev === null)) return err({ kind: 'first_and_prev_disagree' })
  return ok(statement)
}

export const contextOf = (statement: Statement): Context => {
  const { seq: _seq, prev: _prev, roster: _roster, sealed: _sealed, open: _open, ...context } = statement
  return context
}

export const statementBytes = (statement: Statement): Bytes => canonicalBytes(statement)

/** Associated data of the sealed part: it opens only in the context it was written for. */
export const sealedData = (context: Context): Bytes =>
  concat(utf8('amparo/v1/sealed\0'), canonicalBytes(contextSchema.parse(context)))

/** What Ed25519 signs. */
export const toSign = (statement: Uint8Array): Bytes => concat(utf8('amparo/v1/entry\0'), statement)

/** The link of the chain: SHA-256 over statement and signature. */
export const entryHash = (statement: Uint8Array, signature: Uint8Array): string =>
  hashOf(concat(statement, signature))

export const hashOf = (bytes: Uint8Array): string => toBase64url(sha256(bytes))

/** An instant as statements and exports write it: UTC, in seconds. */
export const toInstant = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`

function isInstant(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return false
  const at = Date.parse(text)
  return Number.isFinite(at) && new Date(at).toISOString() === text.replace('Z', '.000Z')
}
