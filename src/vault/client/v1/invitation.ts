/**
 * An invitation's secret travels in the fragment of its link, which no server sees. It names the invitation and
 * proves to the lead's device that the keys which came back are the guest's own.
 */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { fromBase64url, sameBytes, toBase64url } from '#vault/core/bytes.ts'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import { hkdf } from '#vault/core/v1/webcrypto.ts'
import type { Chance } from '#vault/client/v1/account.ts'

export type InvitationSecret = { readonly secret: string; readonly id: string }

export const newInvitation = async (chance: Chance): Promise<InvitationSecret> => {
  const secret = toBase64url(chance(32))
  return { secret, id: await invitationId(secret) }
}

/** What the server knows the invitation by. Throws on a link that was cut. */
export const invitationId = async (secret: string): Promise<string> =>
  toBase64url(await hkdf(secretBytes(secret), 'amparo/v1/invitation-id', 16))

/** HMAC-SHA-256 over the card in canonical form. */
export const cardMac = async (secret: string, card: unknown): Promise<string> =>
  toBase64url(hmac(sha256, await hkdf(secretBytes(secret), 'amparo/v1/invitation-mac'), canonicalBytes(card)))

export const isMacOf = async (mac: string, secret: string, card: unknown): Promise<boolean> => {
  const stated = fromBase64url(mac)
  const own = fromBase64url(await cardMac(secret, card))
  return stated !== null && own !== null && sameBytes(stated, own)
}

const secretBytes = (secret: string): Uint8Array => {
  const bytes = fromBase64url(secret)
  if (bytes?.length !== 32) throw new TypeError('an invitation secret is 32 bytes')
  return bytes
}
