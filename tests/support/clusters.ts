/** Clusters for tests: where they lie, and the template of their databases. */
import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

import { Client } from 'pg'

import { migrate } from '../../src/platform/server/migrate.ts'
import type { EmbeddedPostgres } from '../../src/platform/server/postgres.ts'

/** A database with every migration applied, of which each test has a copy. */
export const makeTemplate = async (
  { connection }: Pick<EmbeddedPostgres, 'connection'>,
  given: { readonly loginPassword?: string } = {},
): Promise<void> => {
  const client = new Client(connection('postgres', 'postgres'))
  await client.connect()
  await client.query('create database amparo_template owner amparo_owner')
  await client.end()
  await migrate(connection('amparo_owner', 'amparo_template'), given)
}

/** What the copies of a run take at most, in bytes, with room to spare. */
const ROOM = 4e9

/**
 * In memory where there is room. A copy of the template is 700 files, made and deleted for each test; ext4 looks past
 * every file that was deleted within the last seconds before it makes one, which takes five times as long as the rest.
 */
export const quickestFolder = (): string => {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (Math.min(bavail * bsize, process.availableMemory()) > ROOM) return '/dev/shm'
  } catch {
    // Only Linux has that folder.
  }
  return tmpdir()
}
