/** Being let in again undoes neither a suspension nor a case that was handed back before travel. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { RootSheets } from '../../src/members/client/views.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import { holdCeremony, NEW_PASSPHRASE, recoverMember } from '../support/shares.ts'

let app: TestDesk
let desk: string
let sheets: RootSheets
beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  sheets = await holdCeremony(app.steward)
  value(await app.steward.coverDesk({ desk, digits: sheets.digits }))
})
afterAll(() => app.stop())

test('a case that was handed back stays hidden from its traveller, who is let in again and works on the rest', async () => {
  const entries = [{ kind: 'opened', coded: { dark: false } }]
  const [one, two] = [
    value(await app.writer.createCase({ desk, entries })).case,
    value(await app.writer.createCase({ desk, entries })).case,
  ]
  value(await app.writer.handBack({ desk, cases: [one] }))
  const back = await recoverMember(app, 'vera', sheets)
  expect(value(await back.cases({ desk, filter: {} })).lines.map((line) => line.case)).toEqual([two])
  expect(await back.openCase({ desk, case: one })).toMatchObject({ ok: false })
  const note = { kind: 'note', coded: { toCode: false }, words: { text: 'Back' } }
  value(await back.append({ desk, case: two, entries: [note] }))
  const vera = value(await app.second.desk({ desk })).members.find(({ name }) => name === 'vera')!.account
  value(await app.second.returnCases({ desk, traveller: vera, cases: [one] }))
  await back.lock()
  const again = app.device()
  value(await again.signIn({ name: 'vera', passphrase: NEW_PASSPHRASE }))
  expect(value(await again.cases({ desk, filter: {} })).lines).toHaveLength(2)
})

test('who is suspended is not let in: their request is not even shown', async () => {
  value(await app.device().askToBeLetIn({ name: 'rosa', passphrase: NEW_PASSPHRASE }))
  const holders = app.device()
  const texts = sheets.sheets.slice(1).map(({ text }) => text)
  const { requests } = value(await holders.openShares({ texts }))
  const [{ account } = { account: '' }] = requests
  value(await holders.lookAtMember({ account }))
  const act = { kind: 'suspend', account, reason: 'detained' } as const
  value(await app.second.actOnSuspension({ desk, act }))
  expect(await holders.letIn({ account })).toEqual({ ok: false, error: { kind: 'request_gone' } })
  expect(value(await holders.openRequests()).requests).toEqual([])
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
