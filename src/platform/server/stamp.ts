/** What only the server's pepper can make: stamps, by which it knows its own word again, and secret numbers. */
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

/** A number that follows from a text for ever, and that nobody without the secret can tell: 0 to 2^32 - 1. */
export const secretNumbersFor =
  (pepper: Secret<Buffer>, purpose: string) =>
  (of: string): number =>
    createHmac('sha256', pepper.reveal())
      .update(JSON.stringify([purpose, of]))
      .digest()
      .readUInt32BE(0)
