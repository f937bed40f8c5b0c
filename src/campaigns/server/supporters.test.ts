/** Supporters' data from the confirmation to the day it is forgotten: real database, real mail, devices of a desk. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#platform/server/database.ts'
import { openHeldKeys } from '#vault/server/held.service.ts'
import { startTestDesk, type TestDesk, testSecrets, value } from '../../../tests/support/app.ts'
import { askOf, campaignOf, releaseKind } from '../../../tests/support/campaigns.ts'
import { asSuperuser } from '../../../tests/support/open_rows.ts'
import { keyIn, ownIn } from '../../../tests/support/acting.ts'
import type { AskBody } from '../core/ask.ts'
import { openActions } from './actions.service.ts'
import type { Actions } from './actions.ts'
import { openCampaigns } from './campaigns.service.ts'
import { closeAsks } from './closing.service.ts'
import { confirmMails } from './confirm_mail.ts'
import { openOwnPages, type OwnPages } from './own_page.service.ts'
import { openSigning, type Signing } from './signing.service.ts'

let app: TestDesk
let [signing, actions, own]: [Signing | null, Actions | null, OwnPages | null] = [null, null, null]
let mails: ReturnType<typeof confirmMails>
let ask = ''
let other = ''
let now = new Date('2026-11-22T12:00:00Z')
const clock = (): Date => now

beforeAll(async () => {
  app = await startTestDesk(clock)
  const { desk, database } = app
  const { inbox } = value(await app.steward.desk({ desk }))
  other = await generateX25519Identity()
  const purpose = { en: 'We count you.' }
  const receivers: AskBody['receivers'] = [
    { id: 'north', name: 'North', recipient: inbox, fields: ['name', 'mail', 'country', 'message'], purpose },
    {
      id: 'partner',
      name: 'Partner',
      recipient: await identityToRecipient(other),
      fields: ['name'],
      purpose,
    },
  ]
  const team = { desk, writer: app.writer, second: app.second }
  await releaseKind(team, 'campaign', campaignOf())
  const body = askOf({ receivers, to: { day: '2027-01-31', time: '23:59' } })
  ask = (await releaseKind(team, 'ask', body)).id
  const campaigns = openCampaigns(database)
  const deps = { database, secrets: testSecrets, clock, campaigns }
  actions = openActions({ ...deps, hooks: {} })
  signing = openSigning({ ...deps, actions })
  mails = confirmMails({ ...deps, origin: 'https://acting.example' })
  own = openOwnPages({ database, clock })
})
afterAll(() => app.stop())

const place = () => ({ desk: app.desk, ask })
/** Signs, confirms by the mail, and gives the token of the supporter's own page. */
const act = async (name: string, fields: Readonly<Record<string, string>> = {}): Promise<string> => {
  const all: Readonly<Record<string, string>> = { name, mail: `${name}@supporter.example`, ...fields }
  const read = (field: string): readonly string[] => (all[field] === undefined ? [] : [all[field]])
  await signing!.sign({ campaign: 'lanterns', ask: 'free-them', language: 'en', read })
  const due = await mails.take({ most: 10, now })
  await mails.settle(due.map(({ id }) => ({ id, outcome: 'sent' as const })))
  value(await actions!.confirmAction({ kind: 'link', k: keyIn(due[0]!) }))
  return ownIn(due[0]!)
}
const rows = <T extends object>(query: string, given: readonly unknown[] = []): Promise<readonly T[]> =>
  asSuperuser(app.database, async (client) => (await client.query<T>(query, [...given])).rows)
/** Every byte of every table, as whoever took all of it has it. */
const everything = async (): Promise<string> => {
  const names = await rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'amparo'::regnamespace and relkind = 'r'`,
  )
  const dumps = await Promise.all(
    names.map(({ name }) => rows<{ row: string }>(`select t::text as row from amparo.${name} t`)),
  )
  return dumps
    .flat()
    .map(({ row }) => row + hexText(row))
    .join('\n')
}
/** Bytes are printed in hexadecimal; what stands in them in clear is read as well. */
const hexText = (row: string): string =>
  [...row.matchAll(/\\x([0-9a-f]+)/g)]
    .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
    .join(' ')

const opened = async (member = app.steward, words = '') => {
  value(await member.openSupporters(place()))
  return (await member.findSupporters({ ...place(), words, country: null, from: 0 }))!
}

test('the desk opens what was given to it; the partner’s age files hold the name of who ticked it, and no more', async () => {
  const agreed = await act('amaltheia', {
    country: 'NO',
    message: 'For my aunt.',
    agree: 'partner',
    follow: '1',
  })
  expect(agreed).toHaveLength(22)
  await act('brunhilde', { country: 'BR' })
  const view = value(await app.steward.supporters(place()))
  expect(view).toMatchObject({ held: 2, follow: 1, sealsToUs: true, forget: { first: '2027-05-01' } })
  expect(view.countries).toEqual([
    { country: 'BR', people: 1 },
    { country: 'NO', people: 1 },
  ])
  expect(view.ask.receivers.map(({ id, sealed }) => [id, sealed])).toEqual([
    ['north', 2],
    ['partner', 1],
  ])
  expect(await opened(app.writer, 'AUNT')).toMatchObject({
    total: 1,
    rows: [
      {
        name: 'amaltheia',
        mail: 'amaltheia@supporter.example',
        country: 'NO',
        message: 'For my aunt.',
        hears: true,
      },
    ],
  })
  const folder = mkdtempSync(path.join(tmpdir(), 'amparo-bundle-'))
  try {
    const bundle = value(await app.steward.bundleSupporters({ ...place(), receiver: 'partner' }))
    writeFileSync(path.join(folder, 'all.tar'), bundle)
    execFileSync('tar', ['-xf', 'all.tar'], { cwd: folder })
    expect(readdirSync(path.join(folder, 'supporters')).toSorted()).toEqual(['00001.age', 'README.txt'])
    const decrypter = new Decrypter()
    decrypter.addIdentity(other)
    const file = readFileSync(path.join(folder, 'supporters', '00001.age'))
    const part = JSON.parse(await decrypter.decrypt(file, 'text')) as Record<string, unknown>
    expect(part).toMatchObject({ name: 'amaltheia', receiver: 'partner', on: '2026-11-22' })
    expect(Object.keys(part).toSorted()).toEqual([
      'action',
      'ask',
      'askVersion',
      'name',
      'on',
      'receiver',
      'v',
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('rows of one receiver have one size, and a row that was moved is read by nobody', async () => {
  const sizes = await rows<{ size: number }>(
    `select distinct octet_length(sealed) as size from amparo.supporter_sealed where receiver = 'north'`,
  )
  expect(sizes).toHaveLength(1)
  const swap = `update amparo.supporter_sealed x set sealed = y.sealed from amparo.supporter_sealed y
    where x.receiver = 'north' and y.receiver = 'north' and x.action <> y.action`
  await rows(swap)
  expect(value(await app.steward.openSupporters(place()))).toEqual({ opened: 0, unreadable: 2 })
  await rows(swap)
  expect(value(await app.steward.openSupporters(place()))).toEqual({ opened: 2, unreadable: 0 })
})

test('a thief with the database and the server’s secrets finds nobody who has confirmed', async () => {
  const dump = await everything()
  for (const word of ['amaltheia', 'brunhilde', 'supporter.example', 'my aunt'])
    expect(dump.includes(word), word).toBe(false)
  const keys = openHeldKeys(testSecrets)
  const all = await rows<{ id: string; held: Buffer | null }>('select id, held from amparo.action')
  expect(all.map(({ id, held }) => held && keys.open(id, held))).toEqual([null, null])
})

test('a list runs in no spreadsheet, is told to the desk, and stops at the limit of exports', async () => {
  await act('zed', { name: '=HYPERLINK(1)x' })
  await opened()
  const csv = value(await app.steward.listSupporters({ ...place(), language: 'en' }))
  expect(csv.split('\r\n')[0]).toContain('Day,Name,Address')
  expect(csv).toContain("'=HYPERLINK")
  const access = value(await app.second.deskAccess({ desk: app.desk, days: 30 }))
  expect(access.lines.map(({ act: what }) => what)).toEqual(
    expect.arrayContaining(['supporters', 'supporters_listed']),
  )
  expect(access.unusual.map(({ kind }) => kind)).toContain('supporters_listed')
  const limits = { openedDay: 5, exportedDay: 0, exportedWeek: 0 }
  const account = (await app.second.me())!.account
  value(await app.steward.setAccessLimit({ desk: app.desk, account, limits }))
  await opened(app.second)
  expect(await app.second.listSupporters({ ...place(), language: 'en' })).toMatchObject({
    ok: false,
    error: { type: 'too_many_exports' },
  })
})

test('readers open nothing, writers take nothing away, and the walls of the database say the same', async () => {
  expect(await app.reader.supporters(place())).toMatchObject({ ok: false, error: { type: 'not_permitted' } })
  await opened(app.writer)
  expect(await app.writer.listSupporters({ ...place(), language: 'en' })).toMatchObject({
    ok: false,
    error: { type: 'not_permitted' },
  })
  const account = (await app.reader.me())!.account
  const seen = await inTransaction(app.database, { role: 'desk', account, desk: app.desk }, (db) =>
    db.selectFrom('supporter_sealed').select('action').execute(),
  )
  expect(seen).toEqual([])
  await expect(
    inTransaction(app.database, { role: 'gate' }, (db) =>
      db.selectFrom('supporter').select('action').execute(),
    ),
  ).rejects.toThrow('permission denied')
})

test('a follow-up goes once to each who asked to hear, on from where it was cut, and to nobody who ended it', async () => {
  const hearing = await act('cyra', { follow: '1' })
  await act('dana', { follow: '1' })
  await opened()
  const words = { en: { subject: 'What followed', text: 'They were released.' } }
  const sent = value(await app.steward.sendFollowUp({ ...place(), words }))
  expect(sent.queued).toBe(3)
  expect(value(await app.steward.sendFollowUp({ ...place(), followUp: sent.followUp })).queued).toBe(0)
  await act('emil', { follow: '1' })
  expect(await own!.unfollow(hearing)).toBe(true)
  await opened()
  expect(value(await app.steward.sendFollowUp({ ...place(), followUp: sent.followUp })).queued).toBe(1)
  const again = value(await app.steward.sendFollowUp({ ...place(), words }))
  expect(again.queued).toBe(3)
  value(await app.steward.endFollowUp({ ...place(), followUp: again.followUp }))
  await act('faye', { follow: '1' })
  await opened()
  expect(await app.steward.sendFollowUp({ ...place(), followUp: again.followUp })).toMatchObject({
    ok: false,
    error: { type: 'follow_up_ended' },
  })
  const queue = await rows<{ purpose: string }>('select purpose from amparo.mail')
  expect(queue.map(({ purpose }) => purpose)).toEqual(Array.from({ length: 7 }, () => 'followup'))
  expect(await everything()).not.toContain('supporter.example')
})

test('whoever asks to see is answered by the device, once', async () => {
  const link = await act('gita')
  expect(await own!.askToSee(link)).toBe(true)
  const [request] = value(await app.writer.supporters(place())).requests
  expect(request).toMatchObject({ askedOn: '2026-11-22', answeredOn: null })
  await opened(app.writer)
  const of = { ...place(), action: request!.action }
  value(await app.writer.answerSupporter(of))
  expect(await app.writer.answerSupporter(of)).toMatchObject({ ok: false, error: { type: 'not_found' } })
  expect(await own!.find(link)).toMatchObject({ answeredOn: '2026-11-22' })
  expect(await rows(`select 1 from amparo.mail where purpose = 'held'`)).toHaveLength(1)
})

test('the own page says what was agreed to, and no link but the right one opens anything', async () => {
  const link = await act('hana', { agree: 'partner' })
  const page = (await own!.find(link))!
  expect(page.receivers.map(({ id, runs }) => [id, runs])).toEqual([
    ['north', true],
    ['partner', false],
  ])
  expect(page).toMatchObject({ on: '2026-11-22', forgetOn: '2027-05-01', ask: { letter: askOf().letter } })
  const wrong = 'A'.repeat(22)
  expect(await own!.find(wrong)).toBeNull()
  expect(await own!.erase(wrong, true)).toBe(false)
  expect(await own!.replace(wrong, () => [], 'en')).toMatchObject({
    ok: false,
    error: { kind: 'link_ended' },
  })
})

test('what is replaced is sealed anew, what was there is gone, and an address that has not answered hears nothing', async () => {
  const link = await act('ines', { agree: 'partner', follow: '1' })
  const typed: Readonly<Record<string, string>> = { name: 'ivana', mail: 'ivana@supporter.example' }
  const read = (field: string): readonly string[] => (typed[field] === undefined ? [] : [typed[field]])
  expect(await own!.replace(link, (field) => (field === 'name' ? ['i'] : []), 'en')).toMatchObject({
    ok: false,
    error: { kind: 'form', errors: { sign: { mail: 'mail_missing' } } },
  })
  value(await own!.replace(link, read, 'en'))
  expect(await opened(app.steward, 'ines')).toMatchObject({ total: 0 })
  expect(await opened(app.steward, 'ivana')).toMatchObject({ total: 1, rows: [{ hears: false }] })
  expect((await own!.find(link))?.receivers.map(({ id }) => id)).toEqual(['north'])
})

test('erased is gone from every table; the signature stays counted until it is taken back, and the ledger says so', async () => {
  const campaigns = openCampaigns(app.database)
  const count = async (): Promise<number> => {
    await closeAsks({ database: app.database, clock, campaigns })
    const found = await rows<{ number: number }>(
      `select number::int from amparo.action_count where what = 'confirmed' and kind = 'signature'`,
    )
    return found[0]?.number ?? 0
  }
  const [kept, back] = [await act('jana'), await act('kofi')]
  const before = await count()
  const [{ held } = { held: 0 }] = await rows<{ held: number }>(
    'select count(*)::int as held from amparo.supporter',
  )
  expect(await own!.erase(kept, false)).toBe(true)
  expect(await count()).toBe(before)
  expect(await own!.erase(back, true)).toBe(true)
  expect(await count()).toBe(before - 1)
  expect(await own!.erase(back, true)).toBe(false)
  expect([await own!.find(kept), await own!.find(back)]).toEqual([null, null])
  expect(await rows('select 1 from amparo.supporter')).toHaveLength(held - 2)
  expect(await rows(`select 1 from amparo.action_ledger where what = 'erased' and number = -1`)).toHaveLength(
    1,
  )
  expect(await opened(app.steward, 'jana')).toMatchObject({ total: 0 })
})

test('what is taken back of a letter is off its list, too', async () => {
  const link = await act('nora')
  const [signed] = await rows<{ id: string }>(
    `update amparo.action set kind = 'organisation' where id =
      (select action from amparo.supporter where link = sha256($1::bytea)) returning id`,
    [link],
  )
  await rows(
    `insert into amparo.signatory (id, ask, desk, kind, name, list, version, state, authority, came, signed_on, own_hash)
     values ($1, $2, $3, 'organisation', 'Watch', 'main', 1, 'accepted', 'domain', 'form', '2026-11-22', sha256('x'))`,
    [signed!.id, ask, app.desk],
  )
  expect(await own!.erase(link, true)).toBe(true)
  expect(await rows('select state, listed, asked_unnamed from amparo.signatory')).toEqual([
    { state: 'withdrawn', listed: false, asked_unnamed: true },
  ])
})

test('nor is an ask whose campaign is gone, or whose newest version may not run', async () => {
  const link = await act('mona')
  const named = async (): Promise<boolean> => (await own!.find(link))?.ask !== null
  expect(await named()).toBe(true)
  await rows(`update amparo.document set state = 'withdrawn' where kind = 'campaign'`)
  expect(await named()).toBe(false)
  await rows(`update amparo.document set state = 'released' where kind = 'campaign'`)
  expect(await named()).toBe(true)
  await rows(`insert into amparo.document select (jsonb_populate_record(d, jsonb_build_object('version', d.version + 1,
    'body', d.body || '{"about": {"kind": "publication", "ref": "nobody"}}'))).* from amparo.document d where d.kind = 'ask'`)
  expect(await named(), 'the older version speaks for itself no more').toBe(false)
  await rows(`delete from amparo.document where kind = 'ask' and version > 1`)
})

test('a stopped ask is named no more on the own page, and can still be erased', async () => {
  const link = await act('lena')
  value(await app.writer.actOnDocument({ desk: app.desk, document: ask, act: { kind: 'withdraw' } }))
  const page = (await own!.find(link))!
  expect(page.ask).toBeNull()
  expect(page.receivers).toMatchObject([{ name: 'North', purpose: null }])
  expect(JSON.stringify(page)).not.toContain('Free those')
  expect(await own!.erase(link, true)).toBe(true)
})

test('on the promised day everybody is forgotten, by the hour; what was counted stays', async () => {
  now = new Date('2027-04-30T23:00:00Z')
  expect(await app.hourly.supporters?.(() => undefined)).toBe(0)
  now = new Date('2027-05-01T00:00:00Z')
  await app.hourly.supporters?.(() => undefined)
  for (const table of ['supporter', 'supporter_sealed', 'supporter_request', 'follow_up_sent'])
    expect(await rows(`select 1 from amparo.${table}`), table).toEqual([])
  expect(await rows('select 1 from amparo.action_count')).not.toEqual([])
  expect(app.faults).toEqual([])
})
