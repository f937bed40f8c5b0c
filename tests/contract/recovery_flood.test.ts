/** Strangers who know the organisation's public key, as whoever was ever a member does, keep no holders from their work. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { RootSheets } from '../../src/members/client/views.ts'
import { toBase64url } from '../../src/vault/core/bytes.ts'
import { combineShares } from '../../src/vault/client/v1/root.ts'
import { challengeAnswer } from '../../src/members/core/recovery.ts'
import { ask } from '../support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import { holdCeremony } from '../support/shares.ts'

let app: TestDesk
let sheets: RootSheets
beforeAll(async () => {
  app = await startTestDesk()
  sheets = await holdCeremony(app.steward)
})
afterAll(() => app.stop())

test('a thousand forged proofs later the holders are heard at once', { timeout: 60_000 }, async () => {
  const texts = sheets.sheets.slice(1).map(({ text }) => text)
  const { root } = value(await combineShares(texts))
  const { text } = await ask(app, 'POST', '/recovery/challenge', { body: {} })
  const { challenge } = challengeAnswer.parse(JSON.parse(text))
  const proof = { root, challenge, signature: toBase64url(new Uint8Array(64)) }
  const answers = new Set<number>()
  for (let at = 0; at < 1000; at++)
    answers.add((await ask(app, 'POST', '/recovery/open-requests', { body: { proof } })).status)
  expect([...answers]).toEqual([403])
  expect((await app.device().openShares({ texts })).ok).toBe(true)
  expect(app.faults).toEqual([])
})
