import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { loadSecrets } from '../platform/server/secrets.ts'
import { startTestDesk, type TestDesk, value } from '../../tests/support/app.ts'
import { asSuperuser } from '../../tests/support/open_rows.ts'
import { startAmparo } from '../../tests/support/over_http.ts'
import { arrest, opened } from '../../tests/support/published.ts'

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
