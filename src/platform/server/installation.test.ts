import { createServer, type AddressInfo } from 'node:net'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { openBlobs } from './blobs.ts'
import { secret } from '#kernel/core/secret.ts'

import { createTestDatabase } from '../../../tests/support/database.ts'
import { inTransaction } from './database.ts'
import { startInstallation, type InstallationOptions, type OpenRooms } from './installation.ts'

let folder: string
let options: InstallationOptions
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amparo-test-'))
  const buildFolder = join(folder, 'build')
  mkdirSync(buildFolder)
  writeFileSync(
    join(buildFolder, 'handler.js'),
    'export const handler = (request, response) => request.services.organisation.name().then((name) => response.end(name))',
  )
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const dataFolder = join(folder, 'data')
  options = {
    config: {
      port,
      bind: '127.0.0.1',
      dataFolder,
      origin,
      publicOrigin: origin,
      contact: null,
      licence: null,
      databaseUrl: null,
      mail: { smtp: null, from: 'desk@example.org', dkim: null, bounceDomain: null, perSecond: 10 },
      files: { mostOfFile: 2 ** 31, mostOfDesk: 2 ** 40 },
    },
    openRooms,
    buildFolder,
    log: () => undefined,
    clock: () => new Date(),
    onLost: () => undefined,
  }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const trial = createServer().listen(0, '127.0.0.1', () => {
      const { port } = trial.address() as AddressInfo
      trial.close(() => resolve(port))
    })
  })

const openRooms: OpenRooms = async (ground) => ({
  services: {
    ...ground,
    blobs: openBlobs(ground.config.dataFolder),
    organisation: { name: async () => 'Example' },
  },
  sessions: { find: async () => undefined },
  groups: [],
  mail: { purposes: [], sources: [], mayStillSend: async () => true },
  ensureSetupToken: async () => 'token',
  hourly: {},
})

test('an installation serves pages and API, shows its set-up link, and leaves nothing running', async () => {
  const installation = await startInstallation(options)
  const { origin } = options.config
  expect(installation.setupLink).toBe(`${origin}/desk/setup#token`)
  expect(await (await fetch(`${origin}/`)).text()).toBe('Example')
  expect(await (await fetch(`${origin}/api/v1/health`)).json()).toEqual({ state: 'well' })
  await installation.stop()
  await expect(fetch(origin)).rejects.toThrow()
  expect(existsSync(join(options.config.dataFolder, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('hourly work is begun at the start, and one that fails is told and holds back no other', async () => {
  const done: string[] = []
  const logged: string[] = []
  const installation = await startInstallation({
    ...options,
    log: (line) => logged.push(line),
    openRooms: async (ground) => ({
      ...(await openRooms(ground)),
      hourly: {
        counting: async () => {
          throw new Error('no room')
        },
        telling: async () => void done.push('told'),
      },
    }),
  })
  await expect.poll(() => done).toEqual(['told'])
  await installation.stop()
  expect(logged.join()).toContain('counting')
})

test('when a part cannot start, the parts before it are stopped', async () => {
  const taken = createServer().listen(options.config.port, '127.0.0.1')
  await expect(startInstallation(options)).rejects.toThrow('is taken by another program')
  expect(existsSync(join(options.config.dataFolder, 'postgres', 'postmaster.pid'))).toBe(false)
  taken.close()
})

test('without built pages it does not start, and says how to build them', async () => {
  const other = { ...options, buildFolder: join(folder, 'nowhere') }
  await expect(startInstallation(other)).rejects.toThrow('Run "npm run build".')
})

test('another PostgreSQL serves as well, without one of our own', async () => {
  const elsewhere = await createTestDatabase({ empty: true })
  const { host, database } = elsewhere.address.owner
  const databaseUrl = secret(`postgres://amparo_owner@localhost/${database}?host=${host}`)
  const installation = await startInstallation({ ...options, config: { ...options.config, databaseUrl } })
  const found = await inTransaction(installation.services.database, { role: 'public' }, (transaction) =>
    sql<{ name: string }>`select current_database() as name`.execute(transaction),
  )
  expect(found.rows).toEqual([{ name: database }])
  expect(existsSync(join(options.config.dataFolder, 'postgres'))).toBe(false)
  await installation.stop()
  await elsewhere.drop()
})

test('a database of an older release is not touched before an upgrade', async () => {
  const older = await createTestDatabase()
  await sql`delete from amparo.migration where number = (select max(number) from amparo.migration)`.execute(
    older.owner,
  )
  const { host, database } = older.address.owner
  const databaseUrl = secret(`postgres://amparo_owner@localhost/${database}?host=${host}`)
  const starting = startInstallation({ ...options, config: { ...options.config, databaseUrl } })
  await expect(starting).rejects.toThrow('Run "amparo upgrade"')
  await older.drop()
})
