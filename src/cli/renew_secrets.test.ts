/** The command as an operator runs it, and backups from before and after it. */
import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { loadSecrets } from '#platform/server/secrets.ts'
import { secretsOf } from '#platform/server/secrets_id.ts'

import { PASSPHRASE, startTestApp, startTestDesk } from '../../tests/support/app.ts'
import { newFolder, testSecretsFile } from '../../tests/support/backups.ts'
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { startAmparo } from '../../tests/support/over_http.ts'
import { stopServing } from '../../tests/support/renewal.ts'

const OPERATOR = 'marble orbit thicket velvet canyon hazel'

let database: TestDatabase
let home: string
const dropped: TestDatabase[] = []
/** One folder of backups from before, one from after. */
let before: string
let after: string
beforeAll(async () => {
  const app = await startTestDesk()
  database = await stopServing(app.database)
  dropped.push(database)
  home = newFolder()
  writeFileSync(join(home, 'secrets.json'), testSecretsFile, { mode: 0o600 })
  before = await backUp()
}, 120_000)
afterAll(async () => {
  for (const one of dropped) await one.drop()
})

const amparo = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  startAmparo(args, {
    AMPARO_BACKUP_PASSPHRASE: OPERATOR,
    DATABASE_URL: database.url,
    AMPARO_DATA: home,
    ...environment,
  }).ended
const backUp = async (): Promise<string> => {
  const folder = newFolder()
  expect(await amparo(['backup', '--to', folder])).toMatchObject({ code: 0, err: '' })
  return folder
}
const named = (folder: string, end: string): string =>
  join(folder, readdirSync(folder).find((name) => name.endsWith(end)) ?? '')

const restore = async (backup: string, secrets: string) => {
  const into = await createTestDatabase({ empty: true })
  dropped.push(into)
  const folder = newFolder()
  chmodSync(folder, 0o755)
  const ran = await amparo(['restore', named(backup, '.backup'), '--secrets', named(secrets, '.age')], {
    DATABASE_URL: into.url,
    AMPARO_DATA: folder,
  })
  return { ran, into, folder }
}
/** As a start does it: of the file what the database is under. */
const signsIn = async (into: TestDatabase, folder: string): Promise<boolean> => {
  const secrets = await secretsOf(into.address.owner, loadSecrets(folder))
  const device = (await startTestApp(undefined, { database: into, secrets })).device()
  return (await device.signIn({ name: 'vera', passphrase: PASSPHRASE })).ok
}

test('it says what it did and what is to be done, and the members sign in', async () => {
  const ran = await amparo(['renew-secrets'])
  expect(ran).toMatchObject({ code: 0, err: '' })
  expect(ran.out).toMatch(/^The secrets are renewed, once by now, and \d+ rows with them\.$/m)
  expect(ran.out).toContain('Make a new one now: amparo backup.')
  expect(ran.out).toContain(`put ${home}/secrets.json on each before you start them`)
  const old = JSON.parse(testSecretsFile) as object
  expect(JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8'))).toMatchObject({ ...old, v: 2 })
  after = await backUp()
  expect(await signsIn(database, home)).toBe(true)
}, 120_000)

test('a backup from before opens with the copy from before, and with the one from after', async () => {
  for (const secrets of [before, after]) {
    const { ran, into, folder } = await restore(before, secrets)
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(await signsIn(into, folder)).toBe(true)
  }
}, 120_000)

test('a backup from after opens with the copy from after; the one from before is refused', async () => {
  const fits = await restore(after, after)
  expect(fits.ran).toMatchObject({ code: 0, err: '' })
  expect(await signsIn(fits.into, fits.folder)).toBe(true)
  const { ran } = await restore(after, before)
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('or from before they were renewed')
}, 120_000)

test('without the secrets a renewed database takes new ones, as one that was never renewed', async () => {
  const into = await createTestDatabase({ empty: true })
  dropped.push(into)
  const folder = newFolder()
  const alone = join(newFolder(), 'alone.backup')
  copyFileSync(named(after, '.backup'), alone)
  const ran = await amparo(['restore', alone, '--without-secrets'], {
    DATABASE_URL: into.url,
    AMPARO_DATA: folder,
  })
  expect(ran).toMatchObject({ code: 0, err: '' })
  expect(await signsIn(into, folder)).toBe(false)
}, 120_000)

test('secrets of another server renew nothing', async () => {
  const key = Buffer.alloc(32, 9).toString('base64url')
  const other = newFolder()
  writeFileSync(join(other, 'secrets.json'), JSON.stringify({ v: 1, pepper: key, vaultWrap: key }), {
    mode: 0o600,
  })
  const { into } = await restore(before, before)
  for (const DATABASE_URL of [into.url, database.url]) {
    const ran = await amparo(['renew-secrets'], { DATABASE_URL, AMPARO_DATA: other })
    expect(ran.code).toBe(1)
    expect(ran.err).toMatch(/does not fit the database|is serving this database/)
  }
}, 120_000)
