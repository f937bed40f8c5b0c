/** Writing and opening the sealed, signed summary of a log. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { canonicalBytes, parseCanonical } from '#vault/core/v1/canonical.ts'
import {
  headBytes,
  type HeadContext,
  headData,
  headSize,
  MAX_HEAD_BYTES,
  parseHead,
  toSignHead,
} from '#vault/core/v1/head.ts'
import type { HeadBytes } from '#vault/core/wire.ts'
import { pad, unpad } from '#vault/core/v1/padding.ts'
import { hashOf } from '#vault/core/v1/statement.ts'
import { aesOpen, aesSeal, type Key, NONCE_BYTES, sign, verify } from '#vault/core/v1/webcrypto.ts'
import type { Chance } from '#vault/client/v1/account.ts'

export const sealHead = async (
  context: HeadContext,
  summary: unknown,
  use: { readonly key: Key; readonly signing: Key; readonly chance: Chance },
): Promise<HeadBytes> => {
  const bytes = canonicalBytes(summary)
  if (bytes.length > MAX_HEAD_BYTES) throw new RangeError(`a summary holds ${MAX_HEAD_BYTES} bytes at most`)
  const content = pad(bytes, headSize)
  const sealed = await aesSeal(use.key, content, { nonce: use.chance(NONCE_BYTES), data: headData(context) })
  const statement = headBytes({ ...context, sealed: hashOf(sealed) })
  return { statement, signature: await sign(use.signing, toSignHead(statement)), sealed }
}

export type HeadRefusal =
  | { readonly kind: 'not_a_head' }
  | { readonly kind: 'wrong_signature' }
  | { readonly kind: 'cannot_open' }

export type OpenedHead = { readonly context: HeadContext; readonly summary: unknown }

/** Opens without checking who signed: `checkHead` does, when a case is opened. GCM has bound it to its log. */
export const openHead = async (head: HeadBytes, key: Key): Promise<Result<OpenedHead, HeadRefusal>> => {
  const parsed = parseHead(head.statement)
  if (!parsed.ok) return parsed
  const { sealed: stated, ...context } = parsed.value
  if (hashOf(head.sealed) !== stated) return err({ kind: 'not_a_head' })
  const plain = await aesOpen(key, head.sealed, headData(context))
  const content = plain && unpad(plain, headSize)
  const summary = content && parseCanonical(content, MAX_HEAD_BYTES)
  return summary?.ok ? ok({ context, summary: summary.value }) : err({ kind: 'cannot_open' })
}

export const checkHead = async (head: HeadBytes, signer: Key): Promise<boolean> =>
  verify(signer, head.signature, toSignHead(head.statement))
