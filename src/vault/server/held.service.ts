/**
 * What the server does with its own secret for people who act once and have no key: what they typed lies sealed until
 * their address answers, an address is known again only by a fingerprint, a code can be tried only here.
 *
 * [Note: Random under the covers] Fingerprints and sketches of an open ask cannot be made anew. Since nobody makes one
 * without the ask's random, a renewal of the secrets changes how that is stored, and none of them.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto'

import type { Secret } from '#kernel/core/secret.ts'
import { coverHash, renewedKey } from '#platform/server/covers.ts'

import type { ServerKeys } from './server_keys.service.ts'

export type HeldKeys = {
  /** Bytes: nonce, sealed, tag. The id is bound to it: moved to another row it opens no more. */
  readonly seal: (id: string, plain: string) => Buffer
  /** Null where it was not sealed here under this id. */
  readonly open: (id: string, sealed: Uint8Array) => string | null
  /** Of a short code: whoever has the database alone cannot try all of them. 16 bytes. */
  readonly codeHash: (code: string) => Buffer
  /** The key of one ask's fingerprints; without its random nobody makes it again, this server included. */
  readonly fingerprints: (ask: string, random: Uint8Array) => Fingerprint
  /** What is stored as an ask's random, and what is meant by it: one from the other. See [Note: Random under the covers]. */
  readonly maskRandom: (ask: string, random: Uint8Array) => Buffer
}
/** 32 bytes, of an address in its canonical form, within a kind of action. */
export type Fingerprint = (kind: string, address: string) => Buffer

const NONCE = 12
const TAG = 16

/**
 * Derived once: each is for one use alone. Nonces are random: 96 bits for no more than 2^32 rows under one key keep a
 * repetition below 2^-32 (NIST SP 800-38D).
 */
export const openHeldKeys = (keys: ServerKeys): HeldKeys => {
  const { vaultWrap, covers } = keys
  const newest = renewedKey(vaultWrap, covers)
  const [sealing, masks] = [derive(newest, 'seal'), derive(newest, 'random')]
  const [codes, asks] = [derive(vaultWrap, 'code'), derive(vaultWrap, 'fingerprint')]
  const maskRandom = (ask: string, random: Uint8Array): Buffer => {
    if (covers.length === 0) return Buffer.from(random)
    const mask = createHmac('sha256', masks).update(ask).digest()
    return Buffer.from(random.map((byte, at) => byte ^ mask[at]!))
  }
  return {
    maskRandom,
    seal: (id, plain) => {
      const nonce = randomBytesOf(NONCE)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
      cipher.setAAD(Buffer.from(id))
      const sealed = cipher.update(plain, 'utf8')
      cipher.final()
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()])
    },
    open: (id, sealed) => {
      const bytes = Buffer.from(sealed)
      if (bytes.length < NONCE + TAG) return null
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, NONCE))
      decipher.setAAD(Buffer.from(id))
      decipher.setAuthTag(bytes.subarray(-TAG))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString(
          'utf8',
        )
      } catch {
        return null
      }
    },
    codeHash: (code) => coverHash(covers, createHmac('sha256', codes).update(code).digest().subarray(0, 16)),
    fingerprints: (ask, random) => {
      const meant = maskRandom(ask, random)
      const key = createSecretKey(createHmac('sha256', asks).update(ask).update('\0').update(meant).digest())
      return (kind, address) => createHmac('sha256', key).update(`${kind}\0${address}`).digest()
    },
  }
}

/** As objects of their own: made from bytes at every use, keys take four times what is done with them. */
const derive = (from: Secret<Buffer>, use: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', from.reveal(), '', `amparo/v1/held/${use}`, 32)))

/** SHA-256 of a token of 128 bits: nobody tries those. */
export const tokenHash = (token: string): Buffer => hash('sha256', token, 'buffer')

/** Follows from a token and leads back to none: opens another door. 22 characters. */
export const ownToken = (token: string): string =>
  hash('sha256', `amparo/v1/own\0${token}`, 'buffer').subarray(0, 16).toString('base64url')

/** 128 bits in 22 characters. */
export const newShortToken = (): string => randomBytesOf(16).toString('base64url')

/** Without letters that are read as digits (Crockford's base 32): 50 bits. */
const CODE_SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const CODE_LENGTH = 10
export const newCode = (): string => {
  let code = ''
  // 256 is a multiple of 32: every sign is as likely.
  for (const byte of randomBytesOf(CODE_LENGTH)) code += CODE_SIGNS[byte & 31]
  return code
}

/** Asking the system once for many: thousands sign in a second. */
const pool = Buffer.alloc(8192)
let used = pool.length
const randomBytesOf = (size: number): Buffer => {
  if (used + size > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = Buffer.from(pool.subarray(used, used + size))
  // What was given out is not left behind to be read in a dump of memory.
  pool.fill(0, used, used + size)
  used += size
  return bytes
}

/** 32 bytes, kept in the database until the ask has closed. */
export const newAskRandom = (): Buffer => randomBytesOf(32)
