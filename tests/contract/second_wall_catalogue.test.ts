/** What the database says of its own tables, views, roles and functions: none stands outside the second wall. */
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { definers } from './second_wall_definers.ts'
import { tables } from './second_wall_tables.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const asOwner = <T>(work: (client: Client) => Promise<T>): Promise<T> => asSuperuser(database, work)

test('every table stands in the list, and has row-level security', async () => {
  const found = await asOwner(async (client) => {
    const { rows } = await client.query<{ name: string; secured: boolean }>(
      `select relname as name, relrowsecurity as secured from pg_class
       where relnamespace = 'amparo'::regnamespace and relkind in ('r', 'p', 'f') order by 1`,
    )
    return rows
  })
  expect(found.map(({ name }) => name)).toEqual(Object.keys(tables).toSorted())
  expect(found.filter(({ secured }) => !secured)).toEqual([])
})

test('views ask as whoever looks through them, and none keeps rows of its own', async () => {
  const found = await asOwner(async (client) => {
    const { rows } = await client.query<{ name: string; kind: string; options: string[] | null }>(
      `select relname as name, relkind as kind, reloptions as options from pg_class
       where relnamespace = 'amparo'::regnamespace and relkind in ('v', 'm')`,
    )
    return rows
  })
  expect(found.filter(({ kind }) => kind === 'm')).toEqual([])
  expect(found.filter(({ options }) => !options?.includes('security_invoker=true'))).toEqual([])
})

test('no role of a request is above the wall', async () => {
  const { rows } = await asOwner((client) =>
    client.query(`select rolname from pg_roles where rolname like 'amparo%' and rolname <> 'amparo_owner'
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`),
  )
  expect(rows).toEqual([])
  const owned = await asOwner((client) =>
    client.query(`select relname from pg_class c join pg_roles r on r.oid = c.relowner
      where relnamespace = 'amparo'::regnamespace and rolname in ('amparo_app', 'amparo_gate', 'amparo_public',
        'amparo_jobs', 'amparo_login')`),
  )
  expect(owned.rows).toEqual([])
})

test('the functions that pass the wall are known, fixed in their search path and closed to all others', async () => {
  const found = await asOwner(async (client) => {
    const { rows } = await client.query<{ name: string; config: string[] | null; callers: string[] }>(
      `select proname as name, proconfig as config, array(select rolname::text from pg_roles r
         where rolname in ('amparo_app', 'amparo_gate', 'amparo_public', 'amparo_jobs', 'amparo_login')
           and has_function_privilege(r.oid, p.oid, 'execute') order by 1) as callers
       from pg_proc p where pronamespace = 'amparo'::regnamespace and prosecdef order by 1`,
    )
    return rows
  })
  expect(Object.fromEntries(found.map(({ name, callers }) => [name, callers]))).toEqual(definers)
  for (const { name, config } of found) expect(config, name).toEqual(['search_path=""'])
})
