/**
 * A member who forgot the passphrase is let in again by the holders of enough shares, and by nobody else. The whole of it
 * runs on the real server and database; what a lying server does about it stands in lying_server_recovery.test.ts.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import type { RootSheets } from '../../src/members/client/views.ts'
import { newId } from '../support/adversary.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { holdCeremony, letInByHolders, NEW_PASSPHRASE, recoverMember } from '../support/shares.ts'

let app: TestDesk
let desk: string
let sheets: RootSheets
let kestrel: string
let now = new Date('2026-11-22T10:00:00Z')

const note = (text: string) => ({ kind: 'note', coded: { toCode: false }, words: { text } })
const texts = (...numbers: number[]) => numbers.map((number) => sheets.sheets[number - 1]!.text)
const listed = async (device: Workbench): Promise<readonly unknown[]> =>
  value(await device.cases({ desk, filter: { text: '' } })).lines

beforeAll(async () => {
  app = await startTestDesk(() => now)
  desk = app.desk
  kestrel = value(
    await app.writer.createCase({ desk, entries: [{ kind: 'opened', coded: { dark: false } }] }),
  ).case
})
afterAll(() => app.stop())

test('before there is a root no desk is covered and nobody can be let in', async () => {
  expect(value(await app.steward.root())).toBeNull()
  expect(value(await app.steward.desk({ desk })).rootDigits).toBeNull()
  expect(await app.second.coverDesk({ desk, digits: '' })).toMatchObject({ error: { kind: 'no_root' } })
})

test('a ceremony keeps nothing until every sheet was typed back', async () => {
  const made = value(await app.steward.beginRoot({ threshold: 2, shares: 3 }))
  expect(await app.steward.keepRoot()).toEqual({ ok: false, error: { kind: 'not_all_checked' } })
  const [first, second] = made.sheets.map(({ text }) => text)
  expect(value(await app.steward.checkSheet({ number: 1, text: first! }))).toEqual({ kind: 'fine', left: 2 })
  expect(value(await app.steward.checkSheet({ number: 2, text: first! }))).toEqual({
    kind: 'other_sheet',
    number: 1,
  })
  const typo = second!.replace(
    /^(..)(.)/,
    (_, two: string, letter: string) => two + (letter === '7' ? '8' : '7'),
  )
  expect(value(await app.steward.checkSheet({ number: 2, text: typo }))).toEqual({
    kind: 'wrong_group',
    group: 1,
  })
  expect(await app.steward.keepRoot()).toEqual({ ok: false, error: { kind: 'not_all_checked' } })
  await app.steward.abandonRoot()
  expect(await app.steward.checkSheet({ number: 1, text: first! })).toEqual({
    ok: false,
    error: { kind: 'shares_locked' },
  })
  expect(value(await app.steward.root())).toBeNull()
})

test('nobody but a steward makes the root', async () => {
  expect((await app.second.beginRoot({ threshold: 2, shares: 3 })).ok).toBe(false)
  expect((await app.steward.beginRoot({ threshold: 3, shares: 3 })).ok).toBe(false)
  expect((await app.steward.beginRoot({ threshold: 1, shares: 3 })).ok).toBe(false)
})

test('a lead covers the desk by the digits on a sheet, and by no others', async () => {
  sheets = await holdCeremony(app.steward)
  const wrong = sheets.digits.replace(/^./, (digit) => String((Number(digit) + 1) % 10))
  expect(await app.second.coverDesk({ desk, digits: wrong })).toEqual({
    ok: false,
    error: { kind: 'digits_differ' },
  })
  expect(await app.writer.coverDesk({ desk, digits: sheets.digits })).toEqual({
    ok: false,
    error: { kind: 'not_a_lead' },
  })
  const covered = value(await app.second.coverDesk({ desk, digits: sheets.digits }))
  expect(covered.rootDigits).toBe(sheets.digits)
  expect(value(await app.steward.coveredDesks())).toEqual([
    { name: 'North', covered: 'yes', leads: { all: 2, certified: 0, until: null } },
  ])
  value(await app.writer.desk({ desk }))
  expect((await app.writer.me())?.desks).toMatchObject([{ covered: true }])
  expect(await app.second.coverDesk({ desk, digits: sheets.digits })).toMatchObject({
    error: { type: 'already_rooted' },
  })
})

test('a name that nobody has is answered like one that somebody has', async () => {
  const stranger = app.device()
  const asked = value(await stranger.askToBeLetIn({ name: 'nobody-here', passphrase: NEW_PASSPHRASE }))
  expect(asked).toMatchObject({ name: 'nobody-here', on: '2026-11-22' })
  expect(await stranger.ownRequest()).toEqual(asked)
  const { requests } = value(await app.device().openShares({ texts: texts(1, 2) }))
  expect(requests).toEqual([])
})

test('two of three let a writer in again, who then reads and writes as before', async () => {
  // A second factor of hers was on the device that is lost.
  await asSuperuser(app.database, (client) =>
    client.query(
      `insert into amparo.factor (id, account, kind, sealed, added_on)
       select '${newId()}', id, 'totp', '\\x00', '2026-11-22' from amparo.account where name = 'vera'`,
    ),
  )
  const back = await recoverMember(app, 'vera', sheets)
  expect((await back.me())?.desks).toMatchObject([{ id: desk, role: 'writer', covered: true }])
  const left = await asSuperuser(app.database, (client) => client.query('select from amparo.factor'))
  expect(left.rowCount).toBe(0)
  const opened = value(await back.openCase({ desk, case: kestrel }))
  expect(opened.entries.length).toBeGreaterThan(0)
  value(await back.append({ desk, case: kestrel, entries: [note('Back')] }))
  // A colleague's device takes what was written before under the old keys, and after under the new ones.
  expect(value(await app.second.openCase({ desk, case: kestrel })).entries.length).toBeGreaterThan(0)
  expect((await app.second.me())?.letIn).toMatchObject([{ name: 'vera', deskName: 'North' }])
  const [line] = value(await app.second.desk({ desk })).history
  expect(line).toMatchObject({ kind: 'recovered', subject: 'vera' })
  expect(await listed(back)).toHaveLength(1)
})

test('her old device, its session and the old passphrase are worth nothing any more', async () => {
  expect(await app.writer.cases({ desk, filter: { text: '' } })).toMatchObject({ ok: false })
  expect(await app.device().signIn({ name: 'vera', passphrase: PASSPHRASE })).toEqual({
    ok: false,
    error: { kind: 'wrong_sign_in' },
  })
})

test('on a new device the digits are asked for, and others are refused', async () => {
  const device = app.device()
  value(await device.askToBeLetIn({ name: 'rosa', passphrase: NEW_PASSPHRASE }))
  await letInByHolders(app.device(), 'rosa', sheets)
  const signIn = (digits?: string) =>
    device.signIn({ name: 'rosa', passphrase: NEW_PASSPHRASE, ...(digits !== undefined && { digits }) })
  expect(await signIn()).toEqual({ ok: false, error: { kind: 'digits_wanted' } })
  expect(await signIn('12345 12345')).toEqual({ ok: false, error: { kind: 'digits_differ' } })
  expect(await device.me()).toBeNull()
  expect(value(await signIn(sheets.digits)).alarms).toEqual([])
  // What it remembers now needs no digits any more.
  await device.keepMemory()
  await device.lock()
  expect(value(await app.device().signIn({ name: 'rosa', passphrase: NEW_PASSPHRASE })).desks).toHaveLength(1)
})

test('too few, one twice, a damaged one and one of another ceremony are each refused in their own way', async () => {
  const holders = app.device()
  const said = async (given: readonly string[]) => (await holders.openShares({ texts: given })) as unknown
  expect(await said([])).toEqual({ ok: false, error: { kind: 'too_few_shares', have: 0, need: 2 } })
  expect(await said(texts(3))).toEqual({ ok: false, error: { kind: 'too_few_shares', have: 1, need: 2 } })
  expect(await said(texts(2, 2))).toEqual({ ok: false, error: { kind: 'share_twice', number: 2 } })
  const damaged = texts(2)[0]!.slice(0, -1)
  expect(await said([texts(1)[0]!, damaged])).toEqual({
    ok: false,
    error: { kind: 'share_damaged', place: 2, why: { kind: 'wrong_group', group: 15 } },
  })
  const others = value(await app.steward.beginRoot({ threshold: 2, shares: 3 }))
  await app.steward.abandonRoot()
  expect(await said([texts(1)[0]!, others.sheets[1]!.text])).toEqual({
    ok: false,
    error: { kind: 'share_of_another', place: 2 },
  })
  expect(await said(others.sheets.slice(0, 2).map(({ text }) => text))).toEqual({
    ok: false,
    error: { kind: 'proof_refused' },
  })
})

test('a newer request takes the place of the one before, and what holders have compared is let in or nothing', async () => {
  const member = app.device()
  value(await member.askToBeLetIn({ name: 'ben', passphrase: NEW_PASSPHRASE }))
  const holders = app.device()
  const { requests } = value(await holders.openShares({ texts: texts(1, 3) }))
  const { account } = requests[0]!
  value(await holders.lookAtMember({ account }))
  // Somebody asks in his name, between the comparison and the signature.
  value(await app.device().askToBeLetIn({ name: 'ben', passphrase: `${NEW_PASSPHRASE} x` }))
  expect(await holders.letIn({ account })).toEqual({ ok: false, error: { kind: 'request_gone' } })
  expect(value(await app.second.desk({ desk })).history[0]).toMatchObject({ subject: 'rosa' })
  value(await holders.openRequests())
  const looked = value(await holders.lookAtMember({ account }))
  const own = await member.ownRequest()
  expect(looked.digits).not.toBe(own?.fingerprint)
})

test('a request runs out', async () => {
  now = new Date('2026-11-30T10:00:00Z')
  const holders = app.device()
  expect(value(await holders.openShares({ texts: texts(1, 2) })).requests).toEqual([])
  expect(await holders.lookAtMember({ account: newId() })).toEqual({
    ok: false,
    error: { kind: 'request_gone' },
  })
})

test('a member whose desk changed meanwhile is told to be looked at again', async () => {
  const member = app.device()
  value(await member.askToBeLetIn({ name: 'rosa', passphrase: `${NEW_PASSPHRASE} again` }))
  const holders = app.device()
  const { requests } = value(await holders.openShares({ texts: texts(2, 3) }))
  const { account } = requests[0]!
  value(await holders.lookAtMember({ account }))
  const lead = app.device()
  value(await lead.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  value(await lead.invite({ desk, role: 'reader', days: 7 }))
  expect(await holders.letIn({ account })).toMatchObject({ error: { type: 'tip_moved' } })
  value(await holders.lookAtMember({ account }))
  expect(value(await holders.letIn({ account })).requests).toEqual([])
})

test('whoever was removed or closed is not let in', async () => {
  const lead = app.device()
  value(await lead.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  const view = value(await lead.desk({ desk }))
  const rosa = view.members.find(({ name }) => name === 'rosa')!.account
  value(await lead.removeMember({ desk, account: rosa }))
  const device = app.device()
  value(await device.askToBeLetIn({ name: 'rosa', passphrase: NEW_PASSPHRASE }))
  const holders = app.device()
  value(await holders.openShares({ texts: texts(1, 2) }))
  // Her account goes on, without the desk.
  expect(value(await holders.lookAtMember({ account: rosa })).desks).toEqual([])
  value(await lead.closeAccount({ account: rosa }))
  expect(await holders.letIn({ account: rosa })).toEqual({ ok: false, error: { kind: 'request_gone' } })
  value(await device.askToBeLetIn({ name: 'rosa', passphrase: NEW_PASSPHRASE }))
  expect(value(await holders.openRequests()).requests).toEqual([])
})

test('after a removal the next secret is sealed to the recovery key as well', async () => {
  const back = await recoverMember(app, 'vera', sheets)
  expect(value(await back.openCase({ desk, case: kestrel })).entries.length).toBeGreaterThan(0)
})

test('a new ceremony leaves the desk under the keys before until a lead has compared the new ones', async () => {
  const lead = app.device()
  value(await lead.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  now = new Date(now.getTime() + 60_000)
  const next = await holdCeremony(lead, { threshold: 3, shares: 5 })
  expect(value(await lead.coveredDesks())).toEqual([{ name: 'North', covered: 'older', leads: null }])
  // The old shares still open it: nobody is shut out between the two.
  const between = await recoverMember(app, 'vera', sheets)
  expect((await between.me())?.desks).toHaveLength(1)
  expect(value(await lead.coverDesk({ desk, digits: next.digits })).rootDigits).toBe(next.digits)
  const back = await recoverMember(app, 'vera', next)
  expect((await back.me())?.desks).toHaveLength(1)
  const device = app.device()
  value(await device.askToBeLetIn({ name: 'vera', passphrase: NEW_PASSPHRASE }))
  const old = app.device()
  expect(value(await old.openShares({ texts: texts(1, 2) })).requests).toEqual([])
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
