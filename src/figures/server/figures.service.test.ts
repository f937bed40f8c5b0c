import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { count, openId, publish, withdraw } from '../../../tests/support/open_rows.ts'
import { openPublications } from '#cases/server/publications.service.ts'
import { emptyQuery, type Query } from '#figures/core/query.ts'
import { inTransaction } from '#platform/server/database.ts'
import { secret } from '#kernel/core/secret.ts'
import { type Figures, openFigures } from './figures.service.ts'
import { secretOffsets } from './offsets.ts'
import { noOffsets } from '../../../tests/support/counted_facts.ts'
import { refreshFigures } from './refresh.service.ts'

let database: TestDatabase
let figures: Figures
let now: Date
beforeEach(async () => {
  database = await createTestDatabase()
  now = new Date('2026-11-22T12:00:00Z')
  figures = openFigures({ database, version: openPublications(database).version })
})
afterEach(() => database.drop())

const DAY = 24 * 60 * 60_000
const refresh = (early = false) =>
  refreshFigures({ database, clock: () => now, offsets: noOffsets }, { early })
const laterBy = (days: number) => (now = new Date(now.getTime() + days * DAY))
const ask = (query: Partial<Query> = {}) => figures.answer({ ...emptyQuery, ...query })
const numbers = async (query: Partial<Query> = {}) => {
  const { total } = await ask(query)
  return [total.public, total.told]
}

/** So many cases with one event each, from a number on. */
const cases = async (times: number, event: object = {}, from = 0): Promise<void> => {
  for (let at = from; at < from + times; at++)
    await count(database, { name: `case ${at}`, events: [{ type: 'arrest', acts: ['1 D01'], ...event }] })
}

test('unpublished cases are told in fives from the first refresh on, those of lower levels by themselves', async () => {
  await cases(7)
  await cases(9, { verification: 2 }, 100)
  expect(await numbers()).toEqual([0, 0])
  await refresh()
  expect(await numbers()).toEqual([0, 5])
  expect(await numbers({ level: 'CORR' })).toEqual([0, 10])
  expect(await numbers({ unit: 'acts', what: 'D01' })).toEqual([null, 5])
  expect(await numbers({ unit: 'victims', what: 'D' })).toEqual([null, 5])
  expect((await ask({ unit: 'persons', by: 'country' })).rows).toMatchObject([
    { code: 'CO', number: { public: 0, told: 5 } },
  ])
})

test('what is told stays for a week, whatever is written meanwhile', async () => {
  await cases(5)
  await refresh()
  await cases(5, {}, 100)
  laterBy(6.9)
  expect(await refresh()).toMatchObject({ kind: 'not_due' })
  expect(await numbers()).toEqual([0, 5])
  laterBy(0.1)
  expect(await refresh()).toMatchObject({ kind: 'refreshed' })
  expect(await numbers()).toEqual([0, 10])
  expect((await ask()).toldOn).toBe('2026-11-29')
})

test('a refresh that found nothing is followed by a week like any other', async () => {
  await refresh()
  await cases(5)
  laterBy(6.9)
  expect(await refresh()).toMatchObject({ kind: 'not_due' })
  laterBy(0.1)
  expect(await refresh()).toMatchObject({ kind: 'refreshed' })
})

test('two processes do not refresh at the same time', async () => {
  await cases(5)
  const kinds = (await Promise.all([refresh(), refresh()])).map(({ kind }) => kind)
  expect(kinds).toContain('refreshed')
  expect(kinds.filter((kind) => kind === 'refreshed')).toHaveLength(1)
})

test('what a live publication shows counts at once, and no longer once it is withdrawn', async () => {
  await count(database, { name: 'Ana', events: [{ type: 'arrest' }] })
  await publish(database, { name: 'Ana', events: ['arrest 2020'] })
  expect(await numbers()).toEqual([1, 0])
  expect(await numbers({ unit: 'persons' })).toEqual([1, 0])
  await withdraw(database, openId('Ana'))
  expect(await numbers()).toEqual([0, 0])
})

test.each([
  ['another year', { events: ['arrest 2021'] }],
  ['another type', { events: ['death 2020'] }],
  ['no country', { country: null, events: ['arrest 2020'] }],
])('a publication that shows %s makes no event public', async (_, shown) => {
  await count(database, { name: 'Ana', events: [{ type: 'arrest' }] })
  await publish(database, { name: 'Ana', ...shown })
  expect(await numbers()).toEqual([0, 0])
})

test('what was told of is public only from the next refresh on, so that it never counts twice', async () => {
  await cases(5)
  await refresh()
  await publish(database, { name: 'case 0', events: ['arrest 2020'] })
  expect(await numbers()).toEqual([0, 5])
  expect(await numbers({ unit: 'persons' })).toEqual([0, 5])
  laterBy(7)
  await refresh()
  expect(await numbers()).toEqual([1, 0])
  expect(await numbers({ unit: 'persons' })).toEqual([1, 0])
})

test('an event added after a refresh and shown counts at once, its person not yet', async () => {
  await cases(5)
  await refresh()
  await inTransaction(database, { role: 'owner' }, (db) =>
    sql`insert into coded_event (log, entry, desk, type, country, year, verification, seq, recorded)
      select log, ${openId('new')}, desk, 'death', 'CO', 2021, 3, 9, 2021 from coded_event
      where log = ${openId('log case 0')}`.execute(db),
  )
  await publish(database, { name: 'case 0', events: ['death 2021'] })
  expect(await numbers({ what: 'death' })).toEqual([1, 0])
  expect(await numbers({ unit: 'persons' })).toEqual([0, 5])
  expect((await ask({ unit: 'persons', by: 'what' })).rows.map(({ code }) => code)).toEqual(['arrest'])
})

test('linked cases whose pages show the same name are one person', async () => {
  for (const name of ['Ana', 'Anna'])
    await count(database, {
      name,
      events: [{ type: 'arrest' }],
      ...(name === 'Anna' && { sameAs: ['Ana'] }),
    })
  await publish(database, { name: 'Ana', events: ['arrest 2020'] })
  await publish(database, { name: 'Anna', events: ['arrest 2020'], open: { name: 'Ana' } })
  expect(await numbers({ unit: 'persons' })).toEqual([1, 0])
  expect(await numbers()).toEqual([2, 0])
})

test.each([
  ['another name', {}, {}],
  ['a pseudonym', { name: 'Ana', isPseudonym: true }, { name: 'Ana', isPseudonym: true }],
])(
  'linked pages of which one shows %s are two persons, so that no number tells of the link',
  async (_, one, other) => {
    await count(database, { name: 'Ana', events: [{ type: 'arrest' }] })
    await count(database, { name: 'Tulip', events: [{ type: 'arrest' }], sameAs: ['Ana'] })
    await publish(database, { name: 'Ana', events: ['arrest 2020'], open: one })
    await publish(database, { name: 'Tulip', events: ['arrest 2020'], open: other })
    expect(await numbers({ unit: 'persons' })).toEqual([2, 0])
    await refresh()
    expect(await numbers({ unit: 'persons' })).toEqual([2, 0])
  },
)

test('of persons with a public page nothing is told, nor of a case that is linked to one', async () => {
  await cases(5)
  for (let at = 0; at < 5; at++) await publish(database, { name: `case ${at}`, events: [] })
  await count(database, { name: 'again', events: [{ type: 'arrest' }], sameAs: ['case 0'] })
  await cases(4, {}, 100)
  await refresh()
  for (const unit of ['events', 'persons', 'acts', 'victims'] as const)
    expect((await numbers({ unit }))[1]).toBe(0)
  expect(await numbers({ by: 'year', dating: 'recorded' })).toEqual([null, 0])
})

test('that a page is linked to a case which was told of moves no number', async () => {
  await count(database, { name: 'Ana', events: [{ type: 'arrest' }] })
  await publish(database, { name: 'Ana', events: ['arrest 2020'] })
  await cases(5)
  await refresh()
  const before = await numbers({ unit: 'persons' })
  await inTransaction(database, { role: 'owner' }, (db) =>
    sql`update case_state set same_as = array[${openId('log Ana')}] where log = ${openId('log case 0')}`.execute(
      db,
    ),
  )
  expect(await numbers({ unit: 'persons' })).toEqual(before)
})

test('what a label sets aside depends on the key and on the label, and stays', () => {
  const [one, other] = [1, 2].map((byte) => secretOffsets({ pepper: secret(Buffer.alloc(32, byte)) }))
  const labels = Array.from({ length: 200 }, (_, at) => ({
    level: 'VER' as const,
    country: 'CO',
    year: String(1900 + at),
    what: 'arrest',
  }))
  const events = { kind: 'events', dating: 'incident', attempts: false } as const
  const told = labels.map(one!(events))
  expect(labels.map(one!(events))).toEqual(told)
  expect(new Set(told)).toEqual(new Set([0, 1, 2, 3, 4]))
  expect(labels.map(other!(events))).not.toEqual(told)
  expect(labels.map(one!({ ...events, kind: 'persons' }))).not.toEqual(told)
})

const custody = async () => {
  const { rows, total } = await ask({ unit: 'persons', by: 'custody' })
  return [...rows.map(({ code, number }) => [code, number.public, number.told]), [total.public, total.told]]
}

test('custody is public where a live publication shows it, and told in fives of the others', async () => {
  for (let at = 0; at < 6; at++)
    await count(database, { name: `held ${at}`, custody: 'held', events: [{ type: 'arrest' }] })
  for (let at = 0; at < 5; at++)
    await count(database, { name: `out ${at}`, custody: 'released', events: [{ type: 'arrest' }] })
  await publish(database, { name: 'held 0', events: ['arrest 2020'], open: { status: { custody: 'held' } } })
  await refresh()
  expect(await custody()).toEqual([
    ['held', 1, 5],
    ['released', 0, 5],
    [1, 10],
  ])
  await withdraw(database, openId('held 0'))
  expect((await custody())[0]).toEqual(['held', 0, 5])
})

test('a status that a public page shows later counts at once, since nothing else of that person was told', async () => {
  await cases(5)
  await publish(database, { name: 'case 0', events: ['arrest 2020'] })
  await cases(5, {}, 100)
  await refresh()
  expect(await custody()).toEqual([
    ['held', 0, 5],
    [1, 5],
  ])
  await withdraw(database, openId('case 0'))
  const status = { custody: 'held' }
  await publish(database, { name: 'case 0', events: ['arrest 2020'], open: { status } })
  expect((await custody())[0]).toEqual(['held', 1, 5])
  laterBy(7)
  await refresh()
  expect((await custody())[0]).toEqual(['held', 1, 5])
})

test('a status of somebody who was told of counts as public from the next refresh on', async () => {
  await cases(9)
  await refresh()
  await publish(database, { name: 'case 0', events: ['arrest 2020'], open: { status: { custody: 'held' } } })
  expect((await custody())[0]).toEqual(['held', 0, 5])
  laterBy(7)
  await refresh()
  expect((await custody())[0]).toEqual(['held', 1, 5])
})

test('the persons of a linked case that was told of count again in no case that is added later', async () => {
  await cases(5)
  await refresh()
  await count(database, { name: 'new', events: [{ type: 'arrest' }], sameAs: ['case 0'] })
  await publish(database, { name: 'new', events: ['arrest 2020'] })
  expect(await numbers({ unit: 'persons' })).toEqual([0, 5])
})

test('five cases of four persons are not told', async () => {
  await cases(4)
  await count(database, { name: 'again', events: [{ type: 'arrest' }], sameAs: ['case 0'] })
  await refresh()
  expect(await numbers()).toEqual([0, 0])
})

test('a group counts with its size, as a range', async () => {
  await count(database, { name: 'Farmers', holder: 'group', size: [25, 35], events: [{ type: 'arrest' }] })
  await publish(database, { name: 'Farmers', events: ['arrest 2020'] })
  expect((await ask({ unit: 'persons' })).total).toEqual({ public: 25, told: 0, max: 35 })
})

test('a public killing is in the impunity of all when its follow-up is public too', async () => {
  const killing = { type: 'death', acts: ['1 K01'], followUp: 'investigation' }
  await count(database, { name: 'Ana', events: [killing] })
  await count(database, { name: 'Ben', events: [killing] })
  const status = { accountability: 'investigation' }
  await publish(database, { name: 'Ana', events: ['death 2020'], open: { status } })
  await publish(database, { name: 'Ben', events: ['death 2020'] })
  expect((await ask({ measure: 'impunity' })).share).toEqual({ numerator: 1, denominator: 1, unknown: 0 })
})

test('the version of an answer changes with a refresh, a publication and an event that one shows', async () => {
  const versions = [(await ask()).version]
  await cases(5)
  expect((await ask()).version).toBe(versions[0])
  await refresh()
  versions.push((await ask()).version)
  await publish(database, { name: 'case 0', events: ['arrest 2020'] })
  versions.push((await ask()).version)
  await inTransaction(database, { role: 'owner' }, (db) =>
    sql`update coded_event set year = 2021 where log = ${openId('log case 0')}`.execute(db),
  )
  versions.push((await ask()).version)
  expect(new Set(versions).size).toBe(4)
})

test('the table of SDG 16.10.1 comes from what is told', async () => {
  await cases(5, { verification: 4 })
  await refresh()
  const filter = { country: null, from: null, to: null, level: 'VER' } as const
  expect((await figures.sdgTable(filter)).find(({ category }) => category === 'D')).toMatchObject({
    verified: 5,
    documented: 0,
  })
  expect(await figures.sdgLines({ ...filter, country: 'EG' })).toEqual([])
})
