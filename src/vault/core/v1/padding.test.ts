import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { headSize } from '#vault/core/v1/head.ts'
import { pad, padme, unpad } from '#vault/core/v1/padding.ts'

const content = fc.uint8Array({ maxLength: 3000 })

test('unpadding gives back what was padded', () => {
  fc.assert(fc.property(content, (bytes) => void expect(unpad(pad(bytes))).toEqual(Uint8Array.from(bytes))))
  fc.assert(
    fc.property(
      content,
      (bytes) => void expect(unpad(pad(bytes, headSize), headSize)).toEqual(Uint8Array.from(bytes)),
    ),
  )
})

test('padding costs 12 % at most above 512 bytes, which is the least', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (length) => {
      const size = padme(length)
      expect(size).toBeGreaterThanOrEqual(Math.max(512, length))
      expect(size).toBeLessThanOrEqual(Math.max(512, length * 1.12))
      expect(padme(size)).toBe(size)
    }),
  )
})

test('sizes are those of the PURBs paper, also at powers of two', () => {
  const sizes = [0, 512, 513, 1000, 1023, 1024, 1025, 4097, 65535, 65536, 65537, 262144, 262145].map(padme)
  expect(sizes).toEqual([512, 512, 544, 1024, 1024, 1024, 1088, 4352, 65536, 65536, 67584, 262144, 270336])
})

test('few sizes stand for many lengths', () => {
  const sizes = new Set(Array.from({ length: 65536 }, (_, length) => padme(length)))
  expect(sizes.size).toBeLessThanOrEqual(150)
})

test('a head takes buckets of 512 bytes', () => {
  expect([1, 512, 513, 1024, 1025].map(headSize)).toEqual([512, 512, 1024, 1024, 1536])
})

test('padding that pad would not write is refused', () => {
  const padded = pad(Uint8Array.of(1, 2, 3))
  expect(unpad(padded)).not.toBeNull()
  const last = Uint8Array.from(padded)
  last[511] = 1
  const first = Uint8Array.from(padded)
  first[7] = 1
  const longer = Uint8Array.from(padded)
  longer[0] = 0xff
  expect(unpad(last)).toBeNull()
  expect(unpad(first)).toBeNull()
  expect(unpad(longer)).toBeNull()
  expect(unpad(new Uint8Array(3))).toBeNull()
  expect(unpad(padded.subarray(0, 511))).toBeNull()
  expect(unpad(new Uint8Array(1024))).toBeNull()
  expect(unpad(new Uint8Array([0, 0, 2, 0, ...new Uint8Array(508)]))).toBeNull()
})

test('padded bytes inside a larger buffer are read at their own place', () => {
  const whole = new Uint8Array([9, 9, ...pad(Uint8Array.of(5)), 9])
  expect(unpad(whole.subarray(2, 514))).toEqual(Uint8Array.of(5))
})
