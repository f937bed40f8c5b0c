/** A member's public keys as digits two people can compare by voice: eight groups of five, over 128 bits. */
import { sha256 } from '@noble/hashes/sha2.js'
import { concat, utf8 } from '#vault/core/bytes.ts'

export const fingerprint = (keys: { readonly signing: string; readonly recipient: string }): string => {
  const hash = sha256(concat(utf8('amparo/v1/fingerprint\0'), utf8(`${keys.signing}|${keys.recipient}`)))
  return Array.from({ length: 8 }, (_, i) =>
    String((((hash[2 * i] ?? 0) << 8) | (hash[2 * i + 1] ?? 0)) % 100_000).padStart(5, '0'),
  ).join(' ')
}
