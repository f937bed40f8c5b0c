/** A whole case erased: two persons, and then nothing of it opens, counts or can be read, and every device can check it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { readEntry } from '../../src/vault/core/v1/entry.ts'
import { entryToWire, headToWire } from '../../src/vault/core/wire.ts'
import { deleteKeys } from '../../src/vault/server/log.store.ts'
import {
  ask as asks,
  headFor,
  insider,
  newId,
  nowText,
  openRaw,
  put,
  sessionOf,
  tipOfRaw,
} from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { aboutCase, aboutList, type CaseAnswer, deviceOf, type ListAnswer } from '../support/liar.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { publishCase, type Published } from '../support/published.ts'

let app: TestDesk
let desk: string
let skipped = 0
beforeAll(async () => {
  app = await startTestDesk(() => new Date(Date.now() + skipped))
  desk = app.desk
})
afterAll(() => app.stop())

const publish = (name: string): Promise<Published> => publishCase(app, { name })
const asking = { kind: 'case_erasure', coded: { reason: 'request_of_person' }, words: { note: 'by letter' } }
const append = (who: Workbench, id: string, entry: { kind: string; coded: unknown }) =>
  who.append({ desk, case: id, entries: [entry] })
const ask = async (id: string): Promise<string> =>
  value(await append(app.writer, id, asking)).entries.at(-1)!.id
const erase = async (id: string) =>
  value(await append(app.second, id, { kind: 'release', coded: { of: await ask(id) } }))
const list = async (who: Workbench, erased = false) => value(await who.cases({ desk, filter: { erased } }))
const decided = (why: object) => ({ ok: false, error: { kind: 'decided', why } })

const unsealed = (answer: CaseAnswer): void => {
  for (const entry of answer.entries) delete entry.sealed
}

/** What the database holds of a case. */
const rowsOf = (id: string) =>
  asSuperuser(app.database, async (client) => {
    const count = async (from: string) =>
      Number((await client.query(`select count(*) as n from amparo.${from} where log = $1`, [id])).rows[0].n)
    const parts = await client.query(
      `select e.kind, p.part from amparo.part p join amparo.entry e using (log, seq) where p.log = $1 order by p.seq`,
      [id],
    )
    return {
      parts: parts.rows.map(({ kind, part }) => `${kind} ${part}`),
      heads: await count('head'),
      keys: await count('key_grant'),
      publications: await count('publication'),
      events: await count('coded_event'),
    }
  })

test('nothing of it is left but that it was opened, and rightly erased', async () => {
  const { case: id } = await publish('Erased Person')
  await erase(id)
  expect(await rowsOf(id)).toEqual({
    parts: ['opened coded', 'release coded', 'case_erasure coded', 'release coded'],
    heads: 0,
    keys: 0,
    publications: 0,
    events: 0,
  })
})

test('every device sees that it was erased, by whom and why, and can read nothing of it', async () => {
  const { case: id } = await publish('Seen Person')
  const { device } = await deviceOf(app, 'ana')
  expect((await list(device)).lines.map((line) => line.case)).toContain(id)
  await erase(id)
  const fresh = (await deviceOf(app, 'ana')).device
  for (const one of [fresh, app.writer, app.second]) {
    const view = value(await one.openCase({ desk, case: id }))
    expect(view.state.erased).toMatchObject({ of: null, reason: 'request_of_person' })
    expect(JSON.stringify(view)).not.toContain('Seen Person')
    expect(view.entries.flatMap(({ words }) => words ?? [])).toEqual([])
    expect(view.state.warnings).toEqual([])
    expect(view.state.errors).toEqual([])
  }
  expect((await list(fresh)).lines.map((line) => line.case)).not.toContain(id)
  const gone = (await list(fresh, true)).lines.find((line) => line.case === id)
  expect(gone).toMatchObject({ alarm: null, head: { flags: ['erased'] } })
})

test('what was typed for it goes from a device with it', async () => {
  const { case: id } = await publish('Drafted Person')
  const { device, drafts } = await deviceOf(app, 'ana')
  await device.saveDraft({ key: `case ${id} note `, value: { text: 'not sent' } })
  await device.saveDraft({ key: 'case another note ', value: { text: 'stays' } })
  await erase(id)
  await device.lock()
  const again = await deviceOf(app, 'ana', { drafts })
  await list(again.device)
  const names = (await drafts.names()).filter((name) => name.startsWith('draft '))
  expect(names).toEqual([expect.stringContaining('case another')])
})

test('a dark case can be erased', async () => {
  const opened = { kind: 'opened', coded: { dark: true } }
  const note = { kind: 'note', coded: { toCode: false }, words: { text: 'in the dark' } }
  const { case: id } = value(await app.writer.createCase({ desk, entries: [opened, note] }))
  await erase(id)
  expect((await rowsOf(id)).parts).toEqual(['opened coded', 'case_erasure coded', 'release coded'])
  expect(value(await app.steward.openCase({ desk, case: id })).state.incomplete).toBe(false)
})

test('one person alone erases nothing', async () => {
  const { case: id } = await publish('Kept Person')
  const asked = value(await append(app.steward, id, asking)).entries.at(-1)!.id
  const release = { kind: 'release', coded: { of: asked } }
  expect(await append(app.steward, id, release)).toMatchObject(decided({ kind: 'own_release' }))
  expect(await append(app.writer, id, release)).toMatchObject(decided({ kind: 'role_too_low' }))
  expect((await rowsOf(id)).keys).toBe(1)
})

test('what was asked for already is not asked for again', async () => {
  const { case: id } = await publish('Asked Person')
  await ask(id)
  expect(await append(app.writer, id, asking)).toMatchObject(decided({ kind: 'already_asked' }))
})

test('nothing is written to an erased case', async () => {
  const { case: id } = await publish('Shut Person')
  const before = (await deviceOf(app, 'ana')).device
  value(await before.openCase({ desk, case: id }))
  await erase(id)
  const note = { kind: 'note', coded: { toCode: false } }
  for (const one of [app.second, before])
    expect(await append(one, id, note)).toMatchObject(decided({ kind: 'case_erased' }))
})

test('a server that calls a case erased is not believed', async () => {
  const { case: id } = await publish('Hidden Person')
  const lie = (answer: ListAnswer) => {
    for (const line of answer.cases) if (line.case === id) line.grant = line.head = null
  }
  const { device } = await deviceOf(app, 'ana', { lie: aboutList(lie) })
  const line = (await list(device)).lines.find((one) => one.case === id)
  expect(line).toMatchObject({ head: null, alarm: 'no_case_key' })
})

test('a server that takes parts away of a case that was only asked to be erased is found out', async () => {
  const { case: id } = await publish('Robbed Person')
  await ask(id)
  const { device } = await deviceOf(app, 'ana', { lie: aboutCase(id, unsealed) })
  expect(await device.openCase({ desk, case: id })).toMatchObject({ ok: false, error: { kind: 'tampered' } })
})

test('the database keeps the keys of a case that nobody asked to erase', async () => {
  const { case: id } = await publish('Safe Person')
  for (const device of [app.writer, app.second]) {
    const { account } = (await device.me())!
    await inTransaction(app.database, { role: 'desk', account, desk }, (db) => deleteKeys(db, id))
  }
  expect(await rowsOf(id)).toMatchObject({ heads: 1, keys: 1 })
})

test('a head that was on its way while the case was erased is not written', async () => {
  const { case: id } = await publish('Late Person')
  await asSuperuser(app.database, async (client) => {
    const { rows } = await client.query('select * from amparo.head where log = $1', [id])
    const [{ statement, signature, sealed }] = rows
    const { author } = JSON.parse(statement.toString())
    const token = await sessionOf(app, author)
    // What an erasure does at its end, not yet committed.
    await client.query('begin')
    await client.query('select from amparo.log where id = $1 for update', [id])
    for (const table of ['head', 'key_grant'])
      await client.query(`delete from amparo.${table} where log = $1`, [id])
    const head = headToWire({ statement, signature, sealed })
    const late = asks(app, 'PUT', `/desks/${desk}/cases/${id}/head`, { token, body: { head } })
    await new Promise((resolve) => setTimeout(resolve, 300))
    await client.query('commit')
    expect(await late).toMatchObject({ status: 422, type: 'bad_head' })
  })
  expect(await rowsOf(id)).toMatchObject({ heads: 0, keys: 0 })
})

test('a file that was under way goes with its case, and none is begun there afterwards', async () => {
  const { case: id } = await publish('Filmed Person')
  const token = await sessionOf(app, (await app.writer.me())!.account)
  const begins = async () =>
    asks(app, 'POST', `/desks/${desk}/cases/${id}/files`, {
      token,
      body: { id: newId(), entry: newId(), size: 1000 },
    })
  expect(await begins()).toMatchObject({ status: 201 })
  await erase(id)
  const left = () =>
    asSuperuser(app.database, (client) => client.query('select from amparo.blob where log = $1', [id]))
  expect((await left()).rowCount).toBe(0)
  expect(await begins()).toMatchObject({ status: 404 })
  expect((await left()).rowCount).toBe(0)
})

test('an erasure that a removed lead releases, dated back, for a server that lies, is not believed', async () => {
  const leaver = await app.join('lena', 'lead')
  const [vera, lena] = [await insider(app, 'vera', desk), await insider(app, 'lena', desk)]
  const log = await openRaw(vera)
  const asked = await put(vera, log, { ...asking, words: {} })
  const sent = { entries: [entryToWire(asked)], head: await headFor(vera, log) }
  expect((await vera.ask('POST', `/desks/${desk}/cases/${log.id}/entries`, sent)).status).toBe(201)
  const { device, lie } = await deviceOf(app, 'ben')
  value(await app.second.removeMember({ desk, account: (await leaver.me())!.account }))
  value(await app.second.renewKeys({ desk }))
  expect((await list(device)).lines.find((line) => line.case === log.id)).toMatchObject({ alarm: null })
  const read = readEntry(asked)
  const of = read.ok ? read.value.statement.id : ''
  await put(lena, log, { kind: 'release', coded: { of }, words: {}, at: nowText(-3_600_000) })
  const tip = tipOfRaw(log)!
  const ofList = aboutList((answer) => {
    for (const line of answer.cases)
      if (line.case === log.id) Object.assign(line, { grant: null, head: null, tip })
  })
  const ofCase = aboutCase(log.id, (answer) => {
    Object.assign(answer, { entries: log.entries.map(entryToWire), tip })
    unsealed(answer)
  })
  lie((path, told) => ofCase(path, ofList(path, told)))
  skipped += 20_000
  for (const erased of [false, true]) {
    const line = (await list(device, erased)).lines.find((one) => one.case === log.id)
    expect(line).toEqual(erased ? undefined : expect.objectContaining({ head: null, alarm: 'no_case_key' }))
  }
})

test('to see in the list that a case was erased counts for nobody as opening it', async () => {
  const { case: id } = await publish('Uncounted Person')
  await erase(id)
  const { device } = await deviceOf(app, 'rosa')
  const gone = (await list(device, true)).lines.find((line) => line.case === id)
  expect(gone).toMatchObject({ alarm: null, head: { flags: ['erased'] } })
  const opened = 'select from amparo.access_line where subject = $1 and account = $2'
  const of = [id, (await device.me())!.account]
  expect((await asSuperuser(app.database, (client) => client.query(opened, of))).rowCount).toBe(0)
})

test('a desk that somebody leaves gives an erased case no new key', async () => {
  const { case: id } = await publish('Last Person')
  await erase(id)
  const account = (await app.writer.me())!.account
  value(await app.steward.removeMember({ desk, account }))
  value(await app.steward.renewKeys({ desk }))
  expect((await rowsOf(id)).keys).toBe(0)
})

describe('two weeks after it was asked for', () => {
  let now = new Date('2026-11-01T10:00:00Z')
  let later: TestDesk
  beforeAll(async () => {
    later = await startTestDesk(() => now)
  })
  afterAll(() => later.stop())

  test('an erasure is not released any more, and can be asked for again', async () => {
    const where = { desk: later.desk }
    const opened = { kind: 'opened', coded: { dark: false } }
    const { case: id } = value(await later.writer.createCase({ ...where, entries: [opened] }))
    const entriesOf = (entry: { kind: string; coded: unknown }) => ({ ...where, case: id, entries: [entry] })
    const asked = value(await later.writer.append(entriesOf(asking))).entries.at(-1)!.id
    now = new Date('2026-11-16T10:00:00Z')
    const devices: Workbench[] = []
    for (const name of ['ben', 'vera']) {
      const device = later.device()
      value(await device.signIn({ name, passphrase: PASSPHRASE }))
      devices.push(device)
    }
    const [ben, vera] = devices
    const release = (of: string) => ben!.append(entriesOf({ kind: 'release', coded: { of } }))
    expect(await release(asked)).toMatchObject(decided({ kind: 'erasure_ran_out' }))
    const again = value(await vera!.append(entriesOf(asking))).entries.at(-1)!.id
    expect(value(await release(again)).state.erased).toMatchObject({ entry: again })
  })
})
