/** A file of evidence that is handed out leaves a line, however many pieces it is read in. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import { addFile, bytesOf, fileOf, openedCase, readAll } from '../support/evidence.ts'

let app: TestDesk
beforeAll(async () => {
  app = await startTestDesk()
})
afterAll(() => app.stop())

test('who fetched a file stands beside who opened its case', async () => {
  const where = await openedCase(app)
  const entry = await addFile(app.writer, where, fileOf(bytesOf(3 * 1024 * 1024)))
  for (let n = 0; n < 2; n += 1) await readAll(value(await app.reader.readEvidence({ ...where, entry })))
  const lines = value(await app.second.caseAccess(where))
  const files = lines.filter(({ act }) => act === 'file')
  // Over the turn of an hour there are two.
  expect(new Set(files.map(({ name }) => name))).toEqual(new Set(['rosa']))
  expect(files.length).toBeLessThanOrEqual(2)
  expect(files[0]).toMatchObject({ within: where.case })
  expect(lines.some(({ act, name }) => act === 'opened' && name === 'rosa')).toBe(true)
  const { tip, lines: all } = value(await app.reader.deskAccess({ desk: where.desk, days: 30 }))
  expect(all.some(({ act }) => act === 'file')).toBe(true)
  expect(tip?.seq).toBeGreaterThan(0)
})
