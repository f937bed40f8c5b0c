import { expect, test, vi } from 'vitest'
import { utf8 } from '#vault/core/bytes.ts'
import { aesKey, aesOpen, aesSeal, signingKey, verify, verifyingKey } from '#vault/core/v1/webcrypto.ts'
import { seededChance } from '../../../../tests/support/chance.ts'

const chance = seededChance('webcrypto')

test('what is sealed opens with the same key and data, and with no other', async () => {
  const key = await aesKey(chance(32))
  const use = { nonce: chance(12), data: utf8('here') }
  const sealed = await aesSeal(key, utf8('words'), use)
  expect(sealed.length).toBe(12 + 5 + 16)
  expect(sealed.subarray(0, 12)).toEqual(use.nonce)
  expect(await aesOpen(key, sealed, use.data)).toEqual(utf8('words'))
  expect(await aesOpen(await aesKey(chance(32)), sealed, use.data)).toBeNull()
  expect(await aesOpen(key, sealed, utf8('there'))).toBeNull()
  for (const length of [0, 12, 27, 28, 32])
    expect(await aesOpen(key, sealed.subarray(0, length), use.data)).toBeNull()
})

test('an empty content is sealed and opened like any other', async () => {
  const key = await aesKey(chance(32))
  const sealed = await aesSeal(key, new Uint8Array(), { nonce: chance(12), data: utf8('') })
  expect(await aesOpen(key, sealed, utf8(''))).toEqual(new Uint8Array())
})

test.each([undefined, {}])('a page without WebCrypto says what it lacks', async (crypto) => {
  vi.stubGlobal('crypto', crypto)
  try {
    await expect(aesKey(chance(32))).rejects.toThrow('open this page over HTTPS')
  } finally {
    vi.unstubAllGlobals()
  }
})

test.each([0, 16, 24, 31, 33])('a key of %i bytes is refused: the suite has one size', async (size) => {
  await expect(aesKey(chance(size))).rejects.toThrow(TypeError)
})

test.each([0, 8, 11, 13, 16])('a nonce of %i bytes is refused', async (size) => {
  const key = await aesKey(chance(32))
  await expect(aesSeal(key, utf8('a'), { nonce: chance(size), data: utf8('') })).rejects.toThrow(TypeError)
})

test('keys do not leave the platform', async () => {
  expect((await aesKey(chance(32))).extractable).toBe(false)
  expect((await signingKey(chance(32))).extractable).toBe(false)
})

test('a public key of another length is none, a signature of another length never holds', async () => {
  expect(await verifyingKey(chance(31))).toBeNull()
  const key = await verifyingKey(chance(32))
  for (const size of [0, 63, 65]) expect(await verify(key!, chance(size), utf8('a'))).toBe(false)
})
