/** Messages and reports from the form to the desk's device: real database, real sealing, codes alone on the server. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { inTransaction } from '#platform/server/database.ts'

import { keyIn, ownIn } from '../../../tests/support/acting.ts'
import { startTestDesk, type TestDesk, testSecrets, value } from '../../../tests/support/app.ts'
import { askOf, campaignOf, proposeKind, releaseKind } from '../../../tests/support/campaigns.ts'
import { asSuperuser } from '../../../tests/support/open_rows.ts'
import type { AskBody } from '../core/ask.ts'
import { openActions } from './actions.service.ts'
import type { Actions } from './actions.ts'
import { type Campaigns, openCampaigns } from './campaigns.service.ts'
import { confirmMails } from './confirm_mail.ts'
import { type MessageOutcome, type Messages, openMessages } from './messages.service.ts'
import { openOwnPages, type OwnPages } from './own_page.service.ts'

let app: TestDesk
let campaigns: Campaigns
let actions: Actions
let messages: Messages
let own: OwnPages
let mails: ReturnType<typeof confirmMails>
let [solidarity, meeting] = ['', '']
let receivers: AskBody['receivers'] = []
const now = new Date('2026-11-22T12:00:00Z')
const clock = (): Date => now

beforeAll(async () => {
  app = await startTestDesk(clock)
  const { desk, database } = app
  const { inbox } = value(await app.steward.desk({ desk }))
  const fields: AskBody['receivers'][number]['fields'] = ['name', 'mail', 'country', 'message']
  receivers = [{ id: 'north', name: 'North', recipient: inbox, fields, purpose: { en: 'We read it.' } }]
  const team = { desk, writer: app.writer, second: app.second }
  await releaseKind(team, 'campaign', campaignOf())
  solidarity = (
    await releaseKind(team, 'ask', askOf({ slug: 'words', form: 'solidarity', targets: [], receivers }))
  ).id
  const from = { day: '2026-11-01', time: '00:00' }
  meeting = (await releaseKind(team, 'ask', askOf({ slug: 'meet', form: 'meeting', from, receivers }))).id
  campaigns = openCampaigns(database)
  const deps = { database, secrets: testSecrets, clock, campaigns }
  actions = openActions({ ...deps, hooks: {} })
  messages = openMessages({ clock, actions })
  mails = confirmMails({ ...deps, origin: 'https://acting.example' })
  own = openOwnPages({ database, clock })
})
afterAll(() => app.stop())

type Fields = Readonly<Record<string, string>>
const read =
  (fields: Fields) =>
  (name: string): readonly string[] =>
    fields[name] === undefined ? [] : [fields[name]]
const write = async (slug: string, fields: Fields, language = 'en'): Promise<MessageOutcome> => {
  const ask = await campaigns.findAsk('lanterns', slug, now)
  if (!ask) throw new Error('no such ask')
  return messages.write({ ask, language, read: read({ mail: 'ana@supporter.example', ...fields }) })
}
/** Confirms what was written last, and gives the token of the supporter's own page. */
const confirm = async (): Promise<string> => {
  const due = await mails.take({ most: 10, now })
  await mails.settle(due.map(({ id }) => ({ id, outcome: 'sent' as const })))
  value(await actions.confirmAction({ kind: 'link', k: keyIn(due[0]!) }))
  return ownIn(due[0]!)
}
const opened = async (ask = solidarity, member = app.writer) =>
  value(await member.messages({ desk: app.desk, ask })).messages
const count = async (): Promise<readonly { number: number }[]> =>
  asSuperuser(
    app.database,
    async (client) =>
      (
        await client.query<{ number: number }>(
          `select number::int from amparo.action_ledger where kind = 'solidarity' and what = 'delivered' order by id`,
        )
      ).rows,
  )
const delivered = async (): Promise<number> => {
  const ledger = (await count()).reduce((sum, { number }) => sum + number, 0)
  const [row] = await inTransaction(app.database, { role: 'public' }, (db) =>
    db
      .selectFrom('action_count')
      .select('number')
      .where('ask', '=', solidarity)
      .where('what', '=', 'delivered')
      .execute(),
  )
  expect(Number(row?.number ?? 0)).toBe(ledger)
  return ledger
}

test('what of a message cannot be taken comes back with what was typed', async () => {
  expect(await write('words', { name: 'Ana', message: ' \n' })).toMatchObject({
    kind: 'refused',
    form: { values: { name: 'Ana' }, errors: { sign: {}, own: { message: 'message_missing' } } },
  })
  expect(await write('words', { mail: 'ana', message: 'x'.repeat(2001) })).toMatchObject({
    kind: 'refused',
    form: { errors: { sign: { mail: 'mail_not_an_address', message: 'message_too_long' }, own: {} } },
  })
  expect(await write('words', { message: 'a\u0000b' })).toMatchObject({
    form: { errors: { sign: { message: 'message_not_plain' } } },
  })
})

test('a message needs no name, is read on the device alone, and one without the right words is not let out', async () => {
  expect(await write('words', { message: 'نفكر فيك.\nكل يوم.', country: 'NO' }, 'ar')).toEqual({
    kind: 'thanks',
  })
  await confirm()
  const [one] = await opened()
  expect(one).toMatchObject({
    name: null,
    words: 'نفكر فيك.\nكل يوم.',
    country: 'NO',
    language: 'ar',
    state: 'waiting',
    report: null,
  })
  const place = { desk: app.desk, ask: solidarity, action: one!.action, seen: one!.seen }
  const refused = { state: 'not_handed_on', reason: 'names_somebody' } as const
  value(await app.writer.decideMessage({ ...place, ...refused }))
  expect(await opened(solidarity, app.second)).toMatchObject([refused])
  expect(await app.writer.decideMessage({ ...place, state: 'handed_on', reason: null })).toMatchObject({
    ok: false,
    error: { type: 'message_not_released' },
  })
  expect(await app.writer.decideMessage({ ...place, state: 'not_handed_on', reason: null })).toMatchObject({
    ok: false,
  })
  expect(await delivered()).toBe(0)
})

test('a message that was handed on counts once, and not any more when that is taken back', async () => {
  const [one] = await opened()
  const place = { desk: app.desk, ask: solidarity, action: one!.action, seen: one!.seen, reason: null }
  const decide = async (state: 'released' | 'handed_on') =>
    value(await app.second.decideMessage({ ...place, state }))
  await decide('released')
  expect(await delivered()).toBe(0)
  await Promise.all([decide('handed_on'), decide('handed_on'), decide('handed_on')])
  expect(await delivered()).toBe(1)
  await decide('released')
  expect(await delivered()).toBe(0)
  expect((await count()).map(({ number }) => number)).toEqual([1, -1])
})

test('words that the supporter changed meanwhile were read by nobody, and are decided about anew', async () => {
  expect(
    (await write('words', { name: 'Ines', mail: 'ines@supporter.example', message: 'Be well.' })).kind,
  ).toBe('thanks')
  const link = await confirm()
  const before = (await opened()).find(({ words }) => words === 'Be well.')!
  const place = { desk: app.desk, ask: solidarity, action: before.action, reason: null }
  value(await app.writer.decideMessage({ ...place, seen: before.seen, state: 'released' }))
  const typed = { name: 'Ines', mail: 'ines@supporter.example', message: 'Meet at the bridge.' }
  value(await own.replace(link, read(typed), 'en'))
  for (const state of ['released', 'handed_on'] as const)
    expect(await app.writer.decideMessage({ ...place, seen: before.seen, state })).toMatchObject({
      ok: false,
      error: { type: 'message_changed' },
    })
  const after = (await opened()).find(({ action }) => action === before.action)!
  expect(after).toMatchObject({ words: 'Meet at the bridge.', state: 'waiting' })
  expect(await app.writer.decideMessage({ ...place, seen: after.seen, state: 'handed_on' })).toMatchObject({
    ok: false,
    error: { type: 'message_not_released' },
  })
  expect(await own.erase(link, true)).toBe(true)
  expect(await opened()).toHaveLength(1)
  expect(await app.writer.decideMessage({ ...place, seen: after.seen, state: 'released' })).toMatchObject({
    ok: false,
    error: { type: 'not_found' },
  })
})

test('readers open no message, and neither they nor another desk decide, with every check of the API gone', async () => {
  expect(await app.reader.messages({ desk: app.desk, ask: solidarity })).toMatchObject({
    ok: false,
    error: { type: 'not_permitted' },
  })
  const account = (await app.reader.me())!.account
  const [states, decided] = await inTransaction(
    app.database,
    { role: 'desk', account, desk: app.desk },
    async (db) => [
      await db.selectFrom('message_state').select('action').execute(),
      await db
        .selectNoFrom((one) =>
          one
            .fn<string>('decide_message', [
              one.val(''),
              one.val(solidarity),
              one.val('released'),
              one.val(null),
              one.val(Buffer.alloc(32)),
              one.val(now),
            ])
            .as('done'),
        )
        .executeTakeFirst(),
    ],
  )
  expect([states, decided?.done]).toEqual([[], 'not_found'])
})

test('a report says with whom, how and when, and each of it that is missing is told', async () => {
  const right = {
    name: 'Ana',
    target: 'prosecutor',
    what: 'met',
    met_on: '2026-11-20',
    message: 'She listened.',
  }
  expect(await write('meet', { message: 'x' })).toMatchObject({
    form: {
      errors: {
        sign: { name: 'name_missing' },
        own: { target: 'target_missing', what: 'way_missing', met_on: 'day_wrong' },
      },
    },
  })
  for (const on of ['2026-10-31', '2026-11-24', '20 November'])
    expect(await write('meet', { ...right, met_on: on })).toMatchObject({
      form: { values: { met_on: on, target: 'prosecutor' }, errors: { own: { met_on: 'day_wrong' } } },
    })
  expect(await write('meet', right)).toEqual({ kind: 'thanks' })
  const link = await confirm()
  const [one] = await opened(meeting)
  expect(one).toMatchObject({
    name: 'Ana',
    words: 'She listened.',
    report: { target: 'prosecutor', what: 'met', on: '2026-11-20' },
  })
  // Nobody is handed a report.
  const { action, seen } = one!
  const decision = { desk: app.desk, ask: meeting, action, seen, state: 'released', reason: null } as const
  expect(await app.writer.decideMessage(decision)).toMatchObject({ ok: false, error: { type: 'not_found' } })

  // Typed anew it is a report still, and no half of one.
  expect(await own.find(link)).toMatchObject({ kind: 'meeting', ask: { targets: [{ id: 'prosecutor' }] } })
  const typed = { ...right, mail: 'ana@supporter.example', what: 'called', message: 'He listened.' }
  const { target: _target, ...half } = typed
  expect(await own.replace(link, read(half), 'en')).toMatchObject({
    ok: false,
    error: { kind: 'form', values: { what: 'called' }, errors: { own: { target: 'target_missing' } } },
  })
  value(await own.replace(link, read(typed), 'en'))
  expect(await opened(meeting)).toMatchObject([
    { words: 'He listened.', report: { target: 'prosecutor', what: 'called', on: '2026-11-20' } },
  ])
})

test('an ask for messages whose desk would not be given them is not proposed, and takes none', async () => {
  const silent = receivers.map((one) => ({ ...one, fields: ['name' as const] }))
  const body = askOf({ slug: 'silent', form: 'solidarity', receivers: silent })
  const team = { desk: app.desk, writer: app.writer, second: app.second }
  await expect(proposeKind(team, 'ask', body)).rejects.toThrow('message_not_received')
  const ask = await campaigns.findAsk('lanterns', 'words', now)
  const given = { ask: { ...ask!, body }, language: 'en', read: read({ message: 'x' }) }
  expect(await messages.write(given)).toEqual({ kind: 'nowhere' })
})
