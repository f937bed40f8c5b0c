/** The commands as an operator runs them: from a full machine to an empty one and back, with and without secrets. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { startPostgres } from '#platform/server/postgres.ts'
import { loadSecrets } from '#platform/server/secrets.ts'

import { startTestApp, startTestDesk, type TestDesk, PASSPHRASE, value } from '../../tests/support/app.ts'
import { newFolder, rowsOf, testSecretsFile } from '../../tests/support/backups.ts'
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { forge } from '../../tests/support/forged_backup.ts'
import { startAmparo } from '../../tests/support/over_http.ts'
import { asSuperuser } from '../../tests/support/open_rows.ts'

const WORDS = 'Canary Kestrel sings at night'
const OPERATOR = 'marble orbit thicket velvet canyon hazel'

let app: TestDesk
let kit: string
let cases: number
/** Where the secrets of the test's server lie, and a backup of it with them. */
let home: string
let backups: string
let folder: string
const stopped: TestDatabase[] = []
beforeAll(async () => {
  app = await startTestDesk()
  const printed = value(await app.steward.makeKit({ desk: app.desk }))
  value(await app.steward.confirmKit({ desk: app.desk, recipient: printed.recipient }))
  kit = printed.identity
  const noted = [
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    { kind: 'note', coded: { toCode: false }, words: { text: WORDS } },
  ]
  value(await app.writer.createCase({ desk: app.desk, entries: noted }))
  cases = 1
  home = newFolder()
  writeFileSync(join(home, 'secrets.json'), testSecretsFile, { mode: 0o600 })
  backups = newFolder()
  const made = await amparo(['backup', '--to', backups], {
    DATABASE_URL: app.database.url,
    AMPARO_DATA: home,
  })
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(made.out).toMatch(
    /rows were written to .+\.backup, and read back\.\nThe server's secrets are in .+age/,
  )
}, 120_000)
afterAll(async () => {
  await app.stop()
  for (const database of stopped) await database.drop()
})
beforeEach(() => {
  folder = newFolder()
  // Root's PostgreSQL runs as another user, who must reach its folder.
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'kit.txt'), kit)
})

const amparo = (args: readonly string[], environment: NodeJS.ProcessEnv) =>
  startAmparo(args, {
    AMPARO_BACKUP_PASSPHRASE: OPERATOR,
    AMPARO_EXPORT_PASSPHRASE: OPERATOR,
    ...environment,
  }).ended
const named = (end: string): string =>
  join(backups, readdirSync(backups).find((name) => name.endsWith(end)) ?? '')
const backup = (): string => named('.backup')
const inFolder = (more: NodeJS.ProcessEnv = {}) => ({ AMPARO_DATA: join(folder, 'data'), ...more })
const emptyDatabase = async (): Promise<TestDatabase> => {
  const database = await createTestDatabase({ empty: true })
  stopped.push(database)
  return database
}

test('the drill: into an empty folder, then from that folder into an empty database, and a member signs in', async () => {
  const restored = await amparo(['restore', backup()], inFolder())
  expect(restored).toMatchObject({ code: 0, err: '' })
  expect(restored.out).toContain('are restored. Everybody signs in anew.')
  expect(readdirSync(join(folder, 'data')).toSorted()).toEqual(['postgres', 'secrets.json'])
  const again = await amparo(['backup', '--to', folder], inFolder())
  expect(again).toMatchObject({ code: 0, err: '' })
  const second = join(folder, readdirSync(folder).find((name) => name.endsWith('.backup')) ?? '')
  const database = await emptyDatabase()
  const back = await amparo(['restore', second], {
    DATABASE_URL: database.url,
    AMPARO_DATA: join(folder, 'other'),
  })
  expect(back).toMatchObject({ code: 0, err: '' })
  expect(await rowsOf(database)).toEqual(await rowsOf(app.database))
  const device = (await startTestApp(undefined, { database })).device()
  value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  const { lines } = value(await device.cases({ desk: app.desk, filter: {} }))
  expect(lines).toHaveLength(cases)
  const opened = value(await device.openCase({ desk: app.desk, case: lines[0]?.case ?? '' }))
  expect(JSON.stringify(opened.entries)).toContain(WORDS)
}, 120_000)

test('without the secrets it says what is lost, and the printed kit opens every case', async () => {
  const lost = await amparo(['restore', backup(), '--without-secrets'], inFolder())
  expect(lost).toMatchObject({ code: 0, err: '' })
  expect(lost.out).toContain('nobody can sign in any more, the steward neither')
  expect(readdirSync(join(folder, 'data'))).toEqual(['postgres'])
  const args = ['export', '--kit', join(folder, 'kit.txt'), '--desk', 'North', '--passphrase']
  const opened = await amparo([...args, '--out', join(folder, 'e.age')], inFolder())
  expect(opened).toMatchObject({ code: 0, err: '' })
  expect(opened.out).toContain('1 cases')
  const verified = await amparo(['verify', join(folder, 'e.age')], {})
  expect(verified).toMatchObject({ code: 0, err: '' })
}, 120_000)

test('without the secrets nobody signs in: a start makes new ones, and they are not the old ones', async () => {
  const database = await emptyDatabase()
  const into = { DATABASE_URL: database.url, AMPARO_DATA: join(folder, 'data') }
  expect((await amparo(['restore', backup(), '--without-secrets'], into)).code).toBe(0)
  const secrets = loadSecrets(newFolder())
  const device = (await startTestApp(undefined, { database, secrets })).device()
  expect(await device.signIn({ name: 'vera', passphrase: PASSPHRASE })).toMatchObject({ ok: false })
}, 120_000)

const refused = async (
  args: readonly string[],
  words: string | RegExp,
  more: NodeJS.ProcessEnv = {},
): Promise<void> => {
  const before = existsSync(join(folder, 'data')) ? readdirSync(join(folder, 'data')) : null
  const ran = await amparo(['restore', ...args], inFolder(more))
  expect(ran).toMatchObject({ code: 1, out: '' })
  expect(ran.err).toMatch(words)
  expect(ran.err).not.toContain('    at ')
  expect(existsSync(join(folder, 'data')) ? readdirSync(join(folder, 'data')) : null).toEqual(before)
}

test('a wrong passphrase, no secrets, those of another server, and what holds none are refused', async () => {
  await refused([backup()], /The passphrase is wrong, or .* is damaged. Nothing was written\./, {
    AMPARO_BACKUP_PASSPHRASE: 'another orbit thicket velvet canyon hazel',
  })
  await refused([backup()], 'No passphrase: set AMPARO_BACKUP_PASSPHRASE', { AMPARO_BACKUP_PASSPHRASE: '' })
  const alone = join(folder, 'alone.backup')
  copyFileSync(backup(), alone)
  await refused(
    [alone],
    /The server's secrets are not in .*alone.secrets.age. Name their file with --secrets/,
  )
  await refused([alone, '--secrets', alone], 'holds no secrets: it is no age file')
  const others = join(folder, 'others')
  mkdirSync(others)
  const key = Buffer.alloc(32, 9).toString('base64url')
  writeFileSync(join(others, 'secrets.json'), JSON.stringify({ v: 1, pepper: key, vaultWrap: key }), {
    mode: 0o600,
  })
  const made = await amparo(['backup', '--to', others], {
    DATABASE_URL: app.database.url,
    AMPARO_DATA: others,
  })
  expect(made.code).toBe(0)
  const foreign = join(others, readdirSync(others).find((name) => name.endsWith('.age')) ?? '')
  await refused([alone, '--secrets', foreign], 'These are the secrets of another server')
}, 120_000)

test('a backup changed by somebody without the secrets is refused, although all of its own sums fit', async () => {
  const forged = join(folder, 'forged.backup')
  forge(backup(), forged)
  await refused(
    [forged, '--secrets', named('.age')],
    "changed by somebody who does not have the server's secrets",
  )
  const lost = await amparo(['restore', forged, '--without-secrets'], inFolder())
  expect(lost.out).toContain('That nobody changed the backup could not be checked')
}, 120_000)

test('a folder that holds an installation is refused; with --replace it is put aside and kept', async () => {
  expect((await amparo(['restore', backup()], inFolder())).code).toBe(0)
  await refused([backup()], /There is an installation in .* already/)
  const replaced = await amparo(['restore', backup(), '--replace'], inFolder())
  expect(replaced).toMatchObject({ code: 0, err: '' })
  const names = readdirSync(join(folder, 'data')).toSorted()
  expect(names).toEqual(['postgres', expect.stringMatching(/^postgres\.before-restore-/), 'secrets.json'])
}, 120_000)

test('where it cannot be written, and where the secrets are not, a backup is refused in words', async () => {
  const from = { DATABASE_URL: app.database.url, AMPARO_DATA: home }
  const nowhere = await amparo(['backup', '--to', join(folder, 'none')], from)
  expect(nowhere.err).toBe(
    `There is no folder ${join(folder, 'none')}. Make it, or name another one with --to.\n`,
  )
  const lost = await amparo(['backup', '--to', folder], { ...from, AMPARO_DATA: join(folder, 'data') })
  expect(lost.err).toContain("The server's secrets are not in")
  const weak = await amparo(['backup', '--to', folder], { ...from, AMPARO_BACKUP_PASSPHRASE: 'amnesty' })
  expect(weak.err).toContain('too easy to guess')
  const empty = await amparo(['backup', '--to', folder, '--without-secrets'], inFolder())
  expect(empty.err).toContain('There is no installation in')
  expect(readdirSync(folder)).toEqual(['kit.txt'])
}, 120_000)

test('beside a running server a backup is made from its own PostgreSQL, and a restore over it is refused', async () => {
  expect((await amparo(['restore', backup()], inFolder())).code).toBe(0)
  const running = await startPostgres({ folder: join(folder, 'data', 'postgres') })
  try {
    const made = await amparo(['backup', '--to', folder, '--without-secrets'], inFolder())
    expect(made).toMatchObject({ code: 0, err: '' })
    await refused([backup(), '--replace'], /Amparo is running on .* Stop it first/)
  } finally {
    await running.stop()
  }
}, 120_000)

/** So many rows that a backup or a restore takes long enough to be ended in its middle. */
const fillDatabase = async (database: TestDatabase, rows: number): Promise<void> => {
  await asSuperuser(database, (client) =>
    client.query(
      `insert into amparo.told select 'p', 'l', 'TJ', i::text, repeat('x', 300), 5, 5, 5, '2026-01-01'
       from generate_series(1, $1::int) i`,
      [rows],
    ),
  )
}

test('killed in the middle, a backup leaves no file that looks like one', async () => {
  const full = await createTestDatabase()
  stopped.push(full)
  await fillDatabase(full, 300_000)
  const where = newFolder()
  const from = { DATABASE_URL: full.url, AMPARO_DATA: home }
  for (const ms of [0, 100, 400]) {
    const running = startAmparo(['backup', '--to', where, '--without-secrets'], from)
    await expect
      .poll(() => readdirSync(where).some((name) => name.endsWith('.unfinished')), {
        timeout: 20_000,
        interval: 5,
      })
      .toBe(true)
    await wait(ms)
    running.kill()
    expect((await running.ended).code).toBe(null)
    expect(readdirSync(where).filter((name) => !name.endsWith('.unfinished'))).toEqual([])
  }
  const made = await amparo(['backup', '--to', where, '--without-secrets'], from)
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(readdirSync(where)).toEqual([expect.stringMatching(/\.backup$/)])
  await killRestores(join(where, readdirSync(where)[0] ?? ''))
}, 180_000)

/** Into a database: nothing stays. Into a folder: the server refuses to start, and a second restore mends it. */
const killRestores = async (file: string): Promise<void> => {
  const database = await emptyDatabase()
  const into = { DATABASE_URL: database.url, AMPARO_DATA: join(folder, 'a') }
  const first = startAmparo(['restore', file, '--without-secrets'], into)
  await expect.poll(() => isCopying(database), { timeout: 20_000, interval: 5 }).toBe(true)
  first.kill()
  await first.ended
  await expect.poll(() => isCopying(database), { timeout: 20_000 }).toBe(false)
  const schemas = await asSuperuser(database, (client) =>
    client.query("select from pg_namespace where nspname = 'amparo'"),
  )
  expect(schemas.rowCount).toBe(0)
  expect((await amparo(['restore', file, '--without-secrets'], into)).code).toBe(0)
  const second = startAmparo(['restore', file, '--without-secrets'], inFolder())
  const half = join(folder, 'data', 'postgres.restoring')
  await expect
    .poll(() => existsSync(join(half, 'postmaster.pid')), { timeout: 20_000, interval: 5 })
    .toBe(true)
  await wait(800)
  second.kill()
  await second.ended
  expect(existsSync(half)).toBe(true)
  expect(existsSync(join(folder, 'data', 'postgres'))).toBe(false)
  const start = await amparo(['upgrade'], inFolder())
  expect(start).toMatchObject({ code: 1, err: expect.stringContaining('is under way or was interrupted') })
  const mended = await amparo(['restore', file, '--without-secrets'], inFolder())
  expect(mended).toMatchObject({ code: 0, err: '' })
  expect(readdirSync(join(folder, 'data')).toSorted()).toEqual(['postgres'])
}

const isCopying = (database: TestDatabase): Promise<boolean> =>
  asSuperuser(database, async (client) => {
    const { rowCount } = await client.query(
      "select from pg_stat_activity where datname = current_database() and application_name = 'amparo backup' and query like 'copy %'",
    )
    return (rowCount ?? 0) > 0
  })
