/** All who read what everybody can see read the same: one source of it, and a second account of it in this test. */
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { asSuperuser, findShown, openId, publish, type ShownRow } from '../../../tests/support/open_rows.ts'
import { openPublications } from '#cases/server/publications.service.ts'
import { emptyQuery } from '#figures/core/query.ts'
import { inTransaction, type Writer } from '#platform/server/database.ts'
import { countBehind } from './behind.store.ts'
import { openFigures } from './figures.service.ts'
import { countPublic, countPublicOf, insertSnapshot } from './snapshots.store.ts'

const eventGiven = fc.record({
  type: fc.constantFrom('arrest', 'charge'),
  country: fc.constantFrom('CO', 'CO', 'EG', null),
  year: fc.constantFrom(2020, 2021, null),
  verification: fc.constantFrom(0, 1, 3),
  // Of two written in one entry the ids decide.
  seq: fc.integer({ min: 0, max: 6 }),
})
const caseGiven = fc.record({
  events: fc.array(eventGiven, { minLength: 4, maxLength: 12 }),
  page: fc.option(
    fc.record({
      country: fc.constantFrom('CO', null),
      shows: fc.array(fc.constantFrom('arrest 2020', 'arrest 2021', 'arrest ?', 'charge 2020'), {
        maxLength: 5,
      }),
    }),
  ),
  told: fc.option(fc.record({ through: fc.integer({ min: 0, max: 6 }), person: fc.boolean() })),
})
const given = fc
  .sample(caseGiven, { numRuns: 300, seed: 7 })
  .map((one, at) => ({ ...one, name: `n${at}`, log: openId(`log n${at}`) }))
type Case = (typeof given)[number]

const rowsOf = ({ events, name }: Case) =>
  events.map((event, at) => ({ ...event, entry: openId(`event ${name} ${at}`) }))

/** Of alike events the first written ones, as many as the page shows. */
const seenOf = (one: Case) => {
  const { page } = one
  if (!page) return []
  const left: string[] = [...page.shows]
  return rowsOf(one)
    .filter(({ verification, country }) => verification >= 1 && country === page.country)
    .toSorted((a, b) => a.seq - b.seq || (a.entry < b.entry ? -1 : 1))
    .filter(({ type, year }) => {
      const place = left.indexOf(`${type} ${year ?? '?'}`)
      if (place >= 0) left.splice(place, 1)
      return place >= 0
    })
    .map((event) => ({ ...event, log: one.log }))
}

/** Without what the last refresh told of among the rest. */
const publicOf = (one: Case) =>
  seenOf(one).filter(({ seq }) => one.told?.person !== true || seq > one.told.through)

const aSnapshot = {
  day: '2026-11-22',
  madeAt: new Date('2026-11-22T12:00:00Z'),
  format: 1,
  vocabulary: '2026.1',
  cases: given.filter(({ page }) => page).length,
  told: [],
  hashes: {},
}

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await asSuperuser(database, (client) =>
    client.query(`insert into amparo.desk values ($1, 'Desk', '2026-01-01')`, [openId('desk')]),
  )
  for (const { name, page } of given)
    if (page) await publish(database, { name, country: page.country, events: page.shows })
  await asSuperuser(database, async (client) => {
    for (const one of given) {
      await client.query(
        `insert into amparo.log values ($1, 'case', $2, 0, repeat('h', 43)) on conflict do nothing`,
        [one.log, openId('desk')],
      )
      for (const { entry, type, country, year, verification, seq } of rowsOf(one))
        await client.query(
          `insert into amparo.coded_event (log, entry, desk, type, country, year, verification, seq)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [one.log, entry, openId('desk'), type, country, year, verification, seq],
        )
      if (one.told)
        await client.query('insert into amparo.told_pool values ($1, $2, $3)', [
          one.log,
          one.told.through,
          one.told.person,
        ])
    }
  })
})
afterAll(() => database.drop())

const asJobs = <T>(work: (db: Writer) => Promise<T>): Promise<T> =>
  inTransaction(database, { role: 'jobs' }, work)

type Told = Pick<ShownRow, 'log' | 'type' | 'year' | 'verification' | 'seq'>
const inWords = (rows: readonly Told[]): readonly string[] =>
  rows
    .map(({ log, type, year, verification, seq }) => [log, type, year, verification, seq].join(' '))
    .toSorted()

test('what is kept of public cases is what their publications show', async () => {
  const kept = await findShown(database)
  expect(inWords(kept)).toEqual(inWords(given.flatMap(seenOf)))
  for (const { log, page } of given.filter((one) => one.page))
    for (const row of kept.filter((one) => one.log === log)) expect(row.country).toBe(page!.country)
})

test('numbers, open data and the cases behind a number are made of the same events', async () => {
  const shown = given.flatMap(publicOf)
  const levels = ['', 'REP', 'CORR', 'VER', 'OFF']
  const codes = (rows: typeof shown) =>
    rows.map(({ verification, country, year, type }) => [
      levels[verification],
      country ?? 'unknown',
      String(year ?? 'unknown'),
      type,
    ])
  const figures = openFigures({ database, version: openPublications(database).version })
  const answer = await figures.answer({ ...emptyQuery, level: 'REP' })
  expect(answer.total.public).toBe(shown.length)

  const counted = await asJobs(countPublic)
  expect(
    counted.flatMap(({ codes: one, times }) => Array<string>(times).fill(one.join(' '))).toSorted(),
  ).toEqual(
    codes(shown)
      .map((one) => one.join(' '))
      .toSorted(),
  )
  await asJobs((db) => insertSnapshot(db, aSnapshot))
  expect(await asJobs((db) => countPublicOf(db, aSnapshot.day))).toEqual(expect.arrayContaining([...counted]))

  const behind = (type: string, year: number) =>
    asJobs((db) => countBehind(db, { level: 'REP', killings: false, type, year, from: null, to: null }))
  for (const [type, year] of [
    ['arrest', 2020],
    ['arrest', 2021],
    ['charge', 2020],
  ] as const) {
    const logs = shown.filter((event) => event.type === type && event.year === year).map(({ log }) => log)
    expect(await behind(type, year)).toBe(new Set(logs).size)
  }
  expect(shown.length).toBeGreaterThan(50)
})

test('whatever changes, what is kept is what making it anew gives', async () => {
  const changes = [
    `delete from amparo.publication where ref = any ($1)`,
    `update amparo.publication set events = events[2:] where ref = any ($1)`,
    `update amparo.publication set country = 'EG' where ref = any ($1)`,
    `update amparo.publication set open = open || '{"status": {"custody": "held", "accountability": "none_known"}}'
      where ref = any ($1)`,
    `update amparo.coded_event set follow_up = 'none_known', verification = 4 where log in
      (select log from amparo.publication where ref = any ($1))`,
    `delete from amparo.coded_event where seq = 0 and log in (select log from amparo.publication where ref = any ($1))`,
    `update amparo.coded_event set year = 2021, seq = seq + 9 where year = 2020 and log in
      (select log from amparo.publication where ref = any ($1))`,
  ]
  const refs = given.filter(({ page }) => page).map(({ name }) => openId(name))
  const state = 'select * from amparo.shown_case order by log'
  await asSuperuser(database, async (client) => {
    for (const [at, change] of changes.entries()) {
      await client.query(change, [refs.filter((_, place) => place % changes.length <= at)])
      const kept = (await client.query<{ made: string }>(state)).rows
      const published = await client.query('select log from amparo.publication order by log')
      expect(kept.map((row) => ({ log: (row as unknown as { log: string }).log }))).toEqual(published.rows)
      await client.query('begin')
      await client.query('delete from amparo.shown_case')
      await client.query('select amparo.make_shown_cases(array(select log::text from amparo.publication))')
      const anew = (await client.query<{ made: string }>(state)).rows
      await client.query('rollback')
      const withoutMade = (rows: typeof kept) => rows.map((row) => ({ ...row, made: null }))
      expect(withoutMade(kept)).toEqual(withoutMade(anew))
    }
    await client.query('delete from amparo.publication')
  })
  expect(await findShown(database)).toEqual([])
})
