import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'kysely'
import type { ClientConfig } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { secret } from '#kernel/core/secret.ts'

import { createTestDatabase } from '../../../tests/support/database.ts'
import { type Config, parseConfig } from './config.ts'
import { inTransaction } from './database.ts'
import { migrate, ownMigrations } from './migrate.ts'
import { openOwnerDatabase } from './owner_database.ts'
import { startPostgres } from './postgres.ts'

let config: Config
beforeEach(() => {
  const parsed = parseConfig({ AMPARO_DATA: mkdtempSync(join(tmpdir(), 'amparo-test-')) }, { cwd: '/' })
  if (!parsed.ok) throw new Error('settings')
  config = parsed.value
})
afterEach(() => rmSync(config.dataFolder, { recursive: true, force: true }))

test('an installation that is stopped opens as its owner; while it runs it is refused in words', async () => {
  const server = await startPostgres({ folder: join(config.dataFolder, 'postgres'), durable: false })
  await migrate(server.connection('amparo_owner'))
  await expect(openOwnerDatabase(config)).rejects.toThrow('Another Amparo is already running on')
  await server.stop()
  const { database, stop } = await openOwnerDatabase(config)
  const found = await inTransaction(database, { role: 'owner' }, (db) =>
    sql<{ name: string }>`select current_user as name`.execute(db),
  )
  expect(found.rows).toEqual([{ name: 'amparo_owner' }])
  await stop()
  expect(existsSync(join(config.dataFolder, 'postgres', 'postmaster.pid'))).toBe(false)
  expect(existsSync(join(config.dataFolder, 'secrets.json'))).toBe(false)
})

test('where there is no installation none is made', async () => {
  await expect(openOwnerDatabase(config)).rejects.toThrow('There is no installation in')
  expect(existsSync(join(config.dataFolder, 'postgres'))).toBe(false)
})

const elsewhere = (address: ClientConfig): Config => {
  const url = `postgres://amparo_owner@localhost/${address.database}?host=${encodeURIComponent(String(address.host))}`
  return { ...config, databaseUrl: secret(url) }
}

test('an empty database and one of an older release are told apart and refused', async () => {
  const empty = await createTestDatabase({ empty: true })
  await expect(openOwnerDatabase(elsewhere(empty.superuser))).rejects.toThrow('holds no installation')
  await migrate(empty.address.owner, { migrations: ownMigrations().slice(0, 2) })
  await expect(openOwnerDatabase(elsewhere(empty.superuser))).rejects.toThrow('Run "amparo upgrade"')
  await empty.drop()
})
