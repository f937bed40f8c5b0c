/** Files of evidence against typage and the standard `age` program, both ways, at every border of their chunks. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { type Bytes, concat } from '#vault/core/bytes.ts'

import {
  BLOCK,
  beginHash,
  blocksOf,
  CHUNK,
  chunkPlace,
  chunksOf,
  cipherSize,
  type EvidenceKey,
  headerSize,
  newEvidenceKey,
  openChunks,
  openEvidenceKey,
  sealBlock,
  sha256,
  TAG,
} from './evidence.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evidence-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const chance = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size))
/** Longer than the platform gives at once. */
const plainOf = (size: number): Bytes => {
  const plain = new Uint8Array(size)
  for (let at = 0; at < size; at += CHUNK) plain.set(chance(Math.min(CHUNK, size - at)), at)
  return plain
}

const blockAt = (plain: Bytes, index: number): Bytes => plain.slice(index * BLOCK, (index + 1) * BLOCK)

const hashesOf = (plain: Bytes): Promise<Bytes[]> =>
  Promise.all(Array.from({ length: blocksOf(plain.length) }, (_, index) => sha256(blockAt(plain, index))))

const sealAll = async (key: EvidenceKey, plain: Bytes): Promise<Bytes> => {
  const file = { size: plain.length, hashes: await hashesOf(plain) }
  const blocks: Bytes[] = []
  for (let index = 0; index < file.hashes.length; index++)
    blocks.push((await sealBlock(key, file, { index, plain: blockAt(plain, index) }))!)
  return concat(...blocks)
}

const openAll = (key: EvidenceKey, size: number, sealed: Bytes): Bytes | null =>
  openChunks(key, size, { first: 0, count: chunksOf(size), sealed: sealed.subarray(key.header.length) })

const borders = [
  0,
  1,
  CHUNK - 1,
  CHUNK,
  CHUNK + 1,
  2 * CHUNK,
  BLOCK - 1,
  BLOCK,
  BLOCK + 1,
  2 * BLOCK + CHUNK + 7,
]

describe.each(borders)('a file of %i bytes', (size) => {
  test('is opened by typage and by the age program', async () => {
    const key = await newEvidenceKey(chance)
    const plain = plainOf(size)
    const sealed = await sealAll(key, plain)
    expect(sealed.length).toBe(cipherSize(size, key.header.length))
    const decrypter = new Decrypter()
    decrypter.addIdentity(key.identity)
    expect(Buffer.from(await decrypter.decrypt(sealed)).equals(plain)).toBe(true)
    writeFileSync(join(folder, 'file.age'), sealed)
    writeFileSync(join(folder, 'key.txt'), `${key.identity}\n`)
    const opened = execFileSync('age', ['--decrypt', '-i', 'key.txt', 'file.age'], {
      cwd: folder,
      maxBuffer: 2 ** 26,
    })
    expect(opened.equals(plain)).toBe(true)
  })

  test('that typage or the age program sealed is opened', async () => {
    const plain = plainOf(size)
    const identity = await generateX25519Identity()
    const recipient = await identityToRecipient(identity)
    const encrypter = new Encrypter()
    encrypter.addRecipient(recipient)
    writeFileSync(join(folder, 'plain'), plain)
    const byAge = execFileSync('age', ['-r', recipient, 'plain'], { cwd: folder, maxBuffer: 2 ** 26 })
    for (const sealed of [await encrypter.encrypt(plain), byAge].map((one) => Uint8Array.from(one))) {
      const header = sealed.slice(0, headerSize(size, sealed.length)!)
      const key = await openEvidenceKey(identity, header)
      expect(Buffer.from(openAll(key!, size, sealed)!).equals(plain)).toBe(true)
    }
  })
})

test('any file opens again, from any chunk on', async () => {
  const anySize = fc.integer({ min: 0, max: 3 * BLOCK })
  const anyPlace = fc.double({ min: 0, max: 0.999, noNaN: true })
  await fc.assert(
    fc.asyncProperty(anySize, anyPlace, async (size, at) => {
      const key = await newEvidenceKey(chance)
      const plain = plainOf(size)
      const sealed = await sealAll(key, plain)
      const first = Math.floor((at * size) / CHUNK)
      const count = chunksOf(size) - first
      const opened = openChunks(key, size, {
        first,
        count,
        sealed: sealed.subarray(chunkPlace(first, key.header.length)),
      })
      expect(Buffer.from(opened!).equals(plain.subarray(first * CHUNK))).toBe(true)
    }),
    { numRuns: 25 },
  )
})

test('what was sealed before a cut is sealed again to the same bytes', async () => {
  const key = await newEvidenceKey(chance)
  const plain = plainOf(2 * BLOCK + 5)
  const again = await openEvidenceKey(key.identity, key.header)
  expect(await sealAll(again!, plain)).toEqual(await sealAll(key, plain))
})

test('other bytes are never sealed in the place of those that were hashed', async () => {
  const key = await newEvidenceKey(chance)
  const plain = plainOf(BLOCK + 10)
  const file = { size: plain.length, hashes: await hashesOf(plain) }
  const changed = blockAt(plain, 1)
  changed[3]! ^= 1
  expect(await sealBlock(key, file, { index: 1, plain: changed })).toBeNull()
  expect(await sealBlock(key, file, { index: 1, plain: blockAt(plain, 0) })).toBeNull()
  expect(await sealBlock(key, file, { index: 0, plain: blockAt(plain, 0).slice(1) })).toBeNull()
  expect(await sealBlock(key, file, { index: 2, plain: new Uint8Array(0) })).toBeNull()
  const almost = file.hashes.map((hash) => hash.with(31, hash[31]! ^ 1))
  expect(await sealBlock(key, { ...file, hashes: almost }, { index: 0, plain: blockAt(plain, 0) })).toBeNull()
})

test('two files never share a key, and not the one of the empty file their header was made with', async () => {
  const [one, other] = [await newEvidenceKey(chance), await newEvidenceKey(chance)]
  expect(one.key).not.toEqual(other.key)
  expect(one.header).not.toEqual(other.header)
})

describe('what a lying server may answer is refused at every border', () => {
  const size = 3 * CHUNK + 100
  let key: EvidenceKey
  let sealed: Bytes
  beforeAll(async () => {
    key = await newEvidenceKey(chance)
    sealed = await sealAll(key, plainOf(size))
  })
  const whole = (bytes: Bytes) => openAll(key, size, bytes)
  const step = CHUNK + TAG

  test('cut', () => {
    for (let chunk = 0; chunk <= 4; chunk++)
      for (const near of [-1, 0, 1]) {
        const end = key.header.length + chunk * step + near
        if (end < sealed.length) expect(whole(sealed.slice(0, end)) === null, `${end}`).toBe(true)
      }
    expect(whole(sealed.slice(0, -1))).toBeNull()
  })

  test('longer', () => {
    for (const more of [1, TAG, step]) expect(whole(concat(sealed, new Uint8Array(more)))).toBeNull()
  })

  test('one bit of any chunk', () => {
    for (let chunk = 0; chunk <= 3; chunk++)
      for (const near of [-1, 0, 1]) {
        const bytes = sealed.slice()
        const place = Math.min(
          bytes.length - 1,
          Math.max(key.header.length, key.header.length + chunk * step + near),
        )
        bytes[place]! ^= 0x10
        expect(whole(bytes), `${place}`).toBeNull()
      }
  })

  test('chunks in another order, or one twice', () => {
    const chunks = [0, 1, 2, 3].map((at) =>
      sealed.slice(key.header.length + at * step, key.header.length + (at + 1) * step),
    )
    const made = (order: readonly number[]) => concat(key.header, ...order.map((at) => chunks[at]!))
    expect(whole(made([0, 1, 2, 3]))).not.toBeNull()
    for (const order of [
      [1, 0, 2, 3],
      [0, 0, 2, 3],
      [0, 2, 1, 3],
    ])
      expect(whole(made(order))).toBeNull()
  })

  test('a chunk from another place', () => {
    const chunk = sealed.slice(chunkPlace(1, key.header.length), chunkPlace(2, key.header.length))
    expect(openChunks(key, size, { first: 1, count: 1, sealed: chunk })).not.toBeNull()
    for (const first of [0, 2, 3])
      expect(openChunks(key, size, { first, count: 1, sealed: chunk })).toBeNull()
  })

  test('the chunks of a file that ends there as those of a longer one', async () => {
    const short = await sealAll(key, plainOf(2 * CHUNK))
    expect(
      openChunks(key, size, { first: 0, count: 2, sealed: short.subarray(key.header.length) }),
    ).toBeNull()
  })

  test.each([
    [-1, 2],
    [0, 0],
    [3, 2],
    [4, 1],
    [7, 1],
  ])('chunks that no file of this size has: from %i on, %i of them', (first, count) => {
    expect(
      openChunks(key, size, { first, count, sealed: sealed.subarray(0, count * (CHUNK + TAG)) }),
    ).toBeNull()
  })

  test('a header of another file, or with one bit changed', async () => {
    const other = await newEvidenceKey(chance)
    expect(await openEvidenceKey(key.identity, other.header)).toBeNull()
    for (let at = 0; at < key.header.length - 16; at++) {
      const header = key.header.slice()
      header[at]! ^= 1
      expect(await openEvidenceKey(key.identity, header), `${at}`).toBeNull()
    }
    const nonce = key.header.slice()
    nonce[nonce.length - 1]! ^= 1
    const opened = await openEvidenceKey(key.identity, nonce)
    expect(openAll(opened!, size, sealed)).toBeNull()
  })
})

test('sizes that no age file has give no header', () => {
  expect(headerSize(10, 5)).toBeNull()
  expect(headerSize(10, 10 + TAG)).toBeNull()
  expect(headerSize(10, 100_000)).toBeNull()
})

test('a hash made piece by piece is that of the whole', async () => {
  const plain = plainOf(BLOCK + 3)
  const hash = await beginHash()
  for (let at = 0; at < plain.length; at += 1000) hash.add(plain.subarray(at, at + 1000))
  expect(hash.end()).toEqual(await sha256(plain))
})
