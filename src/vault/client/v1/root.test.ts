import { Encrypter, identityToRecipient } from 'age-encryption'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { combineShares, newRoot, openSealed, rootKeys, SECRET_BYTES } from '#vault/client/v1/root.ts'
import { parseShareText, shareText } from '#vault/core/v1/share_text.ts'
import { utf8 } from '#vault/core/bytes.ts'
import { combine } from 'shamir-secret-sharing'
import { seededChance } from '../../../../tests/support/chance.ts'

const splitting = fc
  .integer({ min: 2, max: 5 })
  .chain((threshold) =>
    fc.record({ threshold: fc.constant(threshold), shares: fc.integer({ min: threshold + 1, max: 7 }) }),
  )
/** The first of the choices of `k` among `from`, in an order that chance has made. */
const shuffledBy = (seed: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, place) => place).toSorted(
    (a, b) => (((a + 1) * seed * 7919) % 101) - (((b + 1) * seed * 7919) % 101),
  )

test('any k of the sheets give the keys back, in any order; fewer do not', async () => {
  await fc.assert(
    fc.asyncProperty(splitting, fc.integer({ min: 1, max: 1000 }), async (given, seed) => {
      const { keys, sheets } = await newRoot(given, seededChance(`root ${seed}`))
      const chosen = shuffledBy(seed, given.shares).map((place) => sheets[place]!)
      const enough = chosen.slice(0, given.threshold)
      const combined = await combineShares(enough)
      expect(combined.ok && combined.value.root).toBe(keys.root)
      expect(combined.ok && combined.value.identity).toBe(keys.identity)
      const fewer = chosen.slice(0, given.threshold - 1)
      expect(await combineShares(fewer)).toEqual({
        ok: false,
        error: { kind: 'too_few_shares', have: fewer.length, need: given.threshold },
      })
    }),
    { numRuns: 15 },
  )
}, 60_000)

test('k − 1 pieces put together by force are another secret', async () => {
  const { keys, sheets } = await newRoot({ threshold: 3, shares: 5 }, seededChance('force'))
  for (const [a, b] of [
    [0, 1],
    [1, 4],
    [2, 3],
  ] as const) {
    const pieces = [sheets[a]!, sheets[b]!].map((text) => {
      const share = parseShareText(text)
      return share.ok ? share.value.piece : new Uint8Array()
    })
    const forced = await rootKeys(await combine(pieces))
    expect(forced.root).not.toBe(keys.root)
    // Sheets that lie about how many are needed are found out by the key they give.
    const lying = [sheets[a]!, sheets[b]!].map((text) => {
      const share = parseShareText(text)
      return share.ok ? shareText({ ...share.value, threshold: 2 }) : ''
    })
    expect(await combineShares(lying)).toEqual({ ok: false, error: { kind: 'shares_do_not_fit' } })
  }
})

test('the recovery identity is one that age knows', async () => {
  const { identity, recovery } = await rootKeys(new Uint8Array(SECRET_BYTES).fill(7))
  expect(identity).toMatch(/^AGE-SECRET-KEY-PQ-1[A-Z0-9]+$/)
  expect(await identityToRecipient(identity)).toBe(recovery)
  const encrypter = new Encrypter()
  encrypter.addRecipient(recovery)
  const sealed = await encrypter.encrypt(utf8('a desk'))
  expect(await openSealed(sealed, identity)).toEqual(utf8('a desk'))
  expect(await openSealed(sealed, (await rootKeys(new Uint8Array(SECRET_BYTES).fill(8))).identity)).toBeNull()
})
