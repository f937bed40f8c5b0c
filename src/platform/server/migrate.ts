/** Migrations: SQL files in their order, each in one transaction, recorded with its hash. Forward only. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { Client, type ClientConfig } from 'pg'

/** The oldest that was tried (tests/contract/other_postgres.test.ts). */
export const oldestPostgres = 15

export type Migration = { readonly number: number; readonly name: string; readonly text: string }

export type MigrationState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'current'; readonly number: number }
  | { readonly kind: 'behind'; readonly number: number; readonly pending: readonly string[] }

type Applied = { readonly number: number; readonly name: string; readonly hash: Buffer }

/** The files this release brings, the ground (0000) first. */
export const ownMigrations = (): readonly Migration[] => {
  const folder = new URL('./migrations/', import.meta.url)
  return readdirSync(fileURLToPath(folder))
    .filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .toSorted()
    .map((name) => ({
      number: Number(name.slice(0, 4)),
      name,
      text: readFileSync(new URL(name, folder), 'utf8'),
    }))
}

/** What the database holds beside what this release knows; throws where they contradict each other. */
export const migrationState = async (
  owner: ClientConfig,
  migrations = ownMigrations(),
): Promise<MigrationState> =>
  withClient(owner, async (client) => {
    const applied = await readApplied(client)
    const pending = decidePending(applied, migrations)
    const number = applied.at(-1)?.number
    if (number === undefined) return { kind: 'empty' }
    if (pending.length === 0) return { kind: 'current', number }
    return { kind: 'behind', number, pending: pending.map(({ name }) => name) }
  })

export const explainBehind = ({ pending }: Extract<MigrationState, { readonly kind: 'behind' }>): string =>
  `The database was made by an older Amparo and needs ${pending.join(', ')}. ` +
  'Run "amparo upgrade": it keeps a copy to go back to, then upgrades.'

/** Applies what is missing and answers its names. Several processes may call it at once: one works, others wait. */
export const migrate = async (
  owner: ClientConfig,
  given: { readonly loginPassword?: string; readonly migrations?: readonly Migration[] } = {},
): Promise<readonly string[]> => {
  const migrations = given.migrations ?? ownMigrations()
  return withClient(owner, async (client) => {
    // Roles belong to the whole cluster, so the lock is a number all databases of it would use.
    await client.query('select pg_advisory_lock(7266700)')
    decidePending(await readApplied(client), migrations)
    for (const ground of migrations.filter(({ number }) => number === 0)) await client.query(ground.text)
    if (given.loginPassword !== undefined) await setLoginPassword(client, given.loginPassword)
    const pending = decidePending(await readApplied(client), migrations)
    for (const migration of pending) await apply(client, migration)
    return pending.map(({ name }) => name)
  })
}

const withClient = async <T>(config: ClientConfig, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ ...config, application_name: 'amparo migrate' })
  // A database that dies is heard by the query that waits for it; nobody else has to end over it.
  client.on('error', () => undefined)
  await connect(client)
  try {
    await refuseOldPostgres(client)
    await client.query('set search_path = amparo, pg_temp')
    return await work(client)
  } finally {
    await client.end()
  }
}

const connect = async (client: Client): Promise<void> => {
  try {
    await client.connect()
  } catch (cause) {
    throw new Error('The database does not let us in. Is it running, and is DATABASE_URL right?', { cause })
  }
}

/** Else a migration would fail with words that help nobody. */
export const refuseOldPostgres = async (client: Client): Promise<void> => {
  const { rows } = await client.query<{ number: number }>(
    "select current_setting('server_version_num')::int / 10000 as number",
  )
  const old = explainOld(rows[0]?.number ?? 0)
  if (old !== null) throw new Error(old)
}

export const explainOld = (major: number): string | null =>
  major >= oldestPostgres
    ? null
    : `This database is PostgreSQL ${major}, and Amparo needs PostgreSQL ${oldestPostgres} or newer.`

const readApplied = async (client: Client): Promise<readonly Applied[]> => {
  const found = await client.query<{ made: boolean }>(
    "select to_regclass('amparo.migration') is not null as made",
  )
  if (!found.rows[0]?.made) return []
  const applied = await client.query<Applied>(
    'select number, name, hash from amparo.migration order by number',
  )
  return applied.rows
}

const decidePending = (
  applied: readonly Applied[],
  migrations: readonly Migration[],
): readonly Migration[] => {
  const numbered = migrations.filter(({ number }) => number > 0)
  const ownByNumber = new Map(numbered.map((migration) => [migration.number, migration]))
  for (const { number, name, hash } of applied) {
    const own = ownByNumber.get(number)
    if (!own) {
      throw new Error(
        `This database is newer than this Amparo: it holds ${name}, which this release does not know. ` +
          'Start the release that upgraded it, or go back with "amparo upgrade --back".',
      )
    }
    if (!hashOf(own).equals(hash)) {
      throw new Error(
        `The migration ${name} in the database differs from the file ${own.name} of this release. ` +
          'One of the two was changed after it was applied: use an unchanged release of Amparo.',
      )
    }
  }
  const last = applied.at(-1)?.number ?? 0
  return numbered.filter(({ number }) => number > last)
}

const hashOf = (migration: Migration): Buffer => createHash('sha256').update(migration.text).digest()

const setLoginPassword = async (client: Client, password: string): Promise<void> => {
  await client.query(`alter role amparo_login password ${client.escapeLiteral(password)}`)
}

/** In the transaction of the caller. */
export const applyWithin = async (client: Client, migration: Migration): Promise<void> => {
  await client.query(migration.text)
  if (migration.number === 0) return
  await client.query('insert into amparo.migration (number, name, hash) values ($1, $2, $3)', [
    migration.number,
    migration.name,
    hashOf(migration),
  ])
}

const apply = async (client: Client, migration: Migration): Promise<void> => {
  await client.query('begin')
  try {
    await applyWithin(client, migration)
  } catch (cause) {
    // Where the connection is gone, the database has taken it back itself.
    await client.query('rollback').catch(() => undefined)
    throw new Error(`The migration ${migration.name} failed and nothing of it remains.`, { cause })
  }
  try {
    await client.query('commit')
  } catch (cause) {
    throw new Error(
      `Nobody knows whether the migration ${migration.name} holds: the database did not answer. ` +
        'Start again: what holds is kept, and what is missing is done.',
      { cause },
    )
  }
}
