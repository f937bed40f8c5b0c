import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { openId, publish, withdraw } from '../../../tests/support/open_rows.ts'
import { inTransaction } from '#platform/server/database.ts'
import { PAGE_SIZE, openPublications, type Publications } from './publications.service.ts'

let database: TestDatabase
let publications: Publications
beforeEach(async () => {
  database = await createTestDatabase()
  publications = openPublications(database)
})
afterEach(() => database.drop())

const names = async (filter: Parameters<Publications['listPublications']>[0]) =>
  (await publications.listPublications(filter)).lines.map(({ name }) => name).toSorted()

const asPublic = (statement: ReturnType<typeof sql>) =>
  inTransaction(database, { role: 'public' }, (db) => statement.execute(db))

test('a publication is found by its reference, with what is published and nothing else', async () => {
  const ref = await publish(database, { name: 'Ana', open: { summary: 'What happened', secret: 'x' } })
  expect(await publications.findPublication(ref)).toEqual({
    ref,
    lang: 'en',
    dir: null,
    name: 'Ana',
    isPseudonym: false,
    country: 'CO',
    summary: 'What happened',
    releasedOn: '2026-11-01',
    updatedAt: '2026-11-01T10:00:00Z',
  })
})

test('a reference that is malformed or unknown finds nothing', async () => {
  await publish(database, { name: 'Ana' })
  const refs = ['', 'x', '../../desk', openId('nobody'), `${openId('Ana')}=`, "'; drop table publication; --"]
  for (const ref of refs) expect(await publications.findPublication(ref)).toBeNull()
})

test('a withdrawn publication is gone from page, list, counts, home page and feed at once', async () => {
  const ref = await publish(database, { name: 'Ana' })
  const before = await publications.version()
  await withdraw(database, ref)
  expect(await publications.version()).toBeGreaterThan(before)
  expect(await publications.findPublication(ref)).toBeNull()
  expect((await publications.listPublications({})).count).toBe(0)
  expect(await publications.countByCountry()).toEqual([])
  expect(await publications.recent()).toEqual([])
  expect(await publications.feed()).toEqual([])
})

test('the number of what is open changes with every publication, replacement and withdrawal', async () => {
  const numbers = [await publications.version()]
  const ref = await publish(database, { name: 'Ana' })
  numbers.push(await publications.version())
  await withdraw(database, ref)
  numbers.push(await publications.version())
  // Withdrawn and another published in its place with an older day: count and newest day alone would look the same.
  await publish(database, { name: 'Ben', updatedAt: '2020-01-01T10:00:00Z' })
  numbers.push(await publications.version())
  expect(new Set(numbers).size).toBe(4)
})

test('the list shows the newest first, by country, in pages', async () => {
  for (let at = 0; at < PAGE_SIZE + 1; at++)
    await publish(database, { name: `C${at}`, updatedAt: `2026-11-01T10:00:${10 + at}Z` })
  await publish(database, { name: 'Eman', country: 'EG', updatedAt: '2026-11-02T10:00:00Z' })
  const first = await publications.listPublications({})
  expect([first.count, first.pages, first.lines.length]).toEqual([PAGE_SIZE + 2, 2, PAGE_SIZE])
  expect(first.lines[0]?.name).toBe('Eman')
  expect((await publications.listPublications({ page: 2 })).lines.map(({ name }) => name)).toEqual([
    'C1',
    'C0',
  ])
  expect((await publications.listPublications({ page: 99 })).page).toBe(2)
  expect((await publications.listPublications({ country: 'EG' })).lines.map(({ name }) => name)).toEqual([
    'Eman',
  ])
  expect(await publications.listPublications({ country: 'TT' })).toEqual({
    lines: [],
    count: 0,
    page: 1,
    pages: 1,
  })
})

test('the list finds cases by an event they show, by its year, and by the status they show', async () => {
  await publish(database, {
    name: 'Ana',
    events: ['arrest 2020', 'death 2021'],
    open: { status: { custody: 'held' } },
  })
  await publish(database, { name: 'Ben', events: ['arrest ?'] })
  expect(await names({ event: 'arrest' })).toEqual(['Ana', 'Ben'])
  expect(await names({ event: 'arrest', year: 2020 })).toEqual(['Ana'])
  expect(await names({ event: 'arrest', year: 2021 })).toEqual([])
  expect(await names({ year: 2021 })).toEqual(['Ana'])
  expect(await names({ year: 'unknown' })).toEqual(['Ben'])
  expect(await names({ custody: 'held' })).toEqual(['Ana'])
})

test('a possible or passed death sentence is marked on every line', async () => {
  await publish(database, { name: 'Ana', open: { deathPossible: true } })
  await publish(database, { name: 'Ben', open: { sentence: { kind: 'death' } } })
  await publish(database, { name: 'Cleo', open: { sentence: { kind: 'prison' } } })
  const { lines } = await publications.listPublications({})
  expect(
    lines
      .filter((line) => line.deathPossible)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['Ana', 'Ben'])
  expect(lines.filter((line) => line.deathPassed).map(({ name }) => name)).toEqual(['Ben'])
  expect((await publications.recent()).filter((line) => line.deathPossible)).toHaveLength(2)
})

test('the public role may read no other row of a case, a desk or a member', async () => {
  const closed = [
    'log',
    'entry',
    'part',
    'head',
    'key_grant',
    'access',
    'bundle',
    'case_state',
    'coded_event',
  ]
  for (const table of [...closed, 'desk', 'account', 'membership', 'session', 'invitation']) {
    await expect(asPublic(sql`select * from ${sql.table(table)}`)).rejects.toThrow(
      `permission denied for table ${table}`,
    )
  }
})

test('the public role may not write a publication, nor raise the number of what is open', async () => {
  await expect(asPublic(sql`delete from publication`)).rejects.toThrow(/permission denied/)
  await expect(asPublic(sql`update open_version set number = 0`)).rejects.toThrow(/permission denied/)
})
