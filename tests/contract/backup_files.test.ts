/** Files of evidence in backups: each once, by its hash, and back again byte for byte; what is lost is said. */
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { keepNewest, makeBackup } from '../../src/platform/server/backup.ts'
import { type CheckedBackup, findManifest } from '../../src/platform/server/backup_file.ts'
import { openBlobs } from '../../src/platform/server/blobs.ts'
import { PASSPHRASE, startTestApp, startTestDesk, type TestDesk, testSecrets, value } from '../support/app.ts'
import { backUp, newFolder, restoreInto } from '../support/backups.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { addFile, bytesOf, fileOf, openedCase, readAll } from '../support/evidence.ts'

const MiB = 1024 * 1024
const bytes = bytesOf(3 * MiB + 5, 'kept')

let app: TestDesk
let where: { desk: string; case: string }
let entry: string
const made: TestDatabase[] = []
beforeAll(async () => {
  app = await startTestDesk()
  where = await openedCase(app)
  entry = await addFile(app.writer, where, fileOf(bytes))
  await addFile(app.writer, where, fileOf(bytesOf(0)))
})
afterAll(async () => {
  await app.stop()
  for (const database of made) await database.drop()
})

const filesIn = (folder: string): readonly string[] => {
  const name = readdirSync(folder).find((one) => one.endsWith('-files'))
  return name ? readdirSync(join(folder, name)).map((one) => join(folder, name, one)) : []
}

/** An installation on what was restored, with the files that were. */
const reopened = async (folder: string, given: { readonly withoutFiles?: true } = {}) => {
  const backup = await backUp(app.database, folder, app.dataFolder)
  return restoredFrom(backup, given)
}
const restoredFrom = async (backup: CheckedBackup, given: { readonly withoutFiles?: true } = {}) => {
  const dataFolder = newFolder()
  const database = await restoreInto(backup, { ...given, dataFolder })
  made.push(database)
  return startTestApp(undefined, { database, settings: { AMPARO_DATA: dataFolder } })
}

test('a drill: what was sealed, sent and backed up is read again on another machine', async () => {
  const folder = newFolder()
  const again = await reopened(folder)
  const device = again.device()
  value(await device.signIn({ name: 'rosa', passphrase: PASSPHRASE }))
  const back = await readAll(value(await device.readEvidence({ ...where, entry })))
  expect(back.equals(bytes)).toBe(true)
  expect(again.faults).toEqual([])
})

test('a file is written once for all backups, and goes with the last that names it', async () => {
  const folder = newFolder()
  const first = await backUp(app.database, folder, app.dataFolder)
  expect(filesIn(folder)).toHaveLength(2)
  const names = filesIn(folder)
  const [kept] = names
  writeFileSync(join(kept!, '..', 'of-somebody-else'), '')
  renameSync(first.path, first.path.replace(/\d{8}T\d{6}Z/, '20200101T000000Z'))
  const other = await openedCase(app)
  const gone = await addFile(app.writer, other, fileOf(bytesOf(500, 'short-lived')))
  const second = await backUp(app.database, folder, app.dataFolder)
  expect(filesIn(folder)).toHaveLength(4)
  renameSync(second.path, second.path.replace(/\d{8}T\d{6}Z/, '20210101T000000Z'))
  const erasure = { kind: 'erasure', coded: { erases: gone, parts: ['sealed'], reason: 'consent_withdrawn' } }
  const asked = value(await app.writer.append({ ...other, entries: [erasure] })).entries.at(-1)!
  value(await app.second.append({ ...other, entries: [{ kind: 'release', coded: { of: asked.id } }] }))
  const third = await backUp(app.database, folder, app.dataFolder)
  expect(third.manifest.files).toHaveLength(2)
  await keepNewest(folder, testSecrets, 2)
  expect(filesIn(folder)).toHaveLength(4)
  await keepNewest(folder, testSecrets, 1)
  expect(filesIn(folder).toSorted()).toEqual([...names, join(names[0]!, '..', 'of-somebody-else')].toSorted())
  expect(await findManifest(third.path)).toEqual(third.manifest)
})

test('files that are not beside the backup are named before anything is written', async () => {
  const folder = newFolder()
  const backup = await backUp(app.database, folder, app.dataFolder)
  const [one] = filesIn(folder)
  const into = await createTestDatabase({ empty: true })
  made.push(into)
  const bare = readFileSync(one!)
  truncateSync(one!, 100)
  await expect(restoreInto(backup, { into })).rejects.toThrow('missing or damaged')
  writeFileSync(
    one!,
    bare.map((byte, at) => (at === 50 ? byte ^ 1 : byte)),
  )
  await expect(restoreInto(backup, { into })).rejects.toThrow('missing or damaged')
  rmSync(join(one!, '..'), { recursive: true })
  await expect(restoreInto(backup, { into })).rejects.toThrow('--without-files')
})

test('without its files the cases are there, and a file that is not is said to be missing', async () => {
  const folder = newFolder()
  const backup = await backUp(app.database, folder, app.dataFolder)
  rmSync(join(filesIn(folder)[0]!, '..'), { recursive: true })
  const again = await restoredFrom(backup, { withoutFiles: true })
  const device = again.device()
  value(await device.signIn({ name: 'rosa', passphrase: PASSPHRASE }))
  expect(value(await device.openCase(where)).entries.map(({ kind }) => kind)).toContain('evidence')
  expect(await device.readEvidence({ ...where, entry })).toMatchObject({
    ok: false,
    error: { kind: 'tampered', what: 'withheld' },
  })
})

test('one lost file costs the backup nothing else, and is counted', async () => {
  const folder = newFolder()
  const other = await openedCase(app)
  const lost = await addFile(app.writer, other, fileOf(bytesOf(900, 'lost')))
  const { entries } = value(await app.writer.openCase(other))
  const { file } = entries.find(({ id }) => id === lost)!.coded as { file: string }
  rmSync(join(app.dataFolder, 'blobs', file), { recursive: true })
  const deps = { owner: app.database.address.owner, secrets: testSecrets, clock: () => new Date() }
  const outcome = await makeBackup({ ...deps, blobs: openBlobs(app.dataFolder) }, folder)
  expect(outcome).toMatchObject({ kind: 'made', files: 2, lost: 1 })
  expect(existsSync(filesIn(folder)[0]!)).toBe(true)
})

test('what was under way when the backup was made begins anew', async () => {
  const device = app.device({
    through: (request, send) => {
      if (/\/parts\/2/.test(request.url)) throw new TypeError('cut')
      return send(request)
    },
  })
  value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  const other = await openedCase(app)
  await device.addEvidence({ ...other, file: fileOf(bytesOf(4 * MiB)), type: 'video', words: {} })
  const again = await reopened(newFolder())
  const states = await asSuperuser(again.database, async (client) =>
    client.query<{ state: string }>('select distinct state from amparo.blob'),
  )
  expect(states.rows).toEqual([{ state: 'whole' }])
})
