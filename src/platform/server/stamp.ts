/** Stamps: what the server said, so that it knows its own word again when somebody else brings it back. */
import { createHmac, timingSafeEqual } from 'node:crypto'

import type { Secret } from '#kernel/core/secret.ts'
import { sortedJson } from '#kernel/core/sorted_json.ts'

export type Stamps<T> = {
  readonly give: (said: T) => string
  readonly holds: (said: T, stamp: string | undefined) => boolean
}

/** A stamp of one purpose is none of another. */
export const stampsFor = <T>(pepper: Secret<Buffer>, purpose: string): Stamps<T> => {
  const stampOf = (said: T): Buffer =>
    createHmac('sha256', pepper.reveal())
      .update(JSON.stringify(['amparo/v1/stamp', purpose, sortedJson(said)]))
      .digest()
  return {
    give: (said) => stampOf(said).toString('base64url'),
    holds: (said, stamp) => {
      const given = Buffer.from(stamp ?? '', 'base64url')
      const own = stampOf(said)
      return given.length === own.length && timingSafeEqual(given, own)
    },
  }
}
