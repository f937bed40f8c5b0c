import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'kysely'
import PostalMime from 'postal-mime'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import {
  isSignedBy,
  mailConfig,
  mailSecrets,
  makeKeys,
  newLetterId,
  openPostOffice,
  type PostOffice,
  type Taken,
} from '../../../../tests/support/post_office.ts'
import { inTransaction } from '../database.ts'
import { type Letter, type MailOutcome, queueMail, releaseHeldMail } from './mail.ts'
import { startMailer } from './mailer.ts'
import { stopMark } from './mail_seal.ts'
import { findMailState, stopMail } from './mail.store.ts'
import { type SenderDeps, sendRound } from './sender.ts'
import { openTransport, type Transport } from './transport.ts'

let database: TestDatabase
let keys: ReturnType<typeof makeKeys>
let folder: string
const closing: (() => unknown)[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  keys = makeKeys()
})
afterAll(async () => {
  keys.remove()
  await database.drop()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amparo-mail-'))
})
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
  rmSync(folder, { recursive: true, force: true })
  await inTransaction(database, { role: 'jobs' }, async (db) => {
    await sql`delete from mail`.execute(db)
    await sql`delete from mail_pace`.execute(db)
    await sql`delete from mail_count`.execute(db)
    await sql`delete from mail_stopped`.execute(db)
    await sql`update mail_line set problem = null, since = null, last_sent_at = null`.execute(db)
  })
})

/** A Tuesday at 10:00 in Dushanbe and noon in nowhere near. */
const NOW = new Date('2026-03-03T05:00:00Z')

const queue = (given: Partial<Letter> = {}): Promise<void> =>
  inTransaction(database, { role: 'gate' }, (db) =>
    queueMail(
      db,
      {
        purpose: 'follow',
        ask: null,
        target: null,
        dueAt: NOW,
        to: 'ana@example.org',
        subject: 'What followed',
        text: 'The court has heard her.\n',
        ...given,
      },
      mailSecrets,
    ),
  )

const senderOf = (
  settings: Readonly<Record<string, string>>,
  given: Partial<SenderDeps> = {},
): SenderDeps & { readonly transport: Transport } => {
  const config = mailConfig(folder, settings)
  const transport = openTransport(config)
  closing.push(transport.close)
  return {
    database,
    secrets: mailSecrets,
    clock: () => NOW,
    config,
    transport,
    purposes: [],
    sources: [],
    mayStillSend: async () => true,
    ...given,
  }
}

const office = async (wanted: Parameters<typeof openPostOffice>[0] = {}): Promise<PostOffice> => {
  const opened = await openPostOffice(wanted)
  closing.push(opened.stop)
  return opened
}
const smtp = ({ port }: PostOffice): { readonly AMPARO_SMTP_URL: string } => ({
  AMPARO_SMTP_URL: `smtp://127.0.0.1:${port}`,
})
const state = () => inTransaction(database, { role: 'gate' }, (db) => findMailState(db, NOW))
const outbox = (): readonly string[] => readdirSync(join(folder, 'outbox')).toSorted()
const headersOf = (text: string): string => text.slice(0, text.indexOf('\r\n\r\n'))

test('without a mail server a letter is a whole file that reads back, and nothing of it is left in the queue', async () => {
  await queue({
    subject: 'محكمة · court',
    text: 'السلام عليكم\n.\n',
    language: 'ar',
    fromName: 'Lantern Watch',
  })
  expect(await sendRound(senderOf({}))).toEqual({ tried: 1, down: null })
  const [name = ''] = outbox()
  expect(name).toMatch(/^[0-9a-f]{30}\.eml$/)
  const bytes = readFileSync(join(folder, 'outbox', name))
  const read = await PostalMime.parse(bytes)
  expect(read).toMatchObject({ subject: 'محكمة · court', text: 'السلام عليكم\n.\n' })
  expect(read.from).toEqual({ name: 'Lantern Watch', address: 'campaigns@example.org' })
  expect(read.messageId).toBe(`<${name.slice(0, 30)}@example.org>`)
  const text = bytes.toString('latin1')
  for (const said of [hostname(), 'odemailer', 'X-Mailer', 'List-Unsubscribe'])
    expect(text).not.toContain(said)
  expect(text).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  expect(await state()).toMatchObject({ waiting: 0, counts: { sent: 1 } })
})

test('the queue shows neither address nor words, and a changed row is erased unread', async () => {
  await queue({ to: 'kestrel@example.net', text: 'Kestrel' })
  const rows = await inTransaction(database, { role: 'jobs' }, (db) =>
    sql<{ row: string }>`select m::text || encode(sealed, 'escape') as row from mail m`.execute(db),
  )
  expect(rows.rows[0]?.row.toLowerCase()).not.toContain('kestrel')
  await inTransaction(database, { role: 'jobs' }, (db) => sql`update mail set purpose = 'other'`.execute(db))
  await sendRound(senderOf({}))
  expect(await state()).toMatchObject({ waiting: 0, counts: { refused: 1 } })
})

test('who wants no more receives none of the same use', async () => {
  const unsubscribe = newLetterId()
  await inTransaction(database, { role: 'jobs' }, (db) =>
    stopMail(db, { mark: stopMark(mailSecrets, 'follow', unsubscribe), now: NOW }),
  )
  await queue({ unsubscribe })
  await queue({ unsubscribe: newLetterId() })
  expect((await sendRound(senderOf({}))).tried).toBe(1)
  expect(await state()).toMatchObject({ waiting: 0, counts: { sent: 1, erased: 1 } })
})

test.each([
  ['STARTTLS', false],
  ['TLS from the first byte', true],
] as const)('over %s it signs in, checks the certificate, and signs with DKIM', async (_, implicit) => {
  const user = { name: 'amparo', password: 'p@ss word' }
  const server = await office({ tls: { key: keys.key, cert: keys.cert, implicit }, user })
  const url = `${implicit ? 'smtps' : 'smtp'}://amparo:p%40ss%20word@localhost:${server.port}`
  const dkim = { AMPARO_DKIM_KEY: keys.keyFile, AMPARO_DKIM_SELECTOR: 'amparo' }
  await queue()
  // Nobody vouches for the certificate.
  const doubting = await sendRound(senderOf({ AMPARO_SMTP_URL: url, ...dkim }))
  expect(doubting.down).toBe('tls')
  expect(await state()).toMatchObject({ waiting: 1, problem: 'tls' })
  await sendRound(senderOf({ AMPARO_SMTP_URL: url, AMPARO_SMTP_CA: keys.certFile, ...dkim }))
  expect(server.taken).toHaveLength(1)
  expect(server.taken[0]).toMatchObject({ secure: true, user: 'amparo' })
  expect(server.greeted).toEqual(['example.org'])
  expect(isSignedBy(keys.cert, server.taken[0]!.text)).toBe(true)
  expect(isSignedBy(keys.cert, server.taken[0]!.text.replace('court', 'count'))).toBe(false)
  expect(await state()).toMatchObject({ waiting: 0, problem: null, counts: { sent: 1 } })
  const wrong = url.replace('ss%20word', 'xx')
  await queue()
  const refused = await sendRound(senderOf({ AMPARO_SMTP_URL: wrong, AMPARO_SMTP_CA: keys.certFile }))
  expect(refused.down).toBe('sign_in')
})

test('beyond this machine no letter goes over a line without TLS', () => {
  const { config } = senderOf({ AMPARO_SMTP_URL: 'smtp://mail.example.org' })
  expect(config.mail.smtp).toMatchObject({ port: 587, plainAllowed: false, implicitTls: false })
})

test('a server that takes no one ends nothing: the letter waits, the steward reads why, and it goes later', async () => {
  const server = await office()
  const { port } = server
  await server.stop()
  await queue()
  const deps = senderOf({ AMPARO_SMTP_URL: `smtp://127.0.0.1:${port}` })
  expect(await sendRound(deps)).toEqual({ tried: 1, down: 'unreachable' })
  expect(await state()).toMatchObject({ waiting: 1, problem: 'unreachable', since: NOW })
  const again = await office({ port })
  expect(await sendRound(deps)).toEqual({ tried: 1, down: null })
  expect(again.taken).toHaveLength(1)
})

test('a sender address that the mail server does not let through is told as such, and no letter is lost by it', async () => {
  const server = await office({ sender: () => 553 })
  await queue()
  expect((await sendRound(senderOf(smtp(server)))).down).toBe('sender')
  expect((await state()).waiting).toBe(1)
})

test('an address that does not exist is refused once and for good, one that is busy is tried again, then given up', async () => {
  const told: [string, MailOutcome][] = []
  const purposes = [
    {
      purpose: 'follow',
      settled: async (_: unknown, { about, outcome }: { about: string; outcome: MailOutcome }) =>
        void told.push([about, outcome]),
    },
  ]
  const server = await office({
    recipient: (address) => (address.startsWith('gone') ? 550 : address.startsWith('busy') ? 450 : null),
    data: ({ text }) => (text.includes('Subject: Spam') ? 554 : null),
  })
  const [gone, busy, spam] = [newLetterId(), newLetterId(), newLetterId()]
  await queue({ to: 'gone@example.org', about: gone })
  await queue({ to: 'busy@example.org', about: busy })
  await queue({ to: 'ana@example.org', subject: 'Spam', about: spam })
  let now = NOW
  const deps = { ...senderOf(smtp(server), { purposes }), clock: () => now }
  await sendRound(deps)
  expect(new Map(told)).toEqual(
    new Map([
      [gone, 'refused'],
      [spam, 'refused'],
    ]),
  )
  expect((await sendRound(deps)).tried).toBe(0)
  for (let tries = 0; tries < 9; tries++) {
    now = new Date(now.getTime() + 25 * 3600_000)
    expect((await sendRound(deps)).tried).toBe(1)
  }
  expect(told.at(-1)).toEqual([busy, 'given_up'])
  expect(await state()).toMatchObject({ waiting: 0 })
})

test('two servers send each letter once, also when they begin in the same moment', async () => {
  const server = await office()
  for (let n = 0; n < 120; n++) await queue({ to: `reader${n}@example.org` })
  const both = [senderOf(smtp(server)), senderOf(smtp(server))]
  await Promise.all(
    both.map(async (deps) => {
      while ((await sendRound(deps)).tried > 0);
    }),
  )
  expect(server.taken).toHaveLength(120)
  expect(new Set(server.taken.map(({ to }) => to[0])).size).toBe(120)
})

test('a mail server that ends in mid-batch loses no letter and takes none twice', async () => {
  const before = await openPostOffice({ data: () => (before.taken.length >= 10 ? cut() : null) })
  let stopped: Promise<void> | undefined
  const cut = (): number => {
    stopped ??= before.stop()
    return 421
  }
  for (let n = 0; n < 40; n++) await queue({ to: `reader${n}@example.org` })
  const deps = senderOf(smtp(before))
  expect((await sendRound(deps)).down).not.toBeNull()
  deps.transport.close()
  await stopped
  const after = await office({ port: before.port })
  const again = senderOf(smtp(after))
  while ((await sendRound(again)).tried > 0);
  const all = [...before.taken, ...after.taken].map(({ to }) => to[0])
  expect(new Set(all).size).toBe(40)
  expect(all).toHaveLength(40)
})

test('while one mail server is slow, requests queue letters and are not held up', async () => {
  const held = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const server = await office({
    data: () => {
      begun.resolve()
      return held.promise.then(() => null)
    },
  })
  await queue()
  const round = sendRound(senderOf(smtp(server)))
  await begun.promise
  const asked = performance.now()
  await queue({ to: 'ben@example.org' })
  expect(performance.now() - asked).toBeLessThan(1000)
  held.resolve()
  expect((await round).tried).toBe(1)
})

test('an ask that is stopped stops before the next letter, and what waits of it is gone within five seconds', async () => {
  const ask = newLetterId()
  let open = true
  let stoppedAt = 0
  const server = await office({
    data: (): null => {
      if (server.taken.length === 4 && open) {
        open = false
        stoppedAt = performance.now()
      }
      return null
    },
  })
  for (let n = 0; n < 60; n++) await queue({ ask, to: `reader${n}@example.org` })
  await queue({ ask, dueAt: new Date(NOW.getTime() + 24 * 3600_000) })
  await queue()
  const deps = senderOf({ ...smtp(server), AMPARO_MAIL_PER_SECOND: '5' })
  const mailer = startMailer({
    ...deps,
    mayStillSend: async () => open,
    dataFolder: folder,
    log: () => undefined,
  })
  closing.push(mailer.stop)
  await expect.poll(async () => (await state()).waiting, { timeout: 15_000, interval: 50 }).toBe(0)
  expect(performance.now() - stoppedAt).toBeLessThan(5000)
  const late = server.taken.filter(({ at, to }) => at > stoppedAt + 1500 && to[0] !== 'ana@example.org')
  expect(late).toEqual([])
  expect((await state()).counts.erased).toBeGreaterThan(50)
}, 30_000)

test('letters to one target go one by one, apart by chance, in its working hours, and held ones wait', async () => {
  const server = await office()
  const ask = newLetterId()
  const pace = { perHour: 6, zone: 'Asia/Dushanbe', country: 'TJ' }
  for (let n = 0; n < 5; n++) await queue({ ask, target: 'office@example.tj', pace, about: newLetterId() })
  await queue({ ask, target: 'other@example.tj', pace, held: true })
  let now = NOW
  const deps = { ...senderOf(smtp(server)), clock: () => now }
  const both = [deps, { ...deps }]
  const sentAt: number[] = []
  for (let minute = 0; minute < 9 * 60; minute++) {
    now = new Date(NOW.getTime() + minute * 60_000)
    const before = server.taken.length
    for (const one of both) await sendRound(one)
    expect(server.taken.length - before).toBeLessThanOrEqual(1)
    if (server.taken.length > before) sentAt.push(minute)
    if (server.taken.length === 5) break
  }
  expect(sentAt).toHaveLength(5)
  for (let n = 1; n < sentAt.length; n++) expect(sentAt[n]! - sentAt[n - 1]!).toBeGreaterThanOrEqual(10)
  // At 17:00 there, noon by UTC, the office is closed: nothing goes before the next morning.
  await queue({ ask, target: 'late@example.tj', pace })
  now = new Date('2026-03-03T12:30:00Z')
  expect((await sendRound(deps)).tried).toBe(0)
  now = new Date('2026-03-04T04:30:00Z')
  expect((await sendRound(deps)).tried).toBe(1)
  await inTransaction(database, { role: 'jobs' }, (db) =>
    releaseHeldMail(db, { ask, purpose: 'follow', now }),
  )
  expect((await sendRound(deps)).tried).toBe(1)
}, 60_000)

test('a letter taken by a server that was killed is sent by another when its lease is over, under the same name', async () => {
  const server = await office()
  await queue()
  const crash = new Error('killed')
  const dying = senderOf(smtp(server))
  const killed: Transport = {
    ...dying.transport,
    send: async (letter) => {
      await dying.transport.send(letter)
      throw crash
    },
  }
  await expect(sendRound({ ...dying, transport: killed })).rejects.toBe(crash)
  await sendRound(senderOf(smtp(server)))
  const names = server.taken.map(({ text }: Taken) => /^Message-ID: (.*)\r$/m.exec(headersOf(text))?.[1])
  expect(names).toHaveLength(2)
  expect(names[0]).toBe(names[1])
})

test('a clock that was set back by a year does not keep letters for a year', async () => {
  const deps = senderOf({})
  const later = new Date(Date.now() + 1000)
  await queue({ dueAt: later })
  const back = { ...deps, clock: () => new Date(later.getTime() - 365 * 24 * 3600_000) }
  expect((await sendRound(back)).tried).toBe(0)
  const mailer = startMailer({ ...back, dataFolder: folder, log: () => undefined })
  closing.push(mailer.stop)
  await mailer.onClockJump()
  await expect.poll(async () => (await state()).waiting, { timeout: 10_000 }).toBe(0)
})

test('a source is asked for what is due, told what became of it, and asked again for what came to nothing', async () => {
  const server = await office({ recipient: (address) => (address.startsWith('gone') ? 550 : null) })
  const waiting = new Map([
    [newLetterId(), 'ana@example.org'],
    [newLetterId(), 'gone@example.org'],
  ])
  const settled: string[] = []
  const source = {
    name: 'confirmations',
    take: async () =>
      [...waiting].map(([id, to]) => ({
        id,
        to,
        purpose: 'confirm',
        ask: null,
        subject: 'Confirm',
        text: 'x',
      })),
    settle: async (results: readonly { id: string; outcome: string }[]) => {
      for (const { id, outcome } of results) {
        settled.push(outcome)
        if (outcome !== 'later') waiting.delete(id)
      }
    },
  }
  const { port } = server
  await server.stop()
  const deps = senderOf({ AMPARO_SMTP_URL: `smtp://127.0.0.1:${port}` }, { sources: [source] })
  await sendRound(deps)
  expect(settled).toEqual(['later', 'later'])
  await office({ port, recipient: (address) => (address.startsWith('gone') ? 550 : null) })
  await sendRound(deps)
  expect(settled.slice(2).toSorted()).toEqual(['refused', 'sent'])
})
