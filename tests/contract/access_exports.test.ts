/** Exports of single cases, which nobody releases, are counted; those that another lead releases are not. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { appendToDeskLog } from '../../src/members/client/desk_log.ts'
import { hashOf } from '../../src/vault/core/v1/statement.ts'
import { type Insider, insider } from '../support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import { seenOf } from '../support/documents.ts'

let app: TestDesk
let desk: string
let ana: Insider

beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  ana = await insider(app, 'ana', desk)
})
afterAll(() => app.stop())

const exported = (cases: number) =>
  appendToDeskLog(ana.deps, ana.unlocked, {
    desk,
    kind: 'exported',
    coded: { manifest: hashOf(new Uint8Array(8)), cases, to: 'recipient' },
  })
const limit = (exportedDay: number, exportedWeek: number) =>
  app.second.setAccessLimit({
    desk,
    account: ana.account,
    limits: { openedDay: 1000, exportedDay, exportedWeek },
  })
const tooMany = (fields: { readonly limit: number; readonly days: number }) => ({
  ok: false,
  error: { kind: 'refused_by_server', type: 'too_many_exports', fields },
})

test('one too many on a day is refused, and one too many in a week', async () => {
  value(await limit(2, 9))
  value(await exported(1))
  value(await exported(1))
  expect(await exported(1)).toMatchObject(tooMany({ limit: 2, days: 1 }))
  value(await limit(9, 2))
  expect(await exported(1)).toMatchObject(tooMany({ limit: 2, days: 7 }))
})

test('one that another lead has released is not counted', async () => {
  value(await limit(0, 0))
  expect(await exported(1)).toMatchObject(tooMany({ limit: 0, days: 7 }))
  const body = { scope: 'cases', cases: 5, reason: 'For the court' } as const
  const proposed = value(await app.steward.proposeExport({ desk, body }))
  const act = { kind: 'release', ...seenOf(proposed) } as const
  value(await app.second.actOnDocument({ desk, document: proposed.id, act }))
  value(await exported(5))
  const { shared } = value(await app.reader.deskAccess({ desk, days: 30 }))
  expect(shared.filter(({ kind }) => kind === 'exported').map(({ cases }) => cases)).toEqual([5, 1, 1])
})

test('what was exported soon after a role began is told', async () => {
  value(await app.steward.changeRole({ desk, account: (await app.writer.me())!.account, role: 'lead' }))
  const vera = await insider(app, 'vera', desk)
  const coded = { manifest: hashOf(new Uint8Array(8)), cases: 1, to: 'recipient' } as const
  value(await appendToDeskLog(vera.deps, vera.unlocked, { desk, kind: 'exported', coded }))
  const { unusual } = value(await app.reader.unusualAccess({ desk }))
  expect(unusual.map(({ kind, name }) => [kind, name])).toContainEqual(['export_after_role', 'vera'])
})
