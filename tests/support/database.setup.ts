/** Once per test run: a cluster in a temporary folder, and a template database with every migration applied. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import type { TestProject } from 'vitest/node'

import { startPostgres } from '../../src/platform/server/postgres.ts'
import { makeTemplate, quickestFolder } from './clusters.ts'

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
  await makeTemplate(server)
  project.provide('postgresHost', String(server.connection('postgres').host))
  project.provide('postgresFolder', join(folder, 'postgres'))
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
