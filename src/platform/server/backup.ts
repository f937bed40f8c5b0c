/**
 * A backup of a running installation: every table as it stood in one moment, read by COPY as the owner, written to a
 * file that bears its name only when it is whole, on the disk, and was read back.
 *
 * [Note: One moment] All tables are read in one repeatable-read transaction: PostgreSQL shows it the database as of
 * its first statement, however long it takes and whatever is written meanwhile. So an entry is never there without
 * its parts, nor a tip without its entry. Nobody waits for it but an upgrade.
 */
import { createHash } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'

import { Client, type ClientConfig } from 'pg'

import {
  type BackupManifest,
  type BackupTable,
  checkBackup,
  FIRST,
  firstOf,
  FORMAT,
  jsonOf,
  MANIFEST,
  pieceName,
  SEAL,
  VERSION,
} from './backup_file.ts'
import { copyFiles, findStored, keepNamedFiles } from './backup_blobs.ts'
import { type BackupProblem, recordRun } from './backup_runs.ts'
import type { Blobs } from './blobs.ts'
import { copyOut } from './copy.ts'
import { renewedKey } from './covers.ts'
import { firstId, secretsId, secretsNamed, type ServerSecrets } from './secrets.ts'
import { otherSecrets, readSecretsId } from './secrets_id.ts'
import { stampsFor } from './stamp.ts'
import { tarEnd, tarOf } from './tar.ts'
import { type Put, UNFINISHED, writeWhole } from './whole_file.ts'

/** Tables whose rows are not kept, and why. A new table is kept unless it stands here. */
export const leftOut: Readonly<Record<string, string>> = {
  migration: 'made again by the migrations themselves',
  session: 'a restore ends every session: a stolen cookie must not come back to life',
  attempt: 'counts of tries, minutes old',
  challenge: 'what was asked minutes ago',
  reopening: 'goes with its session',
  calendar_feed: 'a link that was ended since would lead to its days again',
  mail: 'what was sent since would be sent a second time; it is sealed under secrets that a backup leaves out, too',
  mail_pace: 'of letters that are not there any more',
  mail_line: 'of the mail server at that time',
  backup_run: 'of the server that made the backup, not of the one that is restored',
}

/** Held by a process while it makes a backup, so that no two do. */
const BACKUP_LOCK = 7_266_701

export type BackupDeps = {
  readonly owner: ClientConfig
  /** Null where the server's secrets are lost: the backup then tells of none. */
  readonly secrets: ServerSecrets | null
  readonly clock: () => Date
  /** Files of evidence. */
  readonly blobs: Blobs
}
export type BackupOutcome =
  | {
      readonly kind: 'made'
      readonly path: string
      readonly bytes: number
      readonly rows: number
      readonly files: number
      /** Files that are not on the disk any more, or not as they were. */
      readonly lost: number
    }
  | { readonly kind: 'elsewhere' }

/** See [Note: One moment]. What fails is recorded for the steward, if the database still takes it, and thrown. */
export const makeBackup = async (deps: BackupDeps, folder: string): Promise<BackupOutcome> => {
  const client = await connect(deps.owner)
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
      BACKUP_LOCK,
    ])
    if (!rows[0]?.held) return { kind: 'elsewhere' }
    return await tryBackup(client, deps, folder)
  } finally {
    await client.end().catch(() => undefined)
  }
}

const tryBackup = async (client: Client, deps: BackupDeps, folder: string): Promise<BackupOutcome> => {
  const startedAt = deps.clock()
  const run = (more: { readonly bytes: number } | { readonly problem: BackupProblem }) =>
    recordRun(deps.owner, { what: 'backup', startedAt, endedAt: deps.clock(), ...more })
  try {
    const path = join(folder, nameOf(startedAt, deps.secrets))
    await refuseTaken(path, folder)
    let lost = 0
    await writeWhole(path, async (put) => {
      lost = await writeBackup(client, { ...deps, at: startedAt, path }, put)
    })
    const { manifest, bytes } = await checkBackup(path)
    await run({ bytes })
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    return { kind: 'made', path, bytes, rows, files: manifest.files?.length ?? 0, lost }
  } catch (cause) {
    await run({ problem: problemOf(cause) }).catch(() => undefined)
    throw cause
  }
}

const problemOf = (cause: unknown): BackupProblem => {
  const code = (cause as NodeJS.ErrnoException | null)?.code ?? ''
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return 'no_space'
  return ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST'].includes(code) ? 'not_writable' : 'fault'
}

/** Of all backups in a folder it says whose they are, and their names stand in the order of their times. */
const nameOf = (at: Date, secrets: ServerSecrets | null): string => {
  const time = at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')
  return `amparo-${prefixOf(secrets)}-${time}.backup`
}
const prefixOf = (secrets: ServerSecrets | null): string =>
  secrets === null ? 'unknown0' : firstId(secrets).slice(0, 8)

const refuseTaken = async (path: string, folder: string): Promise<void> => {
  const names = await readdir(folder)
  // What a crash left behind. Nobody else writes ours now: the lock is held.
  const own = path.slice(folder.length + 1, -'00000000T000000Z.backup'.length)
  for (const name of names)
    if (name.startsWith(own) && name.endsWith(UNFINISHED)) await rm(join(folder, name))
  if (!names.includes(path.slice(folder.length + 1))) return
  throw Object.assign(new Error(`${path} is there already; a backup is never overwritten.`), {
    code: 'EEXIST',
  })
}

type Writing = BackupDeps & { readonly at: Date; readonly path: string }

/** Answers how many files of evidence are lost. */
const writeBackup = async (
  client: Client,
  { secrets, at, path, blobs }: Writing,
  put: Put,
): Promise<number> => {
  await client.query('begin transaction isolation level repeatable read read only')
  await client.query('set local search_path = amparo, pg_temp')
  if (secrets && secretsNamed(secrets, await readSecretsId(client))?.covers.length !== secrets.covers.length)
    throw new Error(otherSecrets)
  const said = await whatStands(client, at)
  const put1 = (name: string, bytes: Uint8Array): Promise<void> => put(tarOf({ path: name, bytes }, at))
  const begun = { ...said, secrets: secrets && secretsId(secrets), tables: [] }
  await put1(FIRST, jsonOf(firstOf(begun)))
  const tables: BackupTable[] = []
  for (const table of said.tables) tables.push(await writeTable(client, table, put1))
  const stored = await findStored(client)
  await client.query('commit')
  const { files, lost } = await copyFiles(client, { path, blobs, stored })
  const manifest = jsonOf({ ...begun, tables, files: [...files] } satisfies BackupManifest)
  await put1(MANIFEST, manifest)
  const stamp = secrets && backupStamps(secrets).give(manifest.toString())
  await put1(SEAL, jsonOf({ sha256: sha256(manifest), stamp }))
  await put(tarEnd())
  return lost
}

/** By it a server knows the manifest, and with it every row, for one that it made itself. */
export const backupStamps = ({ pepper, covers }: ServerSecrets) =>
  stampsFor<string>(renewedKey(pepper, covers), 'backup')

const writeTable = async (
  client: Client,
  { name, columns }: Pick<BackupTable, 'name' | 'columns'>,
  put: (path: string, bytes: Uint8Array) => Promise<void>,
): Promise<BackupTable> => {
  const hash = createHash('sha256')
  let bytes = 0
  let pieces = 0
  const rows = await copyOut(client, `copy ${nameAndColumns(name, columns)} to stdout`, async (piece) => {
    hash.update(piece)
    bytes += piece.length
    await put(pieceName(name, pieces), piece)
    pieces++
  })
  return { name, columns: [...columns], rows, bytes, sha256: hash.digest('hex') }
}

/** Names of the schema need quotes where they are words of SQL (`on`). */
export const nameAndColumns = (name: string, columns: readonly string[]): string =>
  `amparo."${name}" (${columns.map((column) => `"${column}"`).join(', ')})`

type Standing = Omit<BackupManifest, 'tables' | 'secrets'> & {
  readonly tables: readonly Pick<BackupTable, 'name' | 'columns'>[]
}

const whatStands = async (client: Client, at: Date): Promise<Standing> => {
  const applied = await client.query<{ number: number; name: string; sha256: string }>(
    "select number, name, encode(hash, 'hex') as sha256 from amparo.migration order by number",
  )
  const about = await client.query<{ postgres: string; position: string | null }>(
    `select current_setting('server_version') as postgres,
       case when pg_is_in_recovery() then null else pg_current_wal_lsn()::text end as position`,
  )
  const sequences = await client.query<{ name: string; value: string }>(
    `select sequencename as name, coalesce(last_value, 0) as value from pg_sequences where schemaname = 'amparo'
     order by sequencename`,
  )
  return {
    format: FORMAT,
    v: VERSION,
    release: ownRelease(),
    madeAt: at.toISOString(),
    postgres: about.rows[0]?.postgres ?? '',
    position: about.rows[0]?.position ?? null,
    migrations: applied.rows,
    tables: await tablesInOrder(client),
    sequences: sequences.rows.map(({ name, value }) => ({ name, value: Number(value) })),
    leftOut: Object.keys(leftOut).toSorted(),
  }
}

/** Whom a table refers to stands before it, so that a restore can check each reference as it comes. */
export const tablesInOrder = async (
  client: Client,
): Promise<readonly Pick<BackupTable, 'name' | 'columns'>[]> => {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(
    `select c.relname as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
             and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select distinct r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
             where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
     from pg_class c where c.relnamespace = 'amparo'::regnamespace and c.relkind = 'r' order by c.relname`,
  )
  const waiting = new Map(rows.filter(({ name }) => !(name in leftOut)).map((row) => [row.name, row]))
  const inOrder: Pick<BackupTable, 'name' | 'columns'>[] = []
  while (waiting.size > 0) {
    const next = [...waiting.values()].find(({ needs }) => needs.every((need) => !waiting.has(need)))
    if (!next) throw new TypeError(`These tables refer to each other: ${[...waiting.keys()].join(', ')}`)
    inOrder.push({ name: next.name, columns: next.columns })
    waiting.delete(next.name)
  }
  return inOrder
}

const ownRelease = (): string => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export const connect = async (owner: ClientConfig): Promise<Client> => {
  const client = new Client({ ...owner, application_name: 'amparo backup' })
  // A connection that breaks is told by the statement that it breaks.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** Backups of this installation that a folder holds, the oldest first. */
const backupsIn = async (folder: string, secrets: ServerSecrets): Promise<readonly string[]> => {
  const own = new RegExp(`^amparo-${prefixOf(secrets)}-\\d{8}T\\d{6}Z\\.backup$`)
  return (await readdir(folder)).filter((name) => own.test(name)).toSorted()
}

/** Throws away all but the newest; never what it does not know by its name. */
export const keepNewest = async (folder: string, secrets: ServerSecrets, keep: number): Promise<void> => {
  const names = await backupsIn(folder, secrets)
  for (const name of names.slice(0, -keep)) await rm(join(folder, name))
  await keepNamedFiles(folder, names.slice(-keep))
}
