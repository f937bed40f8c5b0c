/**
 * Evidence: a file is a standard age file to an X25519 identity of its own (docs/formats/evidence-v1.md), sealed and
 * opened chunk by chunk, from any place on.
 *
 * [Note: The same bytes again] An upload that was cut goes on with the bytes it began with, so header and nonce are
 * kept. A chunk is therefore sealed again under the key and the counter it had: harmless for the same plain bytes,
 * ruinous for others. `sealBlock` takes what was hashed before the first byte was sealed, and seals nothing else.
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { createSHA256 } from 'hash-wasm'

import { concat, utf8 } from '#vault/core/bytes.ts'
import type { Chance } from './account.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Plain bytes that are sealed as one, and what sealing adds to them. */
export const CHUNK = 64 * 1024
export const TAG = 16
const NONCE = 16

/** Plain bytes of what is sent at once: whole chunks. */
export const BLOCK = 16 * CHUNK

/** Opens and seals one file. `header` is all that stands before its first chunk. */
export type EvidenceKey = { readonly identity: string; readonly header: Bytes; readonly key: Bytes }

export const newEvidenceKey = async (chance: Chance): Promise<EvidenceKey> => {
  const identity = await generateX25519Identity()
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(identity))
  const empty = await encrypter.encrypt(new Uint8Array(0))
  // Of that empty file the header alone: its nonce has sealed something.
  const head = empty.subarray(0, empty.length - NONCE - TAG)
  const header = concat(head, chance(NONCE))
  const key = await keyOf(identity, header)
  if (key === null) throw new Error('a header that was just made does not open')
  return { identity, header, key }
}

/** Null where the identity is not the one, or these bytes are no such header. */
export const openEvidenceKey = async (identity: string, header: Bytes): Promise<EvidenceKey | null> => {
  const key = await keyOf(identity, header)
  return key && { identity, header, key }
}

const keyOf = async (identity: string, header: Bytes): Promise<Bytes | null> => {
  let fileKey: Uint8Array
  try {
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    fileKey = await decrypter.decryptHeader(header.subarray(0, header.length - NONCE))
  } catch {
    return null
  }
  const from = await crypto.subtle.importKey('raw', Uint8Array.from(fileKey), 'HKDF', false, ['deriveBits'])
  const salt = header.slice(header.length - NONCE)
  const derived = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8('payload') }
  return new Uint8Array(await crypto.subtle.deriveBits(derived, from, 256))
}

export const chunksOf = (size: number): number => Math.max(1, Math.ceil(size / CHUNK))

/** An empty file is one block, too. */
export const blocksOf = (size: number): number => Math.max(1, Math.ceil(size / BLOCK))

/** Bytes of the age file over a file of this size. */
export const cipherSize = (size: number, header: number): number => header + size + TAG * chunksOf(size)

/** Bytes of the header of an age file, told by the sizes of both files; null where they do not fit. */
export const headerSize = (size: number, cipher: number): number | null => {
  const header = cipher - size - TAG * chunksOf(size)
  return header > NONCE && header <= LONGEST_HEADER ? header : null
}

/** One X25519 recipient takes 184 bytes with the nonce. */
const LONGEST_HEADER = 1024

/** Where chunk `index` of the age file begins. */
export const chunkPlace = (index: number, header: number): number => header + index * (CHUNK + TAG)

export type WholeFile = { readonly size: number; readonly hashes: readonly Bytes[] }

/** Block `index` of a file, sealed; null where it is not the one that was hashed. See [Note: The same bytes again]. */
export const sealBlock = async (
  { key, header }: EvidenceKey,
  file: WholeFile,
  { index, plain }: { readonly index: number; readonly plain: Bytes },
): Promise<Bytes | null> => {
  const due = Math.min(BLOCK, file.size - index * BLOCK)
  const known = file.hashes[index]
  if (plain.length !== due || !known || !isSame(await sha256(plain), known)) return null
  const begin = index === 0 ? header : new Uint8Array(0)
  const chunks = chunksOf(plain.length)
  const sealed = new Uint8Array(begin.length + plain.length + TAG * chunks)
  sealed.set(begin)
  const first = index * (BLOCK / CHUNK)
  for (let at = 0; at < chunks; at++) {
    const chunk = plain.subarray(at * CHUNK, (at + 1) * CHUNK)
    const nonce = nonceOf(first + at, first + at === chunksOf(file.size) - 1)
    const place = begin.length + at * (CHUNK + TAG)
    chacha20poly1305(key, nonce).encrypt(chunk, sealed.subarray(place, place + chunk.length + TAG))
  }
  return sealed
}

/** Some of a file's chunks, as they were answered. */
export type SealedChunks = { readonly first: number; readonly count: number; readonly sealed: Uint8Array }

/** Their plain bytes; null where these are not exactly the chunks that were asked for. */
export const openChunks = (
  { key }: Pick<EvidenceKey, 'key'>,
  size: number,
  { first, count, sealed }: SealedChunks,
): Bytes | null => {
  const last = chunksOf(size) - 1
  if (count < 1 || first < 0 || first + count - 1 > last) return null
  const plain = new Uint8Array(Math.min(size, (first + count) * CHUNK) - first * CHUNK)
  if (sealed.length !== plain.length + TAG * count) return null
  try {
    for (let at = 0; at < count; at++) {
      const chunk = sealed.subarray(at * (CHUNK + TAG), (at + 1) * (CHUNK + TAG))
      const into = plain.subarray(at * CHUNK, at * CHUNK + chunk.length - TAG)
      chacha20poly1305(key, nonceOf(first + at, first + at === last)).decrypt(chunk, into)
    }
  } catch {
    return null
  }
  return plain
}

/** STREAM: eleven bytes count, the twelfth marks the last chunk. */
const nonceOf = (index: number, last: boolean): Bytes => {
  const nonce = new Uint8Array(12)
  const view = new DataView(nonce.buffer)
  view.setUint32(3, Math.floor(index / 2 ** 32))
  view.setUint32(7, index % 2 ** 32)
  nonce[11] = last ? 1 : 0
  return nonce
}

export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

/** SHA-256 of what comes piece by piece. */
export type Hashing = { readonly add: (piece: Uint8Array) => void; readonly end: () => Bytes }

export const beginHash = async (): Promise<Hashing> => {
  const hasher = await createSHA256()
  return { add: (piece) => void hasher.update(piece), end: () => Uint8Array.from(hasher.digest('binary')) }
}

/** Of hashes that are no secret. */
const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at])
