/**
 * Ids of imported cases follow from the row under a key of the desk: a row that comes a second time, from whichever
 * device of the desk, is the same case and cannot be doubled. To everybody else they look like chance.
 */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { fromBase64url, toBase64url } from '#vault/core/bytes.ts'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import { hkdf } from '#vault/core/v1/webcrypto.ts'
import type { DeskSecret } from '#vault/client/v1/desk.ts'

const ID_BYTES = 16

export const importIds = async (secret: DeskSecret): Promise<(row: readonly string[]) => string> => {
  const key = await hkdf(fromBase64url(secret.secret)!, `amparo/v1/import|${secret.desk}`)
  return (row) => {
    const cells = row.map((cell) => cell.trim().normalize('NFC').toWellFormed())
    return toBase64url(hmac(sha256, key, canonicalBytes(cells)).subarray(0, ID_BYTES))
  }
}
