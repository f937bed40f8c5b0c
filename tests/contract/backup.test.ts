/**
 * A backup holds everything as it stood in one moment and gives it back unchanged: rows, logs that verify, walls that
 * stand. Nothing of a file that is not whole, not ours or not of this release is ever written.
 */
import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { leftOut, makeBackup, tablesInOrder } from '../../src/platform/server/backup.ts'
import { checkBackup, eachPiece, type CheckedBackup } from '../../src/platform/server/backup_file.ts'
import { openBlobs } from '../../src/platform/server/blobs.ts'
import { findBackupState } from '../../src/platform/server/backup_runs.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { migrate, ownMigrations } from '../../src/platform/server/migrate.ts'
import { readTar, tarEnd, tarOf } from '../../src/platform/server/tar.ts'
import { newId } from '../support/adversary.ts'
import { startTestDesk, type TestDesk, testSecrets, value } from '../support/app.ts'
import { backUp, newFolder, restoreInto, rowsOf, shapeOf } from '../support/backups.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { fillDesk, openAll } from '../support/filled_desk.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { arrest, opened } from '../support/published.ts'
import { confidential } from '../support/sealed.ts'

let app: TestDesk
let folder: string
let backup: CheckedBackup
let restored: TestDatabase
const started: TestDatabase[] = []
const keep = (database: TestDatabase): TestDatabase => {
  started.push(database)
  return database
}
beforeAll(async () => {
  app = await startTestDesk()
  folder = newFolder()
  await fillDesk(app)
  backup = await backUp(app.database, folder)
  restored = keep(await restoreInto(backup))
})
afterAll(async () => {
  await app.stop()
  for (const database of started) await database.drop()
})

test('what is restored is what was there: every row, every wall, every trigger', async () => {
  const before = await rowsOf(app.database)
  for (const table of [
    'entry',
    'part',
    'publication',
    'document',
    'position',
    'key_grant',
    'bundle',
    'invitation',
  ])
    expect(before[table]?.length, table).toBeGreaterThan(0)
  expect(await rowsOf(restored)).toEqual(before)
  const shape = await shapeOf(app.database)
  expect(shape.length).toBeGreaterThan(300)
  expect(await shapeOf(restored)).toEqual(shape)
})

test('no session comes back: whoever was signed in is not', async () => {
  const sessions = await asSuperuser(restored, (client) => client.query('select from amparo.session'))
  expect(sessions.rowCount).toBe(0)
  const there = await asSuperuser(app.database, (client) => client.query('select from amparo.session'))
  expect(there.rowCount).toBeGreaterThan(3)
})

test('members sign in to it, every chain verifies, and work goes on', async () => {
  const { device, cases } = await openAll(app, restored)
  expect(cases).toBe(3)
  const { notes } = value(
    await device.sealedPositions({ desk: app.desk, instrument: confidential({}).instrument }),
  )
  expect(notes).toHaveLength(1)
  const made = value(await device.createCase({ desk: app.desk, entries: [opened(), arrest()] }))
  expect(made.entries).toHaveLength(2)
})

const openNumber = (database: TestDatabase) =>
  asSuperuser(database, async (client) => {
    const { rows } = await client.query<{ number: string }>('select number from amparo.open_version')
    return Number(rows[0]?.number)
  })

test('the number of what is open is higher than it ever was, so that no kept page looks fresh', async () => {
  expect(await openNumber(restored)).toBeGreaterThan((await openNumber(app.database)) + 1_000_000)
})

test('every table is either kept or left out for a reason that is written down', async () => {
  const client = new Client(app.database.superuser)
  await client.connect()
  const kept = (await tablesInOrder(client)).map(({ name }) => name)
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'amparo'::regnamespace and relkind = 'r'`,
  )
  await client.end()
  expect([...kept, ...Object.keys(leftOut)].toSorted()).toEqual(rows.map(({ name }) => name).toSorted())
  expect(kept.indexOf('part')).toBeGreaterThan(kept.indexOf('entry'))
  expect(kept.indexOf('entry')).toBeGreaterThan(kept.indexOf('account'))
})

test('made while four members write, it holds whole entries of one moment, and every chain verifies', async () => {
  const made = value(await app.writer.createCase({ desk: app.desk, entries: [opened()] }))
  const writing = { goesOn: true }
  let written = 0
  const write = async (device: Workbench, shared: boolean): Promise<void> => {
    const own = shared
      ? made.case
      : value(await device.createCase({ desk: app.desk, entries: [opened()] })).case
    while (writing.goesOn) {
      const note = { kind: 'note', coded: { toCode: false }, words: { text: `a note ${written}` } }
      const appended = await device.append({ desk: app.desk, case: own, entries: [note] })
      // Whoever is slower six times in a row gives up, and writes it again.
      if (!appended.ok && appended.error.kind !== 'unreachable') throw new Error(appended.error.kind)
      written += appended.ok ? 1 : 0
    }
  }
  const writers = [
    write(app.writer, true),
    write(app.second, true),
    write(app.steward, false),
    write(await app.join('carl', 'writer'), false),
  ]
  const entriesOf: number[] = []
  for (let time = 0; time < 2; time++) {
    const before = written
    const taken = await backUp(app.database, newFolder())
    const then = keep(await restoreInto(taken))
    const { entries } = await openAll(app, then)
    const torn = await asSuperuser(then, (client) =>
      client.query(
        `select l.id from amparo.log l left join amparo.entry e on e.log = l.id
         group by l.id having max(e.seq) is distinct from l.tip_seq or count(e.seq) <> l.tip_seq + 1`,
      ),
    )
    expect(torn.rows).toEqual([])
    expect(written).toBeGreaterThan(before)
    entriesOf.push(entries)
  }
  writing.goesOn = false
  await Promise.all(writers)
  expect(app.faults).toEqual([])
  expect(entriesOf[1]).toBeGreaterThan(entriesOf[0] ?? Infinity)
}, 120_000)

const damagedCopy = (change: (path: string) => void): string => {
  const path = join(newFolder(), 'copy.backup')
  copyFileSync(backup.path, path)
  change(path)
  return path
}

test('any bit that is flipped anywhere is found before anything is written', async () => {
  const whole = readFileSync(backup.path)
  const path = join(newFolder(), 'flipped.backup')
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
      const flipped = Buffer.from(whole)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
      writeFileSync(path, flipped)
      await expect(checkBackup(path)).rejects.toThrow(/is damaged in|is cut off|is no backup|version/)
    }),
    { numRuns: 60 },
  )
})

test('a file that was not copied to its end is told so, with where', async () => {
  const { size } = statSync(backup.path)
  for (const length of [size - 1, size - 512, size - 1024, Math.floor(size / 2), 700]) {
    const path = damagedCopy((copy) => truncateSync(copy, length))
    await expect(checkBackup(path), String(length)).rejects.toThrow(/is cut off behind .+ Copy it again/)
  }
})

test('what is no backup is refused by its first bytes, and an age file by its name', async () => {
  const text = damagedCopy((copy) => writeFileSync(copy, 'name,country\nA,TJ\n'))
  await expect(checkBackup(text)).rejects.toThrow('is no backup of Amparo')
  const empty = damagedCopy((copy) => writeFileSync(copy, ''))
  await expect(checkBackup(empty)).rejects.toThrow('is no backup of Amparo')
  const sealed = damagedCopy((copy) => writeFileSync(copy, 'age-encryption.org/v1\n-> scrypt'))
  await expect(checkBackup(sealed)).rejects.toThrow('is an age file: the secrets of a server, or an export')
  await expect(checkBackup(join(folder, 'none'))).rejects.toThrow('cannot be read')
})

test('the backup of a newer release, and one made with a changed migration, are refused', async () => {
  const older = ownMigrations().slice(0, -1)
  await expect(checkBackup(backup.path, older)).rejects.toThrow('made by a newer Amparo (0.1.0): it holds 00')
  const changed = ownMigrations().map((one) => (one.number === 7 ? { ...one, text: `${one.text}\n` } : one))
  await expect(checkBackup(backup.path, changed)).rejects.toThrow(
    'another 0007_documents.sql than this release',
  )
})

test('a newer version of the format is refused before it is read', async () => {
  const files = readTar(readFileSync(backup.path)) ?? []
  const path = damagedCopy((copy) => {
    const [first, ...rest] = files
    const said = Buffer.from(first?.bytes ?? [])
      .toString()
      .replace('"v": 1', '"v": 2')
    const at = new Date()
    const newer = [{ path: first?.path ?? '', bytes: Buffer.from(said) }, ...rest].map((file) =>
      tarOf(file, at),
    )
    writeFileSync(copy, Buffer.concat([...newer, tarEnd()]))
  })
  await expect(checkBackup(path)).rejects.toThrow('written in version 2 of the format, by Amparo 0.1.0')
})

test('rows that do not refer to each other, as only a forger makes them, are refused and nothing stays', async () => {
  const database = keep(await createTestDatabase({ empty: true }))
  const forged = { ...backup, manifest: { ...backup.manifest, tables: backup.manifest.tables.toReversed() } }
  await expect(restoreInto(forged, { into: database })).rejects.toThrow(/damaged|do not fit/)
  const schemas = await asSuperuser(database, (client) =>
    client.query("select from pg_namespace where nspname = 'amparo'"),
  )
  expect(schemas.rowCount).toBe(0)
})

test('a database that holds an installation is refused, unless it is to be put aside, and then it is kept', async () => {
  const used = keep(await restoreInto(backup))
  await expect(restoreInto(backup, { into: used })).rejects.toThrow('holds an installation already')
  await restoreInto(backup, { into: used, replace: true })
  const { rows } = await asSuperuser(used, (client) =>
    client.query<{ name: string }>(
      `select nspname as name from pg_namespace where nspname like 'amparo%' order by 1`,
    ),
  )
  expect(rows.map(({ name }) => name)).toEqual(['amparo', expect.stringMatching(/^amparo_before_\d{14}$/)])
  expect(await rowsOf(used)).toEqual(await rowsOf(keep(await restoreInto(backup))))
})

test('a database that an Amparo serves is refused', async () => {
  const served = keep(await createTestDatabase())
  await inTransaction(served, { role: 'gate' }, findBackupState)
  await expect(restoreInto(backup, { into: served })).rejects.toThrow('An Amparo is serving this database')
})

test('the backup of an older release is restored with its own migrations and then brought to this one', async () => {
  const old = keep(await createTestDatabase({ empty: true }))
  await migrate(old.address.owner, { migrations: ownMigrations().filter(({ number }) => number <= 4) })
  const violations = `insert into amparo.coded_event values ($1, $2, $3, 'arrest', 'TJ', 2026, 3, '{a,"b c"}')`
  const [log, entry, desk] = [newId(), newId(), newId()]
  await asSuperuser(old, async (client) => {
    await client.query("insert into amparo.desk values ($1, 'North', '2026-01-01')", [desk])
    await client.query(`insert into amparo.log values ($1, 'case', $2, 0, '${'A'.repeat(43)}')`, [log, desk])
    await client.query(violations, [log, entry, desk])
  })
  const taken = await backUp(old, newFolder())
  expect(taken.manifest.migrations.at(-1)?.name).toBe('0004_logs.sql')
  const brought = keep(await restoreInto(taken))
  expect(await shapeOf(brought)).toEqual(await shapeOf(app.database))
  const { rows } = await asSuperuser(brought, (client) =>
    client.query('select log, acts from amparo.coded_event'),
  )
  expect(rows).toEqual([{ log, acts: [] }])
})

test('of two backups at once one is made', async () => {
  const where = newFolder()
  const deps = {
    owner: app.database.address.owner,
    secrets: testSecrets,
    clock: () => new Date(),
    blobs: openBlobs(where),
  }
  const outcomes = await Promise.all([makeBackup(deps, where), makeBackup(deps, where)])
  expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['elsewhere', 'made'])
  expect(readdirSync(where)).toHaveLength(1)
})

test('one that fails leaves no file and is told to the steward; what a crash left is thrown away', async () => {
  const where = newFolder()
  const secrets = testSecrets
  const owner = app.database.address.owner
  const nowhere = makeBackup(
    { owner, secrets, clock: () => new Date(), blobs: openBlobs(where) },
    join(where, 'none'),
  )
  await expect(nowhere).rejects.toThrow('ENOENT')
  const state = await inTransaction(app.database, { role: 'gate' }, findBackupState)
  expect(state.last?.problem).toBe('not_writable')
  expect(state.lastGood?.bytes).toBeGreaterThan(10_000)
  const name = backup.path.split('/').at(-1) ?? ''
  writeFileSync(join(where, `${name}.unfinished`), 'half')
  writeFileSync(join(where, 'of-somebody-else.unfinished'), 'half')
  const made = await makeBackup({ owner, secrets, clock: () => new Date(), blobs: openBlobs(where) }, where)
  expect(readdirSync(where).toSorted()).toEqual([
    made.kind === 'made' ? made.path.split('/').at(-1) : '',
    'of-somebody-else.unfinished',
  ])
  expect(statSync(made.kind === 'made' ? made.path : where).mode & 0o777).toBe(0o600)
})

test('each piece is whole rows, in the order in which they can be restored', async () => {
  const tables: string[] = []
  for await (const { table, bytes } of eachPiece(backup.path)) {
    expect(bytes.at(-1)).toBe(10)
    if (tables.at(-1) !== table) tables.push(table)
  }
  expect(tables).toEqual(backup.manifest.tables.filter(({ rows }) => rows > 0).map(({ name }) => name))
})
