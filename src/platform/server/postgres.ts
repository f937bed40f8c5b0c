/**
 * Our own PostgreSQL: one cluster in a folder, reached by a Unix socket in a private folder and by nothing else.
 *
 * [Note: Who may connect] Peer authentication maps the system user of this process, and no other, to the three
 * login roles. There is no password to lose.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { Client, type ClientConfig } from 'pg'

import { findBinaries, type RunAs } from './postgres.binaries.ts'
import { nameOfFolder, type Place, quietEnvironment, runPostgres } from './postgres.process.ts'
import { readIfThere } from './read_if_there.ts'

/** `postgres` makes databases and roles, `amparo_owner` migrates, `amparo_login` serves requests. */
const loginRoles = ['postgres', 'amparo_owner', 'amparo_login'] as const
export type LoginRole = (typeof loginRoles)[number]

export type EmbeddedPostgres = {
  readonly connection: (role: LoginRole, database?: string) => ClientConfig
  readonly stop: () => Promise<void>
}

export type PostgresOptions = {
  /** Made when missing; belongs to PostgreSQL alone. */
  readonly folder: string
  /** False only for tests: a power cut may then lose everything. */
  readonly durable?: boolean
  /** Told each time that PostgreSQL ends unasked, with the last words it wrote; it is started again. */
  readonly onLost?: (lastWords: string) => void
}

/** Starts PostgreSQL in the folder (making the cluster the first time) and answers when it takes connections. */
export const startPostgres = async (options: PostgresOptions): Promise<EmbeddedPostgres> => {
  const { folder, durable = true } = options
  const runAs = userFor(folder)
  await refuseSecondServer(folder)
  // Not before: one on its way out still takes files out of the folder.
  if (runAs) {
    giveTo(folder, runAs)
    chmodSync(folder, 0o700)
  }
  const run = makeRunFolder(runAs)
  try {
    const native = findBinaries({ runAs, copyTo: run })
    if (!existsSync(join(folder, 'PG_VERSION'))) makeCluster({ native, folder, runAs, durable })
    refuseOtherVersion(native, folder)
    writeAccessRules(folder, runAs)
    const place = { native, folder, runAs, run, durable }
    const server = await runPostgres(place, {
      isReady: (pid) => isReady(folder, pid),
      untilFree: () => refuseSecondServer(folder),
      ...(options.onLost && { onLost: options.onLost }),
    })
    const connection = (role: LoginRole, database = 'amparo'): ClientConfig => ({
      host: run,
      user: role,
      database,
    })
    await makeDatabase(connection('postgres', 'postgres'))
    return { connection, stop: server.stop }
  } catch (cause) {
    rmSync(run, { recursive: true, force: true })
    throw cause
  }
}

/** Where a restore makes its cluster (restore.ts); until it is renamed there is none. */
export const restoringIn = (dataFolder: string): string => join(dataFolder, 'postgres.restoring')

/** The PostgreSQL that serves this folder now, for another process of the same user; null where none does. */
export const findRunning = (folder: string): EmbeddedPostgres['connection'] | null => {
  const left = readPidFile(folder)
  if (left?.state !== 'ready' || !isServing(left.pid, folder)) return null
  return (role, database = 'amparo') => ({ host: left.socket, user: role, database })
}

/** Makes the folder and tells the user that PostgreSQL will run as: null for the one who starts it. */
const userFor = (folder: string): RunAs => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const root = process.getuid?.() === 0
  const owner = statSync(folder)
  if (!root) {
    if (owner.uid === process.getuid?.()) return null
    throw new Error(
      `The database folder ${folder} belongs to another user (uid ${owner.uid}). ` +
        'Start Amparo as that user or as root, or give the folder to the present one (chown -R).',
    )
  }
  return owner.uid === 0 ? unprivilegedUser() : { uid: owner.uid, gid: owner.gid }
}

/** PostgreSQL refuses to run as root. */
export const unprivilegedUser = (): { readonly uid: number; readonly gid: number } => {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new Error(
    'PostgreSQL does not run as root, and /etc/passwd knows neither "postgres" nor "nobody". ' +
      'Start Amparo as an ordinary user.',
  )
}

/** Gives a folder and all in it to PostgreSQL's user; never follows a link. A file may go meanwhile. */
export const giveTo = (path: string, owner: { readonly uid: number; readonly gid: number }): void => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found || found.isSymbolicLink()) return
  if (found.uid !== owner.uid) chownSync(path, owner.uid, owner.gid)
  if (found.isDirectory()) for (const name of readdirSync(path)) giveTo(join(path, name), owner)
}

/**
 * A living server is respected, and one on its way out is waited for. A postmaster that was killed leaves children
 * behind who may be writing still: nothing is started beside them.
 */
export const refuseSecondServer = async (folder: string): Promise<void> => {
  for (let waited = 0; ; waited += 100) {
    const left = readPidFile(folder)
    if (left === undefined) return
    if (!isServing(left.pid, folder)) {
      const orphans = findOrphans(folder)
      if (orphans.length === 0) return forgetPidFile(folder, left.pid)
      // They end by themselves unless a statement, or somebody, holds them.
      if (waited >= 2_000) for (const pid of orphans) signal(pid, 'SIGKILL')
    } else if (waited >= (left.state === 'stopping' ? 30_000 : 1_000)) {
      // A server whose parent has just died is on its way out; this one is not.
      throw new Error(
        `Another Amparo is already running on ${folder} (PostgreSQL process ${left.pid}). ` +
          'Stop that one first, or choose another folder with AMPARO_DATA.',
      )
    }
    await wait(100)
  }
}

/**
 * Only where the number belongs to another program now. Else PostgreSQL reads the file itself and makes sure that
 * nobody uses the memory it names.
 */
const forgetPidFile = (folder: string, pid: number): void => {
  if (signal(pid, 0)) rmSync(join(folder, 'postmaster.pid'), { force: true })
}

/** PostgreSQL's processes on this folder. Linux only; elsewhere PostgreSQL's own check must do. */
const findOrphans = (folder: string): readonly number[] => {
  if (process.platform !== 'linux') return []
  const real = realpathSync(folder)
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && commandOf(pid) === 'postgres' && workingFolderOf(pid) === real)
}

const commandOf = (pid: number): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return undefined
  }
}

const workingFolderOf = (pid: number): string | undefined => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** Whether the process is there. */
const signal = (pid: number, name: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(pid, name)
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

const isReady = (folder: string, pid: number): boolean => {
  const found = readPidFile(folder)
  return found?.pid === pid && found.state === 'ready'
}

type PidFile = { readonly pid: number; readonly socket: string; readonly state: string }

const readPidFile = (folder: string): PidFile | undefined => {
  const path = join(folder, 'postmaster.pid')
  // Whoever may not look into the folder sees none; and PostgreSQL takes it away between any two looks.
  const lines = existsSync(path) ? readIfThere(path)?.split('\n') : undefined
  return lines && { pid: Number(lines[0]), socket: lines[4] ?? '', state: (lines[7] ?? '').trim() }
}

/** Pids are used again, in containers at once: ask whether the process is a PostgreSQL of this very folder. */
const isServing = (pid: number, folder: string): boolean => {
  if (!Number.isInteger(pid) || pid <= 0 || !signal(pid, 0)) return false
  if (process.platform === 'linux') return workingFolderOf(pid) === realpathSync(folder)
  return spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).stdout.includes('postgres')
}

/** A socket's address holds 107 bytes on Linux and 103 on macOS; the file's own name takes 15. */
const longestRunFolder = 88

const makeRunFolder = (runAs: RunAs): string => {
  for (const base of [tmpdir(), '/tmp']) {
    if (Buffer.byteLength(base) + '/amparo-XXXXXX'.length > longestRunFolder) continue
    const run = mkdtempSync(join(base, 'amparo-'))
    if (!runAs) return run
    chownSync(run, runAs.uid, runAs.gid)
    if (spawnSync('test', ['-w', run], { cwd: '/', ...runAs }).status === 0) return run
    rmSync(run, { recursive: true })
  }
  throw new Error(
    `No folder for PostgreSQL's socket: ${tmpdir()} is too long or closed to its user. ` +
      'Set TMPDIR to a short folder that every user may enter, such as /tmp.',
  )
}

const makeCluster = (place: Omit<Place, 'run'>): void => {
  const made = spawnSync(
    join(place.native, 'bin', 'initdb'),
    [
      `--pgdata=${nameOfFolder(place)}`,
      '--username=postgres',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--auth-local=peer',
      '--auth-host=reject',
      '--no-instructions',
      ...(place.durable ? [] : ['--no-sync']),
    ],
    { cwd: place.folder, ...place.runAs, encoding: 'utf8', env: quietEnvironment },
  )
  if (made.status === 0) return
  throw new Error(
    `PostgreSQL could not make its files in ${place.folder}: ${made.stderr.trim() || made.error}. ` +
      'The folder must be empty, writable, and belong to a user that /etc/passwd knows.',
  )
}

const refuseOtherVersion = (native: string, folder: string): void => {
  const found = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  const said = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    cwd: '/',
    encoding: 'utf8',
  }).stdout
  const ours = /\d+/.exec(said)?.[0]
  if (found === ours) return
  throw new Error(
    `The database in ${folder} was made by PostgreSQL ${found}, and this Amparo brings PostgreSQL ${ours}. ` +
      'Start it with the release of Amparo that made it, or make a backup with that release and restore it with this one ' +
      '(docs/operations/backup.md).',
  )
}

// See [Note: Who may connect].
const writeAccessRules = (folder: string, runAs: RunAs): void => {
  const user = userInfo().username
  const rules = {
    'pg_hba.conf': 'local all all peer map=amparo\n',
    'pg_ident.conf': loginRoles.map((role) => `amparo "${user}" ${role}\n`).join(''),
  }
  for (const [name, text] of Object.entries(rules)) {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    if (runAs) chownSync(path, runAs.uid, runAs.gid)
  }
}

/** The owner is no superuser: a fault in a migration or in the application cannot leave its database. */
const makeDatabase = async (config: ClientConfig): Promise<void> => {
  const client = new Client(config)
  await client.connect()
  try {
    const found = await client.query("select 1 from pg_roles where rolname = 'amparo_owner'")
    if (found.rowCount === 0) await client.query('create role amparo_owner login createrole')
    const made = await client.query("select 1 from pg_database where datname = 'amparo'")
    if (made.rowCount === 0) await client.query('create database amparo owner amparo_owner')
  } finally {
    await client.end()
  }
}
