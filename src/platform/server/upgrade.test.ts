import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { secret } from '#kernel/core/secret.ts'

import type { Config } from './config.ts'
import { openSource } from './installation.ts'
import { ownMigrations, type Migration } from './migrate.ts'
import { goBack, upgrade } from './upgrade.ts'

let config: Config
beforeEach(() => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'amparo-test-'))
  const origin = 'http://localhost:3000'
  config = {
    port: 3000,
    bind: '127.0.0.1',
    dataFolder,
    origin,
    publicOrigin: origin,
    contact: null,
    licence: null,
    databaseUrl: null,
    mail: { smtp: null, from: 'desk@example.org', dkim: null, bounceDomain: null, perSecond: 10 },
    files: { mostOfFile: 2 ** 31, mostOfDesk: 2 ** 40 },
  }
})
afterEach(() => rmSync(config.dataFolder, { recursive: true, force: true }))

const ground = ownMigrations().filter(({ number }) => number === 0)
const first: Migration = { number: 1, name: '0001_first.sql', text: 'create table amparo.first (a text);' }
const second: Migration = { number: 2, name: '0002_second.sql', text: 'drop table amparo.first;' }
const older = { migrations: [...ground, first] }
const newer = { migrations: [...ground, first, second] }

const ask = async (question: string): Promise<unknown> => {
  const source = await openSource(config)
  const client = new Client(source.owner)
  try {
    await client.connect()
    const found = await client.query<{ answer: unknown }>(question)
    return found.rows[0]?.answer
  } finally {
    await client.end()
    await source.stop()
  }
}

test('an upgrade keeps a copy, and going back finds everything as it was and loses nothing', async () => {
  expect(await upgrade(config, older)).toMatchObject({ kind: 'upgraded', copy: null })
  await ask("insert into amparo.first values ('kept') returning a as answer")
  const copy = join(config.dataFolder, 'before-upgrade-1')
  expect(await upgrade(config, newer)).toEqual({ kind: 'upgraded', applied: ['0002_second.sql'], copy })
  expect(await upgrade(config, newer)).toEqual({ kind: 'nothing_to_do' })
  const kept = join(config.dataFolder, 'after-upgrade-1')
  expect(await goBack(config)).toEqual({ restored: copy, kept })
  expect(existsSync(copy)).toBe(false)
  expect(await ask('select a as answer from amparo.first')).toBe('kept')
  expect(await upgrade(config, older)).toEqual({ kind: 'nothing_to_do' })
})

test('an upgrade while Amparo runs is refused', async () => {
  await upgrade(config, older)
  const running = await openSource(config)
  await expect(upgrade(config, newer)).rejects.toThrow('Another Amparo is already running')
  await running.stop()
})

test('without a copy there is no way back, and it says so', async () => {
  await expect(goBack(config)).rejects.toThrow('There is no copy in')
})

test('a database run elsewhere is not gone back by us', async () => {
  const elsewhere = { ...config, databaseUrl: secret('postgres://owner@db/amparo') }
  await expect(goBack(elsewhere)).rejects.toThrow('Put back the backup you made')
})
