/** Once per test run: a cluster in a temporary folder, and a template database with every migration applied. */
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Client } from 'pg'
import type { TestProject } from 'vitest/node'

import { migrate } from '../../src/platform/server/migrate.ts'
import { startPostgres } from '../../src/platform/server/postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's PostgreSQL listens. */
    readonly postgresHost: string
    /** Where its files are. */
    readonly postgresFolder: string
  }
}

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = mkdtempSync(join(quickestFolder(), 'amparo-test-'))
  // The command starts some hundred times: half of that would be spent on reading the same sources.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  const server = await startPostgres({ folder: join(folder, 'postgres'), durable: false })
  const superuser = server.connection('postgres', 'postgres')
  const client = new Client(superuser)
  await client.connect()
  await client.query('create database amparo_template owner amparo_owner')
  await client.end()
  await migrate(server.connection('amparo_owner', 'amparo_template'))
  project.provide('postgresHost', String(superuser.host))
  project.provide('postgresFolder', join(folder, 'postgres'))
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the copies of a run take at most, in bytes, with room to spare. */
const ROOM = 4e9

/**
 * In memory where there is room. A copy of the template is 700 files, made and deleted for each test; ext4 looks past
 * every file that was deleted within the last seconds before it makes one, which takes five times as long as the rest.
 */
const quickestFolder = (): string => {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (Math.min(bavail * bsize, process.availableMemory()) > ROOM) return '/dev/shm'
  } catch {
    // Only Linux has that folder.
  }
  return tmpdir()
}
