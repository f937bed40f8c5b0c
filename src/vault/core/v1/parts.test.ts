import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { err, ok } from '#kernel/core/result.ts'
import { concat, utf8 } from '#vault/core/bytes.ts'
import { MAX_CLEAR_BYTES, MAX_SEALED_BYTES } from '#vault/core/v1/canonical.ts'
import { pad } from '#vault/core/v1/padding.ts'
import {
  clearPart,
  parseClearPart,
  parseSealedPlaintext,
  SALT_BYTES,
  sealedPlaintext,
} from '#vault/core/v1/parts.ts'
import { hashOf } from '#vault/core/v1/statement.ts'

const salt = new Uint8Array(SALT_BYTES).fill(7)

test('a clear part is salt and canonical JSON, and is read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(), (given, n) => {
      const part = clearPart(given, { n })
      expect(part).toEqual(concat(given, utf8(`{"n":${n}}`)))
      expect(parseClearPart(part)).toEqual(ok({ n }))
    }),
  )
})

test('two salts give two hashes for one content', () => {
  expect(hashOf(clearPart(salt, 1))).not.toBe(hashOf(clearPart(new Uint8Array(SALT_BYTES), 1)))
})

test('a clear part with a short salt is neither written nor read', () => {
  expect(() => clearPart(new Uint8Array(15), 1)).toThrow(TypeError)
  expect(parseClearPart(new Uint8Array(15))).toEqual(err({ kind: 'no_salt' }))
  expect(parseClearPart(salt)).toEqual(err({ kind: 'not_json' }))
})

test('a clear part that is not canonical is refused', () => {
  expect(parseClearPart(concat(salt, utf8('{"a": 1}')))).toEqual(err({ kind: 'not_canonical' }))
})

test('words are padded and read back', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2000, unit: 'grapheme-ascii' }), (text) => {
      expect(parseSealedPlaintext(sealedPlaintext({ text }))).toEqual(ok({ text }))
    }),
  )
})

test('words in other padding, or not canonical, are refused', () => {
  expect(parseSealedPlaintext(utf8('{"a":1}'))).toEqual(err({ kind: 'bad_padding' }))
  expect(parseSealedPlaintext(pad(utf8('{"a": 1}')))).toEqual(err({ kind: 'not_canonical' }))
})

test('a part larger than its limit is neither written nor read', () => {
  const clear = 'a'.repeat(MAX_CLEAR_BYTES - 2)
  const sealed = 'a'.repeat(MAX_SEALED_BYTES - 2)
  expect(parseClearPart(clearPart(salt, clear)).ok).toBe(true)
  expect(parseSealedPlaintext(sealedPlaintext(sealed)).ok).toBe(true)
  expect(() => clearPart(salt, `${clear}a`)).toThrow(RangeError)
  expect(() => sealedPlaintext(`${sealed}a`)).toThrow(RangeError)
  expect(parseClearPart(concat(salt, utf8(`"${clear}a"`)))).toMatchObject({ error: { kind: 'too_large' } })
  expect(parseSealedPlaintext(pad(utf8(`"${sealed}a"`)))).toMatchObject({ error: { kind: 'too_large' } })
})
