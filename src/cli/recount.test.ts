import { afterAll, beforeAll, expect, test } from 'vitest'

import { startTestDesk, type TestDesk, value } from '../../tests/support/app.ts'
import { asSuperuser } from '../../tests/support/open_rows.ts'
import { startAmparo } from '../../tests/support/over_http.ts'
import { arrest, opened } from '../../tests/support/published.ts'

let app: TestDesk
let database: string
beforeAll(async () => {
  app = await startTestDesk()
  const { host, database: name } = app.database.superuser
  database = `postgres://amparo_owner@localhost/${name}?host=${encodeURIComponent(String(host))}`
  for (let at = 0; at < 5; at++)
    value(await app.writer.createCase({ desk: app.desk, entries: [opened('CO'), arrest('CO')] }))
})
afterAll(() => app.stop())

const recount = async (...more: readonly string[]): Promise<string> => {
  const { out, err } = await startAmparo(['recount', ...more], { DATABASE_URL: database }).ended
  return out + err
}
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
  expect(output).toContain('5 cases were counted again')
  expect(output).toContain('the rows of 5 said something else')
  expect(output).toContain('is refreshed')
  expect(await told()).toEqual([{ number: 5, today: true }])
})

test('a second time nothing is wrong, and what is told stays for its week unless it is asked for now', async () => {
  const output = await recount()
  expect(output).toContain('nothing was found to be wrong')
  expect(output).toContain('a week has to pass')
  expect(await recount('--now')).toContain('is refreshed')
})
