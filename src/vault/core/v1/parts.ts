/** The parts of an entry: clear ones begin with a salt, so that a hash alone does not confirm a guess. */
import { err, type Result } from '#kernel/core/result.ts'
import { type Bytes, concat } from '#vault/core/bytes.ts'
import {
  type CanonicalRefusal,
  canonicalBytes,
  MAX_CLEAR_BYTES,
  MAX_SEALED_BYTES,
  parseCanonical,
} from '#vault/core/v1/canonical.ts'
import { pad, unpad } from '#vault/core/v1/padding.ts'

export const SALT_BYTES = 16

export type PartRefusal = CanonicalRefusal | { readonly kind: 'no_salt' } | { readonly kind: 'bad_padding' }

/** `salt (16 bytes) ‖ canonical JSON`. */
export const clearPart = (salt: Uint8Array, value: unknown): Bytes => {
  if (salt.length !== SALT_BYTES) throw new TypeError('a clear part begins with 16 random bytes')
  return concat(salt, within(MAX_CLEAR_BYTES, canonicalBytes(value)))
}

export const parseClearPart = (part: Uint8Array): Result<unknown, PartRefusal> =>
  part.length < SALT_BYTES
    ? err({ kind: 'no_salt' })
    : parseCanonical(part.subarray(SALT_BYTES), MAX_CLEAR_BYTES)

export const sealedPlaintext = (words: unknown): Bytes => pad(within(MAX_SEALED_BYTES, canonicalBytes(words)))

/** What is written must be readable: a signed entry that everybody refuses would stay in its log for ever. */
const within = (limit: number, content: Bytes): Bytes => {
  if (content.length > limit) throw new RangeError(`a part holds ${limit} bytes at most`)
  return content
}

export const parseSealedPlaintext = (plaintext: Uint8Array): Result<unknown, PartRefusal> => {
  const content = unpad(plaintext)
  return content ? parseCanonical(content, MAX_SEALED_BYTES) : err({ kind: 'bad_padding' })
}
