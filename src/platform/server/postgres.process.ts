/**
 * The process of our own PostgreSQL, started and, when it ends unasked, started again.
 *
 * [Note: Life of the cluster] PostgreSQL is started by a shell that leaves a guard behind. The guard reads a pipe
 * whose other end this process holds: when it closes, by `stop()`, by a crash or by SIGKILL, PostgreSQL is shut
 * down. So nothing is left running, whichever way this process ends.
 *
 * [Note: Nobody's hand] A PostgreSQL that was killed, or that ended because its disk was full, is started again for
 * as long as it takes. Meanwhile requests are answered 503 (unavailable.ts).
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import type { RunAs } from './postgres.binaries.ts'

export type Place = {
  readonly native: string
  readonly folder: string
  readonly runAs: RunAs
  /** Of the socket. */
  readonly run: string
  readonly durable: boolean
}

export type Watch = {
  readonly isReady: (pid: number) => boolean
  /** Settles when nothing of an earlier PostgreSQL works on the folder any more. */
  readonly untilFree: () => Promise<void>
  /** Where it is not given, a PostgreSQL that ends stays ended. */
  readonly onLost?: (lastWords: string) => void
}

/** PGDATA, PGPORT and their like must not reach PostgreSQL, nor must anything secret. */
export const quietEnvironment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** Under a closed parent folder the unprivileged user can still reach its working folder. Linux only. */
export const nameOfFolder = ({ runAs, folder }: Pick<Place, 'runAs' | 'folder'>): string =>
  runAs && process.platform === 'linux' ? '/proc/self/cwd' : folder

/** Answers when it takes connections. One that does not even start the first time is an error. */
export const runPostgres = async (
  place: Place,
  watch: Watch,
): Promise<{ readonly stop: () => Promise<void> }> => {
  let stopping = false
  let current = launch(place)
  await untilReady(place.folder, current, watch)

  const keep = async (onLost: NonNullable<Watch['onLost']>): Promise<void> => {
    for (let tries = 0; ; tries++) {
      const words = await current.ended
      if (stopping) return
      onLost(words)
      await wait(Math.min(5_000, 100 * 2 ** tries))
      const again = await watch.untilFree().then(
        () => true,
        () => false,
      )
      if (stopping) return
      if (!again) continue
      const last = current
      remakeFolder(place)
      current = launch(place)
      const started = await untilReady(place.folder, current, watch).then(
        () => true,
        () => false,
      )
      if (started) tries = 0
      // Its guard would else wait for ever. Not before: by now the socket's folder belongs to the new one.
      last.child.stdin?.end()
    }
  }
  if (watch.onLost) void keep(watch.onLost)

  const stop = async (): Promise<void> => {
    stopping = true
    current.child.stdin?.end()
    // Twice, should somebody have killed the guard.
    current.child.kill('SIGINT')
    await current.ended
    rmSync(place.run, { recursive: true, force: true })
  }
  return { stop }
}

/** Should somebody have cleared it away. */
const remakeFolder = ({ run, runAs }: Place): void => {
  if (existsSync(run)) return
  mkdirSync(run, { mode: 0o700 })
  if (runAs) chownSync(run, runAs.uid, runAs.gid)
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
    // After a crash all files are synced first: in one go, or, where the kernel would hide an error, one by one.
    `recovery_init_sync_method=${kernelTellsOfErrors() ? 'syncfs' : 'fsync'}`,
  ]
}

/** Since Linux 5.8 syncfs(2) says that something could not be written. */
const kernelTellsOfErrors = (): boolean => {
  const [major = 0, minor = 0] = release().split('.').map(Number)
  return process.platform === 'linux' && (major > 5 || (major === 5 && minor >= 8))
}

// See [Note: Life of the cluster]. The guard is orphaned on purpose (the inner parentheses): PostgreSQL must not
// find a child it did not start. Arguments: run folder, program, its arguments. The folder belongs to whoever was
// started last in it.
const guardedStart = `
run=$1; shift; exec 3<&0 </dev/null
echo $$ >"$run/main"
( ( trap '' INT TERM HUP; main=$$
    cat <&3 >/dev/null; kill -INT $main
    tries=0
    while kill -0 $main; do
      tries=$((tries + 1)); [ $tries -eq 300 ] && kill -QUIT $main
      sleep 0.1
    done
    [ "$(cat "$run/main")" = "$main" ] && rm -rf "$run" ) >/dev/null 2>&1 & )
exec "$@" 3<&-
`

type Launched = { readonly child: ChildProcess; readonly ended: Promise<string> }

const launch = (place: Place): Launched => {
  const child = spawn(
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
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-4096)
  })
  child.stdin?.on('error', () => undefined)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (cause) => resolve(String(cause)))
    child.once('exit', () => resolve(lastWords.trim()))
  })
  return { child, ended }
}

const untilReady = async (folder: string, { child, ended }: Launched, watch: Watch): Promise<void> => {
  let end: string | undefined
  void ended.then((words) => (end = words))
  // Recovery after a power cut may take long; the process tells when it gives up.
  for (;;) {
    await wait(10)
    if (end !== undefined) throw new Error(`PostgreSQL did not start on ${folder}. Its last words: ${end}`)
    if (child.pid !== undefined && watch.isReady(child.pid)) return
  }
}
