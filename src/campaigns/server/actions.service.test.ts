/** Signing from the form to the count, on a real database; what of it a thief and a stranger's role see. */
import { Decrypter } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { inTransaction } from '#platform/server/database.ts'
import { openHeldKeys } from '#vault/server/held.service.ts'

import { codeIn, keyIn, ORIGIN, ownIn, startActing, type Acting } from '../../../tests/support/acting.ts'
import { testSecrets } from '../../../tests/support/app.ts'
import { askOf } from '../../../tests/support/campaigns.ts'
import { findCanaries } from '../../../tests/support/canary_words.ts'
import { sizeOf } from '../../../tests/support/faulty_server.ts'
import type { ConfirmedAction } from './actions.ts'
import { openActions } from './actions.service.ts'
import { insertActions } from './actions.store.ts'
import { openSigning } from './signing.service.ts'

const HOUR = 3_600_000
/** AMPARO_FAULTS=release: ten thousand confirm, and a thief looks for them. */
const FLOOD = sizeOf({ usual: 400, release: 10_000 })
const seen: ConfirmedAction[] = []
let failing = false

let acting: Acting
beforeAll(async () => {
  const receivers = askOf().receivers
  acting = await startActing({
    hooks: {
      signature: [
        async (_, action) => {
          seen.push(action)
          if (failing) throw new Error('a hook that fails')
        },
      ],
    },
    ask: {},
  })
  expect(receivers).toHaveLength(1)
})
afterAll(() => acting.database.close().then(() => acting.database.drop().catch(() => undefined)))

const rowsOf = (mailOrState: string) =>
  acting.rows<{
    id: string
    state: string
    held: Buffer | null
    fingerprint: Buffer | null
    flags: string[]
  }>(`select * from amparo.action where ${mailOrState} order by id`)

test('a signature waits until its address answers, and counts from then on', async () => {
  expect(await acting.sign()).toEqual({ kind: 'thanks' })
  expect(await acting.confirmed()).toBe(0)
  const [mail, ...more] = await acting.sent()
  expect(more).toEqual([])
  expect(mail).toMatchObject({ to: 'ana@example.org', purpose: 'confirm', ask: acting.ask, language: 'en' })
  expect(mail!.text).toContain(`${ORIGIN}/campaigns/confirm?k=`)
  expect(mail!.text).not.toContain('Lopez')
  const waiting = await acting.actions.findWaiting(keyIn(mail!))
  expect(waiting?.held).toMatchObject({ name: 'Ana Lopez', mail: 'ana@example.org' })
  expect(await acting.confirmed(), 'looking changes nothing').toBe(0)
  const done = await acting.actions.confirmAction({ kind: 'link', k: keyIn(mail!) })
  expect(done).toMatchObject({ ok: true, value: { kind: 'signature', own: ownIn(mail!) } })
  expect(seen.map(({ held }) => held.name)).toEqual(['Ana Lopez'])
  expect(await acting.confirmed()).toBe(1)
  const [row] = await rowsOf(`state = 'confirmed'`)
  expect(row).toMatchObject({ held: null, token_hash: null, code_hash: null, expires_at: null })
  const [sealed] = await acting.rows<{ sealed: Buffer }>('select sealed from amparo.supporter_sealed')
  const decrypter = new Decrypter()
  decrypter.addIdentity(acting.identity)
  const opened = JSON.parse(await decrypter.decrypt(sealed!.sealed, 'text')) as object
  expect(opened).toMatchObject({ name: 'Ana Lopez', mail: 'ana@example.org', action: row!.id })
})

test('a link is good once, and what is wrong with a link is told to nobody', async () => {
  await acting.sign({ mail: 'once@example.org' })
  const [mail] = await acting.sent()
  const link = { kind: 'link', k: keyIn(mail!) } as const
  expect((await acting.actions.confirmAction(link)).ok).toBe(true)
  const ended = { ok: false, error: { kind: 'link_ended' } }
  expect(await acting.actions.confirmAction(link)).toEqual(ended)
  expect(await acting.actions.confirmAction({ kind: 'code', code: codeIn(mail!) })).toEqual(ended)
  for (const k of ['', 'x', 'A'.repeat(44), `${link.k.slice(0, 22)}${'A'.repeat(22)}`, `${link.k} `])
    expect(await acting.actions.confirmAction({ kind: 'link', k })).toEqual(ended)
})

test('the same address signs once, in whatever spelling, before and after it is confirmed', async () => {
  const before = await acting.rows('select 1 from amparo.action')
  for (const mail of [
    'bo.b@gmail.com',
    'B.O.B+x@GMAIL.com',
    'bob@googlemail.com',
    'bob@gmаil.com',
    'bob＠gmail。com',
  ])
    expect(await acting.sign({ mail })).toEqual({ kind: 'thanks' })
  const mails = await acting.sent()
  expect(mails.map(({ to }) => to)).toEqual(['bo.b@gmail.com'])
  await acting.actions.confirmAction({ kind: 'link', k: keyIn(mails[0]!) })
  expect(await acting.sign({ mail: 'bob@gmail.com' })).toEqual({ kind: 'thanks' })
  expect(await acting.sent()).toEqual([])
  expect(await acting.rows('select 1 from amparo.action')).toHaveLength(before.length + 1)
})

test('of a hundred at once with one address there is one row, and of a hundred confirmations one counts', async () => {
  const [before, hooked] = [await acting.confirmed(), seen.length]
  const done = await Promise.all(Array.from({ length: 100 }, () => acting.sign({ mail: 'many@example.org' })))
  expect(done.every(({ kind }) => kind === 'thanks')).toBe(true)
  const mails = await acting.sent()
  expect(mails).toHaveLength(1)
  const key = { kind: 'link', k: keyIn(mails[0]!) } as const
  const confirmed = await Promise.all(Array.from({ length: 100 }, () => acting.actions.confirmAction(key)))
  expect(confirmed.filter(({ ok }) => ok)).toHaveLength(1)
  expect(seen).toHaveLength(hooked + 1)
  expect(await acting.confirmed()).toBe(before + 1)
  // What was a flood is none any more.
  acting.pass(HOUR + 60_000)
})

test('a code confirms as the link does, however it is typed; who tries codes is made to wait', async () => {
  await acting.sign({ mail: 'code@example.org' })
  const [mail] = await acting.sent()
  const code = codeIn(mail!)
  const typed = ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}\t`
  expect((await acting.actions.confirmAction({ kind: 'code', code: typed })).ok).toBe(true)
  const tries = []
  for (let i = 0; i < 8; i++)
    tries.push(await acting.actions.confirmAction({ kind: 'code', code: `ZZZZ${i}00000` }))
  expect(tries[0]).toEqual({ ok: false, error: { kind: 'link_ended' } })
  expect(tries.at(-1)).toMatchObject({ ok: false, error: { kind: 'wait' } })
})

test('whoever was not asked for it erases it, and can be asked anew', async () => {
  await acting.sign({ mail: 'other@example.org', name: 'Not I' })
  const [mail] = await acting.sent()
  await acting.actions.eraseWaiting('A'.repeat(44))
  expect(await acting.actions.findWaiting(keyIn(mail!))).not.toBeNull()
  await acting.actions.eraseWaiting(keyIn(mail!))
  expect(await acting.actions.findWaiting(keyIn(mail!))).toBeNull()
  await acting.sign({ mail: 'other@example.org' })
  expect(await acting.sent()).toHaveLength(1)
})

test('an address is written to again after an hour, three times at most', async () => {
  const sent: number[] = []
  for (let hour = 0; hour < 6; hour++) {
    await acting.sign({ mail: 'again@example.org' })
    await acting.sign({ mail: 'again@example.org' })
    sent.push((await acting.sent()).length)
    acting.pass(HOUR + 1000)
  }
  expect(sent).toEqual([1, 1, 1, 0, 0, 0])
})

test('a mail that could not be handed over is due again, one that never will be is not', async () => {
  await acting.sign({ mail: 'later@example.org' })
  const [first] = await acting.mails.take({ most: 10, now: acting.now() })
  expect(await acting.mails.take({ most: 10, now: acting.now() }), 'handed out once').toEqual([])
  await acting.mails.settle([{ id: first!.id, outcome: 'later' }])
  acting.pass(3 * 60_000)
  const [second] = await acting.mails.take({ most: 10, now: acting.now() })
  expect(second).toEqual(first)
  await acting.mails.settle([{ id: second!.id, outcome: 'refused' }])
  acting.pass(HOUR)
  expect(await acting.mails.take({ most: 10, now: acting.now() })).toEqual([])
})

test('what fails with a confirmation undoes it', async () => {
  await acting.sign({ mail: 'undone@example.org' })
  const [mail] = await acting.sent()
  const key = { kind: 'link', k: keyIn(mail!) } as const
  failing = true
  await expect(acting.actions.confirmAction(key)).rejects.toThrow('a hook that fails')
  failing = false
  expect((await acting.actions.confirmAction(key)).ok).toBe(true)
})

test.each([
  [{ name: '  ' }, { name: 'name_missing' }],
  [{ name: 'x'.repeat(121) }, { name: 'name_too_long' }],
  [{ name: 'Buy at https://x.example' }, { name: 'name_not_a_name' }],
  [{ name: 'a\u202Eb' }, { name: 'name_not_a_name' }],
  [{ name: '12345' }, { name: 'name_not_a_name' }],
  [{ mail: '' }, { mail: 'mail_missing' }],
  [{ mail: 'ana@example' }, { mail: 'mail_not_an_address' }],
  [{ mail: 'ana@example.org\nBcc: b@example.org' }, { mail: 'mail_not_an_address' }],
  [{ country: 'XX' }, { country: 'country_unknown' }],
  [{ message: 'm'.repeat(2001) }, { message: 'message_too_long' }],
  [{ message: 'a\u0000b' }, { message: 'message_not_plain' }],
])('%j is refused beside its field, and nothing is kept', async (fields, errors) => {
  const before = await acting.rows('select 1 from amparo.action')
  const done = await acting.sign({ mail: 'refused@example.org', ...fields })
  expect(done).toMatchObject({ kind: 'refused', form: { errors, values: fields } })
  expect(await acting.rows('select 1 from amparo.action')).toHaveLength(before.length)
})

test('an ask that is none, is not signed or is gone takes nothing', async () => {
  const unknown = { campaign: 'lanterns', ask: 'nothing', language: 'en', read: (name: string) => [name] }
  expect(await acting.signing.sign(unknown)).toEqual({ kind: 'nowhere' })
})

test('a flood is flagged, its mail waits, and nobody is told', { timeout: 300_000 }, async () => {
  acting.pass(HOUR + 60_000)
  for (let at = 0; at < FLOOD; at += 400) {
    const some = Array.from({ length: 400 }, (_, i) => acting.sign({ mail: `f${at + i}@stuffed.example` }))
    expect((await Promise.all(some)).every(({ kind }) => kind === 'thanks')).toBe(true)
  }
  await acting.sign({ mail: 'x@mailinator.com' })
  const flagged = await rowsOf(`'burst' = any(flags)`)
  expect(flagged.length).toBeGreaterThan(FLOOD - 130)
  expect((await rowsOf(`'domain' = any(flags)`)).length).toBe(FLOOD - 30)
  expect((await rowsOf(`'disposable' = any(flags)`)).length).toBe(1)
  expect((await acting.sent()).length).toBeLessThan(130)
})

test('a thief with the whole database finds no address and no name', { timeout: 600_000 }, async () => {
  const people = ['Xanthippe Nightjar', 'زينب الهدهد', 'Ödön Vízirigó']
  for (const [at, name] of people.entries())
    await acting.sign({ name, mail: `nightjar${at}@wagtail.example` })
  const dump = async (): Promise<Buffer> => {
    const tables = await acting.rows<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'amparo'::regnamespace and relkind = 'r'`,
    )
    const texts: string[] = []
    for (const { name } of tables)
      for (const row of await acting.rows<Record<string, unknown>>(`select * from amparo."${name}"`))
        for (const cell of Object.values(row))
          texts.push(Buffer.isBuffer(cell) ? cell.toString('latin1') : (JSON.stringify(cell) ?? ''))
    return Buffer.from(texts.join('\n'), 'utf8')
  }
  const words = [...people, 'nightjar0@wagtail.example', 'nightjar1', 'wagtail.example', 'stuffed.example']
  const found = (bytes: Buffer): readonly string[] => findCanaries(bytes, words)
  const before = await dump()
  expect(found(before)).toEqual([])
  expect(found(Buffer.concat([before, Buffer.from(words[0]!)])), 'what is there is found').toHaveLength(1)
  acting.pass(3 * HOUR)
  expect(await acting.confirmAll()).toBeGreaterThan(FLOOD - 100)
  expect(found(await dump())).toEqual([])
})

test('the count is what the rows say, with a line in the ledger for every batch', async () => {
  const rows = await acting.rows(`select 1 from amparo.action where state = 'confirmed'`)
  expect(await acting.confirmed()).toBe(rows.length)
  const [ledger] = await acting.rows<{ n: string }>('select sum(number) as n from amparo.action_ledger')
  expect(Number(ledger!.n)).toBe(rows.length)
  expect(await acting.actions.countsOf(acting.ask)).toEqual([
    { kind: 'signature', what: 'confirmed', number: rows.length },
  ])
})

test("strangers' role sees and moves what waits, and nothing that is confirmed", async () => {
  await acting.sign({ mail: 'walled@example.org' })
  const asGate = (text: string) =>
    inTransaction(acting.database, { role: 'gate' }, async (db) => {
      const { sql } = await import('kysely')
      return sql.raw<{ n: number }>(text).execute(db)
    })
  const { rows } = await asGate(`select count(*) as n from action where state <> 'pending'`)
  expect(rows).toEqual([{ n: 0 }])
  for (const text of [
    `update action set state = 'confirmed'`,
    `update action set held = null`,
    `update action set token_hash = sha256('known')`,
    `update action set counted = true`,
    'delete from action',
    `update ask_random set random = null`,
    'select * from action_ledger',
    'select * from action_count',
    `insert into action_count values ('${'A'.repeat(22)}', '${'A'.repeat(22)}', 'signature', 'confirmed', 5)`,
    `insert into action (id, ask, desk, kind, state, language, on_day, confirmed_on)
     values ('${'A'.repeat(22)}', '${'A'.repeat(22)}', '${'A'.repeat(22)}', 'signature', 'confirmed', 'en', now(), now())`,
  ])
    await expect(asGate(text), text).rejects.toMatchObject({ code: '42501' })
  const done = await asGate(`select confirm_action(id, sha256('guess'), now(), null) as n from action`)
  expect(done.rows.some(({ n }) => (n as unknown) === true)).toBe(false)
})

test('a held row opens under its own id alone', () => {
  const keys = openHeldKeys(testSecrets)
  const sealed = keys.seal('A'.repeat(22), 'words')
  expect(keys.open('A'.repeat(22), sealed)).toBe('words')
  expect(keys.open('B'.repeat(22), sealed)).toBeNull()
  for (let at = 0; at < sealed.length; at++) {
    const bent = Buffer.from(sealed)
    bent[at] = bent[at]! ^ 1
    expect(keys.open('A'.repeat(22), bent)).toBeNull()
  }
})

test('what nobody confirmed within two days is erased, and its link ends before', async () => {
  await acting.sign({ mail: 'slow@example.org' })
  const [mail] = await acting.sent()
  acting.pass(48 * HOUR + 1)
  expect((await acting.actions.confirmAction({ kind: 'link', k: keyIn(mail!) })).ok).toBe(false)
  await acting.close()
  expect(await rowsOf(`state = 'pending'`)).toEqual([])
})

test('a flood fills no disk: beyond a measure whoever comes is told to come again, and nothing is kept', async () => {
  const { database, campaigns, now } = acting
  const waiting = (await rowsOf(`state = 'pending'`)).length
  const actions = openActions({
    database,
    secrets: testSecrets,
    clock: now,
    campaigns,
    hooks: {},
    mostWaiting: waiting + 1,
  })
  const full = openSigning({ actions, campaigns, clock: now })
  const sign = (mail: string) =>
    full.sign({
      campaign: 'lanterns',
      ask: 'free-them',
      language: 'en',
      read: (name) => [{ name: 'Zoe', mail }[name] ?? ''],
    })
  expect(await sign('first@flood.example')).toEqual({ kind: 'thanks' })
  expect(await sign('second@flood.example')).toMatchObject({ kind: 'crowded' })
  expect(await rowsOf(`state = 'pending'`)).toHaveLength(waiting + 1)
  const [mail] = await acting.sent()
  await actions.eraseWaiting(keyIn(mail!))
})

test('when the ask has closed its random is destroyed and fingerprints are gone; who comes late is thanked', async () => {
  await acting.sign({ mail: 'last@example.org' })
  const [mail] = await acting.sent()
  const [random] = await acting.rows<{ random: Buffer | null }>('select random from amparo.ask_random')
  expect(random!.random).toHaveLength(32)
  const [tag] = (await rowsOf(`state = 'pending'`)).map(({ fingerprint }) => fingerprint)
  const key = openHeldKeys(testSecrets).fingerprints(acting.ask, random!.random!)
  expect(tag, 'with the random the server knows an address again').toEqual(
    key('signature', 'last@example.org'),
  )
  acting.pass(74 * 365 * 24 * HOUR)
  await acting.rows(`update amparo.action set expires_at = 'infinity' where state = 'pending'`)
  // The ask is kept for a second.
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect(await acting.sign({ mail: 'late@example.org' })).toEqual({ kind: 'thanks' })
  await acting.close()
  expect(await acting.rows('select random from amparo.ask_random')).toEqual([{ random: null }])
  expect(await rowsOf('fingerprint is not null')).toEqual([])
  expect(await rowsOf(`state = 'pending'`)).toHaveLength(1)
  const done = await acting.actions.confirmAction({ kind: 'link', k: keyIn(mail!) })
  expect(done.ok, 'who signed before the end confirms after it').toBe(true)
})

test('rows of one statement that share an address are one', async () => {
  const row = (id: string) => ({
    id: id.repeat(22),
    ask: acting.ask,
    desk: acting.ask,
    kind: 'signature',
    fingerprint: Buffer.alloc(32, 7),
    tokenHash: Buffer.alloc(32),
    codeHash: Buffer.alloc(16),
    held: Buffer.alloc(40),
    language: 'en',
    flags: [],
    now: acting.now(),
    mailDue: acting.now(),
  })
  const written = await inTransaction(acting.database, { role: 'gate' }, (db) =>
    insertActions(db, [row('C'), row('D')]),
  )
  expect(written.size).toBe(1)
})
