import { createHash } from 'node:crypto'

import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { asSuperuser, count, openId, publish, withdraw } from '../../../tests/support/open_rows.ts'
import { type CountedLabel, openFileNames } from '#figures/core/open_data.ts'
import { inTransaction } from '#platform/server/database.ts'
import { LATEST, openOpenData, type OpenData } from './open_data.service.ts'
import { noOffsets } from '../../../tests/support/counted_facts.ts'
import { refreshFigures } from './refresh.service.ts'

let database: TestDatabase
let now: Date
let told: readonly CountedLabel[]
let openData: OpenData
beforeEach(async () => {
  database = await createTestDatabase()
  now = new Date('2026-11-02T04:00:00Z')
  told = [aLabel]
  openData = openOpenData({ database, clock: () => now, findLabels: async () => told })
})
afterEach(() => database.drop())

const aLabel: CountedLabel = {
  unit: 'events',
  verification: 'VER',
  dating: 'incident',
  country: 'EG',
  year: '2020',
  what: 'arrest',
  public: 0,
  told: 15,
}

const ana = {
  name: 'Ana Secretname',
  country: 'TT',
  events: ['arrest 2020'],
  open: { summary: 'Taken at night', timeline: [{ date: '2020-03', type: 'arrest', text: 'At work' }] },
}

const publishAna = async (): Promise<string> => {
  const ref = await publish(database, ana)
  await count(database, { name: ana.name, events: [{ type: 'arrest', country: 'TT', year: 2020 }] })
  return ref
}

const take = async (day: string) => {
  now = new Date(`${day}T04:00:00Z`)
  const taken = await openData.take()
  if (!taken.ok) throw new Error(JSON.stringify(taken.error))
  return taken.value
}

const text = async (day: string, name: string): Promise<string> =>
  (await openData.file(day, name))?.text ?? ''
const hash = (of: string): string => createHash('sha256').update(of).digest('hex')

test('a snapshot has the hashes of its files, and stays as it was when more is published', async () => {
  await publishAna()
  expect(await take('2026-11-02')).toEqual({ day: '2026-11-02', cases: 1, withdrawn: 0, replaced: 0 })
  await publish(database, { name: 'Later' })
  const snapshot = await openData.snapshot('2026-11-02')
  expect(snapshot?.files.map(({ name }) => name)).toEqual(openFileNames)
  for (const { name, hash: as, madeHash } of snapshot?.files ?? []) {
    expect(as).toBe(madeHash)
    expect(hash(await text('2026-11-02', name))).toBe(as)
    expect(await text('2026-11-02', name)).not.toContain('Later')
  }
  expect(await text('2026-11-02', 'cases.csv')).toContain('Ana Secretname')
  expect(await text('2026-11-02', 'events.csv')).toContain('At work')
  expect(await text('2026-11-02', 'counts.csv')).toContain('events,VER,incident,TT,2020,arrest,1,0,1')
})

test('told numbers stay in a snapshot as they were, and change in the files of now', async () => {
  await take('2026-11-02')
  told = [{ ...aLabel, told: 20 }]
  expect(await text('2026-11-02', 'counts.csv')).toContain('EG,2020,arrest,0,15,15')
  expect(await text(LATEST, 'counts.csv')).toContain('EG,2020,arrest,0,20,20')
})

test('an event that is told of is counted as public from the next refresh on, and never twice', async () => {
  const filed = openOpenData({ database, clock: () => now })
  const line = async () =>
    /^events,VER,incident,TT,2020,arrest,.*$/m.exec((await filed.file(LATEST, 'counts.csv'))!.text)?.[0]
  for (const name of [ana.name, 'B', 'C', 'D', 'E'])
    await count(database, { name, events: [{ type: 'arrest', country: 'TT', year: 2020 }] })
  await refreshFigures({ database, clock: () => now, offsets: noOffsets })
  await publish(database, ana)
  expect(await line()).toBe('events,VER,incident,TT,2020,arrest,0,5,5')
  await refreshFigures({ database, clock: () => now, offsets: noOffsets }, { early: true })
  expect(await line()).toBe('events,VER,incident,TT,2020,arrest,1,0,1')
})

test('a withdrawn case is gone from every snapshot and every file at once, and is counted', async () => {
  const ref = await publishAna()
  await publish(database, { name: 'Stays' })
  const days = ['2026-11-02', '2026-11-09', '2026-11-16']
  for (const day of days) await take(day)
  await withdraw(database, ref)
  for (const day of [...days, LATEST])
    for (const name of openFileNames) {
      const all = await text(day, name)
      for (const trace of ['Ana', 'Taken at night', 'At work', ref, 'TT'])
        expect(all, `${day} ${name} ${trace}`).not.toContain(trace)
    }
  for (const day of days) {
    const snapshot = await openData.snapshot(day)
    expect(snapshot).toMatchObject({ cases: 2, withdrawn: 1, replaced: 0 })
    const changed = snapshot?.files.filter((file) => file.hash !== file.madeHash).map(({ name }) => name)
    expect(changed).toEqual(openFileNames)
    expect(hash(await text(day, 'cases.csv'))).toBe(snapshot?.files[0]?.hash)
    // Codes alone are few enough to try: what the counts were can be compared with nothing any more.
    const forgotten = snapshot?.files.filter(({ madeHash }) => madeHash === null).map(({ name }) => name)
    expect(forgotten).toEqual(['counts.csv', 'counts.json'])
  }
})

test('nothing of a withdrawn case is left in the rows of snapshots', async () => {
  const ref = await publishAna()
  await take('2026-11-02')
  const before = await rowsOf()
  expect(before).toContain(ref)
  expect(before, 'words are never in it').not.toContain('Ana')
  await withdraw(database, ref)
  const after = await rowsOf()
  for (const trace of [ref, 'Ana', 'TT']) expect(after).not.toContain(trace)
})

const rowsOf = (): Promise<string> =>
  asSuperuser(database, async (client) => {
    const { rows } = await client.query<{ all: string }>(
      `select coalesce((select string_agg(s::text, ' ') from amparo.snapshot s), '') || ' ' ||
        coalesce((select string_agg(c::text, ' ') from amparo.snapshot_case c), '') as all`,
    )
    return rows[0]!.all
  })

test('a case replaced by a newer version leaves older snapshots, and is said to be replaced', async () => {
  const ref = await publishAna()
  await take('2026-11-02')
  // As the projection of a case does it: the old row goes and the new one comes in one transaction.
  await asSuperuser(database, async (client) => {
    await client.query('begin')
    const { rows } = await client.query<{ log: string; desk: string }>(
      'delete from amparo.publication where ref = $1 returning log, desk',
      [ref],
    )
    await client.query(
      `insert into amparo.publication values ($1, $2, $3, $4, 'en', 'TT', '{}', $5, '2026-11-05', '2026-11-05T08:00Z')`,
      [ref, rows[0]!.log, openId('newer'), rows[0]!.desk, JSON.stringify({ ref, lang: 'en', name: 'Newer' })],
    )
    await client.query('commit')
  })
  expect(await openData.snapshot('2026-11-02')).toMatchObject({ cases: 1, withdrawn: 0, replaced: 1 })
  expect(await text('2026-11-02', 'cases.csv')).not.toMatch(/Ana|Newer/)
  expect(await text(LATEST, 'cases.csv')).toContain('Newer')
  await withdraw(database, ref)
  expect(await openData.snapshot('2026-11-02')).toMatchObject({ cases: 1, withdrawn: 0, replaced: 1 })
})

test('a second snapshot of one day is refused: what has a hash is not overwritten', async () => {
  await take('2026-11-02')
  expect(await openData.take()).toEqual({
    ok: false,
    error: { kind: 'snapshot_of_today', day: '2026-11-02' },
  })
})

test('a withdrawal in the moment of a snapshot leaves no row behind', async () => {
  const ref = await publishAna()
  // The snapshot has read the case and not ended when the withdrawal comes.
  let withdrawn: Promise<void> | undefined
  const slow = openOpenData({
    database,
    clock: () => now,
    findLabels: async () => {
      withdrawn = withdraw(database, ref)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return told
    },
  })
  await slow.take()
  await withdrawn
  expect(await rowsOf()).not.toContain(ref)
  expect(await openData.snapshot('2026-11-02')).toMatchObject({ cases: 1, withdrawn: 1 })
})

const refreshedAt = (at: string) =>
  asSuperuser(database, async (client) => {
    await client.query('delete from amparo.told_refresh')
    await client.query(`insert into amparo.told_refresh values (true, $1, '2026.1')`, [at])
  })

test('a weekly refresh is followed by one snapshot, and no refresh by none', async () => {
  expect(await openData.takeIfDue()).toBeNull()
  await refreshedAt('2026-11-02T03:00:00Z')
  expect(await openData.takeIfDue()).toMatchObject({ day: '2026-11-02' })
  expect(await openData.takeIfDue()).toBeNull()
  now = new Date('2026-11-09T04:00:00Z')
  expect(await openData.takeIfDue()).toBeNull()
  await refreshedAt('2026-11-09T03:00:00Z')
  expect(await openData.takeIfDue()).toMatchObject({ day: '2026-11-09' })
  expect((await openData.snapshots()).map(({ day }) => day)).toEqual(['2026-11-09', '2026-11-02'])
})

test('of nothing no snapshot is made', async () => {
  told = []
  await asSuperuser(database, (client) =>
    client.query(`insert into amparo.told_refresh values (true, '2026-11-02T03:00:00Z', '2026.1')`),
  )
  expect(await openData.takeIfDue()).toBeNull()
})

test('there is no snapshot of other days, and no file of another name', async () => {
  await take('2026-11-02')
  for (const day of ['2026-11-03', '2026-02-31', 'x', "'; drop table snapshot", '']) {
    expect(await openData.snapshot(day)).toBeNull()
    expect(await openData.file(day, 'cases.csv')).toBeNull()
  }
  for (const name of ['', 'cases', 'cases.xml', '../cases.csv', 'constructor'])
    expect(await openData.file('2026-11-02', name)).toBeNull()
})

test('of a publication only what is published is told, never its log, entry or desk', async () => {
  await publish(database, { name: 'Ana', open: { secret: 'x-secret' } })
  const all = (await Promise.all(openFileNames.map((name) => text(LATEST, name)))).join('\n')
  for (const inner of [openId('log Ana'), openId('entry Ana'), openId('desk'), 'x-secret'])
    expect(all).not.toContain(inner)
})

test('the public may read what is in a snapshot, and change nothing of it', async () => {
  await publishAna()
  await take('2026-11-02')
  const tries = [
    'delete from snapshot',
    'delete from snapshot_case',
    `update snapshot set hashes = '{}'`,
    `insert into snapshot_case values ('2026-11-02', '${openId('x')}', now(), '[]')`,
    'select hold_open_version()',
  ]
  for (const role of ['public', 'gate'] as const)
    for (const one of tries)
      await expect(inTransaction(database, { role }, (db) => sql.raw(one).execute(db))).rejects.toThrow(
        'permission denied',
      )
})

test('a file says the second after which nothing has changed, and a withdrawal is a change', async () => {
  const settled = async (): Promise<Date> => {
    for (;;) {
      const at = (await openData.file('2026-11-02', 'cases.csv'))?.changedAt
      if (at) return at
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const ref = await publishAna()
  await take('2026-11-02')
  expect((await openData.file('2026-11-02', 'cases.csv'))?.changedAt).toBeNull()
  const before = await settled()
  expect(before.getTime() % 1000).toBe(0)
  await withdraw(database, ref)
  expect((await settled()).getTime()).toBeGreaterThan(before.getTime())
})
