/** Who was handed out what: lines that nobody changes, limits that hold, and what the desk is warned of. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { type AccessLine, lineHash, verifyAccess } from '../../src/members/core/access_chain.ts'
import { unusualKey } from '../../src/members/core/access_unusual.ts'
import { accessFacts } from '../../src/members/core/access_facts.ts'
import { ageAccess, noteAccess } from '../../src/members/server/access.service.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { sql } from 'kysely'
import { seenOf } from '../support/documents.ts'
import { ask, newId, sessionOf } from '../support/adversary.ts'
import { startTestApp, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { confidential } from '../support/sealed.ts'
import { asSuperuser } from '../support/open_rows.ts'

let now = new Date('2026-11-22T10:20:00Z')
/** Time passes, and nobody's session ends with it. */
const later = async (hours: number) => {
  now = new Date(now.getTime() + hours * 3_600_000)
  const text = 'update amparo.session set seen_at = $1, expires_at = $2'
  const end = new Date(now.getTime() + 12 * 3_600_000)
  await asSuperuser(app.database, (client) => client.query(text, [now, end]))
}
let app: TestDesk
let desk: string
const ids: Record<string, string> = {}
const opened = { kind: 'opened', coded: { dark: false } }

beforeAll(async () => {
  app = await startTestDesk(() => now)
  desk = app.desk
  const { members } = value(await app.steward.desk({ desk }))
  for (const { name, account } of members) ids[name] = account
}, 60_000)
afterAll(() => app.stop())

const newCase = async (by = app.steward) => value(await by.createCase({ desk, entries: [opened] })).case
const view = async (by = app.reader, days = 30) => value(await by.deskAccess({ desk, days }))
const limits = (openedDay: number, exportedDay = 20, exportedWeek = 60) => ({
  openedDay,
  exportedDay,
  exportedWeek,
})

describe('lines', () => {
  test('say who was handed out which case in which hour, once, to every member of the desk', async () => {
    const id = await newCase()
    for (let n = 0; n < 3; n += 1) value(await app.writer.openCase({ desk, case: id }))
    const { lines, titles, members } = await view()
    const mine = lines.filter(({ account, act }) => account === ids.vera && act === 'opened')
    expect(mine).toMatchObject([{ subject: id, hour: '2026-11-22T10Z', within: null }])
    expect(Object.keys(titles)).toContain(id)
    expect(members.map(({ name }) => name).toSorted()).toEqual(['ana', 'ben', 'rosa', 'vera'])
    await later(1)
    value(await app.writer.openCase({ desk, case: id }))
    const names = value(await app.reader.caseAccess({ desk, case: id })).map(({ name, hour }) => [name, hour])
    expect(names).toContainEqual(['vera', '2026-11-22T11Z'])
    expect(names).toContainEqual(['vera', '2026-11-22T10Z'])
    expect(names).toContainEqual(['ana', '2026-11-22T10Z'])
  })

  test('tell of the list, the journal and files as well', async () => {
    const by = { account: ids.rosa!, desk }
    const file = newId()
    const within = newId()
    value(await noteAccess({ ...app, clock: () => now }, by, { act: 'file', subject: file, within }))
    value(await app.writer.noteSealedPosition({ desk, fact: confidential() }))
    value(await app.writer.sealedPositions({ desk, instrument: 'a-text' }))
    const { lines } = await view()
    expect(lines).toContainEqual(expect.objectContaining({ act: 'file', subject: file, within }))
    expect(lines.some(({ act, account }) => act === 'listed' && account === ids.vera)).toBe(true)
    expect(lines.some(({ act }) => act === 'journal')).toBe(true)
  })

  test('are not written for what is not handed out', async () => {
    const strange = newId()
    const token = await sessionOf(app, ids.vera!, { now })
    for (let n = 0; n < 3; n += 1)
      expect((await ask(app, 'GET', `/desks/${desk}/cases/${strange}`, { token })).status).toBe(404)
    expect((await view()).lines.filter(({ subject }) => subject === strange)).toEqual([])
  })

  test('stand in a chain that database and device hash alike', async () => {
    const { lines } = await view(app.reader, 90)
    const inOrder: readonly AccessLine[] = lines.toReversed()
    const { rows } = await asSuperuser(app.database, (client) =>
      client.query<{ hash: string }>('select hash from amparo.access_line where desk = $1 order by seq', [
        desk,
      ]),
    )
    // To look is to ask for the list of cases as well, which may be noted after the lines were read.
    const shown = rows.slice(0, inOrder.length).map(({ hash }) => hash)
    expect(inOrder.length).toBeGreaterThan(0)
    expect(inOrder.map((line) => lineHash(desk, line))).toEqual(shown)
  })

  test('go after two years, from the beginning, and what is left holds', async () => {
    const { lines } = await view(app.reader, 90)
    await asSuperuser(app.database, async (client) => {
      // As if the first five had been written long ago: their hashes are of what they said then.
      const long = `timestamptz '2020-01-01T00:00Z' + seq * interval '1 hour'`
      await client.query(`update amparo.access_line set hour = ${long} where desk = $1 and seq < 5`, [desk])
    })
    expect(await ageAccess(app)).toBe(5)
    expect(await ageAccess(app)).toBe(0)
    const left = await view(app.steward, 730)
    expect(left.lines.map(({ seq }) => seq)).toEqual(lines.map(({ seq }) => seq).filter((seq) => seq >= 5))
  })
})

describe('limits', () => {
  test('refuse one case too many, say when again, and let through what was opened already', async () => {
    await later(48)
    const cases = [await newCase(), await newCase(), await newCase()]
    value(await app.second.setAccessLimit({ desk, account: ids.vera!, limits: limits(2) }))
    for (const id of cases.slice(0, 2)) value(await app.writer.openCase({ desk, case: id }))
    const refused = await app.writer.openCase({ desk, case: cases[2]! })
    expect(refused).toMatchObject({
      ok: false,
      error: { kind: 'refused_by_server', type: 'too_many_cases', fields: { limit: 2 } },
    })
    expect((refused as unknown as { error: { fields: { again: string } } }).error.fields.again).toBe(
      '2026-11-25T11:00:00Z',
    )
    // A search inside opens cases: it says how many it could not look into.
    const inside = value(await app.writer.cases({ desk, filter: { text: 'nowhere', inside: true } }))
    expect(inside).toMatchObject({ total: 0, closed: expect.any(Number) })
    expect(inside.closed).toBeGreaterThan(0)
    await later(23)
    expect((await app.writer.openCase({ desk, case: cases[2]! })).ok).toBe(false)
    value(await app.writer.openCase({ desk, case: cases[0]! }))
    await later(24)
    value(await app.writer.openCase({ desk, case: cases[2]! }))
  })

  test('that were reached are told, once a day', async () => {
    const { unusual } = await view()
    expect(unusual.filter(({ kind }) => kind === 'limit_reached')).toMatchObject([
      { about: ids.vera, day: '2026-11-25' },
      { about: ids.vera, day: '2026-11-24' },
    ])
  })

  test('let exactly as many through as they say, however many ask two servers at once', async () => {
    await later(48)
    const cases = await Promise.all(Array.from({ length: 60 }, () => newCase()))
    value(await app.second.setAccessLimit({ desk, account: ids.rosa!, limits: limits(25) }))
    const token = await sessionOf(app, ids.rosa!, { now })
    const other = await startTestApp(() => now, { database: app.database })
    const asked = Array.from({ length: 100 }, (_, n) =>
      ask(n % 2 === 0 ? app : { ...app, api: other.api }, 'GET', `/desks/${desk}/cases/${cases[n % 60]}`, {
        token,
      }),
    )
    const passed = new Set<string>()
    for (const [n, answer] of (await Promise.all(asked)).entries()) {
      expect([200, 429]).toContain(answer.status)
      if (answer.status === 200) passed.add(cases[n % 60]!)
    }
    expect(passed.size).toBe(25)
    const { lines } = await view()
    const mine = lines.filter(
      ({ account, act, hour }) => account === ids.rosa && act === 'opened' && hour >= '2026-11-2',
    )
    expect(mine.filter(({ subject }) => cases.includes(subject))).toHaveLength(25)
    expect(lines.filter(({ account, act }) => account === ids.rosa && act === 'refused')).toHaveLength(1)
  }, 60_000)

  test('are set by leads, for members of the desk', async () => {
    const reader = await app.writer.setAccessLimit({ desk, account: ids.rosa!, limits: limits(9) })
    expect(reader).toMatchObject({ ok: false, error: { kind: 'refused_by_server', type: 'not_permitted' } })
    const stranger = await app.steward.setAccessLimit({ desk, account: newId(), limits: limits(9) })
    expect(stranger).toMatchObject({ ok: false, error: { type: 'not_a_member' } })
  })

  test('are raised for oneself by nobody, neither alone nor with those of the desk', async () => {
    const own = await app.second.setAccessLimit({ desk, account: ids.ben!, limits: limits(2000) })
    expect(own).toMatchObject({ ok: false, error: { type: 'own_limit' } })
    value(await app.second.setAccessLimit({ desk, account: null, limits: limits(3000) }))
    const after = await view()
    const of = (name: string) => after.limits.find(({ account }) => account === ids[name])?.limits.openedDay
    expect([of('ana'), of('ben')]).toEqual([3000, 1000])
    // Nor by giving up what kept them back.
    const back = await app.second.setAccessLimit({ desk, account: ids.ben!, limits: null })
    expect(back).toMatchObject({ ok: false, error: { type: 'own_limit' } })
    value(await app.steward.setAccessLimit({ desk, account: ids.ben!, limits: null }))
    expect((await view()).limits.find(({ account }) => account === ids.ben)?.limits.openedDay).toBe(3000)
    value(await app.second.setAccessLimit({ desk, account: ids.ben!, limits: limits(500) }))
  })

  test('are raised by the only lead, and the desk is told', async () => {
    const founder = app.steward
    const alone = value(await founder.foundDesk({ name: 'Alone' })).id
    value(await founder.setAccessLimit({ desk: alone, account: null, limits: limits(5000) }))
    const { settings, unusual } = value(await founder.deskAccess({ desk: alone, days: 30 }))
    expect(settings).toMatchObject([{ account: null, alone: true }])
    expect(unusual).toMatchObject([{ kind: 'raised_alone', about: ids.ana }])
  })

  test('are exceeded by as many cases as another lead has released for an export', async () => {
    const { steward, second } = app
    value(await second.setAccessLimit({ desk, account: ids.ana!, limits: limits(1) }))
    const fresh = [await newCase(app.second), await newCase(app.second), await newCase(app.second)]
    const open = (of: string) => steward.openCase({ desk, case: of })
    const before = await open(fresh[0]!)
    expect(before).toMatchObject({ ok: false, error: { type: 'too_many_cases' } })
    const body = { scope: 'desk', cases: 2, reason: 'For the court' } as const
    const proposed = value(await steward.proposeExport({ desk, body }))
    expect((await open(fresh[0]!)).ok).toBe(false)
    const act = { kind: 'release', ...seenOf(proposed) } as const
    value(await second.actOnDocument({ desk, document: proposed.id, act }))
    for (const id of fresh) value(await open(id))
    value(await second.setAccessLimit({ desk, account: ids.ana!, limits: null }))
  })
})

describe('the unusual', () => {
  test('a sweep is told to all, and looked at by another than the one it tells of', async () => {
    await later(72)
    value(await app.second.setAccessLimit({ desk, account: ids.vera!, limits: limits(1000) }))
    const { cases } = await view()
    const list = value(await app.writer.cases({ desk, filter: { limit: 1000 } }))
    for (const line of list.lines) value(await app.writer.openCase({ desk, case: line.case }))
    const found = value(await app.reader.unusualAccess({ desk })).unusual
    const sweep = found.find(({ kind }) => kind === 'sweep')
    expect(sweep).toMatchObject({ about: ids.vera, amount: cases, before: cases, name: 'vera' })
    const form = { desk, kind: 'sweep', about: ids.vera!, day: sweep!.day, reason: 'Yearly review' } as const
    expect(await app.writer.markUnusualSeen(form)).toMatchObject({ ok: false, error: { type: 'own_access' } })
    value(await app.reader.markUnusualSeen(form))
    expect(await app.second.markUnusualSeen(form)).toMatchObject({
      ok: false,
      error: { type: 'already_seen' },
    })
    const { unusual } = await view()
    expect(unusual.find(({ kind, day }) => kind === 'sweep' && day === sweep!.day)?.seen).toMatchObject({
      seenBy: ids.rosa,
      reason: 'Yearly review',
    })
    const left = value(await app.reader.unusualAccess({ desk })).unusual
    expect(left.some(({ kind, about }) => kind === 'sweep' && about === ids.vera)).toBe(false)
  })

  test('is not marked as seen before it is there', async () => {
    const tomorrow = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)
    const today = now.toISOString().slice(0, 10)
    for (const [kind, about, day] of [
      ['sweep', ids.ben!, tomorrow],
      ['many_opened', ids.ben!, today],
      ['sweep', newId(), today],
    ] as const) {
      const form = { desk, kind, about, day, reason: 'Nothing to see' }
      expect(await app.reader.markUnusualSeen(form)).toMatchObject({ error: { type: 'not_found' } })
    }
  })

  test('is the same to server and device', async () => {
    const { unusual } = await view()
    const server = value(await app.second.unusualAccess({ desk })).unusual
    expect(unusual.filter(({ seen }) => !seen).map(unusualKey)).toEqual(server.map(unusualKey))
    expect(
      accessFacts([], { desk: { exports: [], rights: new Map() }, settings: [], cases: 0 }).opened,
    ).toEqual([])
  })
})

const listed = async (account: string) =>
  (await view()).lines.filter((line) => line.act === 'listed' && line.account === account).length

test('heads leave a line by whichever way they were asked for', async () => {
  const subject = await newCase()
  const token = await sessionOf(app, ids.ben!, { now })
  await later(1)
  const before = await listed(ids.ben!)
  const lines = await ask(app, 'GET', `/desks/${desk}/case-lines?in=${subject.slice(0, 2)}`, { token })
  expect(lines.text).toContain(subject)
  expect(await listed(ids.ben!)).toBe(before + 1)
  await later(1)
  // As after a removal whose renewal was not done yet.
  const stale = 'update amparo.key_grant set desk_epoch = desk_epoch - 1'
  await asSuperuser(app.database, (client) => client.query(stale))
  const keys = await ask(app, 'GET', `/desks/${desk}/keys`, { token })
  await asSuperuser(app.database, (client) => client.query(stale.replace('- 1', '+ 1')))
  expect(keys.text).toContain(subject)
  expect(await listed(ids.ben!)).toBe(before + 2)
})

test('nobody changes a line, and no statement of a member writes one of another hash', async () => {
  const as = { role: 'desk', account: ids.vera!, desk } as const
  const place = {
    desk,
    seq: 9999,
    hour: new Date('2026-11-22T10:00:00Z'),
    account: ids.vera!,
    act: 'opened' as const,
  }
  await inTransaction(app.database, as, async (db) => {
    const lie = { ...place, subject: newId(), within: null, prev: 'x'.repeat(43), hash: 'y'.repeat(43) }
    await db.insertInto('access_line').values(lie).execute()
  })
  const { tip, lines } = await view(app.reader, 365)
  expect(tip?.seq).toBe(lines[0]?.seq)
  expect(lineHash(desk, lines[0]!)).toBe(tip?.hash)
  await expect(
    inTransaction(app.database, as, (db) => sql`update access_tip set seq = 1`.execute(db)),
  ).rejects.toThrow('permission denied')
  const whole = lines.toReversed()
  const shown = { desk, first: whole[0]!.seq, from: whole[0]!.seq, tip: tip!, seen: null, now }
  expect(verifyAccess(whole, shown).ok).toBe(true)
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
