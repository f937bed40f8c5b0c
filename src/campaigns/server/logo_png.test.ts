import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { pngOf } from '../../../tests/support/logos.ts'
import { cleanLogo } from './logo_png.ts'

const kindOf = (bytes: Uint8Array): string => {
  const clean = cleanLogo(bytes)
  return clean.ok ? 'clean' : clean.error.kind
}

test('pixels stay as they were and nothing else of the file does', () => {
  const clean = cleanLogo(
    Buffer.concat([pngOf({ width: 3, height: 2, text: 'secret' }), Buffer.from('tail')]),
  )
  if (!clean.ok) throw new Error(clean.error.kind)
  const { png } = clean.value
  expect(png.toString('latin1')).not.toMatch(/secret|tail|tEXt/)
  const from = png.indexOf('IDAT')
  const pixels = inflateSync(png.subarray(from + 4, from + 4 + png.readUInt32BE(from - 4)))
  expect([...pixels.subarray(0, 5)]).toEqual([0, 20, 90, 160, 255])
  expect(cleanLogo(png), 'and written anew it is the same').toEqual(clean)
})

test('what is too large, cut, packed otherwise or a bomb is refused', () => {
  const png = pngOf({ width: 160, height: 64 })
  expect(kindOf(png)).toBe('clean')
  expect(kindOf(pngOf({ width: 160, height: 65 }))).toBe('logo_too_large')
  const noise = createHash('shake256', { outputLength: 64 * 641 })
    .update('noise')
    .digest()
  for (let at = 0; at < noise.length; at += 641) noise[at] = 0
  expect(kindOf(pngOf({ width: 160, height: 64, lines: noise })), 'twelve kilobytes').toBe('logo_too_large')
  expect(kindOf(pngOf({ width: 160, height: 64, depth: 16 }))).toBe('logo_wrong')
  expect(kindOf(pngOf({ width: 2, height: 2, lines: Buffer.alloc(20_000_000) }))).toBe('logo_wrong')
  expect(kindOf(pngOf({ width: 2, height: 1, lines: Buffer.from([9, 0, 0, 0, 0, 0, 0, 0, 0]) }))).toBe(
    'logo_wrong',
  )
  expect(kindOf(png.subarray(0, -12)), 'no end').toBe('logo_wrong')
})

test('of no bytes whatever more comes out than measured pixels', () => {
  const png = pngOf({ width: 8, height: 8, text: 'x' })
  const bent = fc.tuple(fc.nat(png.length - 1), fc.nat(255)).map(([at, byte]) => {
    const bytes = Buffer.from(png)
    bytes[at] = byte
    return bytes
  })
  fc.assert(
    fc.property(fc.oneof(bent, fc.uint8Array({ maxLength: 300 })), (bytes) => {
      const clean = cleanLogo(bytes)
      if (clean.ok) expect(clean.value.png.indexOf('tEXt')).toBe(-1)
    }),
  )
})
