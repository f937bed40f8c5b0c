/**
 * What the server does with keys of its own: it checks an authKey it does not keep, and seals vaults once more,
 * so that a stolen database gives nothing to guess at. They lie outside the database.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Secret } from '#kernel/core/secret.ts'
import { coverHash, type Covers, renewedKey } from '#platform/server/covers.ts'

export type ServerKeys = {
  readonly pepper: Secret<Buffer>
  readonly vaultWrap: Secret<Buffer>
  readonly covers: Covers
}

const mac = (keys: ServerKeys, purpose: string, text: string): Buffer =>
  createHmac('sha256', keys.pepper.reveal()).update(`${purpose}\0${text}`).digest()

/** Of what may be tried against the database: renewed with the secrets. */
const coveredMac = (keys: ServerKeys, purpose: string, text: string): Buffer =>
  coverHash(keys.covers, mac(keys, purpose, text))

export const authHash = (keys: ServerKeys, authKey: string): Buffer => coveredMac(keys, 'auth', authKey)

/** The seed of a name that has no account: the same at every question, through every renewal of the secrets. */
export const inventSeed = (keys: ServerKeys, name: string): Buffer => mac(keys, 'seed', name).subarray(0, 16)

/** The id of a name that has no account: the same at every question, as its seed. */
export const inventAccount = (keys: ServerKeys, name: string): string =>
  mac(keys, 'account', name).subarray(0, 16).toString('base64url')

/** On a challenge that nothing but this server has made. */
export const challengeMac = (keys: ServerKeys, challenge: string): string =>
  coveredMac(keys, 'challenge', challenge).toString('base64url')

/** In a time that does not depend on where they differ. */
export const sameSecret = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b)

/** 256 random bits: a session, a set-up link. Only its hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Marks a device that has signed in under this name before; it keeps the mark through a renewal. */
export const deviceMark = (keys: ServerKeys, name: string): string =>
  mac(keys, 'device', name).toString('base64url')

export const sealVault = (keys: ServerKeys, account: string, vault: Uint8Array): Buffer =>
  sealUnder(keys, vaultUse(account), vault)

export const openVault = (keys: ServerKeys, account: string, sealed: Uint8Array): Buffer =>
  openUnder(keys, vaultUse(account), sealed)

const vaultUse = (account: string): string => `amparo/v1/vault|${account}`

type ReopeningPlace = { readonly session: string; readonly way: string }

/** Of what a device proves before the server gives its half of a key: without the pepper nothing can be tried. */
export const proofHash = (keys: ServerKeys, { session, way }: ReopeningPlace, proof: string): Buffer =>
  coveredMac(keys, 'reopening', `${session}|${way}|${proof}`)

export const sealHalf = (keys: ServerKeys, of: ReopeningPlace, half: Uint8Array): Buffer =>
  sealUnder(keys, halfUse(of), half)

export const openHalf = (keys: ServerKeys, of: ReopeningPlace, sealed: Uint8Array): Buffer =>
  openUnder(keys, halfUse(of), sealed)

const halfUse = ({ session, way }: ReopeningPlace): string => `amparo/v1/reopening|${session}|${way}`

/** Under a key for this use alone, which names whose it is: moved to another row it opens no more. */
export const sealUnder = (keys: ServerKeys, use: string, plain: Uint8Array): Buffer => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(keys, use), nonce)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

export const openUnder = (keys: ServerKeys, use: string, sealed: Uint8Array): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(keys, use), sealed.subarray(0, 12))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
}

const keyOf = ({ vaultWrap, covers }: ServerKeys, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', renewedKey(vaultWrap, covers).reveal(), '', use, 32))
