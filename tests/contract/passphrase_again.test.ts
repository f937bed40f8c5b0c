/** Grave acts ask for the passphrase again; a steward ends sessions; a right that ended is none from then on. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { appendToDeskLog } from '../../src/members/client/desk_log.ts'
import { provePassphrase } from '../../src/members/client/own_account.ts'
import { deskKinds } from '../../src/members/core/desk_entries.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { sealEntry, signEntry } from '../../src/vault/client/v1/entry.ts'
import { entryToWire } from '../../src/vault/core/wire.ts'
import {
  craft,
  type Insider,
  insider,
  newId,
  nowText,
  openRaw,
  refreshed,
  send,
} from '../support/adversary.ts'
import { memoryDrafts, PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { asSuperuser } from '../support/open_rows.ts'

let app: TestDesk
let ben: Insider | undefined
beforeAll(async () => {
  app = await startTestDesk()
})
afterAll(() => app.stop())

const signedIn = async (name: string): Promise<Workbench> => {
  const device = app.device()
  value(await device.signIn({ name, passphrase: PASSPHRASE }))
  return device
}
const refused = (type: string) => ({ ok: false, error: { kind: 'refused_by_server', type, fields: {} } })
const locked = { ok: false, error: { kind: 'locked' } }

/** Of this member, in the past: what was proved by now counts no more. */
const minutesPass = (name: string): Promise<unknown> =>
  asSuperuser(app.database, (client) =>
    client.query(
      `update amparo.session s set proved_at = proved_at - interval '5 minutes' from amparo.account a
        where a.id = s.account and a.name = $1`,
      [name],
    ),
  )
const asksAgain = { ok: false, error: { kind: 'passphrase_again' } }

test.each(Object.keys(deskKinds))(
  'of an entry %s the server asks for the passphrase, or not',
  async (kind) => {
    ben ??= await insider(app, 'ben', app.desk)
    const { account, desk, unlocked, deps } = ben
    const at = nowText()
    const base = { log: app.desk, desk: app.desk, author: account, at, kindVersion: 1, vocabulary: '2026.1' }
    const sealed = await sealEntry({ ...base, id: newId(), kind, key: 'none', coded: {} }, null, deps.chance)
    const { tip, desk: known } = desk()
    const roster = known.members.get(account)!.right
    const entry = await signEntry(sealed, { seq: tip.seq + 1, prev: tip.hash, roster }, unlocked.keys.signing)
    const told = async () =>
      (await ben!.ask('POST', `/desks/${app.desk}/log`, { entry: entryToWire(entry) })).type
    await minutesPass('ben')
    const light = ['invited', 'revoked'].includes(kind)
    expect(await told()).toBe(light ? 'bad_coded' : 'passphrase_again')
    value(await provePassphrase(deps, unlocked.keys.name, PASSPHRASE))
    expect(await told(), 'then the rules of the log').toBe('bad_coded')
  },
)

test('the passphrase again: wrong it is refused and slowed down, right it holds, and an export leaves', async () => {
  const lead = await app.join('gina', 'lead')
  const manifest = 'A'.repeat(43)
  const coded = { manifest, cases: 1, to: 'file' as const }
  const gina = await insider(app, 'gina', app.desk)
  const leave = () => appendToDeskLog(gina.deps, gina.unlocked, { desk: app.desk, kind: 'exported', coded })
  await minutesPass('gina')
  expect(await leave()).toEqual(asksAgain)
  const others = value(await lead.sessions()).filter(({ own }) => !own)
  expect(others).toHaveLength(1)
  expect(await lead.endSession({ session: others[0]!.session })).toEqual(asksAgain)
  expect(await lead.endOtherSessions()).toEqual(asksAgain)
  const vera = (await app.writer.me())!.account
  expect(await lead.changeRole({ desk: app.desk, account: vera, role: 'reader' })).toEqual(asksAgain)
  expect(await lead.removeMember({ desk: app.desk, account: vera })).toEqual(asksAgain)
  const { recipient } = value(await lead.makeKit({ desk: app.desk }))
  expect(await lead.confirmKit({ desk: app.desk, recipient })).toEqual(asksAgain)
  const limits = { account: vera, limits: null }
  expect(await lead.setAccessLimit({ desk: app.desk, ...limits })).toEqual(asksAgain)

  const wrong = { passphrase: 'not what it was at all, sorry' }
  expect(await lead.provePassphrase(wrong)).toEqual({ ok: false, error: { kind: 'wrong_sign_in' } })
  expect(await leave(), 'of another session').toEqual(asksAgain)
  value(await provePassphrase(gina.deps, gina.unlocked.keys.name, PASSPHRASE))
  value(await leave())
  expect(await lead.endOtherSessions(), 'each session for itself').toEqual(asksAgain)
  const answers = await Promise.all(Array.from({ length: 6 }, () => lead.provePassphrase(wrong)))
  expect(answers.some((answer) => !answer.ok && answer.error.kind === 'wait')).toBe(true)
}, 30_000)

test('opening again by a PIN is no passphrase', async () => {
  const device = app.device({ drafts: memoryDrafts() })
  value(await device.signIn({ name: 'ben', passphrase: PASSPHRASE, pin: '482913' }))
  await minutesPass('ben')
  await device.lock()
  value(await device.reopen({ way: 'pin', pin: '482913' }))
  expect(await device.endOtherSessions()).toEqual(asksAgain)
})

test('a steward ends all sessions of a member: they lock, the account goes on, member and desk are told', async () => {
  const one = await app.join('mona', 'reader')
  const two = await signedIn('mona')
  const { account } = (await one.me())!
  const steward = (await app.steward.me())!.account
  expect(await one.endSessionsOf({ account: steward })).toEqual(refused('not_permitted'))
  expect(await app.steward.endSessionsOf({ account: steward })).toEqual(refused('not_permitted'))
  expect(await app.steward.endSessionsOf({ account: newId() })).toEqual(refused('not_found'))
  expect(value(await app.steward.endSessionsOf({ account }))).toEqual({ ended: 2 })
  for (const device of [one, two]) expect(await device.sessions()).toEqual(locked)
  const told = value(await app.reader.stewardActs({ desk: app.desk }))
  expect(told).toMatchObject([{ act: 'sessions', name: 'mona' }])
  const again = await signedIn('mona')
  expect(value(await again.factors())).toMatchObject({ resetOn: null, sessionsEndedOn: told[0]!.on })
  value(await again.toldOfReset())
  expect(value(await again.factors()).sessionsEndedOn).toBeNull()
})

test('whose right ended is refused by the server at once; what they wrote before stays, and a new right writes', async () => {
  await app.join('pia', 'writer')
  const pia = await insider(app, 'pia', app.desk)
  const log = await openRaw(pia)
  const write = async () => send(pia, log, await craft(pia, log))
  expect((await write()).status).toBe(201)
  const { account } = pia
  const role = (to: 'reader' | 'writer') => app.steward.changeRole({ desk: app.desk, account, role: to })
  value(await role('reader'))
  expect(await write(), 'under the right of before').toMatchObject({ status: 403, type: 'no_right' })
  await refreshed(pia)
  expect((await write()).status, 'under the one of now').toBe(403)
  value(await role('writer'))
  await refreshed(pia)
  expect((await write()).status).toBe(201)
  const kept = value(await app.writer.openCase({ desk: app.desk, case: log.id }))
  expect(kept.entries.filter((entry) => entry.author === account)).toHaveLength(3)
  value(await app.steward.removeMember({ desk: app.desk, account }))
  expect(await write()).toMatchObject({ status: 404, type: 'not_found' })
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
