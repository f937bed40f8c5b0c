/** A hundred at the same moment for what an account, a device or a second person can have once. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { appendToDeskLog } from '../../src/members/client/desk_log.ts'
import { holderPaths } from '../../src/members/core/recovery.ts'
import type { RootSheets } from '../../src/members/client/views.ts'
import { toBase64url } from '../../src/vault/core/bytes.ts'
import { hashOf } from '../../src/vault/core/v1/statement.ts'
import { ask, insider, type Said, sessionOf } from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, type Through, value } from '../support/app.ts'
import { atOnce, hundredfold, onlyOne, RIVALS, tally } from '../support/at_once.ts'
import { codeAt } from '../support/authenticator.ts'
import { askOf, campaignOf, proposeKind, releaseKind } from '../support/campaigns.ts'
import { proposeDocument, themeOf } from '../support/documents.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { holdCeremony, letInByHolders, NEW_PASSPHRASE } from '../support/shares.ts'

let app: TestDesk
let desk: string
const accounts = new Map<string, string>()
const account = (name: string): string => accounts.get(name)!
beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  for (const device of [app.steward, app.second, app.writer, app.reader]) {
    const me = (await device.me())!
    accounts.set(me.name, me.account)
  }
}, 120_000)
afterAll(() => {
  expect(app.faults, 'every refusal is an answer, none a fault').toEqual([])
  return app.stop()
})

const random = (size: number): string => toBase64url(crypto.getRandomValues(new Uint8Array(size)))
const countOf = (sql: string): Promise<number> =>
  asSuperuser(app.database, async (db) => {
    const { rows } = await db.query<{ n: string }>(`select count(*) as n from amparo.${sql}`)
    return Number(rows[0]!.n)
  })
/** The same request of these members, in turn, with sessions of their own. */
const allAtOnce = async (
  names: readonly string[],
  path: string,
  body: unknown | ((at: number) => unknown),
): Promise<readonly Said[]> => {
  const tokens = await Promise.all(names.map((name) => sessionOf(app, account(name))))
  return atOnce((at) =>
    ask(app, 'POST', `/desks/${desk}${path}`, {
      token: tokens[at % names.length]!,
      body: typeof body === 'function' ? body(at) : body,
    }),
  )
}

test('of a hundred changes of one passphrase one is made, and it is the one that opens', async () => {
  await app.join('hugo', 'reader')
  const crowd = hundredfold('/me/passphrase', (body) => ({
    ...body,
    next: { seed: random(16), authKey: random(32), vault: random(200) },
  }))
  const device = app.device({ through: crowd.through })
  value(await device.signIn({ name: 'hugo', passphrase: PASSPHRASE }))
  await device.changePassphrase({ old: PASSPHRASE, passphrase: NEW_PASSPHRASE })
  const refusals = onlyOne(crowd.answers)
  for (const one of refusals) expect(one).toMatch(/vault_moved|wrong_sign_in|too_many_attempts|not_signed_in/)
  const { next } = crowd.bodies[crowd.answers.findIndex(({ status }) => status === 200)] as {
    next: { seed: string }
  }
  const { body } = await ask(app, 'POST', '/sign-in/seed', { body: { name: 'hugo' } })
  expect(body.seed).toBe(next.seed)
})

test('of a hundred who give one printed code with one ticket one is let in, and one code is used up', async () => {
  const device = await app.join('lou', 'reader')
  const { secret } = await device.newAppSecret()
  const factor = { kind: 'totp' as const, secret, code: codeAt(secret, Date.now()) }
  const { codes } = value(await device.addFactor({ passphrase: PASSPHRASE, factor }))
  const crowd = hundredfold('/sign-in/factor')
  const again = app.device({ through: crowd.through })
  await again.signIn({ name: 'lou', passphrase: PASSPHRASE })
  value(await again.giveFactor({ proof: { kind: 'code', code: codes![0]! } }))
  onlyOne(crowd.answers)
  expect(value(await again.factors()).codesLeft).toBe(9)
  expect(await countOf(`session where account = '${(await again.me())!.account}'`)).toBe(2)
})

test('of a hundred copies of what a member’s devices remember one is kept over the same old one', async () => {
  const crowd = hundredfold('/me/memory', (body, at) => (at === 0 ? body : { ...body, memory: random(100) }))
  await app.join('mia', 'reader')
  const device = app.device({ through: crowd.through })
  value(await device.signIn({ name: 'mia', passphrase: PASSPHRASE }))
  await device.keepMemory()
  expect(tally(crowd.answers)).toEqual({ '200': RIVALS })
  expect(crowd.answers.filter(({ body }) => body.kept === true)).toHaveLength(1)
})

test('of a hundred who accept one invitation with one account one is taken', async () => {
  const other = value(await app.second.foundDesk({ name: 'South' })).id
  const { link } = value(await app.second.invite({ desk: other, role: 'reader', days: 1 }))
  const crowd = hundredfold('/invitations/join')
  const device = app.device({ through: crowd.through })
  value(await device.signIn({ name: 'rosa', passphrase: PASSPHRASE }))
  value(await device.acceptInvitation({ secret: link.split('#')[1] ?? '' }))
  expect(onlyOne(crowd.answers, '204')).toEqual(['410 invitation_not_open'])
})

test('of a hundred who hand back the same case one does, and a hundred return it once', async () => {
  const opened = { kind: 'opened', coded: { dark: false }, words: { reference: 'R' } }
  const log = value(await app.writer.createCase({ desk, entries: [opened] })).case
  const handed = await allAtOnce(['vera'], '/handed-back', { cases: [log], sealed: 'AAAA' })
  expect(onlyOne(handed, '204')).toEqual(['404 not_found'])
  expect(await countOf(`handed_case where log = '${log}'`)).toBe(1)
  const returned = await allAtOnce(['ana', 'ben'], '/handed-back/return', {
    traveller: account('vera'),
    cases: [log],
  })
  expect(tally(returned)).toEqual({ '200': RIVALS })
  expect(returned.reduce((sum, { body }) => sum + Number(body.returned), 0)).toBe(1)
})

test('of a hundred suspensions, locks and agreements each is taken once', async () => {
  await app.join('will', 'reader')
  const body = { account: account('vera'), reason: 'detained' }
  const suspended = await allAtOnce(['ana', 'ben', 'rosa'], '/suspensions', body)
  expect(onlyOne(suspended, '204')).toContain('409 suspended_already')
  const path = `/suspensions/${account('vera')}`
  const locked = await allAtOnce(['ana', 'ben', 'rosa'], `${path}/lock-out`, {})
  expect(onlyOne(locked, '204')).toContain('409 locked_out_already')
  expect(onlyOne(await allAtOnce(['ana'], `${path}/lift`, {}), '204')).toEqual(['403 second_member_needed'])
  expect(onlyOne(await allAtOnce(['ben'], `${path}/lift`, {}), '204')).toEqual(['409 not_suspended'])
  expect(await countOf(`suspension where account = '${account('vera')}' and lifted_at is not null`)).toBe(1)
})

const documentPath = (id: string, act: string) => `/documents/${id}/${act}`

test('of a hundred texts saved over the same revision one stays, and it is proposed once', async () => {
  const kind = 'theme'
  const { id } = value(
    await app.second.saveDocument({ desk, document: null, kind, body: themeOf('A', 'a'), seen: null }),
  )
  const token = await sessionOf(app, account('ben'))
  const path = `/desks/${desk}/documents/${id}/draft`
  const saved = await atOnce((at) =>
    ask(app, 'PUT', path, {
      token,
      body: { kind, body: themeOf(`A ${at}`, 'a'), seen: { version: 1, revision: 1 } },
    }),
  )
  expect(onlyOne(saved)).toEqual(['409 revision_moved'])
  const proposed = await allAtOnce(['ben'], documentPath(id, 'propose'), { version: 1, revision: 2 })
  expect(onlyOne(proposed)).toHaveLength(1)
})

test('of releases, refusals and a taking back at the same moment exactly one is done', async () => {
  const { id, versions } = await proposeDocument({ desk, writer: app.second }, themeOf('B', 'b'))
  const { version, revision } = versions[0]!
  const acts = [
    { who: 'ana', act: 'release', body: { version, revision } },
    { who: 'ana', act: 'refuse', body: { version, revision, note: 'Not yet.' } },
    { who: 'ben', act: 'take-back', body: {} },
  ]
  const tokens = await Promise.all(acts.map(({ who }) => sessionOf(app, account(who))))
  const answers = await atOnce((at) => {
    const { act, body } = acts[at % acts.length]!
    const path = `/desks/${desk}${documentPath(id, act)}`
    return ask(app, 'POST', path, { token: tokens[at % acts.length]!, body })
  })
  onlyOne(answers)
})

test('an export is released once, and of four devices that make it at once one does', async () => {
  const body = { scope: 'cases', cases: 5, reason: 'For the court' } as const
  const { id, versions } = value(await app.steward.proposeExport({ desk, body }))
  const { version, revision } = versions[0]!
  onlyOne(await allAtOnce(['ben'], documentPath(id, 'release'), { version, revision }))
  const devices = await Promise.all(Array.from({ length: 4 }, () => insider(app, 'ana', desk)))
  const coded = { manifest: hashOf(new Uint8Array(8)), cases: 5, to: 'recipient' } as const
  const before = await countOf(`entry where log = '${desk}'`)
  const made = await Promise.all(
    devices.map(({ deps, unlocked }) => appendToDeskLog(deps, unlocked, { desk, kind: 'exported', coded })),
  )
  expect(made.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await countOf(`entry where log = '${desk}'`)).toBe(before + 1)
})

test('of a hundred who confirm what one lead let out alone one does', async () => {
  await releaseKind({ desk, writer: app.steward, second: app.second }, 'campaign', campaignOf())
  const { id, versions } = await proposeKind(
    { desk, writer: app.steward },
    'ask',
    askOf({ slug: 'in-haste' }),
  )
  const { version, revision } = versions[0]!
  const reason = 'The trial begins in three hours.'
  onlyOne(await allAtOnce(['ana'], documentPath(id, 'release-urgently'), { version, revision, reason }))
  const confirmed = await allAtOnce(['ben'], documentPath(id, 'confirm'), { version, revision })
  expect(onlyOne(confirmed)).toEqual(['409 nothing_to_confirm'])
})

let sheets: RootSheets

test('of a hundred roots kept at once one is, and desks are covered by it once', async () => {
  const crowd = hundredfold('/root')
  const steward = app.device({ through: crowd.through })
  value(await steward.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  value(await steward.provePassphrase({ passphrase: PASSPHRASE }))
  sheets = await holdCeremony(steward)
  expect(onlyOne(crowd.answers, '204')).toEqual(['409 root_kept', '429 too_many_attempts'])
  const covered = await Promise.all(
    Array.from({ length: 10 }, (_, at) =>
      (at % 2 ? app.steward : app.second).coverDesk({ desk, digits: sheets.digits }),
    ),
  )
  expect(covered.filter(({ ok }) => ok)).toHaveLength(1)
})

test('of a hundred requests of one name to be let in the last stands, and one proof lets in once', async () => {
  const crowd = hundredfold('/recovery/requests')
  const member = app.device({ through: crowd.through })
  value(await member.askToBeLetIn({ name: 'rosa', passphrase: NEW_PASSPHRASE }))
  expect(await countOf('recovery_request')).toBe(1)
  const copies = hundredfold(holderPaths.letIn)
  await letInByHolders(app.device({ through: copies.through }), 'rosa', sheets)
  expect(onlyOne(copies.answers, '204')).toEqual(['403 proof_refused'])
  value(await member.signIn({ name: 'rosa', passphrase: NEW_PASSPHRASE, digits: sheets.digits }))
})

test('of five rooms of holders who let the same member in at once one does, with proofs of their own', async () => {
  const HOLDERS = 5
  const member = app.device()
  value(await member.askToBeLetIn({ name: 'will', passphrase: NEW_PASSPHRASE }))
  const before = await countOf(`entry where log = '${desk}'`)
  const all = Promise.withResolvers<void>()
  let here = 0
  const meet: Through = async (request, send) => {
    if (!request.url.endsWith(holderPaths.letIn)) return send(request)
    here += 1
    if (here === HOLDERS) all.resolve()
    await all.promise
    return send(request)
  }
  const done = await Promise.allSettled(
    Array.from({ length: HOLDERS }, () => letInByHolders(app.device({ through: meet }), 'will', sheets)),
  )
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await countOf(`entry where log = '${desk}'`)).toBe(before + 1)
  value(await member.signIn({ name: 'will', passphrase: NEW_PASSPHRASE, digits: sheets.digits }))
})
