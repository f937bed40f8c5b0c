import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { fives, fromFives } from '#vault/core/v1/bech32.ts'

const bytes = fc.uint8Array({ maxLength: 70 })

test('bytes written in fives are read back, with zeros behind them too', () => {
  fc.assert(
    fc.property(bytes, fc.nat(9), (plain, zeros) => {
      const words = fives(plain)
      expect(words).toHaveLength(Math.ceil((plain.length * 8) / 5))
      expect(fromFives([...words, ...Array.from({ length: zeros }, () => 0)], plain.length)).toEqual(plain)
    }),
  )
})

test('bits that are left over and not zero are refused, and fewer bytes than were asked for', () => {
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 31 }), fc.nat(5), (plain, last, zeros) => {
      const behind = [...Array.from({ length: zeros }, () => 0), last]
      expect(fromFives([...fives(plain), ...behind], plain.length)).toBeNull()
      expect(fromFives(fives(plain), plain.length + 1)).toBeNull()
      const spare = (5 - ((plain.length * 8) % 5)) % 5
      const words = fives(plain)
      if (spare > 0)
        expect(fromFives(words.with(words.length - 1, words.at(-1)! | 1), plain.length)).toBeNull()
    }),
  )
})
