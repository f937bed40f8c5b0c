/**
 * An invitation's secret travels in the fragment of its link, which no server sees. It names the invitation and
 * proves to the lead's device that the keys which came back are the guest's own.
 */
import { Decrypter, Encrypter } from 'age-encryption'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { fromBase64url, sameBytes, toBase64url } from '#vault/core/bytes.ts'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import { hkdf } from '#vault/core/v1/webcrypto.ts'
import type { Chance } from '#vault/client/v1/account.ts'

export type InvitationSecret = { readonly secret: string; readonly id: string }

/**
 * What the link carries: the secret, and which desk it is by the hash of its founding entry. Without that, a
 * server could admit the guest to a desk of its own making.
 */
export type InvitationLink = { readonly secret: string; readonly desk: string; readonly founding: string }

export const linkText = ({ secret, desk, founding }: InvitationLink): string =>
  `${secret}.${desk}.${founding}`

/** Null for a link that was cut or changed on its way. */
export const parseLink = (text: string): InvitationLink | null => {
  const [secret = '', desk = '', founding = '', ...more] = text.trim().split('.')
  const whole =
    more.length === 0 &&
    fromBase64url(secret)?.length === 32 &&
    fromBase64url(desk)?.length === 16 &&
    fromBase64url(founding)?.length === 32
  return whole ? { secret, desk, founding } : null
}

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

/** The secret as the invitation keeps it for the desk's leads of that day: readers hold the desk's key too. */
export const sealForLeads = async (secret: string, recipients: readonly string[]): Promise<string> => {
  const encrypter = new Encrypter()
  for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient)
  return toBase64url(await encrypter.encrypt(secretBytes(secret)))
}

/** Null for a member who was no lead then. */
export const openForLead = async (sealed: string, identity: string): Promise<string | null> => {
  const bytes = fromBase64url(sealed)
  if (!bytes) return null
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  try {
    return toBase64url(await decrypter.decrypt(bytes))
  } catch {
    return null
  }
}

const secretBytes = (secret: string): Uint8Array => {
  const bytes = fromBase64url(secret)
  if (bytes?.length !== 32) throw new TypeError('an invitation secret is 32 bytes')
  return bytes
}
