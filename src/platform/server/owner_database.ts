/** The database of an installation for its operator's own commands: as its owner, without pages, API or members. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

import type { ClientConfig } from 'pg'

import type { Config } from './config.ts'
import { type Database, openDatabase } from './database.ts'
import { explainBehind, migrationState } from './migrate.ts'
import { findRunning, startPostgres } from './postgres.ts'

export type OwnerDatabase = { readonly database: Database; readonly stop: () => Promise<void> }

/** Needs no server secrets and makes nothing: where there is no installation, or one of another release, it says so. */
export const openOwnerDatabase = async (config: Config): Promise<OwnerDatabase> => {
  const source = await openOwner(config)
  try {
    const state = await migrationState(source.owner)
    if (state.kind === 'empty') throw new Error('This database holds no installation of Amparo.')
    if (state.kind === 'behind') throw new Error(explainBehind(state))
  } catch (cause) {
    await source.stop()
    throw cause
  }
  const database = openDatabase({ owner: source.owner, login: source.owner })
  const stop = async (): Promise<void> => {
    await database.close()
    await source.stop()
  }
  return { database, stop }
}

/**
 * For reading beside a running server: its own PostgreSQL where it runs, else one that is started for it. A database of
 * an older release will do, since a backup before an upgrade is wanted.
 */
export const openBeside = async (config: Config): Promise<Owner> => {
  const running = config.databaseUrl === null ? findRunning(join(config.dataFolder, 'postgres')) : null
  const source = running
    ? { owner: running('amparo_owner'), stop: async () => undefined }
    : await openOwner(config)
  try {
    const state = await migrationState(source.owner)
    if (state.kind === 'empty') throw new Error('This database holds no installation of Amparo.')
  } catch (cause) {
    await source.stop()
    throw cause
  }
  return source
}

export type Owner = { readonly owner: ClientConfig; readonly stop: () => Promise<void> }

/** The database of a stopped installation, or the one that is run elsewhere. */
export const openOwner = async ({ databaseUrl, dataFolder }: Config): Promise<Owner> => {
  if (databaseUrl !== null)
    return { owner: { connectionString: databaseUrl.reveal() }, stop: async () => undefined }
  const folder = join(dataFolder, 'postgres')
  if (!existsSync(join(folder, 'PG_VERSION')))
    throw new Error(
      `There is no installation in ${dataFolder}. Say where it is with AMPARO_DATA or DATABASE_URL.`,
    )
  const server = await startPostgres({ folder })
  return { owner: server.connection('amparo_owner'), stop: server.stop }
}
