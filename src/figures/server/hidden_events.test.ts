/** What everybody can ask again and again must not move for what no publication shows. */
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { count, findShown, openId, publish } from '../../../tests/support/open_rows.ts'
import { openPublications } from '#cases/server/publications.service.ts'
import { inTransaction } from '#platform/server/database.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

const version = () => openPublications(database).version()
const shown = async () => (await findShown(database)).map(({ seq }) => seq)
const change = (query: ReturnType<typeof sql>) =>
  inTransaction(database, { role: 'owner' }, (db) => query.execute(db))
const write = (type: string, entry: string, seq: number) =>
  change(sql`insert into coded_event (log, entry, desk, type, country, year, verification, seq, recorded)
    select log, ${openId(entry)}, desk, ${type}, 'CO', 2020, 3, ${seq}, 2021 from case_state
    where log = ${openId('log Ana')}`)

const linkBen = (to: string) =>
  change(sql`update case_state set same_as = array[${openId(`log ${to}`)}] where log = ${openId('log Ben')}`)

/** One public case with one shown arrest. */
const ana = async (events = ['arrest 2020']): Promise<void> => {
  await count(database, { name: 'Ana', events: [{ type: 'arrest', acts: ['1 D01'] }] })
  await publish(database, { name: 'Ana', events })
}

test('a publication that shows one arrest of a year says nothing of a second one', async () => {
  await ana()
  await write('arrest', 'again', 5)
  expect(await shown()).toEqual([0])
})

test('two arrests of a year that are shown are two', async () => {
  await ana(['arrest 2020', 'arrest 2020'])
  await write('arrest', 'again', 5)
  await write('arrest', 'a third time', 6)
  expect(await shown()).toEqual([0, 5])
})

test.each(['death', 'arrest'])(
  'that a %s was written of a public case and is not shown moves no number that everybody reads',
  async (type) => {
    await ana()
    const before = await version()
    await write(type, 'hidden', 5)
    await change(sql`update coded_event set verification = 4, acts = '{1 T01}' where entry = ${openId('hidden')}
      and type = 'death'`)
    await change(sql`update coded_event set acts = '{1 D01,1 T01}' where entry = ${openId('event Ana 0')}`)
    expect(await version()).toBe(before)
  },
)

test('what is shown moves it: when it is written, judged otherwise or gone', async () => {
  await ana(['arrest 2020', 'release 2020'])
  const numbers = [await version()]
  await write('release', 'free', 5)
  numbers.push(await version())
  await change(sql`update coded_event set verification = 4 where entry = ${openId('free')}`)
  numbers.push(await version())
  await change(sql`delete from coded_event where entry = ${openId('free')}`)
  numbers.push(await version())
  expect(new Set(numbers).size).toBe(4)
})

test('a link between cases of which none is public moves it no more', async () => {
  await ana()
  for (const name of ['Ben', 'Benjamin']) await count(database, { name, events: [{ type: 'arrest' }] })
  const before = await version()
  await linkBen('Benjamin')
  expect(await version()).toBe(before)
  await linkBen('Ana')
  expect(await version()).not.toBe(before)
})
