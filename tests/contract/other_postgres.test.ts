/**
 * Another major version of PostgreSQL, named by DATABASE_URL: it is migrated, a backup leads to it and back with nothing
 * changed, the walls between desks stand there, and the server serves from it. The way of a desk to the next version.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { type Actor, inTransaction } from '../../src/platform/server/database.ts'
import { newId } from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { backUp, newFolder, restoreInto, rowsOf, shapeOf } from '../support/backups.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { deviceAt } from '../support/desk.ts'
import { fillDesk, openAll } from '../support/filled_desk.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { findOtherPostgres, type OtherPostgres, startOtherPostgres } from '../support/other_postgres.ts'
import { opened } from '../support/published.ts'
import { ensureFreshBuild, startTestServer } from '../support/server.ts'
import { attacks } from './second_wall_attacks.ts'
import { tables } from './second_wall_tables.ts'

const native = findOtherPostgres()
let on: OtherPostgres
let app: TestDesk
/** What was made on our own, restored on the other. */
let there: TestDatabase
const databases: TestDatabase[] = []
const keep = (database: TestDatabase): TestDatabase => {
  databases.push(database)
  return database
}
beforeAll(async () => {
  if (!native) return
  await ensureFreshBuild()
  ;[on, app] = await Promise.all([startOtherPostgres(native), startTestDesk()])
  await fillDesk(app)
  const into = keep(await createTestDatabase({ empty: true, on }))
  there = await restoreInto(await backUp(app.database, newFolder()), { into })
}, 180_000)
afterAll(async () => {
  for (const database of databases) await database.drop()
  await app?.stop()
  await on?.stop()
})

const versionOf = (database: TestDatabase): Promise<number> =>
  asSuperuser(database, async (client) => {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    )
    return Math.floor(Number(rows[0]?.version) / 10_000)
  })

test.skipIf(!native)('a backup leads to another PostgreSQL and back, and no row is another', async () => {
  expect([await versionOf(there), await versionOf(app.database)]).toEqual([native?.major, expect.any(Number)])
  expect(await versionOf(app.database)).not.toBe(native?.major)
  const before = await rowsOf(app.database)
  expect(Object.values(before).flat().length).toBeGreaterThan(50)
  expect(await rowsOf(there)).toEqual(before)
  expect(await shapeOf(there)).toEqual(await shapeOf(keep(await createTestDatabase({ on }))))

  const { device, cases } = await openAll(app, there)
  expect(cases).toBe(3)
  value(await device.createCase({ desk: app.desk, entries: [opened()] }))
  const after = await rowsOf(there)
  const back = keep(await restoreInto(await backUp(there, newFolder())))
  expect(await versionOf(back)).toBe(await versionOf(app.database))
  expect(await rowsOf(back)).toEqual(after)
  expect(await shapeOf(back)).toEqual(await shapeOf(app.database))
  expect((await openAll(app, back)).cases).toBe(4)
})

const outcomeOf = async (actor: Actor, text: string): Promise<string> => {
  try {
    return await inTransaction(there, actor, async (db) => {
      const done = await sql.raw<{ n: number }>(text).execute(db)
      return String(done.rows[0]?.n ?? done.numAffectedRows ?? 0)
    })
  } catch (cause) {
    return (cause as { readonly code?: string }).code ?? String(cause)
  }
}
/** No privilege, or against a policy. */
const REFUSED = '42501'

test.skipIf(!native)('row-level security stands there as it does on our own', async () => {
  const [vera, log] = await asSuperuser(there, async (client) => {
    const found = await client.query<{ vera: string; log: string }>(
      `select (select id from amparo.account where name = 'vera') as vera,
         (select id from amparo.log where subject = 'case' limit 1) as log`,
    )
    return [found.rows[0]?.vera ?? '', found.rows[0]?.log ?? '']
  })
  const own: Actor = { role: 'desk', account: vera, desk: app.desk }
  expect(Number(await outcomeOf(own, 'select count(*) as n from entry'))).toBeGreaterThan(5)
  const strangers: readonly Actor[] = [
    { role: 'desk', account: newId(), desk: app.desk },
    { role: 'desk', account: vera, desk: newId() },
    { role: 'desk', account: '', desk: '' },
  ]
  for (const [table, sees] of Object.entries(tables)) {
    const count = `select count(*) as n from ${table}`
    for (const stranger of strangers)
      expect(await outcomeOf(stranger, count), table).toBe(sees.desk === 'denied' ? REFUSED : '0')
    for (const role of ['gate', 'public', 'jobs'] as const)
      if (sees[role] === 'denied') expect(await outcomeOf({ role }, count), `${role} ${table}`).toBe(REFUSED)
  }
  const before = await rowsOf(there)
  for (const name of ['moves a foreign tip', 'rewrites entries', 'deletes foreign parts', 'deletes logs']) {
    const text = attacks[name]?.replaceAll('{case}', log) ?? name
    for (const stranger of strangers)
      expect(await outcomeOf(stranger, text), name).toSatisfy((told) => told === REFUSED || told === '0')
  }
  expect(await rowsOf(there)).toEqual(before)
})

// The last: from its start on the login has the password that this server made for it.
test.skipIf(!native)(
  'the server serves from it by DATABASE_URL, with the passwords of an operator',
  async () => {
    const server = await startTestServer({ database: await createTestDatabase({ on }) })
    try {
      const device = deviceAt(server)
      const token = server.setupLink.split('#')[1] ?? ''
      value(await device.setUp({ token, organisation: 'Watch', name: 'ana', passphrase: PASSPHRASE }))
      const { id: desk } = value(await device.foundDesk({ name: 'North' }))
      value(await device.confirmKit(value(await device.makeKit({ desk }))))
      const made = value(await device.createCase({ desk, entries: [opened()] }))
      expect(value(await device.openCase({ desk, case: made.case })).entries).toHaveLength(1)
      for (const path of ['/', '/cases', '/figures', '/api/v1/health'])
        expect([path, (await fetch(`${server.origin}${path}`)).status]).toEqual([path, 200])
      expect(server.logged.filter((line) => /fault|error|unavailable/i.test(line))).toEqual([])
    } finally {
      await server.stop()
    }
  },
)
