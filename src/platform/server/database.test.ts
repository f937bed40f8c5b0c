import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { inTransaction, together, type Actor } from './database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

type Where = { role: string; account: string; desk: string }

const whereAmI = async (as: Actor): Promise<Where | undefined> =>
  inTransaction(database, as, async (transaction) => {
    const found = await sql<Where>`select current_user as role,
      current_setting('amparo.account') as account, current_setting('amparo.desk') as desk`.execute(
      transaction,
    )
    return found.rows[0]
  })

test('a transaction runs in the role of its request and knows account and desk', async () => {
  expect(await whereAmI({ role: 'desk', account: 'ana', desk: 'north' })).toEqual({
    role: 'amparo_app',
    account: 'ana',
    desk: 'north',
  })
  expect(await whereAmI({ role: 'gate' })).toMatchObject({ role: 'amparo_gate', account: '' })
  expect(await whereAmI({ role: 'public' })).toMatchObject({ role: 'amparo_public', desk: '' })
  expect(await whereAmI({ role: 'jobs' })).toMatchObject({ role: 'amparo_jobs' })
  expect(await whereAmI({ role: 'owner' })).toMatchObject({ role: 'amparo_owner' })
})

test('role, account and desk end with the transaction, also with one that fails', async () => {
  const failing = inTransaction(database, { role: 'desk', account: 'ana', desk: 'north' }, async () => {
    throw new Error('the work fails')
  })
  await expect(failing).rejects.toThrow('the work fails')
  const left = await sql<Where>`select current_user as role,
    current_setting('amparo.account', true) as account, current_setting('amparo.desk', true) as desk`.execute(
    database.login,
  )
  expect(left.rows[0]?.role).toBe('amparo_login')
  expect([left.rows[0]?.account || '', left.rows[0]?.desk || '']).toEqual(['', ''])
})

test('outside a transaction the login may read nothing', async () => {
  await expect(sql`select * from amparo.attempt`.execute(database.login)).rejects.toThrow(
    'permission denied for schema amparo',
  )
  await expect(sql`create temporary table mine (a int)`.execute(database.login)).rejects.toThrow(
    'permission denied',
  )
})

test('a desk or the public may not read what only the gate may', async () => {
  for (const as of [{ role: 'public' }, { role: 'desk', account: 'a', desk: 'd' }] as const) {
    const reading = inTransaction(database, as, (transaction) =>
      sql`select * from attempt`.execute(transaction),
    )
    await expect(reading).rejects.toThrow('permission denied for table attempt')
  }
})

test('neither the login nor any role it may step into is a superuser or passes row-level security', async () => {
  const found = await sql<{ count: number }>`select count(*) from pg_roles
    where rolname like 'amparo%' and (rolsuper or rolbypassrls or rolreplication)`.execute(database.owner)
  expect(found.rows[0]?.count).toBe(0)
  await expect(sql`set role amparo_owner`.execute(database.login)).rejects.toThrow('permission denied')
})

test('counts come as numbers, days as text', async () => {
  const found = await sql`select 5::int8 as count, date '2026-11-22' as day`.execute(database.owner)
  expect(found.rows[0]).toEqual({ count: 5, day: '2026-11-22' })
  await expect(sql`select 9007199254740993::int8 as count`.execute(database.owner)).rejects.toThrow('2^53')
})

test('statements sent together see what the ones before them did, and the first that fails ends all', async () => {
  const [set, seen] = await inTransaction(database, { role: 'public' }, (transaction) => {
    const write = sql<{ now: string }>`select set_config('amparo.desk', 'north', true) as now`
    const read = sql<{ now: string }>`select current_setting('amparo.desk') as now`
    return together(
      transaction,
      [write, read].map((query) => ({ compile: () => query.compile(transaction) })),
    )
  })
  expect([set, seen]).toEqual([[{ now: 'north' }], [{ now: 'north' }]])
  const key = Buffer.alloc(32, 9)
  const failing = inTransaction(database, { role: 'gate' }, (transaction) => {
    const write = sql`insert into attempt (key, failures, last_at) values (${key}, 1, now())`
    const queries = [write, sql`select 1 / 0`, write]
    return together(
      transaction,
      queries.map((query) => ({ compile: () => query.compile(transaction) })),
    )
  })
  await expect(failing).rejects.toThrow('division by zero')
  const kept = await inTransaction(database, { role: 'gate' }, (transaction) =>
    sql`select 1 from attempt where key = ${key}`.execute(transaction),
  )
  expect(kept.rows).toEqual([])
})

test('work whose step into the role fails reads nothing', async () => {
  const desk = 'north\0'
  const work = inTransaction(database, { role: 'desk', account: 'ana', desk }, (transaction) =>
    sql`select * from amparo.log`.execute(transaction),
  )
  await expect(work).rejects.toThrow(/invalid byte sequence|current transaction is aborted/)
  expect(await whereAmI({ role: 'public' })).toMatchObject({ role: 'amparo_public', desk: '' })
})
