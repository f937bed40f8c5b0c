/**
 * Every route of the API for every kind of caller, from a table written by hand. A route that stands in no row fails
 * here before it works anywhere; pages stand in pages.test.ts.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { findAccountByName } from '../../src/members/server/account.store.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { listRoutes } from '../../src/platform/server/endpoint.ts'
import { ask, newId, type Said, sessionOf } from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { asSuperuser } from '../support/open_rows.ts'

const callers = [
  'anonymous',
  'ended',
  'idle',
  'closed',
  'deskless',
  'outsider',
  'steward',
  'reader',
  'writer',
  'lead',
] as const
type Caller = (typeof callers)[number]
type Row = Readonly<Record<Caller, number>>

/** No session that holds: never one, ended, idle too long, of a closed account. */
const nobody = (status: number) => ({ anonymous: status, ended: status, idle: status, closed: status })
const anyone = (status: number): Row => ({
  ...nobody(status),
  deskless: status,
  outsider: status,
  steward: status,
  reader: status,
  writer: status,
  lead: status,
})
const session = (status: number): Row => ({ ...anyone(status), ...nobody(401) })
const stewards = (status: number): Row => ({ ...anyone(403), ...nobody(401), steward: status })
/** For members of the desk; to all others the desk does not exist, the steward among them. */
const desk = (reader: number, writer: number, lead: number): Row => ({
  ...nobody(401),
  deskless: 404,
  outsider: 404,
  steward: 404,
  reader,
  writer,
  lead,
})

/** `again`: a whole body, for which the passphrase must have been given within the last minutes. */
type Case = { readonly body?: unknown; readonly answers: Row; readonly again?: unknown }
const noLimits = { account: newId(), limits: null }
/** 400 behind all guards: the guards let this caller through, and then the empty body was read. */
const table: Readonly<Record<string, Case>> = {
  'GET /health': { answers: anyone(200) },
  'GET /openapi.json': { answers: anyone(200) },
  'POST /setup': { body: {}, answers: anyone(400) },
  'POST /sign-in/seed': { body: { name: 'vera' }, answers: anyone(200) },
  'POST /sign-in': { body: {}, answers: anyone(400) },
  'POST /sign-in/factor': { body: {}, answers: anyone(400) },
  'POST /sign-out': { body: {}, answers: session(204) },
  'GET /me': { answers: session(200) },
  'GET /me/memory': { answers: session(200) },
  'PUT /me/memory': { body: { memory: 'AA', over: null }, answers: session(200) },
  'GET /me/sessions': { answers: session(200) },
  'POST /me/sessions/end': { body: {}, answers: session(400), again: { session: 'A'.repeat(43) } },
  'POST /me/sessions/end-others': { body: { more: 1 }, answers: session(400), again: {} },
  'POST /me/proof': { body: {}, answers: session(400) },
  'POST /me/vault': { body: {}, answers: session(400) },
  'POST /me/passphrase': { body: {}, answers: session(400) },
  'GET /me/factors': { answers: session(200) },
  'POST /me/factors': { body: {}, answers: session(400) },
  'POST /me/factors/ask': { body: {}, answers: session(400) },
  'POST /me/factors/told': { body: { more: 1 }, answers: session(400) },
  'POST /me/factors/remove': { body: {}, answers: session(400) },
  'POST /me/factors/codes': { body: {}, answers: session(400) },
  'GET /me/reopening': { answers: session(200) },
  'PUT /me/reopening': { body: {}, answers: session(400) },
  'POST /me/reopening/forget': { body: {}, answers: session(400) },
  'POST /me/reopening/open': { body: {}, answers: session(400) },
  'GET /desks/:desk/steward-acts': { answers: desk(200, 200, 200) },
  'POST /accounts/:account/factors/reset': { body: {}, answers: stewards(404), again: {} },
  'POST /accounts/:account/sessions/end': { body: {}, answers: stewards(404), again: {} },
  'GET /factor-rule': { answers: stewards(200) },
  'PUT /factor-rule': { body: {}, answers: stewards(400), again: { required: true } },
  'POST /invitations/look': { body: {}, answers: anyone(400) },
  'POST /invitations/accept': { body: {}, answers: anyone(400) },
  'POST /invitations/join': { body: {}, answers: session(400) },
  'POST /desks': { body: {}, answers: session(400) },
  'GET /desks/:desk/log': { answers: desk(200, 200, 200) },
  // For all kinds of entries but two; passphrase_again.test.ts has each.
  'POST /desks/:desk/log': { body: {}, answers: desk(403, 403, 400), again: 'by kind' },
  'GET /desks/:desk/keys': { answers: desk(403, 403, 200) },
  'POST /desks/:desk/keys': { body: {}, answers: desk(403, 403, 400) },
  'GET /desks/:desk/journal': { answers: desk(200, 200, 200) },
  'POST /desks/:desk/journal': { body: {}, answers: desk(403, 403, 400) },
  'POST /desks/:desk/journal/entries': { body: {}, answers: desk(403, 400, 400) },
  'GET /desks/:desk/invitations': { answers: desk(403, 403, 200) },
  'GET /desks/:desk/cases': { answers: desk(200, 200, 200) },
  'POST /desks/:desk/cases': { body: {}, answers: desk(403, 400, 400) },
  'GET /desks/:desk/case-digests': { answers: desk(200, 200, 200) },
  'GET /desks/:desk/case-lines': { answers: desk(400, 400, 400) },
  'GET /desks/:desk/cases/:case': { answers: desk(200, 200, 200) },
  // A reader may stop a publication; the kinds a reader may not write are refused behind the guards.
  'POST /desks/:desk/cases/:case/entries': { body: {}, answers: desk(400, 400, 400) },
  'PUT /desks/:desk/cases/:case/head': { body: {}, answers: desk(400, 400, 400) },
  'POST /desks/:desk/cases/:case/files': { body: {}, answers: desk(403, 400, 400) },
  'GET /desks/:desk/cases/:case/files/:file': { answers: desk(403, 404, 404) },
  'DELETE /desks/:desk/cases/:case/files/:file': { answers: desk(403, 404, 404) },
  // Bytes, not JSON.
  'PUT /desks/:desk/cases/:case/files/:file/parts/:number': { body: {}, answers: desk(403, 415, 415) },
  'POST /desks/:desk/cases/:case/files/:file/finish': { body: {}, answers: desk(403, 400, 400) },
  'GET /desks/:desk/cases/:case/files/:file/bytes': { answers: desk(400, 400, 400) },
  // Every member sees who read what.
  'GET /desks/:desk/access': { answers: desk(400, 400, 400) },
  'GET /desks/:desk/access/lines': { answers: desk(400, 400, 400) },
  'GET /desks/:desk/access/unusual': { answers: desk(200, 200, 200) },
  'GET /desks/:desk/cases/:case/access': { answers: desk(200, 200, 200) },
  'POST /desks/:desk/access/limits': { body: {}, answers: desk(403, 403, 400), again: noLimits },
  'POST /desks/:desk/access/seen': { body: {}, answers: desk(400, 400, 400) },
  'GET /desks/:desk/asks/:ask/numbers': { answers: desk(400, 400, 400) },
  'GET /desks/:desk/asks/:ask/numbers/ledger': { answers: desk(200, 200, 200) },
  'POST /desks/:desk/asks/:ask/numbers/paper': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/asks/:ask/numbers/chosen': { body: {}, answers: desk(403, 403, 400) },
  'POST /desks/:desk/asks/:ask/numbers/invalidate': { body: {}, answers: desk(403, 403, 400) },
  'POST /desks/:desk/asks/:ask/numbers/:batch/restore': { body: {}, answers: desk(403, 403, 400) },
  'GET /desks/:desk/asks/:ask/supporters': { answers: desk(403, 404, 404) },
  'GET /desks/:desk/asks/:ask/supporters/sealed': { answers: desk(403, 400, 400) },
  'POST /desks/:desk/asks/:ask/supporters/list': { body: {}, answers: desk(403, 403, 404), again: {} },
  'POST /desks/:desk/asks/:ask/supporters/:action/answer': { body: {}, answers: desk(403, 400, 400) },
  'GET /desks/:desk/asks/:ask/messages': { answers: desk(403, 200, 200) },
  'POST /desks/:desk/asks/:ask/messages/:action': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/asks/:ask/follow-ups': { body: {}, answers: desk(403, 403, 400) },
  'GET /desks/:desk/asks/:ask/follow-ups/:letter/waiting': { answers: desk(403, 403, 404) },
  'POST /desks/:desk/asks/:ask/follow-ups/:letter/letters': { body: {}, answers: desk(403, 403, 400) },
  'POST /desks/:desk/asks/:ask/follow-ups/:letter/end': { body: {}, answers: desk(403, 403, 404) },
  'GET /desks/:desk/documents': { answers: desk(200, 200, 200) },
  'GET /desks/:desk/documents/:document': { answers: desk(404, 404, 404) },
  'GET /desks/:desk/documents/:document/delivery': { answers: desk(200, 200, 200) },
  'POST /desks/:desk/documents/:document/delivery/alike': { body: {}, answers: desk(403, 403, 404) },
  'GET /desks/:desk/taking-part': { answers: desk(200, 200, 200) },
  'POST /desks/:desk/taking-part/groups/:host': { body: {}, answers: desk(403, 400, 400) },
  'PUT /desks/:desk/documents/:document/draft': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/documents/:document/propose': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/documents/:document/take-back': { body: {}, answers: desk(403, 404, 404) },
  'POST /desks/:desk/documents/:document/withdraw': { body: {}, answers: desk(403, 404, 404) },
  'POST /desks/:desk/documents/:document/deletion': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/documents/:document/release': { body: {}, answers: desk(403, 403, 400) },
  'GET /desks/:desk/campaigns/ground': { answers: desk(200, 200, 200) },
  'GET /desks/:desk/mission/engagements': { answers: desk(200, 200, 200) },
  'GET /desks/:desk/mission/coverage': { answers: desk(400, 400, 400) },
  'GET /desks/:desk/mission/coverage/officers': { answers: desk(403, 403, 400) },
  'GET /desks/:desk/mission/coverage/:mission/acts': { answers: desk(400, 400, 400) },
  'GET /desks/:desk/mission/headquarters': { answers: desk(200, 200, 200) },
  'GET /desks/:desk/mission/hearings': { answers: desk(400, 400, 400) },
  'GET /desks/:desk/mission/hearings/like-minded': { answers: desk(400, 400, 400) },
  'GET /desks/:desk/mission/feed': { answers: desk(200, 200, 200) },
  'POST /desks/:desk/mission/feed': { body: {}, answers: desk(400, 400, 400) },
  'POST /desks/:desk/mission/feed/end': { body: { more: 1 }, answers: desk(400, 400, 400) },
  'GET /desks/:desk/unconfirmed': { answers: desk(403, 403, 200) },
  'POST /desks/:desk/documents/:document/release-urgently': { body: {}, answers: desk(403, 403, 400) },
  'POST /desks/:desk/documents/:document/confirm': { body: {}, answers: desk(403, 403, 400) },
  'POST /desks/:desk/documents/:document/refuse': { body: {}, answers: desk(403, 403, 400) },
  // Of an instrument that is named, which nobody has here.
  'GET /desks/:desk/positions': { answers: desk(400, 400, 400) },
  'POST /desks/:desk/positions': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/positions/confirm': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/positions/strike': { body: {}, answers: desk(403, 400, 400) },
  'GET /desks/:desk/whip-counts': { answers: desk(200, 200, 200) },
  'GET /desks/:desk/whip-counts/:instrument': { answers: desk(404, 404, 404) },
  // Of a letter that there is none of.
  'GET /desks/:desk/letters/:ask': { answers: desk(404, 404, 404) },
  'GET /desks/:desk/letters/:ask/sealed': { answers: desk(403, 200, 200) },
  'POST /desks/:desk/letters/:ask/signatories': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/letters/:ask/decide': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/letters/:ask/freeze': { body: {}, answers: desk(403, 404, 404) },
  'POST /desks/:desk/letters/:ask/ask-again': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/letters/:ask/answered': { body: {}, answers: desk(403, 400, 400) },
  'PUT /desks/:desk/letters/:ask/signatories/:signatory/logo': { body: {}, answers: desk(403, 400, 400) },
  'PUT /desks/:desk/letters/:ask/addressees': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/letters/:ask/sending': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/letters/:ask/deliveries': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/themes/parts': { body: {}, answers: desk(400, 400, 400) },
  'POST /desks/:desk/instruments/parts': { body: {}, answers: desk(400, 400, 400) },
  'POST /desks/:desk/scorecards/count': { body: {}, answers: desk(400, 400, 400) },
  'POST /desks/:desk/figures/freeze': { body: {}, answers: desk(403, 400, 400) },
  'POST /desks/:desk/exports': { body: {}, answers: desk(403, 403, 400) },
  'POST /heartbeat': { body: {}, answers: anyone(400) },
  'GET /desks/:desk/suspensions': { answers: desk(200, 200, 200) },
  'POST /desks/:desk/suspensions': { body: {}, answers: desk(400, 400, 400) },
  // Of an account that nobody has suspended.
  'POST /desks/:desk/suspensions/:account/lock-out': { body: {}, answers: desk(409, 409, 409) },
  'POST /desks/:desk/suspensions/:account/lift': { body: {}, answers: desk(409, 409, 409) },
  'GET /desks/:desk/handed-back': { answers: desk(200, 200, 200) },
  'POST /desks/:desk/handed-back': { body: {}, answers: desk(400, 400, 400) },
  'POST /desks/:desk/handed-back/return': { body: {}, answers: desk(403, 400, 400) },
  'GET /norms': { answers: session(200) },
  'GET /programmes': { answers: session(200) },
  'GET /accounts': { answers: stewards(200) },
  'GET /backups': { answers: stewards(200) },
  'GET /drills': { answers: stewards(200) },
  'POST /drills': { body: {}, answers: stewards(400) },
  'POST /drills/end': { body: {}, answers: stewards(400) },
  'GET /mail': { answers: stewards(200) },
  'GET /violations': { answers: stewards(200) },
  'GET /root': { answers: session(200) },
  'POST /root': { body: {}, answers: stewards(400), again: { statement: 'AA', signature: 'A'.repeat(86) } },
  'GET /root/desks': { answers: stewards(200) },
  'POST /recovery/look': { body: { name: 'vera' }, answers: anyone(200) },
  'POST /recovery/requests': { body: {}, answers: anyone(400) },
  'POST /recovery/challenge': { body: {}, answers: anyone(200) },
  // Without the root's signature; recovery.test.ts and certificates.test.ts have those with one.
  'POST /recovery/open-requests': { body: {}, answers: anyone(400) },
  'POST /recovery/account': { body: {}, answers: anyone(400) },
  'POST /recovery/let-in': { body: {}, answers: anyone(400) },
  'POST /recovery/desks': { body: {}, answers: anyone(400) },
  'POST /recovery/desk': { body: {}, answers: anyone(400) },
  'POST /recovery/certify': { body: {}, answers: anyone(400) },
  'POST /accounts/:account/close': { body: {}, answers: stewards(404), again: {} },
}

let app: TestDesk
let north: string
let south: string
let southCase: string
let ids: Readonly<Record<'case', string>>
const accounts = new Map<Caller, string>()

beforeAll(async () => {
  app = await startTestDesk()
  north = app.desk
  const opened = { kind: 'opened', coded: { dark: false } }
  ids = { case: value(await app.writer.createCase({ desk: north, entries: [opened] })).case }
  const accept = async (name: string) => {
    const { link } = value(await app.steward.invite({ desk: north, role: 'reader', days: 7 }))
    const device = app.device()
    value(await device.acceptInvitation({ secret: link.split('#')[1]!, name, passphrase: PASSPHRASE }))
    return device
  }
  const outsider = await accept('olga')
  await accept('dora')
  await accept('stew')
  await accept('carl')
  south = value(await outsider.foundDesk({ name: 'South' })).id
  value(await outsider.confirmKit(value(await outsider.makeKit({ desk: south }))))
  southCase = value(await outsider.createCase({ desk: south, entries: [opened] })).case
  const idOf = async (name: string) =>
    (await inTransaction(app.database, { role: 'gate' }, (db) => findAccountByName(db, name)))!.id
  const names = {
    ended: 'vera',
    idle: 'vera',
    closed: 'carl',
    deskless: 'dora',
    outsider: 'olga',
    steward: 'stew',
    reader: 'rosa',
    writer: 'vera',
    lead: 'ben',
  } as const
  for (const [caller, name] of Object.entries(names)) accounts.set(caller as Caller, await idOf(name))
  await asSuperuser(app.database, async (client) => {
    await client.query('update amparo.account set steward = true where id = $1', [accounts.get('steward')])
    await client.query("update amparo.account set closed_on = '2026-01-01' where id = $1", [
      accounts.get('closed'),
    ])
  })
})
afterAll(() => app.stop())

const tokenOf = async (caller: Caller): Promise<string | null> => {
  const account = accounts.get(caller)
  if (account === undefined) return null
  const hour = 3_600_000
  if (caller === 'ended') return sessionOf(app, account, { seconds: -1 })
  if (caller === 'idle')
    return sessionOf(app, account, { now: new Date(Date.now() - hour), seconds: 9 * 3600 })
  return sessionOf(app, account)
}

const fill = (path: string, given: { readonly desk?: string; readonly case?: string } = {}): string =>
  path
    .replace(':desk', given.desk ?? north)
    .replace(':case', given.case ?? ids.case)
    .replace(':document', newId())
    .replace(':ask', newId())
    .replace(':letter', newId())
    .replace(':action', newId())
    .replace(':file', newId())
    .replace(':number', '0')
    .replace(':instrument', 'nothing')
    .replace(':account', newId())

const routes = Object.entries(table).map(([route, row]) => {
  const [method = '', path = ''] = route.split(' ')
  return { route, method, path, ...row }
})

test('no route stands in no row, and no row is left of a route that is gone', () => {
  const listed = listRoutes(app.api).map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`)
  const missing = listed.filter((route) => !Object.hasOwn(table, route))
  expect(missing, 'stands in no row').toEqual([])
  expect(Object.keys(table).filter((route) => !listed.includes(route))).toEqual([])
})

test('every route says by its guards who may call it', () => {
  expect(listRoutes(app.api).filter(({ access }) => access === undefined)).toEqual([])
})

test.each(routes)('$route answers each caller as the table says', async ({ method, path, body, answers }) => {
  const said: Partial<Record<Caller, number>> = {}
  for (const caller of callers)
    said[caller] = (await ask(app, method, fill(path), { token: await tokenOf(caller), body })).status
  expect(said).toEqual(answers)
})

test.each(routes)('$route tells somebody refused only that they are', async ({ method, path, body }) => {
  for (const caller of callers) {
    const answer = await ask(app, method, fill(path), { token: await tokenOf(caller), body })
    if (answer.status === 401) expect(answer.type).toBe('not_signed_in')
    if (answer.status === 403) expect(answer.type).toBe('not_permitted')
    if (answer.status < 400 || answer.status === 400) continue
    expect(Object.keys(answer.body).toSorted()).toEqual(['status', 'title', 'type'])
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  }
})

const unsafe = routes.filter(({ method }) => method !== 'GET')
const foreign = [
  'https://evil.example',
  'null',
  'http://localhost:3001',
  'http://localhost:3000.evil.example',
  'https://localhost:3000',
  'http://LOCALHOST:3000/',
  '',
]

test.each(unsafe)('$route changes nothing for a page of another site', async ({ method, path, body }) => {
  const token = await tokenOf('lead')
  for (const origin of [...foreign, null]) {
    const answer = await ask(app, method, fill(path), { token, body, headers: { origin } })
    expect(answer, String(origin)).toMatchObject({ status: 403, type: 'foreign_origin' })
  }
})

test.each(unsafe.filter(({ answers }) => answers.lead === 400 || answers.lead === 204))(
  '$route reads JSON and nothing else',
  async ({ method, path, body }) => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', null]) {
      const headers = { 'content-type': type }
      const answer = await ask(app, method, fill(path), { token: await tokenOf('lead'), body, headers })
      expect(answer, String(type)).toMatchObject({ status: 415, type: 'not_json' })
    }
  },
)

test('the passphrase is asked for again where the table says so, and nowhere else', () => {
  const asking = listRoutes(app.api).filter(({ proof }) => proof)
  const named = asking.map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`)
  const rows = routes.filter(({ again }) => again !== undefined).map(({ route }) => route)
  expect(named.toSorted()).toEqual(rows.toSorted())
})

const grave = routes.filter(({ again }) => typeof again === 'object')

test.each(grave)('$route asks whoever may call it for the passphrase again', async (row) => {
  const { method, path, answers, again: body } = row
  const account = accounts.get(answers.lead === 403 ? 'steward' : 'lead')!
  const asked = async (minutes: number) => {
    const now = new Date(Date.now() - minutes * 60_000)
    return ask(app, method, fill(path), { token: await sessionOf(app, account, { now }), body })
  }
  expect(await asked(5)).toMatchObject({ status: 403, type: 'passphrase_again' })
  expect((await asked(4)).type).not.toBe('passphrase_again')
  const other = await ask(app, method, fill(path), { token: await tokenOf('anonymous'), body })
  expect(other.type, 'nobody is told what they would be asked').toBe('not_signed_in')
})

test('a program names its session by a bearer token, and no page of another site can', async () => {
  const token = (await tokenOf('reader'))!
  const bearer = { authorization: `Bearer ${token}`, origin: null }
  expect((await ask(app, 'GET', '/me', { headers: bearer })).status).toBe(200)
  const memory = { memory: 'AA', over: null }
  expect((await ask(app, 'PUT', '/me/memory', { headers: bearer, body: memory })).status).toBe(200)
  const evil = { ...bearer, origin: 'https://evil.example' }
  expect((await ask(app, 'PUT', '/me/memory', { headers: evil, body: memory })).status).toBe(403)
})

const strange = ['x', '%00', 'a'.repeat(300), '%F0%9F%95%8A', "'", '%25', newId()]
const shown = ({ status, text, headers }: Said) => ({ status, text, headers: [...headers] })
const ofDesks = routes.filter(({ path }) => path.includes(':desk'))

test.each(ofDesks)(
  "$route answers others' desks like desks that never were",
  async ({ method, path, body }) => {
    for (const caller of ['deskless', 'outsider', 'steward'] as const) {
      const token = await tokenOf(caller)
      const real = await ask(app, method, fill(path), { token, body })
      expect(real.status).toBe(404)
      for (const id of strange) {
        const answer = await ask(app, method, fill(path, { desk: id }), { token, body })
        expect(shown(answer), id).toEqual(shown(real))
      }
    }
  },
)

test("another desk's case answers like one that never was, in one's own desk too", async () => {
  for (const caller of ['reader', 'lead'] as const) {
    const token = await tokenOf(caller)
    const asked = (of: string) => ask(app, 'GET', `/desks/${north}/cases/${of}`, { token })
    const [theirs, none, deskLog] = [await asked(southCase), await asked(newId()), await asked(south)]
    expect([theirs.status, theirs.text]).toEqual([404, none.text])
    expect(deskLog.text).toBe(none.text)
    expect((await asked(north)).text).toBe(none.text)
  }
})

test('nobody closes their own account', async () => {
  const path = `/accounts/${accounts.get('steward')}/close`
  expect(await ask(app, 'POST', path, { token: await tokenOf('steward'), body: {} })).toMatchObject({
    status: 403,
    type: 'not_permitted',
  })
})

test('a method nobody declared is no way in', async () => {
  const declared = new Set(routes.map(({ method, path }) => `${method} ${path}`))
  for (const { path } of routes)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) {
      if (declared.has(`${method === 'HEAD' ? 'GET' : method} ${path}`)) continue
      const answer = await ask(app, method, fill(path), { token: await tokenOf('lead') })
      expect(answer.status, `${method} ${path}`).toBe(404)
    }
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
