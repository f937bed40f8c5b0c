/**
 * Our own PostgreSQL: one cluster in a folder, reached by a Unix socket in a private folder and by nothing else.
 *
 * [Note: Life of the cluster] PostgreSQL is started by a shell that leaves a guard behind. The guard reads a pipe
 * whose other end this process holds: when it closes, by `stop()`, by a crash or by SIGKILL, PostgreSQL is shut
 * down. So nothing is left running, whichever way this process ends.
 *
 * [Note: Who may connect] Peer authentication maps the system user of this process, and no other, to the three
 * login roles. There is no password to lose.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
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
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { Client, type ClientConfig } from 'pg'

import { findBinaries, type RunAs } from './postgres.binaries.ts'

/** `postgres` makes databases and roles, `amparo_owner` migrates, `amparo_login` serves requests. */
const loginRoles = ['postgres', 'amparo_owner', 'amparo_login'] as const
export type LoginRole = (typeof loginRoles)[number]

export type EmbeddedPostgres = {
  readonly connection: (role: LoginRole, database?: string) => ClientConfig
  /** Settles when PostgreSQL ends; with the last words it wrote when nobody asked it to. */
  readonly ended: Promise<{ readonly asked: boolean; readonly lastWords: string }>
  readonly stop: () => Promise<void>
}

export type PostgresOptions = {
  /** Made when missing; belongs to PostgreSQL alone. */
  readonly folder: string
  /** False only for tests: a power cut may then lose everything. */
  readonly durable?: boolean
}

/** Starts PostgreSQL in the folder (making the cluster the first time) and answers when it takes connections. */
export const startPostgres = async (options: PostgresOptions): Promise<EmbeddedPostgres> => {
  const { folder, durable = true } = options
  const runAs = prepareFolder(folder)
  await refuseSecondServer(folder)
  const run = makeRunFolder(runAs)
  try {
    const native = findBinaries({ runAs, copyTo: run })
    if (!existsSync(join(folder, 'PG_VERSION'))) makeCluster({ native, folder, runAs, durable })
    refuseOtherVersion(native, folder)
    writeAccessRules(folder, runAs)
    const child = launch({ native, folder, runAs, run, durable })
    const server = superviseServer(child, run)
    await untilReady(folder, child, server)
    const connection = (role: LoginRole, database = 'amparo'): ClientConfig => ({
      host: run,
      user: role,
      database,
    })
    await makeDatabase(connection('postgres', 'postgres'))
    return { connection, ended: server.ended, stop: server.stop }
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

/** Makes the folder and gives it, with what is in it, to the user PostgreSQL will run as. */
const prepareFolder = (folder: string): RunAs => {
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
  const runAs = owner.uid === 0 ? unprivilegedUser() : { uid: owner.uid, gid: owner.gid }
  giveTo(folder, runAs)
  chmodSync(folder, 0o700)
  return runAs
}

/** PostgreSQL refuses to run as root. */
const unprivilegedUser = (): { readonly uid: number; readonly gid: number } => {
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

/** Gives a folder and all in it to PostgreSQL's user; never follows a link. */
export const giveTo = (path: string, owner: { readonly uid: number; readonly gid: number }): void => {
  const found = lstatSync(path)
  if (found.isSymbolicLink()) return
  if (found.uid !== owner.uid) chownSync(path, owner.uid, owner.gid)
  if (found.isDirectory()) for (const name of readdirSync(path)) giveTo(join(path, name), owner)
}

/** A pid file left by a crash is removed; one of a living server is respected. */
export const refuseSecondServer = async (folder: string): Promise<void> => {
  for (let waited = 0; ; waited += 100) {
    const left = readPidFile(folder)
    if (left === undefined) return
    if (!isServing(left.pid, folder)) {
      unlinkSync(join(folder, 'postmaster.pid'))
      return
    }
    // A server whose parent has just died is on its way out.
    if (waited >= (left.state === 'stopping' ? 30_000 : 1_000)) {
      throw new Error(
        `Another Amparo is already running on ${folder} (PostgreSQL process ${left.pid}). ` +
          'Stop that one first, or choose another folder with AMPARO_DATA.',
      )
    }
    await wait(100)
  }
}

type PidFile = { readonly pid: number; readonly socket: string; readonly state: string }

const readPidFile = (folder: string): PidFile | undefined => {
  const path = join(folder, 'postmaster.pid')
  if (!existsSync(path)) return undefined
  const lines = readFileSync(path, 'utf8').split('\n')
  return { pid: Number(lines[0]), socket: lines[4] ?? '', state: (lines[7] ?? '').trim() }
}

/** Pids are used again, in containers at once: ask whether the process is a PostgreSQL of this very folder. */
const isServing = (pid: number, folder: string): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
    } catch {
      return false
    }
  }
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

type Place = {
  readonly native: string
  readonly folder: string
  readonly runAs: RunAs
  readonly durable: boolean
}

/** Under a closed parent folder the unprivileged user can still reach its working folder. Linux only. */
const nameOfFolder = (place: Place): string =>
  place.runAs && process.platform === 'linux' ? '/proc/self/cwd' : place.folder

const makeCluster = (place: Place): void => {
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

/** PGDATA, PGPORT and their like must not reach PostgreSQL, nor must anything secret. */
const quietEnvironment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

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

/** Nothing a member wrote may reach a log: no statements, no parameters, no details of errors. */
const settings = (run: string, durable: boolean): readonly string[] => {
  const safe = durable ? 'on' : 'off'
  return [
    'listen_addresses=',
    `unix_socket_directories=${run}`,
    'unix_socket_permissions=0700',
    `fsync=${safe}`,
    `full_page_writes=${safe}`,
    `synchronous_commit=${safe}`,
    'logging_collector=off',
    'log_destination=stderr',
    'log_statement=none',
    'log_min_messages=fatal',
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    'log_parameter_max_length=0',
    'log_parameter_max_length_on_error=0',
    'jit=off',
    'timezone=UTC',
  ]
}

// See [Note: Life of the cluster]. The guard is orphaned on purpose (the inner parentheses): PostgreSQL must not
// find a child it did not start. Arguments: run folder, program, its arguments.
const guardedStart = `
run=$1; shift; exec 3<&0 </dev/null
( ( trap '' INT TERM HUP; main=$$
    cat <&3 >/dev/null; kill -INT $main
    tries=0
    while kill -0 $main; do
      tries=$((tries + 1)); [ $tries -eq 300 ] && kill -QUIT $main
      sleep 0.1
    done
    rm -rf "$run" ) >/dev/null 2>&1 & )
exec "$@" 3<&-
`

const launch = (place: Place & { readonly run: string }): ChildProcess =>
  spawn(
    '/bin/sh',
    [
      '-c',
      guardedStart,
      'amparo-postgres',
      place.run,
      join(place.native, 'bin', 'postgres'),
      '-D',
      nameOfFolder(place),
      ...settings(place.run, place.durable).flatMap((setting) => ['-c', setting]),
    ],
    // Detached: Ctrl-C goes to this process, which first ends its requests.
    {
      cwd: place.folder,
      ...place.runAs,
      env: quietEnvironment,
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  )

type Server = Pick<EmbeddedPostgres, 'ended' | 'stop'>

const superviseServer = (child: ChildProcess, run: string): Server => {
  let asked = false
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-4096)
  })
  child.stdin?.on('error', () => undefined)
  const ended = new Promise<{ asked: boolean; lastWords: string }>((resolve) => {
    child.once('error', (cause) => resolve({ asked, lastWords: String(cause) }))
    child.once('exit', () => resolve({ asked, lastWords: lastWords.trim() }))
  })
  const stop = async (): Promise<void> => {
    asked = true
    child.stdin?.end()
    // Twice, should somebody have killed the guard.
    child.kill('SIGINT')
    await ended
    rmSync(run, { recursive: true, force: true })
  }
  return { ended, stop }
}

const untilReady = async (folder: string, child: ChildProcess, server: Server): Promise<void> => {
  let end: { readonly lastWords: string } | undefined
  void server.ended.then((words) => (end = words))
  // Recovery after a power cut may take long; the process tells when it gives up.
  for (;;) {
    await wait(10)
    if (end) throw new Error(`PostgreSQL did not start on ${folder}. Its last words: ${end.lastWords}`)
    const found = readPidFile(folder)
    if (found?.pid === child.pid && found?.state === 'ready') return
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
