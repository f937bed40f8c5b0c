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

const refused = (kind: string, more: object) => ({ ok: false, error: { kind, ...more } })
const said = (...texts: readonly string[]) => combineShares(texts)
const share = (text: string) => {
  const parsed = parseShareText(text)
  if (!parsed.ok) throw new Error(parsed.error.kind)
  return parsed.value
}

test('sheets that do not belong together are refused, with what is wrong and where', async () => {
  const { sheets } = await newRoot({ threshold: 3, shares: 4 }, seededChance('one ceremony'))
  const others = (await newRoot({ threshold: 3, shares: 4 }, seededChance('another'))).sheets
  const [first, second, third] = sheets as [string, string, string]
  expect(await said()).toEqual(refused('too_few_shares', { have: 0, need: 2 }))
  expect(await said(first, third)).toEqual(refused('too_few_shares', { have: 2, need: 3 }))
  expect(await said(first, second, first)).toEqual(refused('share_twice', { number: 1 }))
  expect(await said(first, others[1]!, third)).toEqual(refused('share_of_another', { place: 2 }))
  expect(await said(first, second.slice(0, -1), third)).toMatchObject(
    refused('share_damaged', { place: 2, why: { kind: 'wrong_group' } }),
  )
  // Whoever prints a sheet anew under another number, or says that fewer are needed, is found out before anything is put together.
  expect(await said(first, shareText({ ...share(first), number: 2 }), third)).toEqual(
    refused('share_twice', { number: 2 }),
  )
  expect(await said(first, shareText({ ...share(second), threshold: 2 }), third)).toEqual(
    refused('share_of_another', { place: 2 }),
  )
})

test('the sheets are numbered from one, and the secret of a root has one size', async () => {
  const { sheets } = await newRoot({ threshold: 2, shares: 3 }, seededChance('numbers'))
  expect(sheets.map((text) => parseShareText(text))).toMatchObject(
    [1, 2, 3].map((number) => ({ ok: true, value: { number, threshold: 2 } })),
  )
  for (const size of [0, 31, 33]) await expect(rootKeys(new Uint8Array(size))).rejects.toThrow(TypeError)
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
