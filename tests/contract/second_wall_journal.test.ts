/**
 * Who begins the journal of a desk by the database's own rules, statement by statement, with every check of the API gone. A
 * lead takes each step after the writer was refused it, so it was the policy that refused.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { journalOf } from '../../src/members/core/journal.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { newId } from '../support/adversary.ts'
import { startTestDesk, type TestDesk } from '../support/app.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { foundCut } from '../support/sealed.ts'

let app: TestDesk
let desk: string
let ana: string
let vera: string

beforeAll(async () => {
  app = await startTestDesk()
  desk = (await foundCut(app, { name: 'East', by: 'ana' })).desk
  ana = (await app.steward.me())!.account
  vera = (await app.writer.me())!.account
  await asSuperuser(app.database, (client) =>
    client.query(`insert into amparo.membership (desk, account, role) values ($1, $2, 'writer')`, [
      desk,
      vera,
    ]),
  )
})
afterAll(() => app.stop())

const does = async (account: string, text: string): Promise<'refused' | number> => {
  try {
    const done = await inTransaction(app.database, { role: 'desk', account, desk }, (db) =>
      sql.raw(text).execute(db),
    )
    return Number(done.numAffectedRows ?? 0n)
  } catch (cause) {
    // Against a policy.
    if ((cause as { code?: string }).code === '42501') return 'refused'
    throw cause
  }
}

const hash = 'A'.repeat(43)
const steps: readonly [string, (journal: string, account: string) => string][] = [
  ['opens the log', (log) => `insert into log values ('${log}', 'journal', '${desk}', 0, '${hash}')`],
  ['lets the desk see it', (log) => `insert into access values ('${log}', '${desk}', 'sealed', true)`],
  [
    'writes its first entry',
    (log, account) =>
      `insert into entry values ('${log}', 0, '${newId()}', 'journal_begun', '${account}', '${hash}', '',
         decode('${'00'.repeat(64)}', 'hex'))`,
  ],
  ['grants its first key', (log) => `insert into key_grant values ('${log}', 1, '${desk}', 1, '')`],
]

test.each(steps)('no writer but a lead %s', async (_, step) => {
  const journal = journalOf(desk)
  expect(await does(vera, step(journal, vera))).toBe('refused')
  expect(await does(ana, step(journal, ana))).toBe(1)
})
