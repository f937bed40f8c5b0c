/** A supporter's own message from the form to the target's mail server, on a real database and over real SMTP. */
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { sendRound } from '#platform/server/mail/sender.ts'
import { openTransport } from '#platform/server/mail/transport.ts'

import { keyIn, startActing, type Acting } from '../../../tests/support/acting.ts'
import { testSecrets } from '../../../tests/support/app.ts'
import { targetOf } from '../../../tests/support/campaigns.ts'
import { mailConfig, openPostOffice, type PostOffice } from '../../../tests/support/post_office.ts'
import { asSuperuser } from '../../../tests/support/open_rows.ts'
import { deliver, deliveryPurpose, openDelivery } from './delivery.service.ts'

const HOUR = 3_600_000

let acting: Acting
let office: PostOffice
const closing: (() => unknown)[] = []
const clock = (): Date => acting.now()
beforeAll(async () => {
  acting = await startActing({
    // A Monday, 10:00 in Dushanbe.
    now: new Date('2026-11-23T05:00:00Z'),
    hooks: { delivery: [deliver({ secrets: testSecrets, clock })] },
    ask: {
      delivery: { perHour: 12 },
      targets: [targetOf(), targetOf({ id: 'embassy', mail: 'embassy@example.org', copy: true })],
    },
  })
  office = await openPostOffice({ recipient: (to) => (to.startsWith('office@') ? null : 550) })
})
afterAll(async () => {
  for (const close of closing) await close()
  await office.stop()
  await acting.database.drop()
})

const sendFrom = async (who: number, words: string) => {
  const fields: Readonly<Record<string, string>> = {
    name: `Ana ${'abcdefghijklmnop'[who]}`,
    mail: `ana${who}@example.org`,
    subject: 'Release them',
    message: words,
    understood: '1',
  }
  const delivery = openDelivery({ actions: acting.actions, campaigns: acting.campaigns, clock })
  const read = (name: string): readonly string[] => (fields[name] === undefined ? [] : [fields[name]])
  const done = await delivery.send({ campaign: 'lanterns', ask: 'free-them', language: 'en', read })
  expect(done).toEqual({ kind: 'thanks' })
}
const confirmAll = async (): Promise<void> => {
  for (const one of await acting.sent())
    expect((await acting.actions.confirmAction({ kind: 'link', k: keyIn(one) })).ok).toBe(true)
}

const round = () => {
  const config = mailConfig('/tmp', { AMPARO_SMTP_URL: `smtp://127.0.0.1:${office.port}` })
  const transport = openTransport(config)
  closing.push(transport.close)
  return sendRound({
    database: acting.database,
    secrets: testSecrets,
    clock,
    config,
    transport,
    purposes: [deliveryPurpose({ clock })],
    sources: [],
    mayStillSend: (ask) => acting.campaigns.mayRun(ask, clock()),
  })
}
const numbers = async () =>
  (
    await acting.rows<object>(
      'select confirmed, delivered, refused, held, alike_allowed from amparo.delivery',
    )
  )[0]
const waiting = async (): Promise<number> => (await acting.rows('select from amparo.mail')).length

test('nothing goes before the address answers; then one message to the target, in the person’s own name', async () => {
  await sendFrom(0, 'I teach, and they taught.')
  expect(await waiting()).toBe(0)
  await confirmAll()
  expect(await waiting()).toBe(1)
  await round()
  expect(office.taken).toHaveLength(1)
  expect(office.taken[0]!.to).toEqual(['office@prosecutor.example'])
  const read = await PostalMime.parse(office.taken[0]!.text)
  expect(read.from).toEqual({ name: 'Ana a', address: 'campaigns@example.org' })
  expect(read.replyTo).toEqual([{ name: 'Ana a', address: 'ana0@example.org' }])
  expect(read.text).toContain('I teach, and they taught.\n\nAna a\nana0@example.org')
  expect(await numbers()).toMatchObject({ confirmed: 1, delivered: 1, refused: 0 })
  expect(await waiting()).toBe(0)
  const ledger = await acting.rows("select number from amparo.action_ledger where what = 'delivered'")
  expect(ledger).toEqual([{ number: '1' }])
})

test('the next one waits for its turn, and never in bulk', async () => {
  for (const who of [1, 2, 3]) await sendFrom(who, `My own words, ${who}.`)
  await confirmAll()
  for (let n = 0; n < 3; n++) await round()
  expect(office.taken).toHaveLength(1)
  acting.pass(HOUR)
  for (let n = 0; n < 3; n++) await round()
  expect(office.taken).toHaveLength(2)
})

test('what too many wrote alike is held until a manager lets it go, one by one as well', async () => {
  const before = await waiting()
  for (const who of [4, 5, 6, 7, 8]) await sendFrom(who, who % 2 ? 'FREE them now' : 'Free them, now!')
  await confirmAll()
  expect(await numbers()).toMatchObject({ confirmed: 9, held: 1, alike_allowed: false })
  expect(await waiting()).toBe(before + 5)
  const [held] = await acting.rows<{ n: string }>('select count(*) as n from amparo.mail where held')
  expect(held).toEqual({ n: '1' })
})

test('an ask that is withdrawn sends no further message, and those that wait are erased', async () => {
  acting.pass(HOUR)
  const before = office.taken.length
  await asSuperuser(acting.database, (client) =>
    client.query("update amparo.document set state = 'withdrawn', ended_at = now() where kind = 'ask'"),
  )
  await round()
  expect(office.taken).toHaveLength(before)
  expect(await waiting()).toBe(0)
})
