import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import {
  explainOld,
  migrate,
  migrationState,
  oldestPostgres,
  ownMigrations,
  type Migration,
} from './migrate.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  return () => database.drop()
})

const ground = ownMigrations().filter(({ number }) => number === 0)
const first: Migration = { number: 1, name: '0001_first.sql', text: 'create table amparo.first (a int);' }
const second: Migration = { number: 2, name: '0002_second.sql', text: 'create table amparo.second (a int);' }

test('an empty database is brought to this release, and a second run changes nothing', async () => {
  const { owner } = database.address
  expect(await migrationState(owner)).toEqual({ kind: 'empty' })
  const names = ownMigrations().flatMap(({ number, name }) => (number > 0 ? [name] : []))
  expect(await migrate(owner)).toEqual(names)
  expect(await migrate(owner)).toEqual([])
  expect(await migrationState(owner)).toEqual({ kind: 'current', number: Number(names.at(-1)?.slice(0, 4)) })
})

test('two processes that migrate at once do the work once', async () => {
  const { owner } = database.address
  const migrations = [...ground, first]
  const done = await Promise.all([migrate(owner, { migrations }), migrate(owner, { migrations })])
  expect(done.flat()).toEqual(['0001_first.sql'])
})

test('an older database tells what is missing', async () => {
  const { owner } = database.address
  await migrate(owner, { migrations: [...ground, first] })
  expect(await migrationState(owner, [...ground, first, second])).toEqual({
    kind: 'behind',
    number: 1,
    pending: ['0002_second.sql'],
  })
})

test('a newer database is refused', async () => {
  const { owner } = database.address
  await migrate(owner, { migrations: [...ground, first, second] })
  await expect(migrate(owner, { migrations: [...ground, first] })).rejects.toThrow(
    'This database is newer than this Amparo: it holds 0002_second.sql',
  )
})

test('a PostgreSQL that is too old is told so before anything is made in it', () => {
  expect(explainOld(oldestPostgres)).toBeNull()
  expect(explainOld(oldestPostgres - 1)).toBe(
    'This database is PostgreSQL 14, and Amparo needs PostgreSQL 15 or newer.',
  )
})

test('a migration edited after it was applied is refused', async () => {
  const { owner } = database.address
  await migrate(owner, { migrations: [...ground, first] })
  const edited = { ...first, text: `${first.text}\n-- edited` }
  await expect(migrate(owner, { migrations: [...ground, edited] })).rejects.toThrow('0001_first.sql')
})

test('a migration that fails leaves nothing behind', async () => {
  const { owner } = database.address
  const broken: Migration = { number: 2, name: '0002_broken.sql', text: `${second.text} select 1/0;` }
  await expect(migrate(owner, { migrations: [...ground, first, broken] })).rejects.toThrow(
    'The migration 0002_broken.sql failed and nothing of it remains.',
  )
  const found = await sql<{ made: boolean }>`select to_regclass('amparo.second') is not null as made`.execute(
    database.owner,
  )
  expect(found.rows[0]?.made).toBe(false)
  expect(await migrationState(owner, [...ground, first])).toEqual({ kind: 'current', number: 1 })
})

/** Everything that a migration can make: of a catalogue that is the same nothing has stayed. */
const catalogue = async (): Promise<string> => {
  const { rows } = await sql<{ made: string }>`
    select coalesce(string_agg(made, E'\n' order by made), '') as made from (
      select format('%s %s %s', c.relkind, c.relname, c.relrowsecurity) as made
        from pg_class c where c.relnamespace = 'amparo'::regnamespace
      union all select format('column %s.%s %s %s', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull)
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'amparo'::regnamespace and a.attnum > 0 and not a.attisdropped
      union all select format('constraint %s %s', conname, pg_get_constraintdef(oid))
        from pg_constraint where connamespace = 'amparo'::regnamespace
      union all select format('function %s %s', oid::regprocedure, md5(prosrc))
        from pg_proc where pronamespace = 'amparo'::regnamespace
      union all select format('policy %s %s %s', tablename, policyname, qual) from pg_policies where schemaname = 'amparo'
      union all select format('trigger %s %s', tgrelid::regclass, tgname) from pg_trigger where not tgisinternal
      union all select format('grant %s %s %s', table_name, grantee, privilege_type)
        from information_schema.role_table_grants where table_schema = 'amparo'
      union all select format('done %s', number) from amparo.migration
    ) all_of_it`.execute(database.owner)
  return rows[0]?.made ?? ''
}

/** As when the machine dies in the last moment before the commit: all of it has run, nobody has said that it holds. */
const killedAtItsEnd = (migration: Migration): Migration => ({
  ...migration,
  text: `${migration.text}\n;select pg_terminate_backend(pg_backend_pid());`,
})

test('a machine that dies in any migration leaves nothing of it, and the next start goes on', async () => {
  const { owner } = database.address
  const all = ownMigrations()
  const last = all.at(-1)?.number ?? 0
  await migrate(owner, { migrations: all.filter(({ number }) => number === 0) })
  for (const dying of all.filter(({ number }) => number > 0)) {
    const before = await catalogue()
    const until = all.filter(({ number }) => number < dying.number)
    await expect(
      migrate(owner, { migrations: [...until, killedAtItsEnd(dying)] }),
      dying.name,
    ).rejects.toThrow(`The migration ${dying.name} failed and nothing of it remains.`)
    expect(await catalogue(), dying.name).toBe(before)
    expect(await migrate(owner, { migrations: [...until, dying] })).toEqual([dying.name])
  }
  expect(await migrationState(owner)).toEqual({ kind: 'current', number: last })
}, 240_000)

test('the files are numbered without a double', () => {
  const numbers = ownMigrations().map(({ number }) => number)
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('a database that cannot be reached is told in words, without its password', async () => {
  const reaching = migrationState({ connectionString: 'postgres://owner:hunter2@127.0.0.1:1/amparo' })
  await expect(reaching).rejects.toThrow('Is it running, and is DATABASE_URL right?')
  await expect(reaching).rejects.not.toThrow('hunter2')
})
