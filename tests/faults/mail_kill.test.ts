/** A server that is killed while it sends: nobody is left out, and hardly anybody is written to twice. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { inTransaction } from '../../src/platform/server/database.ts'
import { queueMail } from '../../src/platform/server/mail/mail.ts'
import { CONNECTIONS } from '../../src/platform/server/mail/transport.ts'
import { createTestDatabase } from '../support/database.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { mailSecrets, openPostOffice } from '../support/post_office.ts'

const ALL = 80

test('after kill -9 between two letters another server sends the rest, and at most the few under way again', async () => {
  const database = await createTestDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'amparo-kill-'))
  let first: ChildProcess | undefined
  const office = await openPostOffice({
    data: () => {
      // Taken by the mail server, and the answer never heard.
      if (office.taken.length === 30) first?.kill('SIGKILL')
      return null
    },
  })
  const program = fileURLToPath(new URL('../support/mailer.process.ts', import.meta.url))
  const given = JSON.stringify({
    address: database.address,
    folder,
    url: `smtp://127.0.0.1:${office.port}`,
  })
  const start = (): ChildProcess => spawn(process.execPath, [program, given], { stdio: 'inherit' })
  for (let n = 0; n < ALL; n++)
    await inTransaction(database, { role: 'gate' }, (db) =>
      queueMail(
        db,
        {
          purpose: 'follow',
          ask: null,
          target: null,
          dueAt: new Date(),
          to: `reader${n}@example.org`,
          subject: 'What followed',
          text: 'x',
        },
        mailSecrets,
      ),
    )
  first = start()
  await new Promise((resolve) => first?.once('exit', resolve))
  const left = (): Promise<number> =>
    asSuperuser(database, async (client) => {
      const { rows } = await client.query<{ n: string }>('select count(*) as n from amparo.mail')
      return Number(rows[0]?.n)
    })
  // What the first one had taken stays its own until its time is over; here the time is let pass.
  await asSuperuser(database, (client) =>
    client.query(
      `update amparo.mail set leased_until = now() - interval '1 second' where leased_until is not null`,
    ),
  )
  const second = start()
  await expect.poll(left, { timeout: 30_000 }).toBe(0)
  second.kill('SIGTERM')
  await office.stop()
  const names = office.taken.map(({ text }) => /^Message-ID: (.*)\r$/m.exec(text)?.[1])
  expect(new Set(office.taken.map(({ to }) => to[0])).size).toBe(ALL)
  expect(new Set(names).size).toBe(ALL)
  expect(office.taken.length - ALL).toBeLessThanOrEqual(CONNECTIONS)
  rmSync(folder, { recursive: true, force: true })
  await database.drop()
}, 90_000)
