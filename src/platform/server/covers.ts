/**
 * How the server's secrets are renewed without a member (docs/decisions/0031-renewed-secrets.md).
 *
 * [Note: Covers] The first secrets stay; each renewal adds a cover, 32 random bytes. A key that seals follows from the
 * first secret and the newest cover, and what it sealed is sealed anew. A hash of what only a member knows cannot be made
 * anew: the stored hash is hashed once more under the new cover. So whoever has all secrets but the newest cover has,
 * with the database of today, nothing to try a guess against.
 */
import { createHmac } from 'node:crypto'

import { secret, type Secret } from '#kernel/core/secret.ts'

/** The oldest first; none before the first renewal. */
export type Covers = readonly Secret<Buffer>[]

/** As long as it was. */
export const coverHash = (covers: Covers, hash: Uint8Array): Buffer =>
  covers.reduce(
    (inner, cover) =>
      createHmac('sha256', cover.reveal())
        .update('amparo/v1/cover\0')
        .update(inner)
        .digest()
        .subarray(0, inner.length),
    Buffer.from(hash),
  )

/** Another key since each renewal. */
export const renewedKey = (first: Secret<Buffer>, covers: Covers): Secret<Buffer> => {
  const newest = covers.at(-1)
  if (newest === undefined) return first
  const made = createHmac('sha256', newest.reveal()).update('amparo/v1/renewed\0').update(first.reveal())
  return secret(made.digest())
}
