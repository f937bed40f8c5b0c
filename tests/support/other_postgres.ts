/**
 * PostgreSQL of another major version than our own, as an operator runs one: with passwords, reached by DATABASE_URL.
 * Debian and its kin keep each below /usr/lib/postgresql.
 */
import { spawnSync } from 'node:child_process'
import { chownSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Client, type ClientConfig } from 'pg'

import { oldestPostgres } from '../../src/platform/server/migrate.ts'
import { packagedBinaries, type RunAs } from '../../src/platform/server/postgres.binaries.ts'
import { quietEnvironment, runPostgres } from '../../src/platform/server/postgres.process.ts'
import { findRunning, type LoginRole, unprivilegedUser } from '../../src/platform/server/postgres.ts'
import { makeTemplate, quickestFolder } from './clusters.ts'
import type { TestPostgres } from './database.ts'

/** A folder with `bin`. */
export type Native = { readonly native: string; readonly major: number }

/** The oldest that we promise to work with; with a word where there is none, so that what is skipped is seen. */
export const findOtherPostgres = (): Native | null => {
  const own = majorOf(packagedBinaries() ?? '')
  const [oldest] = globSync('/usr/lib/postgresql/*')
    .map((native) => ({ native, major: majorOf(native) ?? 0 }))
    .filter(({ major }) => major >= oldestPostgres && major !== own)
    .toSorted((a, b) => a.major - b.major)
  if (!oldest) console.warn(`There is no other PostgreSQL than ${own} here, so none was tried.`)
  return oldest ?? null
}

const majorOf = (native: string): number | undefined => {
  const said = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    cwd: '/',
    encoding: 'utf8',
  }).stdout
  const number = /\d+/.exec(said ?? '')?.[0]
  return number === undefined ? undefined : Number(number)
}

export type OtherPostgres = TestPostgres & { readonly stop: () => Promise<void> }

const PASSWORD = 'of-the-operator'

/** With the template of the tests, made by its own migrations. */
export const startOtherPostgres = async ({ native }: Native): Promise<OtherPostgres> => {
  const runAs: RunAs = process.getuid?.() === 0 ? unprivilegedUser() : null
  const folder = mkdtempSync(join(quickestFolder(), 'amparo-test-'))
  const run = mkdtempSync(join(tmpdir(), 'amparo-'))
  if (runAs) for (const one of [folder, run]) chownSync(one, runAs.uid, runAs.gid)
  const place = { native, folder, runAs, run, durable: false }
  makeCluster(place)
  const server = await runPostgres(place, {
    isReady: () => findRunning(folder) !== null,
    untilFree: async () => undefined,
  })
  const connection = (user: LoginRole, database = 'amparo'): ClientConfig => ({
    host: run,
    password: PASSWORD,
    user,
    database,
  })
  await makeRoles(connection('postgres', 'postgres'))
  await makeTemplate({ connection }, { loginPassword: PASSWORD })
  const stop = async (): Promise<void> => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { host: run, password: PASSWORD, stop }
}

type Place = { readonly native: string; readonly folder: string; readonly runAs: RunAs }

const makeCluster = ({ native, folder, runAs }: Place): void => {
  const options = ['--username=postgres', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', '--auth=reject']
  const made = spawnSync(join(native, 'bin', 'initdb'), [`--pgdata=${folder}`, ...options], {
    cwd: folder,
    ...runAs,
    encoding: 'utf8',
    env: quietEnvironment,
  })
  if (made.status !== 0) throw new Error(`No cluster in ${folder}: ${made.stderr}`)
  writeFileSync(join(folder, 'pg_hba.conf'), 'local all postgres trust\nlocal all all scram-sha-256\n')
}

/** As docs/operations/install.md tells an operator to. */
const makeRoles = async (config: ClientConfig): Promise<void> => {
  const client = new Client(config)
  await client.connect()
  await client.query(`create role amparo_owner login createrole password '${PASSWORD}'`)
  await client.end()
}
