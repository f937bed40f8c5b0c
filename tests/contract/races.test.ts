/** A hundred at the same moment for what can be had once: exactly one has it, the others are told, nothing is left. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { entryToWire } from '../../src/vault/core/wire.ts'
import { toBase64url } from '../../src/vault/core/bytes.ts'
import {
  craft,
  type Insider,
  insiders,
  newId,
  newRawCase,
  nowText,
  openingBody,
  openRaw,
  type RawCase,
  refreshed,
  send,
  ask,
} from '../support/adversary.ts'
import { atOnce, onlyOne, RIVALS, tally } from '../support/at_once.ts'
import { PASSPHRASE, startTestApp, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { proposeDocument, seenOf } from '../support/documents.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { publicationOf } from '../support/published.ts'

let app: TestDesk
let desk: string
let vera: Insider
let ben: Insider
beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  ;({ vera, ben } = await insiders(app))
}, 120_000)
afterAll(() => {
  expect(app.faults, 'every refusal is an answer, none a fault').toEqual([])
  return app.stop()
})

const countOf = (sql: string): Promise<number> =>
  asSuperuser(app.database, async (db) => {
    const { rows } = await db.query<{ n: string }>(`select count(*) as n from amparo.${sql}`)
    return Number(rows[0]!.n)
  })

const entriesOf = (log: RawCase): string => `/desks/${desk}/cases/${log.id}/entries`

const form = (at: number) => ({
  account: newId(),
  name: `race${at}`,
  seed: toBase64url(vera.deps.chance(16)),
  authKey: toBase64url(vera.deps.chance(32)),
  vault: toBase64url(vera.deps.chance(200)),
  signing: toBase64url(vera.deps.chance(32)),
  recipient: ben.unlocked.keys.recipient,
})

/** An entry for the end of the desk's own log. */
const deskEntry = async (kind: string, coded: unknown) => {
  const { log, desk: open } = await refreshed(ben)
  const raw: RawCase = {
    id: open.id,
    desk: open.id,
    key: ben.desk().key.key,
    raw: new Uint8Array(32),
    entries: log.map((one) => one.bytes),
  }
  return async () =>
    entryToWire(await craft(ben, raw, { key: 'none', words: undefined, kind, coded } as never))
}

const invited = async (): Promise<string> => {
  const invitation = newId()
  const entry = await deskEntry('invited', { invitation, role: 'reader', expires: nowText(86_400_000) })
  const answer = await ben.ask('POST', `/desks/${desk}/log`, { entry: await entry() })
  if (answer.status !== 201) throw new Error(answer.text)
  return invitation
}

test('of a hundred entries for one place of a case one is taken', async () => {
  const log = await openRaw(vera)
  const rivals = await atOnce(() => craft(vera, log))
  const answers = await atOnce((at) =>
    vera.ask('POST', entriesOf(log), { entries: [entryToWire(rivals[at]!)] }),
  )
  expect(tally(answers)).toEqual({ '201': 1, '409 tip_moved': RIVALS - 1 })
  expect(await countOf(`entry where log = '${log.id}'`)).toBe(log.entries.length + 1)
})

test('of a hundred requests to open the same case one is taken, with one key', async () => {
  const log = await newRawCase(vera)
  const rivals = await atOnce(async () => openingBody(vera, { ...(await newRawCase(vera)), id: log.id }))
  const answers = await atOnce((at) => vera.ask('POST', `/desks/${desk}/cases`, rivals[at]!))
  expect(tally(answers)).toEqual({ '201': 1, '409 id_taken': RIVALS - 1 })
  expect(await countOf(`key_grant where log = '${log.id}'`)).toBe(1)
})

test('of a hundred admissions of one guest one stands in the log', { timeout: 120_000 }, async () => {
  const { link } = value(await app.steward.invite({ desk, role: 'reader', days: 1 }))
  value(
    await app
      .device()
      .acceptInvitation({ secret: link.split('#')[1] ?? '', name: 'guest', passphrase: PASSPHRASE }),
  )
  const [guest] = value(await app.steward.invitations({ desk })).filter(({ state }) => state === 'accepted')
  const before = (await refreshed(ben)).log.length
  await atOnce((at) =>
    (at % 2 ? app.steward : app.second).admit({ desk, invitation: guest?.invitation ?? '' }),
  )
  const after = await refreshed(ben)
  expect(after.log.length).toBe(before + 1)
})

test('of a hundred who accept one invitation one is let in', async () => {
  const invitation = await invited()
  const before = await countOf('account')
  const answers = await atOnce((at) =>
    ask(app, 'POST', '/invitations/accept', {
      body: { invitation, mac: toBase64url(vera.deps.chance(32)), form: form(at) },
    }),
  )
  expect(onlyOne(answers)).toEqual(['410 invitation_not_open', '429 too_many_attempts'])
  expect(await countOf('account')).toBe(before + 1)
})

test('of a hundred rights given at one tip one is taken', async () => {
  const entry = await deskEntry('invited', {
    invitation: newId(),
    role: 'lead',
    expires: nowText(86_400_000),
  })
  const rivals = await atOnce(() => entry())
  const answers = await atOnce((at) => ben.ask('POST', `/desks/${desk}/log`, { entry: rivals[at]! }))
  expect(tally(answers)).toEqual({ '201': 1, '409 tip_moved': RIVALS - 1 })
})

test('of a hundred releases of one publication one is taken, and it is public once', async () => {
  const log = await openRaw(vera)
  const id = newId()
  const ref = newId()
  await send(vera, log, await craft(vera, log, { id, ...publicationOf({ name: 'A' }, ref) }))
  const rivals = await atOnce(() => craft(ben, log, { kind: 'release', coded: { of: id } }))
  const answers = await atOnce((at) =>
    ben.ask('POST', entriesOf(log), { entries: [entryToWire(rivals[at]!)] }),
  )
  expect(tally(answers)).toEqual({ '201': 1, '409 tip_moved': RIVALS - 1 })
  expect(await countOf(`publication where ref = '${ref}'`)).toBe(1)
})

test('of a hundred releases of one document one is taken', async () => {
  const proposed = await proposeDocument(app)
  const path = `/desks/${desk}/documents/${proposed.id}/release`
  const answers = await atOnce(() => ben.ask('POST', path, seenOf(proposed)))
  const { '200': won, ...lost } = tally(answers)
  expect(won).toBe(1)
  expect(Object.values(lost).reduce((sum, one) => sum + one, 0)).toBe(RIVALS - 1)
  expect(
    Object.keys(lost).every((key) => /^4(09|22) /.test(key)),
    JSON.stringify(lost),
  ).toBe(true)
})

test('of a hundred who use the set-up link one becomes steward', async () => {
  const empty = await startTestApp()
  const answers = await atOnce((at) =>
    ask(empty, 'POST', '/setup', {
      body: { token: empty.setupToken, organisation: 'Watch', form: form(at) },
    }),
  )
  expect(onlyOne(answers)).toEqual(['410 setup_link_used', '429 too_many_attempts'])
  expect(empty.faults).toEqual([])
  await empty.stop()
})
