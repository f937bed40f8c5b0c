import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  concat,
  fromBase64url,
  fromUtf8,
  joinBytes,
  sameBytes,
  toBase64url,
  toHex,
  utf8,
} from '#vault/core/bytes.ts'

test('base64url is the platform text of the bytes, without padding, and back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase64url(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64url'))
      expect(fromBase64url(text)).toEqual(Uint8Array.from(bytes))
    }),
  )
})

test('more bytes than one call can take as arguments are written alike', () => {
  const bytes = Uint8Array.from({ length: 0x8000 * 2 + 5 }, (_, i) => i % 251)
  expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
})

test('hex is what programs print, two signs a byte', () => {
  expect(toHex(Uint8Array.of(0, 10, 255))).toBe('000aff')
})

test('more pieces than one call can take as arguments are joined', () => {
  const pieces = Array.from({ length: 300_000 }, () => Uint8Array.of(7))
  expect(joinBytes(pieces)).toHaveLength(300_000)
})

test('only the one canonical text of bytes is read', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/), (text) => {
      const bytes = fromBase64url(text)
      if (bytes) expect(toBase64url(bytes)).toBe(text)
      else expect(Buffer.from(text, 'base64url').toString('base64url')).not.toBe(text)
    }),
  )
})

test.each([
  ['padding', 'AA=='],
  ['the other alphabet', '+/+/'],
  ['a space', 'AA AA'],
  ['a line end', 'AAAA\n'],
  ['an impossible length', 'AAAAA'],
  ['spare bits in a text of two', 'AB'],
  ['spare bits in a text of three', 'AAB'],
  ['a letter beyond the alphabet', 'AAÄA'],
])('base64url with %s is refused', (_, text) => {
  expect(fromBase64url(text)).toBeNull()
})

test('bytes are the same only when length and every byte are', () => {
  expect(sameBytes(utf8('abc'), utf8('abc'))).toBe(true)
  expect(sameBytes(utf8('abc'), utf8('abd'))).toBe(false)
  expect(sameBytes(utf8('abc'), utf8('abcd'))).toBe(false)
  expect(sameBytes(utf8('abcd'), utf8('abc'))).toBe(false)
})

test('bytes that are not UTF-8 are not read, and a byte order mark is not swallowed', () => {
  expect(() => fromUtf8(Uint8Array.of(0xff))).toThrow()
  expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\uFEFFa')
})

test('concatenation keeps order', () => {
  expect(concat(Uint8Array.of(1, 2), new Uint8Array(), Uint8Array.of(3))).toEqual(Uint8Array.of(1, 2, 3))
})
