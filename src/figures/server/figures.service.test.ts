import { afterEach, beforeEach, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { count, openId, publish, withdraw } from '../../../tests/support/open_rows.ts'
import { openPublications } from '#cases/server/publications.service.ts'
import { VERIFIED_LEVEL } from '#kernel/core/vocabulary/sources.ts'
import { type FiguresRoom, openFigures } from './figures.service.ts'

let database: TestDatabase
let figures: FiguresRoom['figures']
let now: number
beforeEach(async () => {
  database = await createTestDatabase()
  now = Date.parse('2026-11-22T12:00:00Z')
  const { version } = openPublications(database)
  figures = openFigures({ database, version, clock: () => new Date(now) }).figures
})
afterEach(() => database.drop())

const arrests = (times: number, more: object = {}) =>
  Array.from({ length: times }, () => ({ type: 'arrest', ...more }))

test('verified events are counted by country, type, year and custody; others are not', async () => {
  await count(database, {
    name: 'Ana',
    custody: 'held',
    events: arrests(6, { verification: VERIFIED_LEVEL }),
  })
  await count(database, { name: 'Ben', events: arrests(9, { verification: VERIFIED_LEVEL - 1 }) })
  const { byCountry, world } = await figures()
  const six = { kind: 'exact', count: 6, published: 0 }
  expect(byCountry).toEqual({ rows: [{ code: 'CO', number: six }], together: null, total: six })
  expect(world.type.rows).toEqual([{ code: 'arrest', number: six }])
  expect(world.year.rows).toEqual([{ code: '2020', number: six }])
  expect(world.custody.rows).toEqual([{ code: 'held', number: six }])
})

test('an unknown year or country is a class of its own', async () => {
  await count(database, { name: 'Ana', events: arrests(6, { year: null, country: null }) })
  const { byCountry, world } = await figures()
  expect(byCountry.rows[0]?.code).toBe('unknown')
  expect(world.year.rows[0]?.code).toBe('unknown')
})

test('an event is public when a live publication shows its type, year and country, and then its number is told', async () => {
  await count(database, { name: 'Ana', events: arrests(2, { country: 'TT' }) })
  await count(database, { name: 'Ben', events: arrests(30) })
  expect((await figures()).byCountry.rows.map(({ code }) => code)).toEqual([])
  await publish(database, {
    name: 'Ana',
    country: 'TT',
    events: ['arrest 2020'],
    open: { status: { custody: 'held' } },
  })
  const shown = await figures()
  expect(shown.byCountry.rows.find(({ code }) => code === 'TT')?.number).toEqual({
    kind: 'exact',
    count: 2,
    published: 2,
  })
  await withdraw(database, openId('Ana'))
  expect((await figures()).byCountry.rows.map(({ code }) => code)).toEqual([])
})

test.each([
  ['another year', { country: 'TT', events: ['arrest 2021'] }],
  ['another type', { country: 'TT', events: ['death 2020'] }],
  ['no country', { country: null, events: ['arrest 2020'] }],
])('a publication that shows %s makes no event public', async (_, shown) => {
  await count(database, { name: 'Ana', events: arrests(6, { country: 'TT' }) })
  await publish(database, { name: 'Ana', ...shown })
  expect((await figures()).byCountry.total).toEqual({ kind: 'exact', count: 6, published: 0 })
})

test('in the count by custody an event is public only when the status is published as it is', async () => {
  await count(database, { name: 'Ana', custody: 'held', events: arrests(6) })
  await publish(database, { name: 'Ana', events: ['arrest 2020'], open: { status: { custody: 'released' } } })
  const { world } = await figures()
  expect(world.type.total.published).toBe(6)
  expect(world.custody.total.published).toBe(0)
})

test('all events are counted again after ten minutes', async () => {
  await count(database, { name: 'Ana', events: arrests(6) })
  await figures()
  await count(database, { name: 'Ben', events: arrests(6) })
  expect((await figures()).byCountry.total.count).toBe(6)
  now += 10 * 60_000
  await figures()
  await expect.poll(async () => (await figures()).byCountry.total.count).toBe(12)
})
