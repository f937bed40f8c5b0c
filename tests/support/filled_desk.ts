/** A desk with something in most of its tables, for backups; and a device that opens all of it. */
import { expect } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { newId } from './adversary.ts'
import { PASSPHRASE, startTestApp, type TestDesk, value } from './app.ts'
import type { TestDatabase } from './database.ts'
import { releaseDocument } from './documents.ts'
import { asSuperuser } from './open_rows.ts'
import { publishCase } from './published.ts'
import { confidential } from './sealed.ts'

export const fillDesk = async (app: TestDesk): Promise<void> => {
  await publishCase(app, { name: 'Known Wagtail' })
  await publishCase(app, { name: 'Line\nbreak\tand \\N', summary: 'اسم' })
  await releaseDocument(app)
  value(await app.writer.createCase({ desk: app.desk, entries: [{ kind: 'opened', coded: { dark: true } }] }))
  value(await app.writer.noteSealedPosition({ desk: app.desk, fact: confidential({}) }))
  value(await app.steward.invite({ desk: app.desk, role: 'reader', days: 7 }))
  const { recipient } = value(await app.steward.makeKit({ desk: app.desk }))
  value(await app.steward.confirmKit({ desk: app.desk, recipient }))
  await addPosition(app)
}

/** A confirmed fact, with a column whose name is a word of SQL. */
const addPosition = (app: TestDesk) =>
  asSuperuser(app.database, (client) =>
    client.query(
      `insert into amparo.position (id, desk, desk_name, instrument, body, member, of_kind, of_id, stance, "on",
         confidence, source, entered_by, entered_at, confirmed_by, confirmed_at)
       select $1, $2, 'North', 'text', 'un', 'TJ', 'instrument', 'text', 'supports', '2026-01-02', 'record', 'a',
         min(id), now(), max(id), now() from amparo.account`,
      [newId(), app.desk],
    ),
  )

/** Signs in to what was restored and opens every case; a device verifies each chain as it opens it. */
export const openAll = async (
  { desk }: Pick<TestDesk, 'desk'>,
  of: TestDatabase,
): Promise<{ device: Workbench; cases: number; entries: number }> => {
  const again = await startTestApp(undefined, { database: of })
  const device = again.device()
  value(await device.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  const { lines } = value(await device.cases({ desk, filter: {} }))
  let entries = 0
  for (const line of lines) entries += value(await device.openCase({ desk, case: line.case })).entries.length
  expect(again.faults).toEqual([])
  return { device, cases: lines.length, entries }
}
