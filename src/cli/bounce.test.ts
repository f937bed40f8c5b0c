import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { mailConfig, newLetterId } from '../../tests/support/post_office.ts'
import { inTransaction } from '../platform/server/database.ts'
import { findMailState } from '../platform/server/mail/mail.store.ts'
import { takeReturned } from '../platform/server/mail/returned.ts'
import { returnAddress } from '../platform/server/mail/return_address.ts'
import { loadSecrets } from '../platform/server/secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'amparo-bounce-'))
const secrets = loadSecrets(folder)
const config = mailConfig(folder, { AMPARO_BOUNCE_DOMAIN: 'back.example.org' })
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.drop()
})

const run = (input: string, args: readonly string[] = []) =>
  spawnSync(process.execPath, [fileURLToPath(new URL('amparo.ts', import.meta.url)), 'bounce', ...args], {
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, AMPARO_DATA: folder, AMPARO_BOUNCE_DOMAIN: 'back.example.org' },
  })

/** As Postfix writes it, RFC 3464. */
const report = (to: string, said: { readonly action: string; readonly status: string }): string =>
  `From: MAILER-DAEMON@mx.example.net
To: ${to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I'm sorry, kestrel@example.net is not here.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; kestrel@example.net
Action: ${said.action}
Status: ${said.status}
Diagnostic-Code: smtp; 550 User unknown

--b1
Content-Type: message/rfc822

From: campaigns@example.org
To: kestrel@example.net
Subject: Confirm

Kestrel
--b1--
`.replaceAll('\n', '\r\n')

const about = newLetterId()
const to = returnAddress({ secrets, mail: config.mail }, { purpose: 'confirm', about })
const told: { readonly about: string; readonly hard: boolean }[] = []
const take = (): Promise<void> =>
  takeReturned({
    database,
    secrets,
    config,
    clock: () => new Date(),
    dataFolder: folder,
    purposes: [{ purpose: 'confirm', returned: async (_, of) => void told.push(of) }],
  })

test('a letter that came back leaves its id alone, the room is told, and nothing of the person is kept', async () => {
  expect(run(report(to, { action: 'failed', status: '5.1.1' }))).toMatchObject({ status: 0 })
  const [note = ''] = readdirSync(join(folder, 'returned'))
  expect(readFileSync(join(folder, 'returned', note), 'utf8')).not.toMatch(/kestrel/i)
  await take()
  expect(told).toEqual([{ about, hard: true }])
  expect(readdirSync(join(folder, 'returned'))).toEqual([])
  const state = await inTransaction(database, { role: 'gate' }, (db) => findMailState(db, new Date()))
  expect(state.counts).toEqual({ returned: 1 })
})

test('a full mailbox is told as one that may pass; a delay and an answer of a person are not told at all', async () => {
  told.length = 0
  // The pipe knows the address, whatever the letter says; some servers write it in capitals.
  const piped = ['--to', to.toUpperCase()]
  expect(run(report('someone@example.org', { action: 'failed', status: '5.2.2' }), piped).status).toBe(0)
  expect(run(report(to, { action: 'delayed', status: '4.4.1' })).status).toBe(0)
  expect(run(`To: ${to}\r\nSubject: Out of office\r\n\r\nBack in May.\r\n`).status).toBe(0)
  await take()
  expect(told).toEqual([{ about, hard: false }])
})

test('a forged return address is refused as one where nobody is, and notes nothing', async () => {
  told.length = 0
  const forged = `${to.slice(0, to.indexOf('@') - 1)}${to.at(to.indexOf('@') - 1) === 'a' ? 'b' : 'a'}@back.example.org`
  for (const address of [forged, 'confirm@back.example.org', to.replace('back.', '')]) {
    const ended = run(report(address, { action: 'failed', status: '5.1.1' }))
    expect(ended.status).toBe(67)
    expect(ended.stderr).toContain('made no such return address')
  }
  await take()
  expect(told).toEqual([])
})
