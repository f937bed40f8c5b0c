/** Sheets that were replaced, because somebody has seen them, let nobody in who does not stand under them any more. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import type { RootSheets } from '../../src/members/client/views.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { holdCeremony, NEW_PASSPHRASE, recoverMember } from '../support/shares.ts'

let app: TestDesk
let old: RootSheets
let next: RootSheets
let now = new Date('2026-11-22T10:00:00Z')
beforeAll(async () => {
  app = await startTestDesk(() => now)
  old = await holdCeremony(app.steward)
  value(await app.steward.coverDesk({ desk: app.desk, digits: old.digits }))
  now = new Date(now.getTime() + 60_000)
  next = await holdCeremony(app.steward)
})
afterAll(() => app.stop())

const openedBy = async (sheets: RootSheets): Promise<{ holders: Workbench; names: readonly string[] }> => {
  const holders = app.device()
  const { requests } = value(
    await holders.openShares({ texts: sheets.sheets.slice(1).map((one) => one.text) }),
  )
  return { holders, names: requests.map(({ name }) => name).toSorted() }
}
const asked = async (name: string): Promise<Workbench> => {
  const device = app.device()
  value(await device.askToBeLetIn({ name, passphrase: NEW_PASSPHRASE }))
  return device
}

test('as long as the desk stands under them, they let its members in, and nobody without a desk', async () => {
  const lead = await app.join('ida', 'reader')
  const { members } = value(await app.steward.desk({ desk: app.desk }))
  const ida = members.find(({ name }) => name === 'ida')!.account
  value(await app.steward.removeMember({ desk: app.desk, account: ida }))
  await lead.lock()
  await asked('ida')
  await asked('vera')
  expect((await openedBy(old)).names).toEqual(['vera'])
  // Keys that a steward has kept and no desk has compared are good for nobody who has a desk.
  expect((await openedBy(next)).names).toEqual(['ida'])
  expect((await (await recoverMember(app, 'vera', old)).me())?.desks).toHaveLength(1)
})

test('from the comparison on they take over no account, not that of the steward either', async () => {
  const device = await asked('ana')
  const before = await openedBy(old)
  expect(before.names).toEqual(['ana'])
  const account = value(await app.steward.desk({ desk: app.desk })).members.find(
    ({ name }) => name === 'ana',
  )!.account
  value(await before.holders.lookAtMember({ account }))
  value(await app.second.coverDesk({ desk: app.desk, digits: next.digits }))
  expect(await before.holders.letIn({ account })).toEqual({ ok: false, error: { kind: 'request_gone' } })
  expect(await before.holders.lookAtMember({ account })).toEqual({
    ok: false,
    error: { kind: 'request_gone' },
  })
  expect((await openedBy(old)).names).toEqual([])
  expect((await device.signIn({ name: 'ana', passphrase: NEW_PASSPHRASE })).ok).toBe(false)
  expect((await app.device().signIn({ name: 'ana', passphrase: PASSPHRASE })).ok).toBe(true)
})

test('the present sheets let in as before', async () => {
  expect((await (await recoverMember(app, 'ana', next)).me())?.desks).toHaveLength(1)
  expect(app.faults).toEqual([])
})
