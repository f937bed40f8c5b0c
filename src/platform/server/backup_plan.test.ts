import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { openBlobs } from './blobs.ts'
import { testSecrets } from '../../../tests/support/app.ts'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { asSuperuser } from '../../../tests/support/open_rows.ts'
import { backUpIfDue } from './backup_plan.ts'
import { findBackupState } from './backup_runs.ts'
import { inTransaction } from './database.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'am-'))
  await asSuperuser(database, (client) => client.query('truncate amparo.backup_run'))
})

const hourly = (at: string, plan: { readonly to?: string; readonly keep?: number } = {}): Promise<void> =>
  backUpIfDue(
    {
      owner: database.address.owner,
      database,
      secrets: testSecrets,
      clock: () => new Date(at),
      blobs: openBlobs(folder),
      config: { backup: { to: folder, everyHours: 24, keep: 14, ...plan } },
    },
    () => undefined,
  )
const times = (): readonly string[] =>
  readdirSync(folder)
    .toSorted()
    .map((name) => /-(\d{8}T\d{6}Z)\.backup$/.exec(name)?.[1] ?? name)

test('asked every hour, it makes one a day', async () => {
  for (const hour of ['01T00', '01T01', '01T23', '02T00', '02T23', '03T00'])
    await hourly(`2026-11-${hour}:00:01Z`)
  expect(times()).toEqual(['20261101T000001Z', '20261102T000001Z', '20261103T000001Z'])
})

test('the newest stay, and what is not of this installation is not touched', async () => {
  writeFileSync(join(folder, 'amparo-AAAAAAAA-20200101T000000Z.backup'), 'of another')
  writeFileSync(join(folder, 'letter.txt'), 'of somebody')
  for (const day of ['01', '03', '05', '07']) await hourly(`2026-11-${day}T00:00:00Z`, { keep: 2 })
  expect(times()).toEqual(['20200101T000000Z', '20261105T000000Z', '20261107T000000Z', 'letter.txt'])
})

test('one that failed is tried again after an hour, and nothing older was thrown away for it', async () => {
  await hourly('2026-11-01T00:00:00Z', { keep: 1 })
  await expect(hourly('2026-11-02T00:00:00Z', { to: join(folder, 'gone') })).rejects.toThrow('ENOENT')
  const failed = await inTransaction(database, { role: 'gate' }, findBackupState)
  expect(failed.last?.problem).toBe('not_writable')
  expect(times()).toEqual(['20261101T000000Z'])
  await hourly('2026-11-02T01:00:00Z', { keep: 1 })
  expect(times()).toEqual(['20261102T010000Z'])
})

test('a clock that was set back by a year does not stop backups', async () => {
  await hourly('2026-11-01T00:00:00Z')
  await hourly('2025-11-01T00:00:00Z')
  expect(times()).toHaveLength(2)
})

test('without a folder none is made', async () => {
  const owner = database.address.owner
  const deps = { owner, database, secrets: testSecrets, clock: () => new Date() }
  await backUpIfDue({ ...deps, blobs: openBlobs(folder), config: {} }, () => undefined)
  expect((await inTransaction(database, { role: 'gate' }, findBackupState)).last).toBe(null)
})
