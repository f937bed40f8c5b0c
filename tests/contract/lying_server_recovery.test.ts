/**
 * A server that lies about the root, about requests and about the desks of one who asks to be let in; and entries of the
 * root that somebody else has made. Each lie is refused, or shows itself in digits that people compare.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { RootSheets } from '../../src/members/client/views.ts'
import { recipientsOf } from '../../src/members/core/desk.ts'
import { verifyDesk } from '../../src/members/core/verify_desk.ts'
import { newRoot, signByRoot } from '../../src/vault/client/v1/root.ts'
import { sealBundle } from '../../src/vault/client/v1/desk.ts'
import { sealEntry, signEntry } from '../../src/vault/client/v1/entry.ts'
import { rootBytes, toSignAs } from '../../src/members/core/root.ts'
import { toBase64url } from '../../src/vault/core/bytes.ts'
import { entryToWire, type EntryWire, wireToEntry } from '../../src/vault/core/wire.ts'
import type { Key } from '../../src/vault/core/v1/webcrypto.ts'
import { insider, type Insider, newId, refreshed } from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { type DeskAnswer, type Lie, lying } from '../support/liar.ts'
import { holdCeremony, letInByHolders, NEW_PASSPHRASE } from '../support/shares.ts'
import { seededChance } from '../support/chance.ts'

let app: TestDesk
let desk: string
let sheets: RootSheets
let lead: Insider
/** The desk's log before it trusted anything, as a member was shown it. */
let early: DeskAnswer

const chance = (size: number) => crypto.getRandomValues(new Uint8Array(size))
const texts = (...numbers: number[]) => numbers.map((number) => sheets.sheets[number - 1]!.text)
const tampered = (what: string) => ({ ok: false, error: { kind: 'tampered', what, seq: null } })

beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  lead = await insider(app, 'ben', desk)
  early = (await lead.ask('GET', `/desks/${desk}/log`)).body as unknown as DeskAnswer
  sheets = await holdCeremony(app.steward)
})
afterAll(() => app.stop())

/** A root of the server's own, signed by itself as the true one is. */
const falseRoot = async () => {
  const { keys } = await newRoot({ threshold: 2, shares: 3 }, seededChance('false root'))
  const { root, recovery } = keys
  const bytes = rootBytes({
    v: 1,
    organisation: 'Watch',
    root,
    recovery,
    threshold: 2,
    shares: 3,
    day: '2026-11-22',
  })
  const signature = await signByRoot(keys, toSignAs('root', bytes))
  return { keys, answer: { root: { statement: toBase64url(bytes), signature } } }
}

test("a root of the server's own has other digits than the paper, and no desk trusts it", async () => {
  const { answer } = await falseRoot()
  const liar = await leadThrough((asked, told) => (asked === 'GET /root' ? answer : told))
  expect(await liar.coverDesk({ desk, digits: sheets.digits })).toEqual({
    ok: false,
    error: { kind: 'digits_differ' },
  })
  expect(value(await liar.desk({ desk })).rootDigits).toBeNull()
})

test('a root that did not sign itself is none', async () => {
  const { answer } = await falseRoot()
  const signature = `${answer.root.signature.slice(0, -4)}AAAA`
  const liar = await leadThrough((asked, told) =>
    asked === 'GET /root' ? { root: { ...answer.root, signature } } : told,
  )
  expect(await liar.coverDesk({ desk, digits: sheets.digits })).toEqual(tampered('root'))
})

const leadThrough = async (lie: Lie) => {
  let now: Lie | null = null
  const made = app.device({ through: lying((asked, told) => now?.(asked, told)) })
  value(await made.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  now = lie
  return made
}

test('the server itself takes no root into a desk that is not the organisation’s', async () => {
  const { keys } = await falseRoot()
  const open = await refreshed(lead)
  const bundle = await sealBundle(open.secret, [...recipientsOf(open.desk), keys.recovery])
  const coded = { root: keys.root, recovery: keys.recovery, epoch: 1, bundle: bundle.hash }
  const entry = await craftDesk(lead, { kind: 'rooted', coded, signing: lead.unlocked.keys.signing })
  const said = await lead.ask('POST', `/desks/${desk}/log`, { entry, bundle: toBase64url(bundle.bytes) })
  expect([said.status, said.type]).toEqual([422, 'not_the_root'])
})

type Craft = {
  readonly kind: string
  readonly coded: unknown
  readonly signing: Key
  readonly author?: string
  readonly roster?: string
}

/** The next entry of the desk's log, by whomever. */
const craftDesk = async (who: Insider, given: Craft): Promise<EntryWire> => {
  const { desk: state, tip } = who.desk()
  const author = given.author ?? who.account
  const draft = {
    log: desk,
    id: newId(),
    desk,
    author,
    at: `${new Date().toISOString().slice(0, 19)}Z`,
    kind: given.kind,
    kindVersion: 1,
    vocabulary: '2026.1',
    key: 'none',
    coded: given.coded,
  }
  const roster = given.roster ?? state.members.get(who.account)!.right
  const place = { seq: tip.seq + 1, prev: tip.hash, roster }
  return entryToWire(await signEntry(await sealEntry(draft, null, chance), place, given.signing))
}

test('a desk’s log that a writer roots verifies nowhere', async () => {
  const vera = await insider(app, 'vera', desk)
  const coded = { root: newHash(), recovery: vera.unlocked.keys.recipient, epoch: 1, bundle: newHash() }
  const entry = await craftDesk(vera, { kind: 'rooted', coded, signing: vera.unlocked.keys.signing })
  const log = vera.desk().log.map(({ bytes }) => bytes)
  expect(await verifyDesk([...log, wireToEntry(entry)], desk, null)).toMatchObject({
    error: { kind: 'against_the_rules', why: { kind: 'not_a_lead' } },
  })
  expect((await vera.ask('POST', `/desks/${desk}/log`, { entry })).status).toBe(403)
})

const newHash = () => toBase64url(chance(32))

test('once the desk trusts the root, a lead’s signature is not the root’s', async () => {
  value(await app.second.coverDesk({ desk, digits: sheets.digits }))
  const { desk: state, secret, log } = await refreshed(lead)
  const victim = [...state.members.values()].find(({ name }) => name === 'vera')!
  const bundle = await sealBundle(secret, recipientsOf(state))
  const { signingPublic: signing, recipient } = lead.unlocked.keys
  const card = { account: victim.account, name: 'vera', signing, recipient: recipient.replace(/.$/, 'q') }
  const coded = { card, epoch: 1, bundle: bundle.hash }
  const roster = state.root!.from
  const by = { kind: 'recovered', coded, author: victim.account, signing: lead.unlocked.keys.signing }
  const entry = await craftDesk(lead, { ...by, roster })
  const before = log.map(({ bytes }) => bytes)
  expect(await verifyDesk([...before, wireToEntry(entry)], desk, null)).toMatchObject({
    error: { kind: 'wrong_signature' },
  })
  // Nor under the lead's own right.
  const own = await craftDesk(lead, by)
  expect(await verifyDesk([...before, wireToEntry(own)], desk, null)).toMatchObject({
    error: { kind: 'no_right' },
  })
  for (const sent of [entry, own]) {
    const said = await lead.ask('POST', `/desks/${desk}/log`, {
      entry: sent,
      bundle: toBase64url(bundle.bytes),
    })
    expect(said.status).toBeGreaterThanOrEqual(400)
  }
})

/** Holders whose server lies from the moment on that they have put the shares together. */
const holdersThrough = async (lie: Lie) => {
  const holders = app.device({ through: lying(lie) })
  return { holders, opened: await holders.openShares({ texts: texts(1, 2) }) }
}

test('keys that the server puts in place of the member’s have other digits', async () => {
  const member = app.device()
  const asked = value(await member.askToBeLetIn({ name: 'vera', passphrase: NEW_PASSPHRASE }))
  type Requests = { requests: { signing: string; recipient: string }[] }
  const { holders, opened } = await holdersThrough((path, told) => {
    if (path !== 'POST /recovery/open-requests') return told
    const answer = told as Requests
    return { ...answer, requests: answer.requests.map((one) => ({ ...one, signing: newHash() })) }
  })
  const { requests } = value(opened)
  expect(requests[0]!.digits).not.toBe(asked.fingerprint)
  expect(value(await holders.lookAtMember(requests[0]!)).digits).not.toBe(asked.fingerprint)
  // Even if nobody compared: the server has no such request, and exchanges nothing.
  expect(await holders.letIn(requests[0]!)).toEqual({ ok: false, error: { kind: 'request_gone' } })
})

test('a root that is not that of the shares is refused', async () => {
  const { answer } = await falseRoot()
  const { opened } = await holdersThrough((path, told) =>
    path === 'POST /recovery/open-requests' ? { ...(told as object), ...answer } : told,
  )
  expect(opened).toEqual(tampered('root'))
})

type Desks = { desks: { id: string; name: string; log: DeskAnswer | null }[] }
const aboutDesks =
  (change: (desks: Desks['desks']) => Desks['desks']): Lie =>
  (path, told) =>
    path === 'POST /recovery/account' ? { desks: change((told as Desks).desks) } : told

test.each<[string, (desks: Desks['desks']) => Desks['desks'], string]>([
  [
    'a log from before the desk trusted the root',
    (desks) => desks.map((one) => ({ ...one, log: early })),
    'other_root',
  ],
  [
    'an old bundle',
    (desks) => desks.map((one) => ({ ...one, log: { ...one.log!, bundle: early.bundle } })),
    'not_the_bundle_of_the_log',
  ],
  [
    'an entry left out',
    (desks) =>
      desks.map((one) => ({ ...one, log: { ...one.log!, entries: one.log!.entries.toSpliced(2, 1) } })),
    'broken_link',
  ],
  [
    'no entry',
    (desks) => desks.map((one) => ({ ...one, log: { entries: [], bundle: null } })),
    'against_the_rules',
  ],
])('of the desks of one who asks, %s is refused', async (_, change, what) => {
  const { holders, opened } = await holdersThrough(aboutDesks(change))
  expect(await holders.lookAtMember(value(opened).requests[0]!)).toEqual(tampered(what))
  expect(await holders.letIn(value(opened).requests[0]!)).toEqual({
    ok: false,
    error: { kind: 'request_gone' },
  })
})

test('a desk that is left out is missing on the page, and the true server does nothing by halves', async () => {
  const { holders, opened } = await holdersThrough(aboutDesks(() => []))
  const [asking] = value(opened).requests
  expect(value(await holders.lookAtMember(asking!)).desks).toEqual([])
  expect(await holders.letIn(asking!)).toEqual({ ok: false, error: { kind: 'desks_differ' } })
})

test('a proof serves once, for one question, at one address, and for minutes', async () => {
  const heard: { path: string; body: string }[] = []
  const holders = app.device({
    through: async (request, send) => {
      if (request.method === 'POST')
        heard.push({ path: new URL(request.url).pathname, body: await request.clone().text() })
      return send(request)
    },
  })
  value(await holders.openShares({ texts: texts(2, 3) }))
  const { path, body } = heard.at(-1)!
  const again = async (to: string, given: string) =>
    app.api.fetch(
      new Request(`http://localhost:3000${to}`, {
        method: 'POST',
        body: given,
        headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
      }),
    )
  expect((await again(path, body)).status).toBe(403)
  const moved = JSON.stringify({ ...(JSON.parse(body) as object), account: newId() })
  expect((await again('/api/v1/recovery/account', moved)).status).toBe(403)
})

test('let in again, the member believes in the desks of the note and in no other', async () => {
  const member = app.device()
  value(await member.askToBeLetIn({ name: 'vera', passphrase: NEW_PASSPHRASE }))
  await letInByHolders(app.device(), 'vera', sheets)
  const signInThrough = (lie: Lie) =>
    app
      .device({ through: lying(lie) })
      .signIn({ name: 'vera', passphrase: NEW_PASSPHRASE, digits: sheets.digits })
  // Without the note nothing is known, so nothing is opened.
  const without = value(
    await signInThrough((path, told) =>
      path === 'POST /sign-in' ? { ...(told as object), note: null } : told,
    ),
  )
  expect(without.desks).toEqual([])
  expect(without.alarms).toMatchObject([{ kind: 'not_expected' }])
  const damaged = await signInThrough((path, told) =>
    path === 'POST /sign-in' ? { ...(told as object), note: toBase64url(chance(600)) } : told,
  )
  expect(damaged).toEqual(tampered('recovery_note'))
  // A log that ends before the member was let in was rolled back.
  const rolled = value(
    await signInThrough((path, told) => {
      if (path !== `GET /desks/${desk}/log`) return told
      const answer = told as DeskAnswer
      return { ...answer, entries: answer.entries.slice(0, -1) }
    }),
  )
  expect(rolled.alarms).toMatchObject([{ kind: 'rolled_back' }])
  const another = value(
    await signInThrough((path, told) =>
      path === 'GET /me'
        ? {
            ...(told as object),
            desks: [...(told as { desks: object[] }).desks, { id: newId(), name: 'Bait', role: 'writer' }],
          }
        : told,
    ),
  )
  expect(another.alarms).toMatchObject([{ kind: 'not_expected' }])
  expect(another.desks).toHaveLength(1)
})

test('the old keys sign nothing any more, and their entry replayed breaks the chain', async () => {
  const { desk: state, log } = await refreshed(lead)
  const recovered = log.findLast(({ statement }) => statement.kind === 'recovered')!
  const bytes = log.map((entry) => entry.bytes)
  expect(await verifyDesk([...bytes, recovered.bytes], desk, null)).toMatchObject({
    error: { kind: 'broken_link' },
  })
  expect(
    [...state.rights.values()].filter(({ account }) => account === recovered.statement.author),
  ).toMatchObject([{ ended: { seq: recovered.statement.seq } }, { ended: null }])
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
