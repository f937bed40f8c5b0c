import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { loadSecrets } from '../platform/server/secrets.ts'
import { startTestDesk, type TestDesk, value } from '../../tests/support/app.ts'
import { newId } from '../../tests/support/adversary.ts'
import { asSuperuser, findShown } from '../../tests/support/open_rows.ts'
import { startAmparo } from '../../tests/support/over_http.ts'
import { arrest, opened, publicationOf } from '../../tests/support/published.ts'

let app: TestDesk
let database: string
let folder: string
beforeAll(async () => {
  app = await startTestDesk()
  const { host, database: name } = app.database.superuser
  database = `postgres://amparo_owner@localhost/${name}?host=${encodeURIComponent(String(host))}`
  folder = mkdtempSync(join(tmpdir(), 'amparo-recount-'))
  loadSecrets(folder)
  // Nine tell five, whatever the secret number of their label is.
  for (let at = 0; at < 9; at++)
    value(await app.writer.createCase({ desk: app.desk, entries: [opened('CO'), arrest('CO')] }))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await app.stop()
})

const recountIn = async (data: string, ...more: readonly string[]): Promise<string> => {
  const settings = { DATABASE_URL: database, AMPARO_DATA: data }
  const { out, err } = await startAmparo(['recount', ...more], settings).ended
  return out + err
}
const recount = (...more: readonly string[]): Promise<string> => recountIn(folder, ...more)
const told = async () => {
  const { rows } = await asSuperuser(app.database, (client) =>
    client.query(`select number, told_on::text = current_date::text as today from amparo.told
      where partition = 'events incident'`),
  )
  return rows
}

test('rows that were harmed are made anew, and what is told is refreshed', async () => {
  await asSuperuser(app.database, (client) => client.query('delete from amparo.coded_event'))
  const output = await recount()
  expect(output).toContain('9 cases were counted again')
  expect(output).toContain('the rows of 9 said something else')
  expect(output).toContain('is refreshed')
  expect(await told()).toEqual([{ number: 5, today: true }])
})

test('a second time nothing is wrong, and what is told stays for its week unless it is asked for now', async () => {
  const output = await recount()
  expect(output).toContain('nothing was found to be wrong')
  expect(output).toContain('a week has to pass')
  expect(await recount('--now')).toContain('is refreshed')
})

test('where the secrets of the server are not, what is told is left to the server', async () => {
  const output = await recountIn(join(folder, 'elsewhere'))
  expect(output).toContain('9 cases were counted again')
  expect(output).toContain('is left to the server')
})

/** Written by one, released by another. */
const publishArrest = async (): Promise<void> => {
  const { desk } = app
  const ref = newId()
  const { coded, words, open } = publicationOf({ name: 'Kestrel' }, ref)
  const publication = {
    kind: 'publication',
    coded: { ...(coded as object), fields: ['name', 'country', 'timeline'] },
    words,
    open: { ...(open as object), country: 'CO', timeline: [{ type: 'arrest', date: '2026-03' }] },
  }
  const entries = [opened('CO'), arrest('CO'), publication]
  const made = value(await app.writer.createCase({ desk, entries }))
  const of = made.entries.at(-1)!.id
  value(await app.second.append({ desk, case: made.case, entries: [{ kind: 'release', coded: { of } }] }))
}

test('what is kept of public cases is made anew where it was harmed, and pages are made anew with it', async () => {
  await publishArrest()
  const before = await findShown(app.database)
  expect(before.length).toBeGreaterThan(0)
  const version = async () =>
    (await asSuperuser(app.database, (client) => client.query('select number from amparo.open_version'))).rows
  await asSuperuser(app.database, (client) =>
    client.query(`update amparo.shown_case set types = array_fill('death'::text, array[cardinality(types)])`),
  )
  const harmed = await version()
  expect(await recount()).toContain('What is counted of 1 public cases')
  expect(await findShown(app.database)).toEqual(before)
  expect(await version()).not.toEqual(harmed)
  expect(await recount()).not.toContain('What is counted of')
})
