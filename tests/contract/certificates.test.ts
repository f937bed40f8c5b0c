/**
 * The holders of enough shares certify the keys of leads, and nobody else does: on the real server and database, against
 * a server that lies and a lead who forges. What a certificate may say stands in members/core/certified.test.ts.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { RootSheets } from '../../src/members/client/views.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { verifyDesk } from '../../src/members/core/verify_desk.ts'
import { sealEntry, signEntry } from '../../src/vault/client/v1/entry.ts'
import { entryToWire, wireToEntry } from '../../src/vault/core/wire.ts'
import { insider, newId, refreshed } from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { type DeskAnswer, type Lie, lying } from '../support/liar.ts'
import { holdCeremony, recoverMember } from '../support/shares.ts'

const START = new Date('2026-11-23T10:00:00Z')
const DAY_MS = 86_400_000

let app: TestDesk
let desk: string
let sheets: RootSheets
let newest: RootSheets
let now = START

const refused = (kind: string) => ({ ok: false, error: { kind } })
const tampered = (what: string) => ({ ok: false, error: { kind: 'tampered', what, seq: null } })
const holdersThrough = async (lie?: Lie, of: RootSheets = sheets): Promise<Workbench> => {
  const holders = app.device(lie && { through: lying(lie) })
  value(await holders.openShares({ texts: of.sheets.slice(0, of.threshold).map(({ text }) => text) }))
  return holders
}
const certify = async (holders: Workbench, name: string) => {
  const { leads } = value(await holders.lookAtLeads({ desk }))
  const account = leads.find((lead) => lead.name === name)!.account
  return holders.certifyLead({ desk, account })
}
const certificates = async (device: Workbench) =>
  Object.fromEntries(
    value(await device.desk({ desk })).members.map(({ name, certificate }) => [name, certificate]),
  )
const leadsOfNorth = async () => value(await app.steward.coveredDesks())[0]!.leads

beforeAll(async () => {
  app = await startTestDesk(() => now)
  desk = app.desk
  sheets = await holdCeremony(app.steward)
})
afterAll(() => app.stop())

test('of a desk that has not compared the digits nothing is shown, and nobody is certified', async () => {
  const holders = await holdersThrough()
  expect(value(await holders.desksOfRoot())).toEqual([])
  expect(await holders.lookAtLeads({ desk })).toEqual(refused('not_rooted'))
  expect(await holders.lookAtLeads({ desk: newId() })).toEqual(refused('not_rooted'))
  expect(await certificates(app.second)).toEqual({ ana: null, ben: null, rosa: null, vera: null })
  value(await app.second.coverDesk({ desk, digits: sheets.digits }))
  expect(value(await holders.desksOfRoot())).toEqual([{ id: desk, name: 'North' }])
})

test('the holders see the leads of the desk and no others, with the digits that their own devices show', async () => {
  const holders = await holdersThrough()
  const { leads } = value(await holders.lookAtLeads({ desk }))
  expect(leads.map(({ name }) => name)).toEqual(['ana', 'ben'])
  expect(leads.map(({ digits }) => digits)).toEqual([
    (await app.steward.me())?.fingerprint,
    (await app.second.me())?.fingerprint,
  ])
  expect(leads.map(({ certificate }) => certificate.state)).toEqual(['none', 'none'])
  expect(await leadsOfNorth()).toEqual({ all: 2, certified: 0, until: null })
})

test('certified, every member sees it until when, and that the holders did it', async () => {
  const holders = await holdersThrough()
  const after = value(await certify(holders, 'ben'))
  const certificate = { state: 'valid', until: '2027-11-23T10:00:00Z' }
  expect(after.leads.map((lead) => lead.certificate)).toEqual([{ state: 'none', until: null }, certificate])
  for (const device of [app.second, app.writer])
    expect(await certificates(device)).toEqual({
      ana: { state: 'none', until: null },
      ben: certificate,
      rosa: null,
      vera: null,
    })
  expect(value(await app.writer.desk({ desk })).history[0]).toMatchObject({
    kind: 'certified',
    subject: 'ben',
  })
  expect(await leadsOfNorth()).toEqual({ all: 2, certified: 1, until: certificate.until })
})

test('a month before the end leads are told, afterwards it is said to have run out, and a new one ends that', async () => {
  const due = async () => {
    value(await app.second.desk({ desk }))
    return (await app.second.me())?.desks[0]?.certificatesDue
  }
  expect(await due()).toBe(0)
  now = new Date(START.getTime() + 336 * DAY_MS)
  value(await app.second.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  value(await app.steward.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  expect((await certificates(app.second)).ben?.state).toBe('due')
  expect(await due()).toBe(1)
  now = new Date(START.getTime() + 365 * DAY_MS)
  value(await app.second.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  value(await app.steward.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  expect((await certificates(app.second)).ben?.state).toBe('expired')
  expect(await due()).toBe(1)
  expect(await leadsOfNorth()).toEqual({ all: 2, certified: 0, until: null })
  value(await certify(await holdersThrough(), 'ben'))
  expect(await due()).toBe(0)
  expect((await certificates(app.second)).ben).toEqual({ state: 'valid', until: '2028-11-22T10:00:00Z' })
})

test('a certificate is for the log as it was looked at', async () => {
  const holders = await holdersThrough()
  const { leads } = value(await holders.lookAtLeads({ desk }))
  const { account } = leads[0]!
  expect(await holders.certifyLead({ desk: newId(), account })).toEqual(refused('leads_changed'))
  expect(await holders.certifyLead({ desk, account: newId() })).toEqual(refused('leads_changed'))
  value(await app.second.invite({ desk, role: 'reader', days: 7 }))
  expect(await holders.certifyLead({ desk, account })).toEqual(refused('leads_changed'))
  value(await certify(holders, 'ana'))
})

test('a writer is not certified', async () => {
  const vera = value(await app.second.desk({ desk })).members.find(({ name }) => name === 'vera')!
  const holders = await holdersThrough()
  value(await holders.lookAtLeads({ desk }))
  expect(await holders.certifyLead({ desk, account: vera.account })).toEqual(refused('leads_changed'))
})

test('a lead who signs a certificate for themselves convinces neither device nor server', async () => {
  const lead = await insider(app, 'ben', desk)
  const { desk: state, log, tip } = await refreshed(lead)
  const { account, name, signing, recipient, right } = state.members.get(lead.account)!
  const at = `${now.toISOString().slice(0, 19)}Z`
  const until = `${new Date(now.getTime() + DAY_MS).toISOString().slice(0, 19)}Z`
  const draft = {
    log: desk,
    id: newId(),
    desk,
    author: account,
    at,
    kind: 'certified',
    kindVersion: 1,
    vocabulary: '2026.1',
    key: 'none',
    coded: { card: { account, name, signing, recipient }, until },
  }
  const sealed = await sealEntry(draft, null, (size) => crypto.getRandomValues(new Uint8Array(size)))
  for (const [roster, why, answer] of [
    [state.root!.from, 'wrong_signature', [403, 'no_right']],
    [right, 'no_right', [422, 'wrong_signature']],
  ] as const) {
    const place = { seq: tip.seq + 1, prev: tip.hash, roster }
    const entry = entryToWire(await signEntry(sealed, place, lead.unlocked.keys.signing))
    const bytes = [...log.map((one) => one.bytes), wireToEntry(entry)]
    expect(await verifyDesk(bytes, desk, null)).toMatchObject({ error: { kind: why } })
    const said = await lead.ask('POST', `/desks/${desk}/log`, { entry })
    expect([said.status, said.type]).toEqual(answer)
  }
})

const aboutLog =
  (change: (entries: DeskAnswer['entries']) => DeskAnswer['entries']): Lie =>
  (asked, told) =>
    asked === 'POST /recovery/desk' ? { entries: change((told as DeskAnswer).entries) } : told

test.each<[string, (entries: DeskAnswer['entries']) => DeskAnswer['entries'], string]>([
  ['no entry at all', () => [], 'against_the_rules'],
  ['a log with an entry left out', (entries) => entries.toSpliced(2, 1), 'broken_link'],
  ['a log from before the desk trusted the keys', (entries) => entries.slice(0, 3), 'other_root'],
  ['entries in another order', (entries) => entries.toReversed(), 'broken_link'],
])('holders who are shown %s certify nothing', async (_, change, what) => {
  const holders = await holdersThrough(aboutLog(change))
  expect(await holders.lookAtLeads({ desk })).toEqual(tampered(what))
  const { account } = value(await app.second.desk({ desk })).members[0]!
  expect(await holders.certifyLead({ desk, account })).toEqual(refused('leads_changed'))
})

test('a log that ends too early is certified on paper of the holders alone: the server cannot use it', async () => {
  const holders = await holdersThrough(aboutLog((entries) => entries.slice(0, -1)))
  const { leads } = value(await holders.lookAtLeads({ desk }))
  expect(await holders.certifyLead({ desk, account: leads[0]!.account })).toEqual(refused('leads_changed'))
})

test('a certificate that the server withholds or changes is missed at the next unlock', async () => {
  const signInThrough = (lie: Lie) =>
    app.device({ through: lying(lie) }).signIn({ name: 'ben', passphrase: PASSPHRASE })
  const aboutDesk =
    (change: (entries: DeskAnswer['entries']) => DeskAnswer['entries']): Lie =>
    (asked, told) =>
      asked === `GET /desks/${desk}/log`
        ? { ...(told as DeskAnswer), entries: change((told as DeskAnswer).entries) }
        : told
  value(await app.second.desk({ desk }))
  await app.second.keepMemory()
  const withheld = value(await signInThrough(aboutDesk((entries) => entries.slice(0, -1))))
  expect(withheld.alarms).toMatchObject([{ kind: 'rolled_back' }])
  // The coded part of the last certificate, with one letter of it changed.
  const changed = value(
    await signInThrough(
      aboutDesk((entries) => [
        ...entries.slice(0, -1),
        { ...entries.at(-1)!, coded: entries.at(-1)!.coded!.replace(/.$/, 'x') },
      ]),
    ),
  )
  expect(changed.desks).toEqual([])
  expect(changed.alarms).toHaveLength(1)
})

test('letting a lead in again certifies the new keys; keys of a new ceremony certify anew', async () => {
  const back = await recoverMember(app, 'ben', sheets)
  expect((await certificates(back)).ben?.state).toBe('valid')
  now = new Date(now.getTime() + 60_000)
  value(await app.steward.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  newest = await holdCeremony(app.steward)
  value(await back.coverDesk({ desk, digits: newest.digits }))
  expect((await certificates(back)).ben).toEqual({ state: 'none', until: null })
  const old = await holdersThrough(undefined, sheets)
  expect(value(await old.desksOfRoot())).toEqual([])
  expect(await old.lookAtLeads({ desk })).toEqual(refused('not_rooted'))
  value(await certify(await holdersThrough(undefined, newest), 'ben'))
  expect((await certificates(back)).ben?.state).toBe('valid')
})

test('a lead who is suspended is not certified', async () => {
  value(await app.writer.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  const ana = value(await app.writer.desk({ desk })).members.find(({ name }) => name === 'ana')!
  const holders = await holdersThrough(undefined, newest)
  const act = { kind: 'suspend', account: ana.account, reason: 'detained' } as const
  value(await app.writer.actOnSuspension({ desk, act }))
  expect(await certify(holders, 'ana')).toEqual(refused('lead_suspended'))
})

test('when the holders have finished, their machine certifies nothing more', async () => {
  const holders = app.device()
  expect(await holders.desksOfRoot()).toEqual(refused('shares_locked'))
  expect(await holders.lookAtLeads({ desk })).toEqual(refused('shares_locked'))
  expect(await holders.certifyLead({ desk, account: newId() })).toEqual(refused('shares_locked'))
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
