import { beforeAll, expect, test } from 'vitest'
import { Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { err } from '#kernel/core/result.ts'
import { concat, fromBase64url, utf8 } from '#vault/core/bytes.ts'
import { canonicalBytes, MAX_SEALED_BYTES } from '#vault/core/v1/canonical.ts'
import { pad } from '#vault/core/v1/padding.ts'
import { sign, verify, verifyingKey } from '#vault/core/v1/webcrypto.ts'
import { toSign } from '#vault/core/v1/statement.ts'
import { MAX_SIGNED_BUNDLE_FILE, openSignedBundle, sealSignedBundle } from '#vault/client/v1/signed_bundle.ts'
import { type CaseWorld, makeCase } from '../../../../tests/support/vault_world.ts'

let world: CaseWorld
let identity: string
let sealed: Uint8Array
const said = { a: 'آدا', format: 'amparo/bundle/1', n: 1 }

beforeAll(async () => {
  world = await makeCase('signed bundle')
  identity = await generateHybridIdentity()
  sealed = await seal(said)
})

const seal = async (content: unknown): Promise<Uint8Array> => {
  const recipient = await identityToRecipient(identity)
  const done = await sealSignedBundle(content, { signing: world.writer.signing, recipient })
  if (!done.ok) throw new Error(done.error.kind)
  return done.value
}

test('what is sealed to an inbox is opened there, and its signature is of one key alone', async () => {
  const other = await generateHybridIdentity()
  const opened = await openSignedBundle(sealed, [other, identity])
  if (!opened.ok) throw new Error(opened.error.kind)
  expect(opened.value.content).toEqual(said)
  expect(opened.value.recipient).toBe(await identityToRecipient(identity))
  expect(await opened.value.isSignedBy(world.writer.signingPublic)).toBe(true)
  expect(await opened.value.isSignedBy(world.lead.signingPublic)).toBe(false)
  expect(await opened.value.isSignedBy('no key')).toBe(false)
  expect(await openSignedBundle(sealed, [other])).toEqual(err({ kind: 'not_for_this_desk' }))
})

test('a file with any byte altered, cut or lengthened does not open', async () => {
  const places = [0, 20, 40, 400, 1500, sealed.length - 700, sealed.length - 300, sealed.length - 1]
  for (const place of places) {
    const bytes = sealed.slice()
    bytes[place]! ^= 1
    expect((await openSignedBundle(bytes, [identity])).ok, `byte ${place}`).toBe(false)
  }
  expect((await openSignedBundle(sealed.subarray(0, -1), [identity])).ok).toBe(false)
  expect((await openSignedBundle(concat(sealed, utf8('x')), [identity])).ok).toBe(false)
})

test('no bundle and one that is too large are told apart', async () => {
  expect(await openSignedBundle(utf8('Dear colleague'), [identity])).toEqual(err({ kind: 'not_a_bundle' }))
  const large = new Uint8Array(MAX_SIGNED_BUNDLE_FILE + 1)
  expect(await openSignedBundle(large, [identity])).toEqual(err({ kind: 'too_large' }))
  const recipient = await identityToRecipient(identity)
  const text = 'a'.repeat(256 * 1024)
  expect(await sealSignedBundle({ text }, { signing: world.writer.signing, recipient })).toEqual(
    err({ kind: 'too_large' }),
  )
})

test.each<[string, () => Uint8Array]>([
  ['nothing', () => new Uint8Array()],
  ['half a signature', () => new Uint8Array(63)],
  ['no padding', () => concat(new Uint8Array(64), utf8('{"a":1}'))],
  ['no canonical JSON', () => concat(new Uint8Array(64), pad(utf8('{"a": 1}')))],
])('an age file to the inbox that holds %s is no bundle', async (_, inside) => {
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(identity))
  const file = await encrypter.encrypt(inside())
  expect(await openSignedBundle(file, [identity])).toEqual(err({ kind: 'not_a_bundle' }))
})

test('a file that only begins like one of age is no bundle', async () => {
  expect(await openSignedBundle(utf8('age-encryption.org/v2\n-> X25519'), [identity])).toEqual(
    err({ kind: 'not_a_bundle' }),
  )
})

test('the largest content there may be is sealed and opened, and one byte more is not', async () => {
  const most = { text: 'a'.repeat(MAX_SEALED_BYTES - '{"text":""}'.length) }
  const opened = await openSignedBundle(await seal(most), [identity])
  expect(opened.ok && opened.value.content).toEqual(most)
  const recipient = await identityToRecipient(identity)
  const use = { signing: world.writer.signing, recipient }
  expect(await sealSignedBundle({ text: `${most.text}a` }, use)).toEqual(err({ kind: 'too_large' }))
})

test('a signature of an entry is none of a bundle, nor the other way round', async () => {
  const bytes = canonicalBytes(said)
  const asEntry = await sign(world.writer.signing, toSign(bytes))
  const key = (await verifyingKey(fromBase64url(world.writer.signingPublic)!))!
  expect(await verify(key, asEntry, concat(utf8('amparo/v1/signed-bundle\0'), bytes))).toBe(false)
  const own = await sign(world.writer.signing, concat(utf8('amparo/v1/signed-bundle\0'), bytes))
  expect(await verify(key, own, concat(utf8('amparo/v1/signed-bundle\0'), bytes))).toBe(true)
  expect(await verify(key, own, toSign(bytes))).toBe(false)
})
