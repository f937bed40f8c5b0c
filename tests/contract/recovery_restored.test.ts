/** A server whose secrets are lost: nobody can sign in to what was restored, until the holders let them in again. */
import { expect, test } from 'vitest'

import { secret } from '../../src/kernel/core/secret.ts'
import { PASSPHRASE, startTestApp, startTestDesk, value } from '../support/app.ts'
import { holdCeremony, recoverMember } from '../support/shares.ts'

test('without the secrets a restored server lets nobody in; two sheets let a lead in, who opens a case', async () => {
  const before = await startTestDesk()
  const { desk } = before
  const note = { kind: 'note', coded: { toCode: false }, words: { text: 'Still here' } }
  const opened = { kind: 'opened', coded: { dark: false } }
  const made = value(await before.writer.createCase({ desk, entries: [opened, note] }))
  const sheets = await holdCeremony(before.steward)
  value(await before.second.coverDesk({ desk, digits: sheets.digits }))

  // The same rows, as a restore gives them, and new secrets, as a restore without their file makes them.
  const secrets = {
    pepper: secret(Buffer.alloc(32, 7)),
    vaultWrap: secret(Buffer.alloc(32, 8)),
    loginPassword: secret('unused'),
  }
  const after = await startTestApp(() => new Date(), { database: before.database, secrets })
  const lead = after.device()
  expect(await lead.signIn({ name: 'ben', passphrase: PASSPHRASE })).toEqual({
    ok: false,
    error: { kind: 'wrong_sign_in' },
  })
  const back = await recoverMember(after, 'ben', sheets)
  const { entries } = value(await back.openCase({ desk, case: made.case }))
  expect(entries.map(({ words }) => words)).toContainEqual({ text: 'Still here' })
  value(await back.append({ desk, case: made.case, entries: [note] }))
  // And everybody else, one by one.
  const steward = await recoverMember(after, 'ana', sheets)
  expect(value(await steward.accounts()).length).toBe(4)
  expect([...before.faults, ...after.faults]).toEqual([])
  await before.stop()
})
