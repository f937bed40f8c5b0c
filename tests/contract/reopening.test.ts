/** Opening again after a lock: by PIN or passkey, by both halves of a key, and by nothing that a thief has alone. */
import { randomBytes } from 'node:crypto'

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import type { DraftStore } from '../../src/members/client/unlocked.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { sweepGate } from '../../src/members/server/gate.service.ts'
import { openHalf, proofHash, sameSecret } from '../../src/vault/server/server_keys.service.ts'
import { prepareReopening } from '../../src/vault/client/v1/reopen.ts'
import { ask } from '../support/adversary.ts'
import {
  memoryDrafts,
  PASSPHRASE,
  startTestDesk,
  type TestDesk,
  testSecrets,
  type Through,
  value,
} from '../support/app.ts'
import { lying } from '../support/liar.ts'
import { asSuperuser } from '../support/open_rows.ts'

const PIN = '493027'
let wall: number
let app: TestDesk
beforeAll(async () => {
  wall = Date.now()
  app = await startTestDesk(() => new Date(wall))
})
afterAll(() => app.stop())
beforeEach(async () => {
  await app.steward.sessions()
})

const refusedAs = (kind: string) =>
  expect.objectContaining({ ok: false, error: expect.objectContaining({ kind }) })
const locked = refusedAs('locked')

type Browser = {
  readonly device: Workbench
  readonly drafts: DraftStore
  readonly through: Through | undefined
}
let people = 0
/** A member at a browser of their own, whose session lives on when the worker with its keys is gone. */
const signedIn = async (given: { pin?: string; name?: string; through?: Through } = {}) => {
  const name = given.name ?? `mia${++people}`
  if (!given.name) await app.join(name, 'reader')
  const drafts = memoryDrafts()
  const device = app.device({ drafts, ...(given.through && { through: given.through }) })
  const pin = given.pin === undefined ? {} : { pin: given.pin }
  const me = value(await device.signIn({ name, passphrase: PASSPHRASE, ...pin }))
  return { name, device, drafts, through: given.through, me } satisfies Browser & {
    name: string
    me: unknown
  }
}
const pinTry = (pin: string) => ({ way: 'pin' as const, pin })
const kept = async (drafts: DraftStore): Promise<string> =>
  Buffer.from((await drafts.get('reopening')) ?? []).toString()

test('a PIN chosen at sign-in opens the same desk again after a lock, and not the one before it', async () => {
  const { device, me } = await signedIn({ pin: PIN })
  await device.lock()
  expect(await device.me()).toBeNull()
  expect(await device.reopening()).toEqual({ name: me.name, pin: true, passkey: null })
  expect(value(await device.reopen(pinTry(PIN)))).toEqual(me)
  expect((await device.desk({ desk: app.desk })).ok).toBe(true)
})

test('without a choice nothing is kept, here or there, and the passphrase alone opens', async () => {
  const { device, drafts } = await signedIn()
  await device.lock()
  expect(await device.reopening()).toBeNull()
  expect(await kept(drafts)).toBe('')
  expect(await device.reopen(pinTry(PIN))).toEqual(refusedAs('reopening_gone'))
})

test('later chosen, the passphrase is asked again: whoever finds a desk open sets no PIN of their own', async () => {
  const { device } = await signedIn()
  const choice = pinTry(PIN)
  expect(await device.keepReopening({ passphrase: 'not that at all', choice })).toEqual(
    refusedAs('wrong_sign_in'),
  )
  expect(await device.reopening()).toBeNull()
  value(await device.keepReopening({ passphrase: PASSPHRASE, choice }))
  await device.lock()
  expect((await device.reopen(pinTry('٤٩٣ ٠٢٧'))).ok, 'digits of any script').toBe(true)
  value(await device.forgetReopening({ way: 'pin' }))
  await device.lock()
  expect(await device.reopening()).toBeNull()
})

test.each([
  ['12345', 'pin_too_short'],
  ['12a456', 'pin_too_short'],
  ['1234567890123', 'pin_too_short'],
  ['111111', 'pin_too_easy'],
  ['121212', 'pin_too_easy'],
  ['234567', 'pin_too_easy'],
  ['987654', 'pin_too_easy'],
])('the PIN %s is refused before anything is sent', async (pin, kind) => {
  const asked: string[] = []
  const device = app.device({
    through: (request, send) => {
      asked.push(request.url)
      return send(request)
    },
  })
  expect(await device.signIn({ name: 'rosa', passphrase: PASSPHRASE, pin })).toEqual(refusedAs(kind))
  expect(asked).toEqual([])
})

test('five wrong PINs destroy both halves and end the session', { timeout: 60_000 }, async () => {
  const { device, drafts, name } = await signedIn({ pin: PIN })
  await device.lock()
  for (const left of [4, 3, 2, 1])
    expect(await device.reopen(pinTry('740193'))).toEqual({ ok: false, error: { kind: 'wrong_pin', left } })
  expect(await device.reopen(pinTry('12')), 'no PIN costs no try').toEqual({
    ok: false,
    error: { kind: 'wrong_pin', left: null },
  })
  expect(await device.reopen(pinTry('740193'))).toEqual(refusedAs('reopening_gone'))
  expect(await kept(drafts)).toBe('')
  expect(await device.reopen(pinTry(PIN))).toEqual(refusedAs('reopening_gone'))
  expect(await device.sessions()).toEqual(locked)
  expect((await app.device().signIn({ name, passphrase: PASSPHRASE })).ok).toBe(true)
})

test('a right PIN makes the tries whole again', { timeout: 60_000 }, async () => {
  const { device } = await signedIn({ pin: PIN })
  for (let round = 0; round < 2; round++) {
    await device.lock()
    for (let i = 0; i < 3; i++) await device.reopen(pinTry('740193'))
    expect((await device.reopen(pinTry(PIN))).ok).toBe(true)
  }
})

test('of many proofs at the same moment five are looked at', async () => {
  let token: string | null = null
  const through: Through = async (request, send) => {
    const response = await send(request)
    token = /amparo=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? token
    return response
  }
  await signedIn({ pin: PIN, through })
  const answers = await Promise.all(
    Array.from({ length: 30 }, () =>
      ask(app, 'POST', '/me/reopening/open', {
        token,
        body: { way: 'pin', proof: randomBytes(32).toString('base64url') },
      }),
    ),
  )
  expect(answers.filter(({ type }) => type === 'wrong_proof')).toHaveLength(4)
  expect(await ask(app, 'GET', '/me', { token })).toMatchObject({ status: 401 })
})

const halves = () =>
  asSuperuser(app.database, async (client) => {
    const { rows } = await client.query<{ session: string; proof: Buffer; half: Buffer }>(
      'select session, proof, half from amparo.reopening',
    )
    return rows
  })

test.each([
  ['signing out', async (one: Workbench) => void (await one.signOut())],
  [
    'a new passphrase',
    async (one: Workbench) =>
      void value(
        await one.changePassphrase({
          old: PASSPHRASE,
          passphrase: 'ravine clothing stiffly unbolted marauding copper',
        }),
      ),
  ],
  [
    'thirty idle minutes',
    async () => {
      wall += 31 * 60_000
      await app.steward.signIn({ name: 'ana', passphrase: PASSPHRASE })
      await sweepGate({ database: app.database, secrets: testSecrets, clock: () => new Date(wall) })
    },
  ],
  [
    'the end of its session from another one',
    async (_: Workbench, name: string) => {
      const other = await signedIn({ name })
      value(await other.device.endOtherSessions())
    },
  ],
])('the server’s half goes with %s, and the device’s when it finds out', async (_, end) => {
  const { device, drafts, name } = await signedIn({ pin: PIN })
  const before = (await halves()).length
  await end(device, name)
  expect((await halves()).length).toBeLessThan(before)
  await device.lock()
  expect(await device.reopening()).toBeNull()
  expect(await kept(drafts)).toBe('')
  expect(await device.reopen(pinTry(PIN))).toEqual(refusedAs('reopening_gone'))
})

test('a new sign-in forgets what was kept for the session before', async () => {
  const { device, drafts, name } = await signedIn({ pin: PIN })
  await device.lock()
  value(await device.signIn({ name, passphrase: PASSPHRASE }))
  expect(await kept(drafts)).toBe('')
})

test('a passkey opens again by what it answers to the salt of this device, and another answer does not', async () => {
  const { device, drafts, me } = await signedIn()
  const answer = randomBytes(32).toString('base64url')
  const question = value(await device.passkeyQuestion())
  expect(question).toMatchObject({ rpId: 'localhost', credentials: [] })
  const choice = { way: 'passkey' as const, answer, salt: question.salt, credential: 'AAAA' }
  expect(
    await device.keepReopening({ passphrase: PASSPHRASE, choice: { ...choice, answer: 'AAAA' } }),
  ).toEqual(refusedAs('passkey_cannot'))
  value(await device.keepReopening({ passphrase: PASSPHRASE, choice }))
  await device.lock()
  const offer = await device.reopening()
  expect(offer).toMatchObject({ pin: false, passkey: { salt: question.salt, credentials: ['AAAA'] } })
  expect(await kept(drafts)).not.toContain(answer)
  const other = randomBytes(32).toString('base64url')
  expect(await device.reopen({ way: 'passkey', answer: other })).toEqual(refusedAs('wrong_pin'))
  expect(value(await device.reopen({ way: 'passkey', answer }))).toEqual(me)
})

test('memory is checked at every reopening: a server that went back is found out', async () => {
  const { device } = await signedIn({ pin: PIN, name: 'vera' })
  await device.lock()
  const drafts = memoryDrafts()
  let lie = false
  const through = lying((asked, told) => {
    const log = told as { entries?: unknown[] }
    return lie && asked === `GET /desks/${app.desk}/log`
      ? { ...log, entries: log.entries?.slice(0, 2) }
      : told
  })
  const watched = app.device({ drafts, through })
  value(await watched.signIn({ name: 'vera', passphrase: PASSPHRASE, pin: PIN }))
  await watched.lock()
  lie = true
  const again = value(await watched.reopen(pinTry(PIN)))
  expect(again.alarms).toMatchObject([{ kind: 'rolled_back' }])
})

test('a server that gives another half opens nothing', async () => {
  const through = lying((asked, told) =>
    asked === 'POST /me/reopening/open'
      ? { ...(told as object), half: randomBytes(32).toString('base64url') }
      : told,
  )
  const { device } = await signedIn({ pin: PIN, through })
  await device.lock()
  expect(await device.reopen(pinTry(PIN))).toEqual({
    ok: false,
    error: { kind: 'tampered', what: 'cannot_open', seq: null },
  })
  expect(await device.me()).toBeNull()
})

test('neither PIN nor half of the device passes the wire, and the vault’s key is in neither store', async () => {
  const wire: string[] = []
  const through: Through = async (request, send) => {
    wire.push(await request.clone().text())
    const response = await send(request)
    wire.push(await response.clone().text())
    return response
  }
  const { device, drafts } = await signedIn({ pin: PIN, through })
  await device.lock()
  value(await device.reopen(pinTry(PIN)))
  const record = JSON.parse(await kept(drafts)) as { pin: string }
  const { salt } = JSON.parse(Buffer.from(record.pin, 'base64url').toString()) as { salt: string }
  for (const secret of [`"${PIN}"`, salt, record.pin]) expect(wire.join('\n')).not.toContain(secret)
  expect(await kept(drafts)).not.toContain(PIN)
})

test('a thief with the database, and one with its secrets besides, can try no PIN', async () => {
  await signedIn({ pin: PIN })
  const row = (await halves()).at(-1)!
  const of = { session: row.session, way: 'pin' }
  // The database alone: what is stored is under keys that are not in it.
  expect(row.half.includes(openHalf(testSecrets, of, row.half))).toBe(false)
  // With the secrets: a guess is tried by its proof, which hangs on 256 bits that never left the device.
  const wrap = Buffer.from(
    JSON.stringify({
      v: 1,
      use: 'reopen',
      account: 'A'.repeat(22),
      way: 'pin',
      kdf: { name: 'argon2id', t: 3, m: 65536, p: 1 },
      salt: randomBytes(32).toString('base64url'),
      change: 0,
      key: '',
      sealed: '',
    }),
  )
  const guess = await prepareReopening(wrap, { way: 'pin', pin: PIN })
  expect(sameSecret(proofHash(testSecrets, of, guess!.proof), row.proof)).toBe(false)
})

test('a thief with the device alone can try no PIN: the right one opens nothing without the other half', async () => {
  const { drafts } = await signedIn({ pin: PIN })
  const record = JSON.parse(await kept(drafts)) as { pin: string }
  const prepared = await prepareReopening(Buffer.from(record.pin, 'base64url'), { way: 'pin', pin: PIN })
  for (const half of [Buffer.alloc(32), randomBytes(32)])
    expect(await prepared!.open('x', half.toString('base64url'))).toEqual({
      ok: false,
      error: { kind: 'cannot_open' },
    })
  // Right and wrong look alike: nothing that is kept tells them apart.
  const wrong = await prepareReopening(Buffer.from(record.pin, 'base64url'), { way: 'pin', pin: '740193' })
  expect(await wrong!.open('x', randomBytes(32).toString('base64url'))).toEqual({
    ok: false,
    error: { kind: 'cannot_open' },
  })
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
