import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { citationKey, citationShape, citedOnce, keyToCitation } from './citation.ts'

const slug = fc.stringMatching(/^[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}$/)
const provision = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/)

test('the key of a citation leads back to it', () => {
  fc.assert(
    fc.property(fc.record({ instrument: slug, provision }), (citation) => {
      expect(keyToCitation(citationKey(citation))).toEqual(citation)
    }),
  )
})

test.each([
  ['free words', { instrument: 'Kestrel of Narrow Street', provision: 'p1' }],
  ['a printed number', { instrument: 'a-res-53-144', provision: 'Article 9(1)' }],
  ['another field', { instrument: 'a-res-53-144', provision: 'p1', words: 'Kestrel' }],
  ['an address', { instrument: 'a-res-53-144/p1', provision: 'p1' }],
])('%s is no citation', (_, given) => {
  expect(citationShape.safeParse(given).success).toBe(false)
})

test.each(['', 'a-res-53-144', 'a-res-53-144/', 'a/b/c', '/p1'])('%j is no key', (key) => {
  expect(keyToCitation(key)).toBeNull()
})

test('the same provision twice is seen', () => {
  const one = { instrument: 'a', provision: 'p1' }
  expect([citedOnce([one, { ...one, provision: 'p2' }]), citedOnce([one, { ...one }])]).toEqual([true, false])
})
