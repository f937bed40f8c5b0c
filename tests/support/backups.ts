/** Backups of a test's database, and what is in two databases. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll } from 'vitest'

import { leftOut, makeBackup } from '../../src/platform/server/backup.ts'
import { type CheckedBackup, checkBackup } from '../../src/platform/server/backup_file.ts'
import { openBlobs } from '../../src/platform/server/blobs.ts'
import { type Config, parseConfig } from '../../src/platform/server/config.ts'
import { type RestoreGiven, restoreBackup } from '../../src/platform/server/restore.ts'
import { testSecrets, value } from './app.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { asSuperuser } from './open_rows.ts'

/** The secrets of `startTestApp`, as a file. */
export const testSecretsFile = JSON.stringify({
  v: 1,
  pepper: Buffer.alloc(32, 1).toString('base64url'),
  vaultWrap: Buffer.alloc(32, 2).toString('base64url'),
})

const folders: string[] = []
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
/** Gone with the file of tests. */
export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'am-'))
  folders.push(folder)
  return folder
}

export const configOf = (database: TestDatabase, dataFolder: string): Config =>
  value(parseConfig({ DATABASE_URL: database.url, AMPARO_DATA: dataFolder }, { cwd: '/' }))

/** `dataFolder` where there are files of evidence. */
export const backUp = async (
  database: TestDatabase,
  folder: string,
  dataFolder = newFolder(),
): Promise<CheckedBackup> => {
  const blobs = openBlobs(dataFolder)
  const deps = { owner: database.address.owner, secrets: testSecrets, clock: () => new Date(), blobs }
  const made = await makeBackup(deps, folder)
  if (made.kind !== 'made') throw new Error(made.kind)
  return checkBackup(made.path)
}

export const restoreInto = async (
  backup: CheckedBackup,
  given: Partial<RestoreGiven> & { readonly into?: TestDatabase; readonly dataFolder?: string } = {},
): Promise<TestDatabase> => {
  const database = given.into ?? (await createTestDatabase({ empty: true }))
  const how = { secrets: null, replace: false, clock: () => new Date(), ...given }
  await restoreBackup(configOf(database, given.dataFolder ?? newFolder()), backup, how)
  return database
}

export type Rows = Readonly<Record<string, readonly string[]>>

/** Every row of every table that a backup keeps, as PostgreSQL writes it. */
export const rowsOf = (database: TestDatabase): Promise<Rows> =>
  asSuperuser(database, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'amparo'::regnamespace and relkind = 'r' order by 1`,
    )
    const rows: Record<string, readonly string[]> = {}
    for (const { name } of tables.rows) {
      // The number of what is open goes on after a restore.
      if (name in leftOut || name === 'open_version') continue
      const found = await client.query<{ row: string }>(
        `select t::text as row from amparo.${name} t order by 1`,
      )
      rows[name] = found.rows.map(({ row }) => row)
    }
    return rows
  })

/** All that is made of tables but their rows: columns, references, triggers, policies, rights. */
export const shapeOf = (database: TestDatabase): Promise<readonly string[]> =>
  asSuperuser(database, async (client) => {
    const { rows } = await client.query<{ line: string }>(
      `select concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull) as line
         from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace = 'amparo'::regnamespace and a.attnum > 0 and not a.attisdropped
       union all select concat_ws(' ', 'constraint', conname, pg_get_constraintdef(oid), convalidated)
         from pg_constraint where connamespace = 'amparo'::regnamespace
       union all select concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), t.tgenabled)
         from pg_trigger t join pg_class c on c.oid = t.tgrelid
         where c.relnamespace = 'amparo'::regnamespace and not tgisinternal
       union all select concat_ws(' ', 'policy', tablename, policyname, permissive, roles, cmd, qual, with_check)
         from pg_policies where schemaname = 'amparo'
       union all select concat_ws(' ', 'rights', relname, relrowsecurity, relacl) from pg_class
         where relnamespace = 'amparo'::regnamespace and relkind in ('r', 'i')
       union all select concat_ws(' ', 'function', proname, prosrc, proacl) from pg_proc
         where pronamespace = 'amparo'::regnamespace
       order by 1`,
    )
    return rows.map(({ line }) => line)
  })
