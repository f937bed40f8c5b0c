/**
 * A renewal of the server's secrets: the database is brought under them.
 *
 * [Note: One moment for the secrets] All rows change in one transaction, and with them the name of the secrets that they
 * are under. The file has held both the old ones and the new ones since before: see [Note: Only added to]. So a cut at any
 * moment leaves a database that the file fits.
 */
import { join } from 'node:path'

import type { Client } from 'pg'

import { connect } from './backup.ts'
import type { Config } from './config.ts'
import { explainBehind, migrationState } from './migrate.ts'
import { openOwner } from './owner_database.ts'
import { findRunning } from './postgres.ts'
import { addCover, findSecrets, secretsId, secretsNamed, type ServerSecrets } from './secrets.ts'
import { otherSecrets, readSecretsId } from './secrets_id.ts'

/** A row as it is read: bytes, and what it is known by. */
export type Row = Readonly<Record<string, unknown>>

/** What of a table is under the secrets. */
export type RenewedTable = {
  readonly table: string
  /** Columns that say whose it is, where that is sealed with it. */
  readonly by?: readonly string[]
  /** Of a value that is there its next one; null where it does not open, and stays as it is. */
  readonly columns: Readonly<Record<string, (value: Buffer, row: Row) => Buffer | null>>
  /** Rows at once. */
  readonly atOnce?: number
  /** Where none opens, these are not the secrets of this database. */
  readonly vouches?: true
}

export type RenewalStep =
  | { readonly kind: 'added' }
  | { readonly kind: 'changed'; readonly table: string; readonly rows: number }
  | { readonly kind: 'committed' }

export type RenewalDeps = {
  readonly tables: (from: ServerSecrets, to: ServerSecrets) => readonly RenewedTable[]
  readonly clock: () => Date
  readonly tell: (step: RenewalStep) => void
}

export type Renewal = {
  /** How often they have been renewed, this time with it. */
  readonly times: number
  readonly rows: number
  /** Values that none of our secrets opens, and that were left as they are. */
  readonly unopened: number
  /** Whether what they were is gone from the tables' files. */
  readonly cleared: boolean
}

export const renewSecrets = async (config: Config, deps: RenewalDeps): Promise<Renewal> => {
  if (config.databaseUrl === null && findRunning(join(config.dataFolder, 'postgres')) !== null)
    throw new Error(
      `Amparo is running on ${config.dataFolder}. Stop it first; it takes up the new secrets when it starts.`,
    )
  const { owner, stop } = await openOwner(config)
  try {
    const state = await migrationState(owner)
    if (state.kind === 'empty') throw new Error('This database holds no installation of Amparo.')
    if (state.kind === 'behind') throw new Error(explainBehind(state))
    const client = await connect(owner)
    return await renewWith(client, config, deps).finally(() => client.end().catch(() => undefined))
  } finally {
    await stop()
  }
}

/** See [Note: One moment for the secrets]. */
const renewWith = async (client: Client, config: Config, deps: RenewalDeps): Promise<Renewal> => {
  await client.query('begin')
  // The lock of migrations: a server that starts meanwhile waits, and then finds which secrets are the right ones.
  await client.query('select pg_advisory_xact_lock(7266700)')
  await refuseServing(client)
  const before = findSecrets(config.dataFolder)
  if (before === null)
    throw new Error(
      `The server's secrets are not in ${config.dataFolder}. Say where they are with AMPARO_DATA.`,
    )
  const from = secretsNamed(before, await readSecretsId(client))
  if (from === null) throw new Error(otherSecrets)
  const to = addCover(config.dataFolder)
  deps.tell({ kind: 'added' })
  await client.query('set local search_path = amparo, pg_temp')
  const tables = deps.tables(from, to)
  let rows = 0
  let unopened = 0
  for (const table of tables) {
    const done = await renewTable(client, table, deps.tell)
    rows += done.rows
    unopened += done.unopened
  }
  await client.query(
    `insert into secrets_id (id, renewed_at) values ($1, $2)
     on conflict (one) do update set id = excluded.id, renewed_at = excluded.renewed_at`,
    [secretsId(to), deps.clock()],
  )
  // The steward's page tells of no copy until there is one of these.
  await client.query("delete from backup_run where what = 'secrets'")
  if (config.databaseUrl !== null)
    await client.query(`alter role amparo_login password ${client.escapeLiteral(to.loginPassword.reveal())}`)
  await client.query('commit')
  deps.tell({ kind: 'committed' })
  return { times: to.covers.length, rows, unopened, cleared: await clear(client, tables) }
}

/** What rows were lies in a table's files until it is written anew. It holds all the same where there is no room for that. */
const clear = async (client: Client, tables: readonly RenewedTable[]): Promise<boolean> => {
  try {
    for (const { table } of tables) await client.query(`vacuum (full, analyze) amparo."${table}"`)
    return true
  } catch {
    return false
  }
}

const refuseServing = async (client: Client): Promise<void> => {
  const serving = await client.query(
    "select from pg_stat_activity where datname = current_database() and usename = 'amparo_login'",
  )
  if ((serving.rowCount ?? 0) > 0)
    throw new Error(
      'An Amparo is serving this database. Stop every one of them first, then renew the secrets.',
    )
}

const AT_ONCE = 1000

const renewTable = async (
  client: Client,
  { table, by = [], columns, atOnce = AT_ONCE, vouches }: RenewedTable,
  tell: RenewalDeps['tell'],
): Promise<{ readonly rows: number; readonly unopened: number }> => {
  const names = Object.keys(columns)
  const there = names.map((name) => `"${name}" is not null`).join(' or ')
  // Its rows are those of its beginning: what is changed on the way does not come a second time.
  await client.query(
    `declare renewed no scroll cursor for select ctid::text as place, ${[...by, ...names].map((name) => `"${name}"`).join(', ')}
     from "${table}" where ${there}`,
  )
  const change = `update "${table}" as t set ${names.map((name) => `"${name}" = n."${name}"`).join(', ')}
    from unnest($1::tid[], ${names.map((_, at) => `$${at + 2}::bytea[]`).join(', ')})
      as n(place, ${names.map((name) => `"${name}"`).join(', ')}) where t.ctid = n.place`
  let rows = 0
  let unopened = 0
  for (;;) {
    const found = (await client.query<Row>(`fetch ${atOnce} from renewed`)).rows
    if (found.length === 0) break
    const values = names.map((name) =>
      found.map((row) => {
        const value = row[name] as Buffer | null
        if (value === null) return null
        const next = columns[name]!(value, row)
        if (next === null) unopened++
        return next ?? value
      }),
    )
    const changed = await client.query(change, [found.map(({ place }) => place), ...values])
    if (changed.rowCount !== found.length) throw new Error(`Not all rows of ${table} were changed.`)
    rows += found.length
    tell({ kind: 'changed', table, rows })
  }
  await client.query('close renewed')
  if (vouches && rows > 0 && unopened >= rows) throw new Error(otherSecrets)
  return { rows, unopened }
}
