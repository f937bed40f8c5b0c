import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { secret } from '#kernel/core/secret.ts'
import { stampsFor } from './stamp.ts'

const pepper = secret(Buffer.alloc(32, 7))
const stamps = stampsFor<unknown>(pepper, 'test')

test('what was stamped is known again, in whichever order its fields come back', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (said) => {
      const turned = Object.fromEntries(Object.entries(said).toReversed())
      expect(stamps.holds(JSON.parse(JSON.stringify(turned)), stamps.give(said))).toBe(true)
    }),
  )
})

test.each([
  ['another value', { value: 4 }, stamps.give({ value: 3 })],
  ['a list in place of an object', [['value', 3]], stamps.give({ value: 3 })],
  ['no stamp', { value: 3 }, undefined],
  ['an empty stamp', { value: 3 }, ''],
  ['a stamp of another purpose', { value: 3 }, stampsFor(pepper, 'other').give({ value: 3 })],
  [
    'a stamp of another server',
    { value: 3 },
    stampsFor(secret(Buffer.alloc(32, 8)), 'test').give({ value: 3 }),
  ],
])('%s does not hold', (_, said, stamp) => {
  expect(stamps.holds(said, stamp)).toBe(false)
})
