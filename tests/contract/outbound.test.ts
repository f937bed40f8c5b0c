/** The server speaks to its database and to those who ask it, and to nobody else. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, inject, test } from 'vitest'

import { loadExample } from '../../src/cli/example.ts'
import { findAccountByName } from '../../src/members/server/account.store.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { queueMail } from '../../src/platform/server/mail/mail.ts'
import { loadSecrets } from '../../src/platform/server/secrets.ts'
import { sessionOf } from '../support/adversary.ts'
import { startOwnProcess, type OwnProcess } from '../support/own_process.ts'
import { openPostOffice } from '../support/post_office.ts'
import { rawClient, type RawClient } from '../support/raw_http.ts'

const watcher = fileURLToPath(new URL('../support/tell_connections.ts', import.meta.url))

let server: OwnProcess
let client: RawClient
beforeAll(async () => {
  server = await startOwnProcess({ NODE_OPTIONS: `--import ${watcher}` })
  client = rawClient(server.port, 4)
  await loadExample({ ...server, count: async () => undefined })
}, 600_000)
afterAll(async () => {
  client?.close()
  await server?.stop()
})

const reached = (): readonly string[] =>
  [...new Set(server.logged().filter((line) => line.startsWith('reaches ')))].map((line) => line.slice(8))

const pages = async (): Promise<number> => {
  const seen = new Set(['/', '/figures/explore', '/oembed?url=http://example.org/figures/x', '/desk'])
  let edge = [...seen]
  for (let step = 0; step < 2; step++) {
    const found: string[] = []
    for (const path of edge) {
      const answer = await client.ask({ method: 'GET', path })
      for (const [, link = ''] of (answer?.body ?? '').matchAll(/ (?:href|action|src)="(\/[^"]*)"/g))
        found.push(link.replaceAll('&amp;', '&').replace(/#.*/, ''))
    }
    edge = found.filter((path) => !seen.has(path)).slice(0, 120)
    for (const path of edge) seen.add(path)
  }
  return seen.size
}

/** Addresses of another host, in every place where a text may stand. */
const calls = async (): Promise<number> => {
  const described = await client.ask({ method: 'GET', path: '/api/v1/openapi.json' })
  const { paths } = JSON.parse(described?.body ?? '') as { paths: Record<string, Record<string, unknown>> }
  const found = await inTransaction(server.database, { role: 'gate' }, (db) =>
    findAccountByName(db, 'bastian'),
  )
  const token = await sessionOf(server, found!.id)
  const abroad = 'http://reached.example/x'
  const body = Buffer.from(JSON.stringify({ url: abroad, address: abroad, origin: abroad, name: abroad }))
  let asked = 0
  for (const [path, methods] of Object.entries(paths))
    for (const method of Object.keys(methods)) {
      asked += 1
      await client.ask({
        method: method.toUpperCase(),
        path: path.replaceAll(/\{\w+\}/g, encodeURIComponent(abroad)),
        headers: [
          ['origin', server.origin],
          ['cookie', `amparo=${token}`],
          ['content-type', 'application/json'],
          ['referer', abroad],
          ['x-forwarded-host', 'reached.example'],
        ],
        ...(method === 'get' ? {} : { body }),
      })
    }
  return asked
}

test('whatever is asked of it, the server reaches its database and nothing else', async () => {
  expect(await pages()).toBeGreaterThan(60)
  expect(await calls()).toBeGreaterThan(60)
  const socket = inject('postgresHost')
  // The watcher sees: the database itself is among what was reached.
  expect(reached().length).toBeGreaterThan(0)
  // To listen, Node looks up the address it was given, though it is a number.
  const own = [socket, 'the name 127.0.0.1']
  expect(reached().filter((one) => !own.some((prefix) => one.startsWith(prefix)))).toEqual([])
}, 240_000)

test('with a mail server it reaches that one as well, and nothing else', async () => {
  const office = await openPostOffice()
  const folder = mkdtempSync(join(tmpdir(), 'amparo-outbound-'))
  const secrets = loadSecrets(folder)
  const mailing = await startOwnProcess({
    NODE_OPTIONS: `--import ${watcher}`,
    AMPARO_DATA: folder,
    AMPARO_SMTP_URL: `smtp://127.0.0.1:${office.port}`,
    AMPARO_MAIL_FROM: 'campaigns@reached.example',
  })
  const to = 'ana@reached.example'
  const letter = {
    purpose: 'follow',
    ask: null,
    target: null,
    dueAt: new Date(),
    to,
    subject: 'S',
    text: 'T',
  }
  await inTransaction(mailing.database, { role: 'gate' }, (db) => queueMail(db, letter, secrets))
  await expect.poll(() => office.taken.length, { timeout: 20_000 }).toBe(1)
  const own = [inject('postgresHost'), 'the name 127.0.0.1', `127.0.0.1:${office.port}`]
  const lines = mailing.logged()
  await mailing.stop()
  await office.stop()
  rmSync(folder, { recursive: true, force: true })
  const places = lines.filter((line) => line.startsWith('reaches ')).map((line) => line.slice(8))
  expect(places.some((one) => one === `127.0.0.1:${office.port}`)).toBe(true)
  expect(places.filter((one) => !own.some((prefix) => one.startsWith(prefix)))).toEqual([])
  expect(lines.join('\n')).not.toContain(to)
}, 120_000)
