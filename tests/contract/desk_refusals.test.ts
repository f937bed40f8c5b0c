/** What the server refuses about accounts, invitations and desks, and what of many at once it takes: one. */
import { createHash } from 'node:crypto'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { derive } from '../../src/vault/client/v1/account.ts'
import { sealBundle } from '../../src/vault/client/v1/desk.ts'
import { toBase64url } from '../../src/vault/core/bytes.ts'
import { hashOf } from '../../src/vault/core/v1/statement.ts'
import { entryToWire } from '../../src/vault/core/wire.ts'
import {
  ask,
  craft,
  type Insider,
  insider,
  newId,
  newRawCase,
  nowText,
  openingBody,
  type RawCase,
  refreshed,
  type Said,
  sessionOf,
  type Writing,
} from '../support/adversary.ts'
import { PASSPHRASE, startTestApp, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { asSuperuser } from '../support/open_rows.ts'

let shift = 0
let app: TestDesk
let desk: string
let ben: Insider
let vera: Insider
let lone: Workbench

beforeAll(async () => {
  app = await startTestDesk(() => new Date(Date.now() + shift))
  desk = app.desk
  lone = await app.join('lone', 'reader')
  ben = await insider(app, 'ben', desk)
  vera = await insider(app, 'vera', desk)
})
afterAll(() => {
  expect(app.faults, 'every refusal is an answer, none a fault').toEqual([])
  return app.stop()
})

const says = (answer: Said) => [answer.status, answer.type]
const random = (size: number): string => toBase64url(ben.deps.chance(size))
const day = 86_400_000

/** An account as a device would make one, without the half second it takes: nobody will sign in to it. */
const form = (
  name = `g${random(12)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, 'x')}x`,
) => ({
  account: newId(),
  name,
  seed: random(16),
  authKey: random(32),
  vault: random(200),
  signing: random(32),
  recipient: ben.unlocked.keys.recipient,
})

const act = async (
  by: Insider,
  kind: string,
  coded: unknown,
  given: Writing & { readonly bundle?: string } = {},
): Promise<Said> => {
  const { bundle, ...rest } = given
  const { log, desk: open } = await refreshed(by)
  const raw: RawCase = {
    id: open.id,
    desk: open.id,
    key: by.desk().key.key,
    raw: new Uint8Array(32),
    entries: log.map((one) => one.bytes),
  }
  const entry = await craft(by, raw, { key: 'none', words: undefined, kind, coded, ...rest })
  return by.ask('POST', `/desks/${open.id}/log`, { entry: entryToWire(entry), ...(bundle && { bundle }) })
}

const invited = async (given: { readonly expires?: string } = {}): Promise<string> => {
  const invitation = newId()
  const coded = { invitation, role: 'reader', expires: nowText(7 * day), ...given }
  const answer = await act(ben, 'invited', coded)
  if (answer.status !== 201) throw new Error(answer.text)
  return invitation
}

const accept = (invitation: string, of = form()) =>
  ask(app, 'POST', '/invitations/accept', { body: { invitation, mac: random(32), form: of } })

const bundled = async () => {
  const { secret, desk: of } = await refreshed(ben)
  const sealed = await sealBundle(
    secret,
    [...of.members.values()].map(({ recipient }) => recipient),
  )
  return { bundle: toBase64url(sealed.bytes), hash: sealed.hash }
}

test('of twenty who accept one invitation at once exactly one is let in', async () => {
  const invitation = await invited()
  const answers = await Promise.all(Array.from({ length: 20 }, () => accept(invitation)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([
    200,
    ...Array.from({ length: 19 }, () => 410),
  ])
  const { rows } = await asSuperuser(app.database, (client) =>
    client.query<{ n: string }>("select count(*) as n from amparo.account where name like 'g%x'"),
  )
  expect(rows[0]!.n, 'no account is left of those who came late').toBe('1')
})

test('an invitation used, run out, taken back or never made is not open', async () => {
  const used = await invited()
  expect((await accept(used)).status).toBe(200)
  const past = await invited({ expires: nowText(-day) })
  const revoked = await invited()
  expect((await act(ben, 'revoked', { invitation: revoked })).status).toBe(201)
  const token = await sessionOf(app, vera.account)
  for (const invitation of [used, past, revoked, newId()]) {
    expect(says(await accept(invitation))).toEqual([410, 'invitation_not_open'])
    const joined = await ask(app, 'POST', '/invitations/join', {
      token,
      body: { invitation, mac: random(32) },
    })
    expect(says(joined)).toEqual([410, 'invitation_not_open'])
  }
})

test('without an open invitation nobody learns which names are taken', async () => {
  const taken = await accept(newId(), form('vera'))
  const free = await accept(newId(), form('nobody-has-it'))
  expect([taken.status, taken.text]).toEqual([free.status, free.text])
  expect(says(await accept(await invited(), form('vera')))).toEqual([409, 'name_taken'])
})

test.each<[string, Partial<ReturnType<typeof form>>]>([
  ['in capitals', { name: 'Vera' }],
  ['with a space', { name: 've ra' }],
  ['of another script', { name: 'vеra' }],
  ['of one letter', { name: 'v' }],
  ['with a NUL', { name: 've\0ra' }],
])('a name %s is refused', async (_, given) => {
  expect(says(await accept(newId(), { ...form(), ...given }))).toEqual([400, 'not_understood'])
})

test('nobody is admitted who has not accepted, or with other keys than they accepted with', async () => {
  const invitation = await invited()
  const guest = form()
  const mac = random(32)
  const { bundle, hash } = await bundled()
  const card = {
    account: guest.account,
    name: guest.name,
    signing: guest.signing,
    recipient: guest.recipient,
  }
  const admit = (given: object = {}) =>
    act(
      ben,
      'admitted',
      { invitation, role: 'reader', card, mac, epoch: 1, bundle: hash, ...given },
      { bundle },
    )
  expect(says(await admit()), 'before anybody accepted').toEqual([422, 'not_accepted'])
  const body = { invitation, mac, form: guest }
  expect((await ask(app, 'POST', '/invitations/accept', { body })).status).toBe(200)
  expect(says(await admit({ card: { ...card, account: newId() } }))).toEqual([422, 'not_accepted'])
  expect(says(await admit({ card: { ...card, account: vera.account } }))).toEqual([422, 'already_member'])
  expect(says(await admit({ mac: random(32) }))).toEqual([422, 'not_accepted'])
  expect(says(await admit({ role: 'lead' }))).toEqual([422, 'role_not_as_invited'])
  expect(says(await admit({ epoch: 2 ** 40 }))).toEqual([422, 'bad_coded'])
  expect(says(await admit({ note: 'Kestrel' }))).toEqual([422, 'bad_coded'])
  expect((await admit()).status).toBe(201)
  expect(says(await admit())).toEqual([422, 'invitation_used'])
})

test.each<[string, () => Promise<Said>, readonly [number, string]]>([
  [
    'by a writer',
    () => act(vera, 'role_changed', { account: vera.account, role: 'lead' }),
    [403, 'not_permitted'],
  ],
  [
    'signed by another',
    () => act(ben, 'revoked', { invitation: newId() }, { signing: vera.unlocked.keys.signing }),
    [422, 'wrong_signature'],
  ],
  [
    'in another name',
    () => act(ben, 'revoked', { invitation: newId() }, { author: vera.account }),
    [403, 'not_your_entry'],
  ],
  [
    'of another desk',
    () => act(ben, 'revoked', { invitation: newId() }, { desk: newId() }),
    [422, 'other_log'],
  ],
  [
    'under no right',
    () => act(ben, 'revoked', { invitation: newId() }, { place: { roster: null } }),
    [403, 'no_right'],
  ],
  [
    'after another entry',
    () => act(ben, 'revoked', { invitation: newId() }, { place: { prev: 'A'.repeat(43) } }),
    [409, 'tip_moved'],
  ],
  [
    'two days old',
    () => act(ben, 'revoked', { invitation: newId() }, { at: nowText(-2 * day) }),
    [422, 'clock_wrong'],
  ],
  ['of a kind nobody knows', () => act(ben, 'prophecy', {}), [422, 'unknown_kind']],
  [
    'of a version to come',
    () => act(ben, 'revoked', { invitation: newId() }, { kindVersion: 2 }),
    [422, 'unknown_kind'],
  ],
  ['about no invitation', () => act(ben, 'revoked', { invitation: newId() }), [422, 'no_such_invitation']],
  [
    'about no member',
    () => act(ben, 'role_changed', { account: newId(), role: 'lead' }),
    [422, 'not_a_member'],
  ],
  [
    'with free text',
    () => act(ben, 'role_changed', { account: vera.account, role: 'Kestrel' }),
    [422, 'bad_coded'],
  ],
  ['that founds it again', () => act(ben, 'founded', { name: 'x', card: {}, epoch: 1 }), [422, 'bad_coded']],
  [
    'without the bundle it names',
    async () =>
      act(ben, 'kit_made', {
        kit: newId(),
        recipient: ben.unlocked.keys.recipient,
        epoch: 1,
        bundle: 'A'.repeat(43),
      }),
    [422, 'bundle_missing'],
  ],
  [
    'with a bundle it does not name',
    async () => act(ben, 'revoked', { invitation: await invited() }, { bundle: 'AAAA' }),
    [422, 'bundle_missing'],
  ],
])('an entry of the desk %s is refused', async (_, asked, refusal) => {
  expect(says(await asked())).toEqual(refusal)
})

test('a desk keeps a lead, and one that could be lost with one person opens no case', async () => {
  const south = value(await lone.foundDesk({ name: 'South' })).id
  const who = await insider(app, 'lone', south)
  const last = await act(who, 'role_changed', { account: who.account, role: 'writer' })
  expect(says(last)).toEqual([422, 'last_lead'])
  const body = await openingBody(who, await newRawCase(who))
  expect(says(await who.ask('POST', `/desks/${south}/cases`, body))).toEqual([422, 'desk_not_safe'])
  const theirs = await act(ben, 'invited', { invitation: newId(), role: 'reader', expires: nowText(day) })
  expect(theirs.status).toBe(201)
  const { rows } = await asSuperuser(app.database, (client) =>
    client.query<{ id: string }>("select id from amparo.invitation where desk = $1 and state = 'open'", [
      desk,
    ]),
  )
  const taken = await act(who, 'invited', { invitation: rows[0]!.id, role: 'reader', expires: nowText(day) })
  expect(says(taken), 'an invitation of another desk').toEqual([409, 'id_taken'])
})

test('a desk is founded in one’s own name, under a new id, and once', async () => {
  const found = async (given: {
    readonly id?: string
    readonly account?: string
    readonly kind?: string
  }) => {
    const id = given.id ?? newId()
    const { bundle, hash } = await bundled()
    const { keys } = ben.unlocked
    const card = {
      account: given.account ?? keys.account,
      name: keys.name,
      signing: keys.signingPublic,
      recipient: keys.recipient,
    }
    const coded = { name: 'New', card, inbox: keys.recipient, epoch: 1, bundle: hash }
    const raw: RawCase = { id, desk: id, key: ben.desk().key.key, raw: new Uint8Array(32), entries: [] }
    const entry = await craft(ben, raw, {
      key: 'none',
      words: undefined,
      kind: given.kind ?? 'founded',
      coded,
      place: { roster: null },
    })
    return { entry: entryToWire(entry), bundle }
  }
  const body = await found({})
  const first = await ben.ask('POST', '/desks', body)
  expect(first.status).toBe(201)
  expect((await ben.ask('POST', '/desks', body)).text, 'sent twice, answered as stored').toBe(first.text)
  expect(says(await ben.ask('POST', '/desks', await found({ id: desk })))).toEqual([409, 'id_taken'])
  expect(says(await vera.ask('POST', '/desks', body)), 'somebody else’s entry').toEqual([
    403,
    'not_your_entry',
  ])
  expect((await ben.ask('POST', '/desks', await found({ account: vera.account }))).status).toBe(422)
  expect(says(await ben.ask('POST', '/desks', await found({ kind: 'invited' })))).toEqual([422, 'bad_coded'])
  const other = await found({})
  expect(says(await ben.ask('POST', '/desks', { ...other, bundle: 'AAAA' }))).toEqual([422, 'bundle_missing'])
})

test('the set-up link works once, for one of twenty', async () => {
  const empty = await startTestApp()
  const setUp = (token: string) =>
    ask(empty, 'POST', '/setup', { body: { token, organisation: 'Watch', form: form() } })
  expect(says(await setUp(random(32)))).toEqual([410, 'setup_link_used'])
  const hashed = createHash('sha256').update(empty.setupToken).digest('base64url')
  expect(says(await setUp(hashed)), 'the hash in the database is no token').toEqual([410, 'setup_link_used'])
  const answers = await Promise.all(Array.from({ length: 15 }, () => setUp(empty.setupToken)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([
    200,
    ...Array.from({ length: 14 }, () => 410),
  ])
  expect(says(await setUp(empty.setupToken))).toEqual([410, 'setup_link_used'])
  expect(empty.faults).toEqual([])
  await empty.stop()
})

test('who guesses is made to wait, and cannot make a member wait on a device they know', async () => {
  const { seed } = (await ask(app, 'POST', '/sign-in/seed', { body: { name: 'rosa' } })).body as {
    seed: string
  }
  const { authKey } = await derive(PASSPHRASE, 'rosa', seed)
  const signIn = (given: object) => ask(app, 'POST', '/sign-in', { body: { name: 'rosa', ...given } })
  const { device } = (await signIn({ authKey })).body as { device: string }
  const guesses = await Promise.all(Array.from({ length: 20 }, () => signIn({ authKey: random(32) })))
  expect(guesses.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6)
  const waits = await signIn({ authKey })
  expect(says(waits), 'right, but from a device nobody knows').toEqual([429, 'too_many_attempts'])
  expect(Number(waits.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await signIn({ authKey, device })).status).toBe(200)
  expect(says(await signIn({ authKey, device: hashOf(Buffer.from('made up')) }))).toEqual([
    429,
    'too_many_attempts',
  ])
  const nobody = await Promise.all(
    Array.from({ length: 20 }, () =>
      ask(app, 'POST', '/sign-in', { body: { name: 'no-such-name', authKey: random(32) } }),
    ),
  )
  expect(nobody.map(says).toSorted()).toEqual(guesses.map(says).toSorted())
  shift = 16 * 60_000
  expect((await signIn({ authKey })).status, 'a quarter of an hour at most').toBe(200)
  shift = 0
})

test('a name that is there and one that is not are answered alike to the last header', async () => {
  const seeds = async (name: string) =>
    new Set(
      await Promise.all(
        [1, 2, 3].map(async () => (await ask(app, 'POST', '/sign-in/seed', { body: { name } })).text.length),
      ),
    )
  expect(await seeds('vera')).toEqual(await seeds('never-was'))
  const wrong = { authKey: random(32) }
  const known = await ask(app, 'POST', '/sign-in', { body: { name: 'vera', ...wrong } })
  const unknown = await ask(app, 'POST', '/sign-in', { body: { name: 'never-was', ...wrong } })
  expect([known.status, known.text, [...known.headers]]).toEqual([
    unknown.status,
    unknown.text,
    [...unknown.headers],
  ])
})
