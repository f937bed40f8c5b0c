/**
 * The vectors that all who write a reader of age are held against (age/README.md): first the library by which bundles,
 * invitations and exports are opened, then our own reader and writer of evidence, which shares with it the header alone.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'

import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { afterAll, describe, expect, test } from 'vitest'

import {
  BLOCK,
  blocksOf,
  CHUNK,
  chunksOf,
  type EvidenceKey,
  newEvidenceKey,
  openChunks,
  openEvidenceKey,
  sealBlock,
  sha256,
  TAG,
} from '#vault/client/v1/evidence.ts'
import { type Bytes, concat } from '#vault/core/bytes.ts'
import { seeded, sizeOf } from '../support/faulty_server.ts'

type Vector = {
  readonly name: string
  readonly expect: string
  /** SHA-256 of the plain bytes, in hex. */
  readonly payload: string | undefined
  readonly identities: readonly string[]
  readonly file: Bytes
}

const kit = JSON.parse(readFileSync(new URL('age/testkit.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, string>
>

/** Lines of a key and a value, an empty line, then the file, which may be packed. */
const vectors: readonly Vector[] = Object.entries(kit).map(([name, text]) => {
  const bytes = Buffer.from(text, 'base64')
  const end = bytes.indexOf('\n\n')
  const lines = bytes
    .subarray(0, end)
    .toString()
    .split('\n')
    .map((line) => line.split(': '))
  const valuesOf = (key: string) => lines.filter(([one]) => one === key).map(([, value]) => value!)
  const stored = bytes.subarray(end + 2)
  return {
    name,
    expect: valuesOf('expect')[0]!,
    payload: valuesOf('payload')[0],
    identities: valuesOf('identity'),
    file: Uint8Array.from(valuesOf('compressed')[0] === 'zlib' ? inflateSync(stored) : stored),
  }
})

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

test('the vectors are all there, those that open and those of each way to fail', () => {
  const counts = Map.groupBy(vectors, (one) => one.expect)
  expect(Object.fromEntries([...counts].map(([key, all]) => [key, all.length]))).toEqual({
    'header failure': 40,
    'HMAC failure': 1,
    'no match': 8,
    'payload failure': 18,
    success: 18,
  })
})

/** Three are of sixteen megabytes, for the second byte of the counter: each day ours reads and writes one of them. */
const isDue = ({ name, file }: Vector, always?: string): boolean =>
  file.length < 1_000_000 || name === always || sizeOf({ usual: 0, release: 1 }) === 1

describe('the library', () => {
  test.each(vectors.filter((one) => isDue(one)))(
    '$name: $expect',
    async ({ file, identities, payload, expect: expected }) => {
      const decrypter = new Decrypter()
      for (const identity of identities) decrypter.addIdentity(identity)
      const opened = decrypter.decrypt(file).then(hashOf)
      if (expected === 'success') expect(await opened).toBe(payload)
      else await expect(opened).rejects.toThrow()
    },
  )
})

/** What the sizes in an entry would say of a file of this length. */
const plainSize = (cipher: number): number => cipher - TAG * Math.max(1, Math.ceil(cipher / (CHUNK + TAG)))

const NONCE = 16

/** Null where no line of the file ends a header. */
const endOfHeader = (file: Bytes): number | null => {
  const mac = Buffer.from(file).indexOf('\n--- ')
  const end = mac === -1 ? -1 : file.indexOf(10, mac + 1)
  return end === -1 ? null : end + 1 + NONCE
}

type Opened = { readonly key: EvidenceKey; readonly plain: Bytes | null }

const openAsEvidence = async ({
  file,
  identities,
}: Pick<Vector, 'file' | 'identities'>): Promise<Opened | null> => {
  const end = endOfHeader(file)
  if (end === null) return null
  for (const identity of identities) {
    const key = await openEvidenceKey(identity, file.slice(0, end))
    const size = plainSize(file.length - end)
    if (key) {
      const sealed = file.subarray(end)
      return {
        key,
        plain: size < 0 ? null : openChunks(key, size, { first: 0, count: chunksOf(size), sealed }),
      }
    }
  }
  return null
}

const sealAsEvidence = async (key: EvidenceKey, plain: Bytes): Promise<Bytes> => {
  const blocks = Array.from({ length: blocksOf(plain.length) }, (_, at) =>
    plain.slice(at * BLOCK, (at + 1) * BLOCK),
  )
  const file = { size: plain.length, hashes: await Promise.all(blocks.map(sha256)) }
  const sealed = await Promise.all(
    blocks.map((block, index) => sealBlock(key, file, { index, plain: block })),
  )
  return concat(...sealed.map((one) => one!))
}

describe('evidence', () => {
  test.each(vectors.filter((one) => isDue(one, 'stream_257_chunks')))('$name: $expect', async (vector) => {
    const opened = await openAsEvidence(vector)
    if (vector.expect === 'success') {
      const { key, plain } = opened!
      expect(hashOf(plain!)).toBe(vector.payload)
      expect(Buffer.from(await sealAsEvidence(key, plain!)).equals(vector.file), 'sealed again').toBe(true)
    } else if (vector.expect === 'payload failure') expect(opened?.plain ?? null).toBeNull()
    else expect(opened).toBeNull()
  })
})

const chance = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size))
const isSame = (one: Uint8Array | null, other: Uint8Array): boolean =>
  one !== null && Buffer.from(one).equals(other)

const FILES = sizeOf({ usual: 8, release: 1_000 })

describe('files of any size', () => {
  const random = seeded('files of any size')
  const folder = mkdtempSync(join(tmpdir(), 'age-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const anyFile = (): Bytes => {
    const plain = new Uint8Array(Math.floor(random() * 4 * CHUNK))
    return plain.map((_, at) => (at * 31 + plain.length) % 251)
  }
  const age = (input: Bytes, ...how: readonly string[]): Bytes =>
    Uint8Array.from(execFileSync('age', how, { cwd: folder, input, maxBuffer: 2 ** 26 }))

  test('go to the age program and come back from it', { timeout: 30_000 + FILES * 1_000 }, async () => {
    for (let n = 0; n < FILES; n++) {
      const plain = anyFile()
      const key = await newEvidenceKey(chance)
      writeFileSync(join(folder, 'key.txt'), `${key.identity}\n`)
      const sealed = await sealAsEvidence(key, plain)
      expect(isSame(age(sealed, '--decrypt', '-i', 'key.txt'), plain), `${plain.length} to age`).toBe(true)
      const file = age(plain, '-r', await identityToRecipient(key.identity))
      const opened = await openAsEvidence({ identities: [key.identity], file })
      expect(isSame(opened?.plain ?? null, plain), `${plain.length} from age`).toBe(true)
    }
  })

  test(
    'are opened by the hybrid identity they are sealed to',
    { timeout: 30_000 + FILES * 500 },
    async () => {
      for (let n = 0; n < FILES; n++) {
        const [plain, identity] = [anyFile(), await generateHybridIdentity()]
        const [encrypter, decrypter] = [new Encrypter(), new Decrypter()]
        encrypter.addRecipient(await identityToRecipient(identity))
        decrypter.addIdentity(identity)
        const opened = await decrypter.decrypt(await encrypter.encrypt(plain))
        expect(isSame(opened, plain), `${plain.length}`).toBe(true)
      }
    },
  )
})
