/**
 * Before a border: the server shows a traveller none of the cases that they handed back, whatever they ask with, until a
 * colleague returns them; and a server that says so of a case which nobody handed back is caught.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { inTransaction } from '../../src/platform/server/database.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { ask, newId, sessionOf } from '../support/adversary.ts'
import { memoryDrafts, memoryKept, PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { aMeeting } from '../support/engagements.ts'
import { aboutList, deviceOf, type Lie } from '../support/liar.ts'
import { asSuperuser } from '../support/open_rows.ts'

let app: TestDesk
let desk: string
let vera: string
const note = (text: string) => ({ kind: 'note', coded: { toCode: false }, words: { text } })
let one: string
let two: string
let three: string

/** Papers are told apart by their second: what one test handed back is older than what the next does. */
let passed = 0
/** Where it is set, the server's clock stands there. */
let stands: number | null = null
beforeAll(async () => {
  app = await startTestDesk(() => new Date(stands ?? Date.now() + passed))
  desk = app.desk
  vera = (await app.writer.me())!.account
  const open = async () => {
    const opened = { kind: 'opened', coded: { dark: false }, words: { reference: 'R' } }
    return value(await app.writer.createCase({ desk, entries: [opened, note('before the border')] })).case
  }
  ;[one, two, three] = [await open(), await open(), await open()]
})
afterAll(() => app.stop())
beforeEach(async () => {
  passed += 1_000
  await asSuperuser(app.database, (client) =>
    client.query('delete from amparo.handed_case; delete from amparo.hand_back'),
  )
})

const listed = async (device: Workbench) =>
  value(await device.cases({ desk, filter: {} })).lines.map((line) => [line.case, line.alarm])
const all = (...ids: string[]) => ids.toSorted().map((id) => [id, null])
const seen = async (device: Workbench) => (await listed(device)).toSorted()
const away = (error: string) => ({ ok: false, error: { kind: error } })
const returns = (device: Workbench, cases: readonly string[], traveller = vera) =>
  device.returnCases({ desk, traveller, cases })

test('two of three are handed back: this device shows one, and so do another open one and a new one', async () => {
  const first = await deviceOf(app, 'vera')
  const second = await deviceOf(app, 'vera')
  for (const { device } of [first, second]) expect(await seen(device)).toEqual(all(one, two, three))
  value(await second.device.heartbeat())
  value(await second.device.openCase({ desk, case: one }))
  await first.device.saveDraft({ key: `case ${one} note `, value: 'a draft' })
  await first.device.saveDraft({ key: `case ${three} note `, value: 'another' })
  value(await first.device.handBack({ desk, cases: [one, two] }))
  expect(value(await second.device.heartbeat())).toEqual({ kind: 'here', moved: true })
  expect(value(await second.device.heartbeat())).toEqual({ kind: 'here', moved: false })
  const third = await deviceOf(app, 'vera')
  for (const { device } of [first, second, third]) {
    expect(await seen(device)).toEqual(all(three))
    expect(await device.openCase({ desk, case: one })).toEqual(away('not_found'))
    expect((await device.append({ desk, case: two, entries: [note('x')] })).ok).toBe(false)
    expect(value(await device.overview({ desk })).cases).toBe(1)
    const told = value(await device.handedBack({ desk }))
    expect(told).toMatchObject({ own: { cases: 2 }, others: [], returned: [] })
    expect(JSON.stringify(told)).not.toContain(one)
  }
  const kept = async (log: string) => first.device.loadDraft({ key: `case ${log} note ` })
  expect([await kept(one), await kept(three)], 'drafts of what is gone are gone').toEqual([null, 'another'])
})

test('nothing is handed back while words for it wait on the device, and no upload of it stays', async () => {
  const line = { up: true }
  const [kept, drafts] = [memoryKept(), memoryDrafts()]
  const device = app.device({
    kept,
    drafts,
    through: async (request, send) => {
      if (!line.up) throw new TypeError('no line')
      return send(request)
    },
  })
  value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  value(await device.keepOffline({ passphrase: PASSPHRASE }))
  value(await device.openCase({ desk, case: three }))
  line.up = false
  value(await device.append({ desk, case: three, entries: [note('not sent')] }))
  const [waits] = value(await device.outbox({ desk }))
  line.up = true
  expect(await device.handBack({ desk, cases: [three] })).toMatchObject({ error: { type: 'still_waiting' } })
  value(await device.settleOutbox({ item: waits!.item, act: 'drop' }))
  await drafts.set(`uploads ${three} ${vera}`, new Uint8Array(1))
  value(await device.handBack({ desk, cases: [three] }))
  expect((await drafts.names()).filter((name) => name.includes(three))).toEqual([])
})

test('colleagues go on working, see who handed back what, and return some, then all', async () => {
  const { device } = await deviceOf(app, 'vera')
  value(await device.cases({ desk, filter: {} }))
  value(await device.handBack({ desk, cases: [one, two] }))
  const task = {
    kind: 'task',
    coded: { state: 'open', owner: vera, due: '2026-12-01' },
    words: { title: 'Call' },
  }
  value(await app.second.append({ desk, case: one, entries: [task] }))
  expect(value(await app.second.overview({ desk })).due).toMatchObject([{ case: one }])
  expect(value(await device.overview({ desk })).due).toEqual([])
  const { others } = value(await app.second.handedBack({ desk }))
  expect(others).toMatchObject([{ traveller: { account: vera, name: 'vera' } }])
  expect(others[0]!.cases.toSorted()).toEqual([one, two].toSorted())
  expect(value(await app.reader.handedBack({ desk })).others).toHaveLength(1)
  const after = value(await returns(app.second, [one]))
  expect(after.others[0]!.cases).toEqual([two])
  expect(after.returned).toMatchObject([{ traveller: { name: 'vera' }, by: { name: 'ben' }, cases: 1 }])
  const again = await deviceOf(app, 'vera')
  expect(await seen(again.device)).toEqual(all(one, three))
  const { entries } = value(await again.device.openCase({ desk, case: one }))
  expect(entries.map(({ kind }) => kind)).toContain('task')
  value(await returns(app.steward, [one, two]))
  expect(await seen((await deviceOf(app, 'vera')).device)).toEqual(all(one, two, three))
  expect(value(await app.second.handedBack({ desk })).others).toEqual([])
})

test('two devices hand back in the same moment: both are done, as two acts', async () => {
  const first = await deviceOf(app, 'vera')
  const second = await deviceOf(app, 'vera')
  for (const { device } of [first, second]) value(await device.cases({ desk, filter: {} }))
  stands = Date.now() + passed
  value(await first.device.handBack({ desk, cases: [one] }))
  value(await second.device.handBack({ desk, cases: [two] }))
  stands = null
  const { others } = value(await app.second.handedBack({ desk }))
  expect(others.map(({ cases }) => cases)).toEqual([[one], [two]])
})

const token = () => sessionOf(app, vera)
const asked = async (method: string, path: string, body?: unknown) =>
  ask(app, method, `/desks/${desk}${path}`, { token: await token(), ...(body !== undefined && { body }) })

test('no route shows the traveller a case that was handed back', async () => {
  value(await (await deviceOf(app, 'vera')).device.handBack({ desk, cases: [one] }))
  const [gone, never] = await Promise.all([asked('GET', `/cases/${one}`), asked('GET', `/cases/${newId()}`)])
  expect([gone.status, gone.text]).toEqual([404, never.text])
  const lists = await Promise.all(
    ['/cases', '/case-digests', '/handed-back', '/keys'].map((path) => asked('GET', path)),
  )
  for (const { text } of lists) expect(text).not.toContain(one)
})

test('the traveller returns nothing, and hands back nothing twice, nothing foreign, in no other name', async () => {
  const { device } = await deviceOf(app, 'vera')
  value(await device.handBack({ desk, cases: [one] }))
  expect((await asked('POST', '/handed-back/return', { traveller: vera, cases: [one] })).body).toEqual({
    returned: 0,
  })
  for (const cases of [[one], [newId()], [two, newId()], [desk]])
    expect((await asked('POST', '/handed-back', { cases, sealed: 'AAAA' })).status, cases.join()).toBe(404)
  expect(await seen((await deviceOf(app, 'vera')).device)).toEqual(all(two, three))
})

test('a reader returns nothing', async () => {
  value(await (await deviceOf(app, 'vera')).device.handBack({ desk, cases: [one] }))
  expect(await returns(app.reader, [one])).toMatchObject({ ok: false, error: { type: 'not_permitted' } })
})

test('two who travel cannot return to each other what both have handed back', async () => {
  const { account } = (await app.second.me())!
  value(await (await deviceOf(app, 'vera')).device.handBack({ desk, cases: [one, two] }))
  const ben = (await deviceOf(app, 'ben')).device
  value(await ben.cases({ desk, filter: {} }))
  value(await ben.handBack({ desk, cases: [one] }))
  expect(value(await ben.handedBack({ desk })).others[0]!.cases).toEqual([two])
  value(await returns(ben, [one, two]))
  expect(await seen((await deviceOf(app, 'vera')).device)).toEqual(all(two, three))
  expect((await asked('POST', '/handed-back/return', { traveller: account, cases: [one] })).body).toEqual({
    returned: 0,
  })
})

test('a lead who travels lets nobody in and changes nobody, so that no accomplice returns the cases', async () => {
  const ben = (await deviceOf(app, 'ben')).device
  value(await ben.cases({ desk, filter: {} }))
  value(await ben.handBack({ desk, cases: [one] }))
  const refused = { ok: false, error: { type: 'travelling' } }
  const reader = (await app.reader.me())!.account
  expect(await ben.invite({ desk, role: 'writer', days: 7 })).toMatchObject(refused)
  expect(await ben.changeRole({ desk, account: reader, role: 'writer' })).toMatchObject(refused)
  expect(await ben.removeMember({ desk, account: reader })).toMatchObject(refused)
  const kit = value(await ben.makeKit({ desk }))
  expect(await ben.confirmKit({ desk, recipient: kit.recipient })).toMatchObject(refused)
  value(await returns(app.writer, [one], (await app.second.me())!.account))
  expect((await ben.invite({ desk, role: 'writer', days: 7 })).ok).toBe(true)
})

test('another role, a removal and a return to the desk bring nothing back', async () => {
  const lena = await app.join('lena', 'writer')
  const { account } = (await lena.me())!
  value(await lena.cases({ desk, filter: {} }))
  value(await lena.handBack({ desk, cases: [one] }))
  value(await app.steward.changeRole({ desk, account, role: 'lead' }))
  expect(await seen((await deviceOf(app, 'lena')).device)).toEqual(all(two, three))
  const member = { role: 'desk', account, desk } as const
  const logs = () =>
    inTransaction(
      app.database,
      member,
      async (db) => (await sql<{ id: string }>`select id from log`.execute(db)).rows,
    )
  await asSuperuser(app.database, (client) =>
    client.query('delete from amparo.membership where account = $1', [account]),
  )
  await asSuperuser(app.database, (client) =>
    client.query(`insert into amparo.membership values ($1, $2, 'writer')`, [desk, account]),
  )
  expect((await logs()).map(({ id }) => id)).not.toContain(one)
})

const tables = [
  'log',
  'access',
  'entry',
  'part',
  'head',
  'key_grant',
  'case_state',
  'coded_event',
  'engagement',
  'hearing_day',
  'publication',
]

test('the second wall: with every check of the server gone the traveller finds no row of the case', async () => {
  const coded = { type: 'arrest', date: '2021-03', country: 'TJ', acts: [], verification: 'VER' }
  const arrest = { kind: 'event', coded, words: {} }
  const hearing = { kind: 'hearing', coded: { day: '2026-12-01', type: 'trial' }, words: {} }
  const meeting = { kind: 'engagement', coded: aMeeting, words: {} }
  value(await app.writer.append({ desk, case: one, entries: [arrest, hearing, meeting] }))
  await asSuperuser(app.database, (client) =>
    client.query(
      `insert into amparo.blob (id, log, entry, desk, size, begun_by, begun_at) values ($1, $2, $3, $4, 1, $5, now())`,
      [newId(), one, newId(), desk, vera],
    ),
  )
  const member = { role: 'desk', account: vera, desk } as const
  const rows = (table: string) =>
    inTransaction(app.database, member, async (db) => {
      const column = table === 'log' ? sql`id` : sql`log`
      const found = await sql`select from ${sql.table(table)} where ${column} = ${one}`.execute(db)
      return found.rows.length
    })
  const before = await Promise.all(tables.map(rows))
  expect(before.slice(0, 10).every((n) => n > 0)).toBe(true)
  value(await (await deviceOf(app, 'vera')).device.handBack({ desk, cases: [one] }))
  expect(await Promise.all(tables.map(rows))).toEqual(tables.map(() => 0))
  const tries = (text: string) =>
    inTransaction(app.database, member, async (db) =>
      Number((await sql.raw(text).execute(db)).numAffectedRows ?? 0n),
    )
  expect(await tries(`update handed_case set returned_by = '${vera}', returned_at = now()`)).toBe(0)
  await expect(tries(`delete from handed_case`)).rejects.toThrow(/denied/)
  await expect(tries(`select from hand_back`)).rejects.toThrow(/denied/)
  expect(await tries(`update log set tip_seq = 0 where id = '${one}'`)).toBe(0)
  expect(await tries(`delete from part where log = '${one}'`)).toBe(0)
  await expect(tries(`insert into key_grant values ('${one}', 9, '${desk}', 1, '')`)).rejects.toThrow(
    /row-level/,
  )
  await expect(tries(`insert into access values ('${one}', '${desk}', 'sealed', true)`)).rejects.toThrow()
  const reader = { role: 'desk', account: (await app.reader.me())!.account, desk } as const
  const byReader = `update handed_case set returned_by = '${reader.account}', returned_at = now()`
  const touched = await inTransaction(app.database, reader, (db) => sql.raw(byReader).execute(db))
  expect(touched.numAffectedRows).toBe(0n)
})

const without = (id: string): Lie =>
  aboutList((answer) => void (answer.cases = answer.cases.filter((line) => line.case !== id)))
/** And that the member handed something back, by the papers that it has, or by others. */
const claims =
  (id: string, own: unknown): Lie =>
  (asked_, told) =>
    asked_ === `GET /desks/${desk}/handed-back`
      ? { ...(told as object), ...(own === undefined ? {} : { own }) }
      : without(id)(asked_, told)

test('a server that leaves out a case which was not handed back is caught, whatever it says', async () => {
  const first = await deviceOf(app, 'vera')
  value(await first.device.openCase({ desk, case: three }))
  value(await first.device.handBack({ desk, cases: [one] }))
  await first.device.lock()
  const paper = { since: '2026-11-22T10:00:00Z', cases: 1 }
  const real = await asSuperuser(app.database, async (client) => {
    const { rows } = await client.query<{ sealed: Buffer }>('select sealed from amparo.hand_back')
    return rows[0]!.sealed
  })
  const flipped = Buffer.from(real)
  flipped[20]! ^= 1
  for (const own of [
    undefined,
    [],
    [{ ...paper, sealed: Buffer.alloc(80).toString('base64url') }],
    [{ ...paper, sealed: flipped.toString('base64url') }],
    [{ ...paper, cases: 99, sealed: real.toString('base64url') }],
  ])
    for (const drafts of [first.drafts, undefined]) {
      const liar = await deviceOf(app, 'vera', { lie: claims(three, own), ...(drafts && { drafts }) })
      expect(Object.fromEntries(await listed(liar.device))).toMatchObject({ [three]: 'withheld' })
      expect(await liar.device.openCase({ desk, case: three })).toMatchObject({
        error: { kind: 'tampered', what: 'withheld' },
      })
    }
})

test('the paper of a colleague, or of another desk, is nobody else’s', async () => {
  const ben = await deviceOf(app, 'ben')
  value(await ben.device.cases({ desk, filter: {} }))
  value(await ben.device.handBack({ desk, cases: [three] }))
  const sealed = await asSuperuser(app.database, async (client) => {
    const { rows } = await client.query<{ sealed: Buffer }>('select sealed from amparo.hand_back')
    return rows[0]!.sealed.toString('base64url')
  })
  const own = [{ since: '2026-11-22T10:00:00Z', cases: 1, sealed }]
  const fresh = await deviceOf(app, 'vera')
  value(await fresh.device.cases({ desk, filter: {} }))
  await fresh.device.lock()
  const liar = await deviceOf(app, 'vera', { lie: claims(three, own), drafts: fresh.drafts })
  expect(Object.fromEntries(await listed(liar.device))).toMatchObject({ [three]: 'withheld' })
})

test('after its return an old paper hides a case no more, on any device that hears of it', async () => {
  const drafts = memoryDrafts()
  const first = await deviceOf(app, 'vera', { drafts })
  value(await first.device.cases({ desk, filter: {} }))
  value(await first.device.handBack({ desk, cases: [one] }))
  const sealed = await asSuperuser(app.database, async (client) => {
    const { rows } = await client.query<{ sealed: Buffer }>('select sealed from amparo.hand_back')
    return rows[0]!.sealed.toString('base64url')
  })
  value(await returns(app.second, [one]))
  value(await first.device.heartbeat())
  const back = await deviceOf(app, 'vera', { drafts })
  expect(await seen(back.device)).toEqual(all(one, two, three))
  await back.device.lock()
  const own = [{ since: '2026-11-22T10:00:00Z', cases: 1, sealed }]
  for (const kept of [drafts, undefined]) {
    const liar = await deviceOf(app, 'vera', { lie: claims(one, own), ...(kept && { drafts: kept }) })
    expect(Object.fromEntries(await listed(liar.device))).toMatchObject({ [one]: 'withheld' })
  }
})

test('what came back is held against what was seen before it went', async () => {
  const first = await deviceOf(app, 'vera')
  value(await first.device.openCase({ desk, case: two }))
  value(await first.device.handBack({ desk, cases: [two] }))
  await first.device.lock()
  value(await returns(app.second, [two]))
  const back = aboutList((answer) => {
    answer.cases.find((line) => line.case === two)!.tip.seq -= 1
  })
  const liar = await deviceOf(app, 'vera', { lie: back })
  expect(Object.fromEntries(await listed(liar.device))).toMatchObject({ [two]: 'rolled_back' })
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
