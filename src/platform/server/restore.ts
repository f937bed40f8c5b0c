/**
 * A restore: all of a backup that was checked, in one transaction of an empty database, or nothing.
 *
 * [Note: All or nothing] The schema of the backup's own release is made, its rows are copied, later migrations follow,
 * and one commit ends it; a crash before that leaves the database as it was. A cluster of our own is made beside its
 * place and renamed into it at the very end; while the one beside it is there, `amparo start` refuses.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import type { Client, ClientConfig } from 'pg'

import { connect, nameAndColumns } from './backup.ts'
import { checkFiles, restoreFiles } from './backup_blobs.ts'
import { type BackupTable, type CheckedBackup, damaged, eachPiece, type Piece } from './backup_file.ts'
import { openBlobs } from './blobs.ts'
import type { Config } from './config.ts'
import { copyIn } from './copy.ts'
import { applyWithin, type Migration, ownMigrations, refuseOldPostgres } from './migrate.ts'
import { findRunning, refuseSecondServer, restoringIn, startPostgres } from './postgres.ts'
import { placeSecrets } from './secrets.ts'
import { syncFolder } from './whole_file.ts'

export type RestoreGiven = {
  /** The server's secrets as they go into the data folder; null to restore without them, or where they are there. */
  readonly secrets: string | null
  /** The database then says of none that it is under them, and a start with new ones is not refused. */
  readonly secretsLost?: boolean
  /** What is there already is put aside, not thrown away. */
  readonly replace: boolean
  /** Restores although files of evidence are not beside the backup. */
  readonly withoutFiles?: boolean
  readonly clock: () => Date
  readonly migrations?: readonly Migration[]
}
export type RestoreOutcome = {
  readonly rows: number
  readonly files: number
  readonly putAside: readonly string[]
}

export const restoreBackup = async (
  config: Config,
  backup: CheckedBackup,
  given: RestoreGiven,
): Promise<RestoreOutcome> => {
  if (!given.withoutFiles) await checkFiles(backup)
  return config.databaseUrl === null
    ? intoFolder(config.dataFolder, backup, given)
    : intoDatabase({ connectionString: config.databaseUrl.reveal() }, config, backup, given)
}

/** Asked before the file is read, so that nobody waits for a refusal. */
export const refuseTarget = async (
  config: Config,
  { replace }: { readonly replace: boolean },
): Promise<void> => {
  if (config.databaseUrl !== null) {
    const client = await connectTo({ connectionString: config.databaseUrl.reveal() })
    await refuseUsed(client, replace).finally(() => client.end())
    return
  }
  const place = join(config.dataFolder, 'postgres')
  if (findRunning(place) !== null)
    throw new Error(
      `Amparo is running on ${config.dataFolder}. Stop it first, or choose another folder with AMPARO_DATA.`,
    )
  if (!existsSync(place) || replace) return
  throw new Error(
    `There is an installation in ${config.dataFolder} already. Choose an empty folder with AMPARO_DATA, or put this one ` +
      'aside with --replace.',
  )
}

const intoFolder = async (
  dataFolder: string,
  backup: CheckedBackup,
  given: RestoreGiven,
): Promise<RestoreOutcome> => {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const beside = restoringIn(dataFolder)
  // One that was killed may still be ending.
  await refuseSecondServer(beside)
  rmSync(beside, { recursive: true, force: true })
  const putAside: string[] = []
  const aside = asideIn(dataFolder, given, putAside)
  const filled = await fillCluster(beside, backup, { ...given, dataFolder })
  if (given.secrets !== null) {
    aside('secrets.json')
    placeSecrets(dataFolder, given.secrets)
  }
  placeFiles(dataFolder, aside)
  aside('postgres')
  // See [Note: All or nothing].
  renameSync(beside, join(dataFolder, 'postgres'))
  await syncFolder(dataFolder)
  return { ...filled, putAside }
}

type Aside = (name: string) => void

/** What is there already is kept under another name. */
const asideIn =
  (dataFolder: string, { clock }: RestoreGiven, putAside: string[]): Aside =>
  (name) => {
    const path = join(dataFolder, name)
    if (!existsSync(path)) return
    const kept = `${path}.before-restore-${clock().toISOString().replaceAll(':', '-')}`
    renameSync(path, kept)
    putAside.push(kept)
  }

/** Where files of evidence are put together, and what a restore that was interrupted left there. */
const FILES_BESIDE = 'blobs.restoring'

const placeFiles = (dataFolder: string, aside: Aside): void => {
  aside('blobs')
  if (existsSync(join(dataFolder, FILES_BESIDE)))
    renameSync(join(dataFolder, FILES_BESIDE), join(dataFolder, 'blobs'))
}

type Filled = Omit<RestoreOutcome, 'putAside'>
type Filling = RestoreGiven & {
  readonly dataFolder: string
  /** The last step before it counts. */
  readonly beforeCommit?: () => void
}

const fillCluster = async (folder: string, backup: CheckedBackup, given: Filling): Promise<Filled> => {
  try {
    const server = await startPostgres({ folder })
    return await fill(server.connection('amparo_owner'), backup, given).finally(server.stop)
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    throw cause
  }
}

const intoDatabase = async (
  owner: ClientConfig,
  { dataFolder }: Config,
  backup: CheckedBackup,
  given: RestoreGiven,
): Promise<RestoreOutcome> => {
  const putAside: string[] = []
  const aside = asideIn(dataFolder, given, putAside)
  if (given.secrets !== null) {
    // First: a database without them cannot be entered, while they alone do no harm.
    aside('secrets.json')
    placeSecrets(dataFolder, given.secrets)
  }
  const filled = await fill(owner, backup, {
    ...given,
    dataFolder,
    beforeCommit: () => placeFiles(dataFolder, aside),
  })
  return { ...filled, putAside }
}

const fill = async (owner: ClientConfig, backup: CheckedBackup, given: Filling): Promise<Filled> => {
  const client = await connectTo(owner)
  try {
    await client.query('begin')
    // The lock of migrations: a server that starts meanwhile waits, and finds what is restored.
    await client.query('select pg_advisory_xact_lock(7266700)')
    await refuseUsed(client, given.replace)
    await makeRoom(client, given)
    const rows = await load(client, backup, given.migrations ?? ownMigrations())
    rmSync(join(given.dataFolder, FILES_BESIDE), { recursive: true, force: true })
    const into = openBlobs(given.dataFolder, FILES_BESIDE)
    const files = await restoreFiles(client, { backup, into })
    if (given.secretsLost) await client.query('delete from amparo.secrets_id')
    given.beforeCommit?.()
    await client.query('commit')
    await client.query('analyze')
    return { rows, files }
  } finally {
    await client.end().catch(() => undefined)
  }
}

const connectTo = async (owner: ClientConfig): Promise<Client> => {
  const client = await connect(owner).catch((cause: unknown) => {
    throw new Error('The database does not let us in. Is it running, and is DATABASE_URL right?', { cause })
  })
  try {
    await refuseOldPostgres(client)
    return client
  } catch (cause) {
    await client.end()
    throw cause
  }
}

/** Empty is a database without accounts, desks and logs: what a start makes before anybody has set it up is no loss. */
const refuseUsed = async (client: Client, replace: boolean): Promise<void> => {
  const serving = await client.query(
    "select from pg_stat_activity where datname = current_database() and usename = 'amparo_login'",
  )
  if ((serving.rowCount ?? 0) > 0)
    throw new Error(
      'An Amparo is serving this database. Stop it first, or name an empty one in DATABASE_URL.',
    )
  if (replace || !(await holdsAnything(client))) return
  throw new Error(
    'This database holds an installation already. Name an empty one in DATABASE_URL, or put this one aside with --replace.',
  )
}

const holdsAnything = async (client: Client): Promise<boolean> => {
  for (const table of ['account', 'desk', 'log']) {
    const there = await client.query<{ made: boolean }>('select to_regclass($1) is not null as made', [
      `amparo.${table}`,
    ])
    if (!there.rows[0]?.made) continue
    const found = await client.query(`select from amparo.${table} limit 1`)
    if (found.rowCount) return true
  }
  return false
}

/** The schema that is there goes, or is kept under another name. */
const makeRoom = async (client: Client, { clock }: RestoreGiven): Promise<void> => {
  const there = await client.query("select from pg_namespace where nspname = 'amparo'")
  if (!there.rowCount) return
  if (!(await holdsAnything(client))) {
    await client.query('drop schema amparo cascade')
    return
  }
  const time = clock().toISOString().replaceAll(/\D/g, '').slice(0, 14)
  await client.query(`alter schema amparo rename to amparo_before_${time}`)
}

const load = async (
  client: Client,
  backup: CheckedBackup,
  migrations: readonly Migration[],
): Promise<number> => {
  const { manifest } = backup
  const last = manifest.migrations.at(-1)?.number ?? 0
  for (const migration of migrations.filter(({ number }) => number <= last))
    await applyWithin(client, migration)
  await client.query('set local search_path = amparo, pg_temp')
  const names = manifest.tables.map(({ name }) => `amparo."${name}"`)
  // What guards rows against members is not asked: these rows have passed it. References are checked all the same.
  for (const name of names) await client.query(`alter table ${name} disable trigger user`)
  // Rows that migrations begin with.
  await client.query(`truncate ${names.join(', ')} cascade`)
  const rows = await loadTables(client, backup)
  for (const { name, value } of manifest.sequences)
    await client.query('select setval($1::regclass, greatest($2::bigint, 1), $2::bigint > 0)', [
      `amparo."${name}"`,
      value,
    ])
  await client.query('set constraints all immediate')
  for (const name of names) await client.query(`alter table ${name} enable trigger user`)
  for (const migration of migrations.filter(({ number }) => number > last))
    await applyWithin(client, migration)
  await markAsRestored(client)
  return rows
}

/**
 * Pages that somebody kept must not look fresh: the number that every change raises was higher than in the backup, so
 * it goes on from the seconds of the clock, which no count of changes reaches.
 */
const markAsRestored = async (client: Client): Promise<void> => {
  await client.query(
    'update amparo.open_version set number = greatest(number + 1, extract(epoch from clock_timestamp())::bigint)',
  )
}

const loadTables = async (client: Client, { path, manifest }: CheckedBackup): Promise<number> => {
  const pieces = eachPiece(path)
  try {
    let all = 0
    let held: Piece | null = null
    for (const table of manifest.tables) {
      const hash = createHash('sha256')
      const ofTable = async function* (): AsyncGenerator<Uint8Array> {
        for (;;) {
          held ??= (await pieces.next()).value ?? null
          if (held?.table !== table.name) return
          const { bytes } = held
          held = null
          hash.update(bytes)
          yield bytes
        }
      }
      const rows = await loadTable(client, table, ofTable())
      // It was whole a moment ago; a disk that gives other bytes the second time is not believed.
      if (rows !== table.rows || hash.digest('hex') !== table.sha256)
        throw damaged(path, `tables/${table.name}`)
      all += rows
    }
    return all
  } finally {
    // Closes the file where it was not read to its end.
    await pieces.return(undefined)
  }
}

const loadTable = async (
  client: Client,
  { name, columns }: BackupTable,
  pieces: AsyncIterable<Uint8Array>,
): Promise<number> => {
  try {
    return await copyIn(client, `copy ${nameAndColumns(name, columns)} from stdin`, pieces)
  } catch (cause) {
    throw doNotFit(name, cause)
  }
}

/** Of what PostgreSQL says only its code: its words quote the row. */
const doNotFit = (table: string, cause: unknown): Error => {
  const { code } = cause as { readonly code?: unknown }
  if (typeof code !== 'string') return cause as Error
  return new Error(
    `The rows of "${table}" do not fit the database of their own release (${code}): somebody changed the backup. ` +
      'Nothing was written.',
  )
}
