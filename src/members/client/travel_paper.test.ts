/** The paper of cases handed back: its frozen vector, and to whom it opens. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openPaper, type Paper, sealPaper } from '#members/client/travel_paper.ts'
import { fromBase64url, toBase64url } from '#vault/core/bytes.ts'
import { aesKey } from '#vault/core/v1/webcrypto.ts'

type Vector = {
  readonly memory: string
  readonly account: string
  readonly desk: string
  readonly nonce: string
  readonly paper: Paper
  readonly sealed: string
}
const vector = JSON.parse(
  readFileSync(new URL('../../../docs/formats/vectors/v1/hand_back.json', import.meta.url), 'utf8'),
) as Vector

const keysOf = async (memory: string, { account } = vector) => ({
  account,
  memory: await aesKey(fromBase64url(memory)!),
})

test('today’s code writes the paper as it was frozen, and opens it', async () => {
  const { desk, paper, nonce } = vector
  const keys = await keysOf(vector.memory)
  const sealed = await sealPaper(paper, { keys, desk, chance: () => fromBase64url(nonce)! })
  expect(toBase64url(sealed)).toBe(vector.sealed)
  expect(await openPaper(fromBase64url(vector.sealed)!, { keys, desk })).toEqual(paper)
})

test('it opens to no other member, of no other desk, and not with one bit other', async () => {
  const sealed = fromBase64url(vector.sealed)!
  const { desk, memory } = vector
  const other = 'A'.repeat(22)
  const keys = await keysOf(memory)
  expect(await openPaper(sealed, { keys, desk: other })).toBeNull()
  expect(await openPaper(sealed, { keys: { ...keys, account: other }, desk })).toBeNull()
  expect(await openPaper(sealed, { keys: await keysOf(toBase64url(new Uint8Array(32))), desk })).toBeNull()
  for (const place of sealed.keys()) {
    const changed = Uint8Array.from(sealed)
    changed[place]! ^= 1
    expect(await openPaper(changed, { keys, desk }), `byte ${place}`).toBeNull()
  }
})
