/** What a mission logs, against the real server: in cases and in the journal, from two devices, and as rows. */
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { recountCases } from '../../src/cases/server/recount.service.ts'
import { caseRows } from '../../src/missions/core/engagement_rows.ts'
import { readLog } from '../../src/cases/core/read_log.ts'
import type { NewEntry } from '../../src/cases/client/views.ts'
import type { LogForm } from '../../src/missions/client/views.ts'
import { newId } from '../support/adversary.ts'
import { memoryKept, PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { asSuperuser } from '../support/open_rows.ts'

const now = new Date('2026-11-22T12:00:00Z')
let app: TestDesk
let desk: string
beforeAll(async () => {
  app = await startTestDesk(() => now)
  desk = app.desk
})
afterAll(async () => {
  expect(app.faults).toEqual([])
  await app.stop()
})

const opened: NewEntry = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
const openCase = async (...entries: readonly NewEntry[]): Promise<string> =>
  value(await app.writer.createCase({ desk, entries: [opened, ...entries] })).case

const coded = {
  type: 'meeting',
  duties: ['E05'],
  role: 'human_rights_officer',
  date: '2026-11',
  result: 'done',
  requestedBy: 'defender',
  confidentiality: 'internal',
}
const form = (log: string | null, more: object = {}, words: object = { date: '2026-11-20' }): LogForm => ({
  desk,
  case: log,
  coded: { ...coded, ...(log === null && { country: 'TJ' }), ...more } as LogForm['coded'],
  words,
})
const rows = async (table: string, log: string): Promise<readonly Record<string, unknown>[]> =>
  (
    await asSuperuser(app.database, (client) =>
      client.query(`select * from amparo.${table} where log = $1 order by entry`, [log]),
    )
  ).rows as Record<string, unknown>[]

test('what one officer logs another reads with its words, and the server keeps its coded half as one row', async () => {
  const log = await openCase()
  const first = value(await app.writer.logEngagement(form(log, { due: '2026-12-01' }, { what: 'CANARY' })))
  const more = { updates: first.id, role: 'ambassador', officer: 7 }
  value(await app.second.logEngagement(form(log, more, { what: 'It went on' })))
  const read = value(await app.reader.engagements({ desk, case: log }))
  expect(read.opened).toMatchObject([
    { entry: first.id, officer: 7, words: { what: 'It went on' }, waits: false },
  ])
  expect(await rows('engagement', log)).toMatchObject([
    { mission: desk, entry: first.id, role: 'ambassador', country: 'TJ', due: null },
  ])
  const all = value(await app.reader.engagements({ desk })).rows
  expect(all.find(({ entry }) => entry === first.id)).toMatchObject({ type: 'meeting', officer: 7 })
  const corrected = {
    ...form(log, { updates: first.id, result: 'pending' }),
    corrects: read.opened[0]!.newest,
  }
  value(await app.writer.logEngagement(corrected))
  expect(await rows('engagement', log)).toMatchObject([{ entry: first.id, result: 'pending' }])
})

test('nothing that shows the defender is taken without their consent, by device and server', async () => {
  const log = await openCase()
  const visit = form(log, { type: 'field_visit', duties: ['E06'], result: 'pending' })
  expect(await app.writer.logEngagement(visit)).toMatchObject({
    error: { kind: 'decided', why: { kind: 'engagement_refused', why: 'consent_missing', purpose: 'C8' } },
  })
  expect(await rows('engagement', log)).toEqual([])
})

test('the journal takes what no single case means, and nothing that shows one defender', async () => {
  const general = form(null, { type: 'demarche', duties: ['E11'], country: 'KG' })
  const { id } = value(await app.second.logEngagement(general))
  expect(await rows('engagement', (await rowsOf(id))!)).toMatchObject([{ entry: id, country: 'KG' }])
  const again = value(await app.writer.logEngagement({ ...general, id }))
  expect(again.id, 'sent twice it is logged once').toBe(id)
  const broken = async (more: object, rule: string) =>
    expect(await app.writer.logEngagement(form(null, more, {})), rule).toMatchObject({
      error: { kind: 'rule_broken', rule },
    })
  await broken({ type: 'detention_visit' }, 'shows_a_defender')
  await broken({ consent: newId() }, 'names_case_entry')
  await broken({ date: '2027-05' }, 'date_in_future')
  await broken({ updates: newId() }, 'updates_nothing')
  await broken({ type: 'report', updates: id }, 'other_type')
  await broken({ type: 'demarche', country: 'KG', updates: id, sameAs: id }, 'same_as_itself')
  await broken({ country: 'KG', sameAs: 'zzzzzzzzzzzzzzzzzzzzzw' }, 'same_as_other_way')
  const opinion = value(await app.writer.engagements({ desk, case: null }))
  expect(opinion.opened).toMatchObject([{ entry: id, case: null, coded: { country: 'KG' } }])
  const step = form(null, { type: 'demarche', country: 'KG', updates: id, result: 'pending' })
  value(await app.writer.logEngagement(step))
  expect(await rows('engagement', (await rowsOf(id))!)).toMatchObject([{ entry: id, result: 'pending' }])
})

test('a line more in the journal writes its own row; a later word on one writes that row alone', async () => {
  const general = form(null, { type: 'demarche', duties: ['E11'], country: 'UZ' })
  const first = value(await app.writer.logEngagement(general)).id
  const log = (await rowsOf(first))!
  // The transaction that wrote a row last: another one for every row that is written again.
  const written = async () => {
    const found = await asSuperuser(app.database, (client) =>
      client.query<{ entry: string; xmin: string }>(
        'select entry, xmin::text from amparo.engagement where log = $1',
        [log],
      ),
    )
    return new Map(found.rows.map(({ entry, xmin }) => [entry, xmin]))
  }
  const before = await written()
  const { id } = value(await app.second.logEngagement({ ...general, another: true }))
  const after = await written()
  expect([...after.keys()].toSorted()).toEqual([...before.keys(), id].toSorted())
  expect([...before].filter(([entry, by]) => after.get(entry) !== by)).toEqual([])
  value(await app.writer.logEngagement(form(null, { ...general.coded, updates: id, result: 'pending' })))
  const later = await written()
  expect([...after].filter(([entry, by]) => later.get(entry) !== by).map(([entry]) => entry)).toEqual([id])
})

const rowsOf = async (entry: string): Promise<string | undefined> =>
  (
    await asSuperuser(app.database, (client) =>
      client.query('select log from amparo.engagement where entry = $1', [entry]),
    )
  ).rows[0]?.log as string | undefined

test('a joint visit that a colleague logged is found before it is written, linked, and counts once', async () => {
  const log = await openCase()
  const { id } = value(await app.writer.logEngagement(form(log)))
  const other = form(log, {}, { date: '2026-11-21' })
  expect(await app.second.logEngagement(other)).toMatchObject({
    error: { kind: 'looks_alike', engagements: [{ entry: id }] },
  })
  value(await app.second.logEngagement(form(log, { sameAs: id }, { date: '2026-11-21' })))
  const read = value(await app.reader.engagements({ desk, case: log }))
  expect(read.opened).toMatchObject([{ entry: id, alsoLogged: [expect.any(String)] }])
  expect(await rows('engagement', log)).toHaveLength(1)
  value(await app.second.logEngagement({ ...other, another: true }))
  expect(value(await app.reader.engagements({ desk, case: log })).alike).toHaveLength(1)
  value(await app.second.logEngagement(form(log, {}, { date: '2026-11-15', what: 'Days apart' })))
})

test('a hearing is covered until it is over, and its rows tell who', async () => {
  const hearing = { id: newId(), kind: 'hearing', coded: { day: '2026-12-01', type: 'trial' } }
  const past = { id: newId(), kind: 'hearing', coded: { day: '2026-10-01', type: 'remand' } }
  const log = await openCase(hearing, past)
  expect(await app.writer.coverHearing({ desk, case: log, hearing: past.id, officer: 2 })).toMatchObject({
    error: { kind: 'decided', why: { why: 'hearing_over' } },
  })
  value(await app.writer.coverHearing({ desk, case: log, hearing: hearing.id, officer: 2, note: 'CANARY' }))
  const days = await rows('hearing_day', log)
  expect(days.find(({ entry }) => entry === hearing.id)).toMatchObject({
    covered: true,
    officer: 2,
    held: false,
  })
  expect(days.find(({ entry }) => entry === past.id)).toMatchObject({ covered: false, officer: null })
  value(await app.writer.coverHearing({ desk, case: log, hearing: hearing.id, officer: null }))
  expect((await rows('hearing_day', log)).every(({ covered }) => covered === false)).toBe(true)
})

test('off line it waits on the device, is read there, and is sent once', async () => {
  const log = await openCase()
  let up = true
  const bench = app.device({
    kept: memoryKept(),
    through: async (request, send) => {
      if (!up) throw new TypeError('no line')
      return send(request)
    },
  })
  value(await bench.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  value(await bench.keepOffline({ passphrase: PASSPHRASE }))
  value(await bench.openCase({ desk, case: log }))
  up = false
  const mine = { ...form(log), id: newId() }
  expect(value(await bench.logEngagement(mine))).toEqual({ id: mine.id, waits: true })
  expect(value(await bench.logEngagement(mine)).waits, 'a second time it is one').toBe(true)
  expect(value(await bench.engagements({ desk, case: log })).opened).toMatchObject([
    { entry: mine.id, waits: true },
  ])
  expect(await rows('engagement', log)).toEqual([])
  up = true
  expect(value(await bench.sendOutbox())).toMatchObject({ waiting: 0, refused: 0 })
  expect(await rows('engagement', log)).toMatchObject([{ entry: mine.id }])
})

test('a refused seat becomes an event of the case in the same run', async () => {
  const log = await openCase()
  const seat = {
    id: newId(),
    kind: 'event',
    coded: { type: 'hearing', date: '2026-11', acts: [], verification: 'VER' },
    words: {},
  }
  value(await app.writer.logEngagement({ ...form(log), with: [seat] }))
  const { entries } = value(await app.reader.openCase({ desk, case: log }))
  expect(entries.map(({ kind }) => kind)).toEqual(['opened', 'event', 'engagement'])
})

test('of a dark case, an erased entry and an erased case no row is left', async () => {
  const log = value(
    await app.writer.createCase({ desk, entries: [{ kind: 'opened', coded: { dark: true } }] }),
  ).case
  value(await app.writer.logEngagement(form(log)))
  expect(value(await app.second.engagements({ desk, case: log })).opened).toHaveLength(1)
  expect(await rows('engagement', log)).toEqual([])
  const clear = await openCase({ id: newId(), kind: 'hearing', coded: { day: '2026-12-01', type: 'trial' } })
  const { id } = value(await app.writer.logEngagement(form(clear)))
  const erasure = { id: newId(), kind: 'erasure', coded: { erases: id, parts: ['coded'], reason: 'danger' } }
  value(await app.writer.append({ desk, case: clear, entries: [erasure] }))
  const release = { kind: 'release', coded: { of: erasure.id } }
  value(await app.second.append({ desk, case: clear, entries: [release] }))
  expect(await rows('engagement', clear)).toEqual([])
  const whole = { id: newId(), kind: 'case_erasure', coded: { reason: 'mistake' } }
  value(await app.writer.append({ desk, case: clear, entries: [whole] }))
  value(
    await app.second.append({ desk, case: clear, entries: [{ kind: 'release', coded: { of: whole.id } }] }),
  )
  expect(await rows('hearing_day', clear)).toEqual([])
})

test('whatever chains and corrections are appended, the rows are what a device folds, and a recount finds no fault', async () => {
  const act = fc.record({
    of: fc.nat(4),
    how: fc.constantFrom('new', 'updates', 'sameAs', 'corrects'),
    result: fc.constantFrom('done', 'pending'),
  })
  for (let seed = 1; seed <= 20; seed++) {
    const [acts] = fc.sample(fc.array(act, { minLength: 2, maxLength: 6 }), { seed, numRuns: 1 })
    const hearing = { id: newId(), kind: 'hearing', coded: { day: '2026-12-01', type: 'trial' } }
    const entries: NewEntry[] = [hearing]
    const ids: string[] = []
    for (const { of, how, result } of acts!) {
      const id = newId()
      const other = ids[of % Math.max(1, ids.length)]
      const plain = { ...coded, result }
      if (other === undefined || how === 'new')
        entries.push({ id, kind: 'engagement', coded: plain, words: {} })
      else if (how === 'corrects')
        entries.push({ id, kind: 'correction', coded: { corrects: other, coded: plain }, words: {} })
      else entries.push({ id, kind: 'engagement', coded: { ...plain, [how]: other }, words: {} })
      if (how !== 'corrects' || other === undefined) ids.push(id)
    }
    const log = await openCase(...entries)
    const view = value(await app.reader.openCase({ desk, case: log }))
    const folded = caseRows(readLog(view.entries), { mission: desk, log, country: 'TJ' })
    const stored = await rows('engagement', log)
    expect(stored.map(({ entry, result }) => [entry, result])).toEqual(
      folded.engagements.map(({ entry, result }) => [entry, result]),
    )
  }
  const deps = { database: app.database, clock: () => now, config: {} }
  expect(await recountCases(deps)).toMatchObject({ repaired: 0, unreadable: [] })
  const before = await counts()
  await asSuperuser(app.database, (client) =>
    client.query(
      'delete from amparo.engagement where hearing is null and log in (select id from amparo.log where subject = $1)',
      ['case'],
    ),
  )
  expect((await recountCases(deps)).repaired).toBeGreaterThan(0)
  expect(await counts()).toEqual(before)
})

const counts = async (): Promise<unknown> =>
  (
    await asSuperuser(app.database, (client) =>
      client.query('select log, count(*)::int from amparo.engagement group by 1 order by 1'),
    )
  ).rows
