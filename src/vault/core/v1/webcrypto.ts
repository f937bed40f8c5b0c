/**
 * The three WebCrypto algorithms of suite v1, as functions without chance or state: a nonce or a key is an
 * argument. Node and every supported browser carry them; on plain HTTP beyond localhost `subtle` is missing.
 */
import { type Bytes, concat, toHex, utf8 } from '#vault/core/bytes.ts'

/** A platform key that does not leave WebCrypto. */
export type Key = { readonly type: string; readonly extractable: boolean }
type KeyData = 'raw' | 'pkcs8'
type Subtle = {
  importKey(
    form: KeyData,
    data: Uint8Array,
    algorithm: unknown,
    extractable: boolean,
    uses: string[],
  ): Promise<Key>
  encrypt(algorithm: unknown, key: Key, data: Uint8Array): Promise<ArrayBuffer>
  decrypt(algorithm: unknown, key: Key, data: Uint8Array): Promise<ArrayBuffer>
  sign(algorithm: unknown, key: Key, data: Uint8Array): Promise<ArrayBuffer>
  verify(algorithm: unknown, key: Key, signature: Uint8Array, data: Uint8Array): Promise<boolean>
  deriveBits(algorithm: unknown, key: Key, bits: number): Promise<ArrayBuffer>
  digest(algorithm: string, data: Uint8Array): Promise<ArrayBuffer>
}

/** Read at the call, not at load: a page without it must still be able to say so. */
const subtle = (): Subtle => {
  const found = (globalThis as unknown as { crypto?: { subtle?: Subtle } }).crypto?.subtle
  if (!found) throw new Error('WebCrypto is missing: open this page over HTTPS or on localhost')
  return found
}

export const NONCE_BYTES = 12
export const KEY_BYTES = 32
const TAG_BYTES = 16

/** SHA-256 in hex. */
export const digestHex = async (bytes: Uint8Array): Promise<string> =>
  toHex(new Uint8Array(await subtle().digest('SHA-256', bytes)))

/** 32 bytes, no fewer: WebCrypto would take 16 and quietly be another suite. */
export const aesKey = async (raw: Uint8Array): Promise<Key> => {
  if (raw.length !== KEY_BYTES) throw new TypeError('a key is 32 bytes')
  return subtle().importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** `nonce ‖ ciphertext ‖ tag`. The nonce must be fresh random bytes. */
export const aesSeal = async (
  key: Key,
  content: Uint8Array,
  use: { readonly nonce: Uint8Array; readonly data: Uint8Array },
): Promise<Bytes> => {
  if (use.nonce.length !== NONCE_BYTES) throw new TypeError('a nonce is 12 bytes')
  const algorithm = { name: 'AES-GCM', iv: use.nonce, additionalData: use.data }
  return concat(use.nonce, new Uint8Array(await subtle().encrypt(algorithm, key, content)))
}

/** Null when key, data or a single bit is wrong; never says which. */
export const aesOpen = async (key: Key, sealed: Uint8Array, data: Uint8Array): Promise<Bytes | null> => {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null
  const algorithm = { name: 'AES-GCM', iv: sealed.subarray(0, NONCE_BYTES), additionalData: data }
  try {
    return new Uint8Array(await subtle().decrypt(algorithm, key, sealed.subarray(NONCE_BYTES)))
  } catch {
    return null
  }
}

/** HKDF-SHA-256 with an empty salt; `info` keeps uses apart. */
export const hkdf = async (secret: Uint8Array, info: string, size = 32): Promise<Bytes> => {
  const key = await subtle().importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(info) }
  return new Uint8Array(await subtle().deriveBits(algorithm, key, size * 8))
}

/** DER head of a PKCS #8 Ed25519 private key (RFC 8410), before the 32 bytes of the seed. */
const pkcs8Head = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20])

export const pkcs8 = (seed: Uint8Array): Bytes => concat(pkcs8Head, seed)

export const signingKey = (seed: Uint8Array): Promise<Key> =>
  subtle().importKey('pkcs8', pkcs8(seed), 'Ed25519', false, ['sign'])

export const verifyingKey = async (publicKey: Uint8Array): Promise<Key | null> => {
  try {
    return await subtle().importKey('raw', publicKey, 'Ed25519', false, ['verify'])
  } catch {
    return null
  }
}

export const sign = async (key: Key, message: Uint8Array): Promise<Bytes> =>
  new Uint8Array(await subtle().sign('Ed25519', key, message))

export const verify = async (key: Key, signature: Uint8Array, message: Uint8Array): Promise<boolean> =>
  signature.length === 64 && subtle().verify('Ed25519', key, signature, message)
