/** All who read what everybody can see read the same: one source of it, and a second account of it in this test. */
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { asSuperuser, openId, publish } from '../../../tests/support/open_rows.ts'
import { inTransaction, type Writer } from '#platform/server/database.ts'
import { countBehind } from './behind.store.ts'
import { findEventsBetween, findShownEvents } from './figures.store.ts'
import { findLive } from './snapshots.store.ts'

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
const seenOf = (one: Case): readonly string[] => {
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
    .map(({ entry }) => entry)
}

/** Without what the last refresh told of among the rest. */
const publicOf = (one: Case): readonly string[] => {
  const seen = new Set(seenOf(one))
  const isPublic = (seq: number) => one.told?.person !== true || seq > one.told.through
  return rowsOf(one)
    .filter(({ entry, seq }) => seen.has(entry) && isPublic(seq))
    .map(({ entry }) => entry)
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

test('the refresh sees shown what publications show, a log alone and all logs together', async () => {
  const all = await asJobs((db) => findEventsBetween(db, { from: '', to: '~' }))
  const shown = all.filter(({ shown: is }) => is).map(({ entry }) => entry)
  expect(shown.toSorted()).toEqual(given.flatMap(seenOf).toSorted())
  for (const { log } of given.slice(0, 20))
    expect(await asJobs((db) => findEventsBetween(db, { from: log, to: log }))).toEqual(
      all.filter((event) => event.log === log),
    )
})

test('numbers, open data and the cases behind a number are made of the same events', async () => {
  const expected = given.flatMap(publicOf).toSorted()
  const shown = await asJobs(findShownEvents)
  expect(shown.map(({ entry }) => entry).toSorted()).toEqual(expected)

  const live = await asJobs(findLive)
  const codes = (log: string) =>
    shown
      .filter((event) => event.log === log)
      .map(({ level, country, year, type }) => [level, country ?? 'unknown', String(year ?? 'unknown'), type])
  for (const { name, log, page } of given.filter((one) => one.page))
    expect(live.find(({ ref }) => ref === openId(name))?.counted, `${name} ${page?.country}`).toEqual(
      codes(log),
    )

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
