import { spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { findRunning, giveTo, startPostgres, type EmbeddedPostgres } from './postgres.ts'

let parent: string
let folder: string
let server: EmbeddedPostgres
const asRoot = process.getuid?.() === 0

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'amparo-test-'))
  // As under root's home: nobody else may enter.
  chmodSync(parent, 0o700)
  folder = join(parent, 'postgres')
  server = await startPostgres({ folder })
})
afterAll(async () => {
  await server.stop()
  rmSync(parent, { recursive: true, force: true })
})

const ask = async (from: EmbeddedPostgres, question: string): Promise<unknown> => {
  const client = new Client(from.connection('amparo_owner'))
  await client.connect()
  try {
    const found = await client.query<{ answer: unknown }>(question)
    return found.rows[0]?.answer
  } finally {
    await client.end()
  }
}

const setting = (name: string): Promise<unknown> => ask(server, `select current_setting('${name}') as answer`)

test('it listens on a socket in a private folder and nowhere else', async () => {
  expect(await setting('listen_addresses')).toBe('')
  const host = String(server.connection('amparo_owner').host)
  expect(statSync(host).mode & 0o777).toBe(0o700)
  expect(Buffer.byteLength(join(host, '.s.PGSQL.5432'))).toBeLessThanOrEqual(107)
})

test('what it acknowledges is on the disk, and what it is told is in no log', async () => {
  expect(await setting('fsync')).toBe('on')
  expect(await setting('synchronous_commit')).toBe('on')
  expect(await setting('full_page_writes')).toBe('on')
  expect(await setting('log_statement')).toBe('none')
  expect(await setting('log_error_verbosity')).toBe('terse')
})

test('its files belong to an unprivileged user, and the owner of the database is no superuser', async () => {
  const owner = statSync(folder)
  expect(owner.mode & 0o777).toBe(0o700)
  if (asRoot) expect(owner.uid).not.toBe(0)
  expect(await ask(server, 'select rolsuper as answer from pg_roles where rolname = current_user')).toBe(
    false,
  )
})

test('a second server on the same folder is refused in words', async () => {
  await expect(startPostgres({ folder })).rejects.toThrow(
    /^Another Amparo is already running on .+AMPARO_DATA\.$/,
  )
})

test('a folder of another PostgreSQL version is refused in words', async () => {
  const other = join(parent, 'other')
  mkdirSync(other, { mode: 0o700 })
  writeFileSync(join(other, 'PG_VERSION'), '9\n')
  await expect(startPostgres({ folder: other })).rejects.toThrow('was made by PostgreSQL 9')
})

test('a pid file left by a crash, its number now used by another program, does not hinder', async () => {
  const crashed = join(parent, 'crashed')
  const first = await startPostgres({ folder: crashed, durable: false })
  const pidFile = readFileSync(join(crashed, 'postmaster.pid'), 'utf8')
  await first.stop()
  writeFileSync(join(crashed, 'postmaster.pid'), pidFile.replace(/^\d+/, String(process.pid)))
  const second = await startPostgres({ folder: crashed, durable: false })
  expect(await ask(second, 'select 1 as answer')).toBe(1)
  await second.stop()
})

test('a file that another process makes and takes away hinders no look at the folder', async () => {
  const busy = join(parent, 'busy')
  mkdirSync(busy)
  const child = spawn(process.execPath, ['-e', churning, join(busy, 'postmaster.pid')])
  try {
    await until(() => existsSync(join(busy, 'postmaster.pid')))
    const owner = statSync(busy)
    for (const end = Date.now() + 1_000; Date.now() < end;) {
      giveTo(busy, owner)
      expect(findRunning(busy)).toBeNull()
    }
  } finally {
    child.kill('SIGKILL')
  }
})

const churning = `
  const { rmSync, writeFileSync } = require('node:fs')
  for (;;) { writeFileSync(process.argv[1], '0'); rmSync(process.argv[1]) }
`

test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL', 'crash'] as const)(
  'when the process ends by %s, PostgreSQL ends with it and its socket folder is gone',
  async (ending) => {
    const place = join(parent, `ended-${ending}`)
    const child = startElsewhere(place)
    const said = await firstLine(child)
    const { pid, host } = JSON.parse(said) as { pid: number; host: string }
    expect(isAlive(pid)).toBe(true)
    if (ending === 'crash') child.stdin?.write('crash\n')
    else child.kill(ending)
    await until(() => !isAlive(pid) && !existsSync(host))
  },
)

const program = `
  import { readFileSync } from 'node:fs'
  const { startPostgres } = await import(process.argv[1])
  const folder = process.argv[2]
  const server = await startPostgres({ folder, durable: false })
  const pid = Number(readFileSync(folder + '/postmaster.pid', 'utf8').split('\\n')[0])
  console.log(JSON.stringify({ pid, host: server.connection('postgres').host }))
  process.stdin.once('data', () => { throw new Error('a crash') })
  setInterval(() => undefined, 1000)
`

const startElsewhere = (place: string): ChildProcess =>
  spawn(
    process.execPath,
    ['--input-type=module', '-e', program, new URL('./postgres.ts', import.meta.url).href, place],
    { stdio: ['pipe', 'pipe', 'ignore'], cwd: dirname(place) },
  )

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(String(data)))
    child.once('exit', () => reject(new Error('The program ended before it spoke.')))
  })

/** A zombie has ended: some containers have no process that buries orphans. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const status = `/proc/${pid}/stat`
  return !existsSync(status) || !/\) Z /.test(readFileSync(status, 'utf8'))
}

const until = async (claim: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 100; tries++) {
    if (claim()) return
    await wait(100)
  }
  throw new Error('It did not come true within ten seconds.')
}
