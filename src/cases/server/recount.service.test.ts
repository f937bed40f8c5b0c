import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { newId } from '../../../tests/support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import { createTestDatabase } from '../../../tests/support/database.ts'
import { asSuperuser, openId } from '../../../tests/support/open_rows.ts'
import { arrest, opened, publishCase } from '../../../tests/support/published.ts'
import type { NewEntry } from '#cases/client/views.ts'
import { migrate, ownMigrations } from '#platform/server/migrate.ts'
import { recountCases, recountOlder } from './recount.service.ts'

const now = new Date('2026-11-22T12:00:00Z')
let app: TestDesk
beforeAll(async () => {
  app = await startTestDesk(() => now)
})
afterAll(() => app.stop())

const deps = () => ({ database: app.database, clock: () => now, config: {} })
const recount = (given: Parameters<typeof recountCases>[1] = {}) => recountCases(deps(), given)
const run = (text: string) => asSuperuser(app.database, (client) => client.query(text))

/** Every row that is made from entries, as text. */
const rows = async (): Promise<readonly string[]> => {
  const { rows: found } = await run(`
    select s::text as row from amparo.case_state s union all select e::text from amparo.coded_event e
    union all select p::text from amparo.publication p order by 1`)
  return found.map(({ row }) => row as string)
}

const event = (type: string, more: object): NewEntry => ({
  kind: 'event',
  coded: { type, acts: [], verification: 'VER', ...more },
})
const someEvent: fc.Arbitrary<NewEntry> = fc
  .record({
    type: fc.constantFrom('arrest', 'death', 'threat', 'suspect_convicted'),
    date: fc.constantFrom('2020', '2021-05', '2019/2020'),
    verification: fc.constantFrom('REJ', 'REP', 'VER', 'OFF'),
    acts: fc.array(
      fc.record({
        violation: fc.constantFrom('K01', 'D01', 'T01'),
        victim: fc.integer({ min: 1, max: 2 }),
        attempted: fc.boolean(),
        perpetrators: fc.constant([]),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ type, ...more }) => event(type, more))
const someEntry: fc.Arbitrary<NewEntry> = fc.oneof(
  { weight: 4, arbitrary: someEvent },
  {
    weight: 1,
    arbitrary: fc.constantFrom<NewEntry>(
      { kind: 'identity', coded: { holder: 'group', sectors: ['ENV'], size: { min: 25, max: 35 } } },
      { kind: 'identity', coded: { holder: 'person', sectors: ['LAND'], gender: 'W', country: 'EG' } },
      { kind: 'link', coded: { samePerson: newId() } },
      { kind: 'consent', coded: { scope: 'C1', answer: 'no', by: 'self', way: 'oral', givenAt: '2026-01' } },
    ),
  },
)

beforeEach(async () => {
  await recount()
})

test('after random entries the rows are those that counting again gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someEntry, { minLength: 1, maxLength: 8 }), async (entries) => {
      const made = value(await app.writer.createCase({ desk: app.desk, entries: [opened('CO')] }))
      for (const entry of entries) {
        // One that the rules of a case refuse is left out.
        await app.writer.append({ desk: app.desk, case: made.case, entries: [entry] })
      }
      const live = await rows()
      expect(await recount()).toMatchObject({ repaired: 0, unreadable: [] })
      expect(await rows()).toEqual(live)
    }),
    { numRuns: 12 },
  )
  const { rows: counted } = await run('select count(*)::int as n from amparo.coded_event')
  expect(counted[0]!.n).toBeGreaterThan(10)
})

test.each([
  ['an event is gone', `delete from amparo.coded_event where type = 'arrest'`],
  ['an event is of another country', `update amparo.coded_event set country = 'TT', acts = '{1 K01}'`],
  [
    'an event is invented',
    `insert into amparo.coded_event (log, entry, desk, type, verification)
     select log, '${newId()}', desk, 'death', 4 from amparo.case_state limit 1`,
  ],
  ['a case is gone', `delete from amparo.case_state`],
  ['a person is many', `update amparo.case_state set holder = 'group', size_min = 900, size_max = 900`],
  ['a publication says another name', `update amparo.publication set open = open || '{"name":"Somebody"}'`],
  ['a publication is gone', `delete from amparo.publication`],
])('%s: made anew from the entries', async (_, harm) => {
  await publishCase(app, { name: 'Kestrel', entries: [event('arrest', { date: '2020' })] })
  const right = await rows()
  await run(harm)
  expect(await rows()).not.toEqual(right)
  const { repaired } = await recount()
  expect(repaired).toBeGreaterThan(0)
  expect(await rows()).toEqual(right)
})

test('only rows of an older form are made anew where only these are asked for, and progress is told', async () => {
  const one = value(await app.writer.createCase({ desk: app.desk, entries: [opened('CO'), arrest('CO')] }))
  await run(`update amparo.case_state set form = 0 where log = '${one.case}'`)
  await run(`update amparo.coded_event set acts = '{}', recorded = null where log = '${one.case}'`)
  const told: number[] = []
  const done = await recount({ onlyOlder: true, onProgress: ({ cases }) => told.push(cases) })
  expect(done).toMatchObject({ cases: 1, repaired: 1 })
  expect(told).toEqual([1])
  expect(await recount({ onlyOlder: true })).toMatchObject({ cases: 0 })
  const { rows: found } = await run(`select recorded from amparo.coded_event where log = '${one.case}'`)
  expect(found).toEqual([{ recorded: 2026 }])
})

test('a log that cannot be read is named, and its rows stay', async () => {
  const one = value(await app.writer.createCase({ desk: app.desk, entries: [opened('CO'), arrest('CO')] }))
  await run(`update amparo.part set bytes = bytes || 'x' where part = 'coded' and log = '${one.case}'`)
  const before = await rows()
  expect((await recount()).unreadable).toEqual([one.case])
  expect(await rows()).toEqual(before)
  await run(`update amparo.case_state set form = 0 where log = '${one.case}'`)
  const logged: string[] = []
  await recountOlder(deps(), (line) => logged.push(line))
  expect(logged).toEqual([`Case ${one.case} has an entry that cannot be read; its rows stay as they were.`])
  await run(`update amparo.part set bytes = substring(bytes for octet_length(bytes) - 1)
    where part = 'coded' and log = '${one.case}'`)
})

test('a database with cases from before figures counted acts is brought to this form', async () => {
  const database = await createTestDatabase({ empty: true })
  const all = ownMigrations()
  await migrate(database.address.owner, { migrations: all.filter(({ number }) => number < 6) })
  const [desk, log, entry] = ['desk', 'log', 'entry'].map(openId)
  await asSuperuser(database, async (client) => {
    await client.query(`insert into amparo.desk values ('${desk}', 'North', '2026-01-01')`)
    await client.query(`insert into amparo.log values ('${log}', 'case', '${desk}', 0, '${'h'.repeat(43)}')`)
    await client.query(
      `insert into amparo.case_state values ('${log}', '${desk}', false, false, false, 'CO', 'held')`,
    )
    await client.query(
      `insert into amparo.coded_event values ('${log}', '${entry}', '${desk}', 'arrest', 'CO', 2020, 3, '{D01}')`,
    )
  })
  await migrate(database.address.owner, { migrations: all })
  const { rows: found } = await asSuperuser(database, (client) =>
    client.query(
      'select e.type, e.acts, e.recorded, s.form, s.sectors from amparo.coded_event e join amparo.case_state s using (log)',
    ),
  )
  expect(found).toEqual([{ type: 'arrest', acts: [], recorded: null, form: 0, sectors: [] }])
  await database.drop()
})
