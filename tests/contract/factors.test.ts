/** The second factor: asked for at sign-in, changed by its member, lost, taken away; as a duty in factor_duty.test.ts. */
import { Secret } from 'otpauth'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import type { FactorWays } from '../../src/members/client/views.ts'
import { ask } from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, type Through, value } from '../support/app.ts'
import { type Authenticator, codeAt, newAuthenticator } from '../support/authenticator.ts'
import { asSuperuser } from '../support/open_rows.ts'

const STEP = 30_000
let wall: number
let app: TestDesk
beforeAll(async () => {
  wall = Date.now()
  app = await startTestDesk(() => new Date(wall))
})
afterAll(() => app.stop())
beforeEach(async () => {
  wall += 2 * STEP
  await app.steward.sessions()
})

const codeOf = (secret: string, steps = 0): string => codeAt(secret, wall + steps * STEP)
const refusedAs = (kind: string) =>
  expect.objectContaining({ ok: false, error: expect.objectContaining({ kind }) })
const signIn = async (
  name: string,
  device = app.device(),
): Promise<{ device: Workbench; ways: FactorWays }> => {
  const answer = await device.signIn({ name, passphrase: PASSPHRASE })
  if (answer.ok || answer.error.kind !== 'second_factor') throw new Error('no factor was asked for')
  return { device, ways: answer.error.ways }
}
const byApp = (code: string) => ({ kind: 'totp' as const, code })

type WithApp = { readonly device: Workbench; readonly secret: string; readonly codes: readonly string[] }
let people = 0
/** A member whose app makes codes; the step of the enrolment is behind them. */
const withApp = async (name = `lou${++people}`): Promise<WithApp & { readonly name: string }> => {
  const device = await app.join(name, 'reader')
  const { secret } = await device.newAppSecret()
  const factor = { kind: 'totp' as const, secret, code: codeOf(secret) }
  const added = value(await device.addFactor({ passphrase: PASSPHRASE, factor }))
  wall += 2 * STEP
  return { name, device, secret, codes: added.codes ?? [] }
}
const withKey = async (): Promise<{ name: string; device: Workbench; key: Authenticator }> => {
  const name = `kim${++people}`
  const device = await app.join(name, 'reader')
  const key = newAuthenticator()
  const answer = key.create(value(await device.askKey({ use: 'add' })))
  value(await device.addFactor({ passphrase: PASSPHRASE, factor: { kind: 'key', answer } }))
  return { name, device, key }
}

test('after the passphrase the code of the app is asked for, and opens the same desk', async () => {
  const { name, secret } = await withApp()
  const wire: string[] = []
  const through: Through = async (request, send) => {
    const response = await send(request)
    if (request.url.endsWith('/sign-in'))
      wire.push(await response.clone().text(), String(response.headers.get('set-cookie')))
    return response
  }
  const { device, ways } = await signIn(name, app.device({ through }))
  expect(ways).toEqual({ totp: true, codes: true, key: null })
  expect(wire.join(), 'no vault and no session before it').not.toMatch(/"vault"|amparo=/)
  expect(await device.me()).toBeNull()
  const me = value(await device.giveFactor({ proof: byApp(codeOf(secret)) }))
  expect(me.desks.map((desk) => desk.id)).toEqual([app.desk])
  expect((await device.sessions()).ok).toBe(true)
})

test('a wrong code opens nothing and may be tried again; what is no code costs no try', async () => {
  const { name, secret } = await withApp()
  const { device } = await signIn(name)
  const right = codeOf(secret)
  const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0')
  expect(await device.giveFactor({ proof: byApp(wrong) })).toEqual(refusedAs('wrong_factor'))
  for (let i = 0; i < 9; i++)
    expect(await device.giveFactor({ proof: byApp('12') })).toEqual(refusedAs('wrong_factor'))
  expect((await device.giveFactor({ proof: byApp(right) })).ok).toBe(true)
})

test.each([
  [-2, false],
  [-1, true],
  [0, true],
  [1, true],
  [2, false],
])('a code of %i steps from now: %s', async (steps, opens) => {
  const { name, secret } = await withApp()
  wall += 3 * STEP
  const { device } = await signIn(name)
  expect((await device.giveFactor({ proof: byApp(codeOf(secret, steps)) })).ok).toBe(opens)
})

test('a code is good once: not at enrolment and again, not for two sign-ins, not an older one after it', async () => {
  const { name, secret } = await withApp()
  wall -= 2 * STEP
  const before = await signIn(name)
  expect(await before.device.giveFactor({ proof: byApp(codeOf(secret)) })).toEqual(refusedAs('wrong_factor'))
  wall += 2 * STEP
  const one = await signIn(name)
  const two = await signIn(name)
  expect((await one.device.giveFactor({ proof: byApp(codeOf(secret)) })).ok).toBe(true)
  expect(await two.device.giveFactor({ proof: byApp(codeOf(secret)) })).toEqual(refusedAs('wrong_factor'))
  expect(await two.device.giveFactor({ proof: byApp(codeOf(secret, -1)) })).toEqual(refusedAs('wrong_factor'))
})

test('of the same code many times at once exactly one opens', async () => {
  const { name, secret } = await withApp()
  const entered = await Promise.all(Array.from({ length: 5 }, () => signIn(name)))
  const code = codeOf(secret)
  const answers = await Promise.all(entered.map(({ device }) => device.giveFactor({ proof: byApp(code) })))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
})

test('tries at the factor are counted per account, with the right passphrase and every new ticket', async () => {
  const { name, secret } = await withApp()
  const kinds: string[] = []
  for (let i = 0; i < 7; i++) {
    const { device } = await signIn(name)
    const answer = await device.giveFactor({ proof: byApp(codeOf(secret, 7 + i)) })
    kinds.push(answer.ok ? 'open' : answer.error.kind)
  }
  expect(kinds.slice(0, 5)).toEqual(Array(5).fill('wrong_factor'))
  expect(kinds).toContain('wait')
})

test('a ticket opens once, for five minutes, whatever the clock does', async () => {
  const { name, secret } = await withApp()
  const tickets: string[] = []
  const through: Through = async (request, send) => {
    const response = await send(request)
    if (request.url.endsWith('/sign-in'))
      tickets.push(((await response.clone().json()) as { wanted: { ticket: string } }).wanted.ticket)
    return response
  }
  const give = (ticket: string, code: string) =>
    ask(app, 'POST', '/sign-in/factor', { body: { ticket, proof: { kind: 'totp', code } } })
  await signIn(name, app.device({ through }))
  expect(await give(newTicket(), codeOf(secret))).toMatchObject({ status: 410 })
  wall += 6 * 60_000
  expect(await give(tickets[0]!, codeOf(secret))).toMatchObject({ status: 410 })
  // A clock that was a year ahead leaves no ticket behind that is good for a year.
  wall += 365 * 86_400_000
  await signIn(name, app.device({ through }))
  wall -= 365 * 86_400_000
  expect(await give(tickets[1]!, codeOf(secret))).toMatchObject({ status: 410 })
  await signIn(name, app.device({ through }))
  expect(await give(tickets[2]!, codeOf(secret))).toMatchObject({ status: 200 })
  wall += 2 * STEP
  expect(await give(tickets[2]!, codeOf(secret))).toMatchObject({ status: 410 })
})
const newTicket = (): string => Buffer.alloc(32, 7).toString('base64url')

test('a change of passphrase or factors, and the end of all sessions, end half a sign-in too', async () => {
  const { name, device, secret } = await withApp()
  const half = async (): Promise<Workbench> => {
    wall += 2 * STEP
    return (await signIn(name)).device
  }
  const give = (one: Workbench) => one.giveFactor({ proof: byApp(codeOf(secret)) })
  const NEXT = 'ravine clothing stiffly unbolted marauding copper'
  let thief = await half()
  value(await device.endOtherSessions())
  expect((await give(thief)).ok, 'all sessions were ended').toBe(false)
  thief = await half()
  value(await device.renewCodes({ passphrase: PASSPHRASE, proof: byApp(codeOf(secret)) }))
  wall += 2 * STEP
  expect((await give(thief)).ok, 'factors were changed').toBe(false)
  thief = await half()
  value(await device.changePassphrase({ old: PASSPHRASE, passphrase: NEXT }))
  expect((await give(thief)).ok, 'the passphrase was changed').toBe(false)
})

test('a clock that was ten years ahead for one sign-in locks nobody out', async () => {
  const { name, secret } = await withApp()
  const ahead = 3650 * 86_400_000
  wall += ahead
  const { device } = await signIn(name)
  value(await device.giveFactor({ proof: byApp(codeOf(secret)) }))
  wall -= ahead
  const again = await signIn(name)
  expect((await again.device.giveFactor({ proof: byApp(codeOf(secret)) })).ok).toBe(true)
})

test('each printed code opens once, however it is typed', async () => {
  const { name, codes } = await withApp()
  expect(codes).toHaveLength(10)
  expect(new Set(codes).size).toBe(10)
  const typed = codes[0]!.toLowerCase().replace(/(.{4})(?=.)/g, '$1-')
  const one = await signIn(name)
  expect((await one.device.giveFactor({ proof: { kind: 'code', code: typed } })).ok).toBe(true)
  const two = await signIn(name)
  expect(await two.device.giveFactor({ proof: { kind: 'code', code: typed } })).toEqual(
    refusedAs('wrong_factor'),
  )
  expect(value(await one.device.factors()).codesLeft).toBe(9)
  const race = await Promise.all(Array.from({ length: 4 }, () => signIn(name)))
  const proof = { kind: 'code' as const, code: codes[1]! }
  const answers = await Promise.all(race.map(({ device }) => device.giveFactor({ proof })))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
})

test('a security key opens after the passphrase', async () => {
  const { name, key } = await withKey()
  const { device, ways } = await signIn(name)
  expect(ways).toMatchObject({ totp: false, codes: true })
  const answer = key.get(ways.key!)
  expect((await device.giveFactor({ proof: { kind: 'key', answer } })).ok).toBe(true)
  expect(value(await device.factors()).factors).toMatchObject([{ kind: 'key' }])
})

test.each([
  ['of another site', { origin: 'https://amparo.example.net' }],
  ['made for another host', { rpId: 'example.net' }],
  ['to another question', { challenge: newTicket() }],
  ['that nobody touched', { absent: true }],
  ['of a new key in place of a known one', { type: 'webauthn.create' }],
  ['whose count went back', { count: 1 }],
  ['with another signature', { signature: 'AAAA' }],
] as const)('the answer of a key %s is refused, and the ticket is used up', async (_, lies) => {
  const { name, key } = await withKey()
  const { device, ways } = await signIn(name)
  expect(await device.giveFactor({ proof: { kind: 'key', answer: key.get(ways.key!, lies) } })).toEqual(
    refusedAs('wrong_factor'),
  )
  if ('challenge' in lies) return
  expect(await device.giveFactor({ proof: { kind: 'key', answer: key.get(ways.key!) } })).toEqual(
    refusedAs('ticket_gone'),
  )
})

test('a key that the account has not is no key', async () => {
  const { name } = await withKey()
  const { device, ways } = await signIn(name)
  const answer = newAuthenticator().get(ways.key!)
  expect(await device.giveFactor({ proof: { kind: 'key', answer } })).toEqual(refusedAs('wrong_factor'))
})

test('what a key answers to be added is for this place, once', async () => {
  const device = await app.join(`pia${++people}`, 'reader')
  const key = newAuthenticator()
  const add = async (answer: ReturnType<typeof key.create>) =>
    device.addFactor({ passphrase: PASSPHRASE, factor: { kind: 'key', answer } })
  const asked = value(await device.askKey({ use: 'add' }))
  const answer = key.create(asked)
  for (const lies of [
    { origin: 'https://other.example' },
    { rpId: 'other.example' },
    { challenge: newTicket() },
  ])
    expect(await add(key.create(value(await device.askKey({ use: 'add' })), lies))).toEqual(
      refusedAs('wrong_factor'),
    )
  expect((await add(answer)).ok).toBe(true)
  // Proved by the key itself, and still the question is used up.
  const proof = { kind: 'key' as const, answer: key.get(value(await device.askKey({ use: 'prove' }))) }
  const again = await device.addFactor({ passphrase: PASSPHRASE, proof, factor: { kind: 'key', answer } })
  expect(again).toEqual(refusedAs('wrong_factor'))
})

test('to add, the passphrase is asked again and the code has to be right once', async () => {
  const device = await app.join(`ida${++people}`, 'reader')
  const { secret, typed, address } = await device.newAppSecret()
  expect(Secret.fromBase32(typed.replaceAll(' ', '')).hex.toLowerCase()).toBe(
    Buffer.from(secret, 'base64url').toString('hex'),
  )
  expect(address).toContain(`secret=${typed.replaceAll(' ', '')}`)
  const factor = { kind: 'totp' as const, secret, code: codeOf(secret) }
  expect(await device.addFactor({ passphrase: 'not this at all', factor })).toEqual(
    refusedAs('wrong_sign_in'),
  )
  const late = { ...factor, code: codeOf(secret, 5) }
  expect(await device.addFactor({ passphrase: PASSPHRASE, factor: late })).toEqual(refusedAs('wrong_factor'))
  expect(value(await device.factors())).toMatchObject({ factors: [], codesLeft: 0 })
})

test('where there is a factor, nothing about factors changes without one', async () => {
  const { device, secret, codes } = await withApp()
  const [known] = value(await device.factors()).factors
  const more = await device.newAppSecret()
  const factor = { kind: 'totp' as const, secret: more.secret, code: codeOf(more.secret) }
  const passphrase = PASSPHRASE
  expect(await device.addFactor({ passphrase, factor })).toEqual(refusedAs('wrong_factor'))
  expect(await device.removeFactor({ passphrase, factor: known!.factor })).toEqual(refusedAs('wrong_factor'))
  expect(await device.renewCodes({ passphrase })).toEqual(refusedAs('wrong_factor'))
  const byCode = { kind: 'code' as const, code: codes[3]! }
  expect(await device.removeFactor({ passphrase: 'no', proof: byCode, factor: known!.factor })).toEqual(
    refusedAs('wrong_sign_in'),
  )
  const renewed = value(await device.renewCodes({ passphrase, proof: byApp(codeOf(secret)) }))
  expect(renewed.codes).toHaveLength(10)
  expect(await device.removeFactor({ passphrase, proof: byCode, factor: known!.factor }), 'void').toEqual(
    refusedAs('wrong_factor'),
  )
  const proof = { kind: 'code' as const, code: renewed.codes![0]! }
  value(await device.removeFactor({ passphrase, proof, factor: known!.factor }))
  expect(value(await device.factors())).toMatchObject({ factors: [], codesLeft: 0 })
})

test('every other session ends when factors change, and the one that changed them goes on', async () => {
  const name = `eva${++people}`
  const device = await app.join(name, 'reader')
  const other = app.device()
  value(await other.signIn({ name, passphrase: PASSPHRASE }))
  const { secret } = await device.newAppSecret()
  const factor = { kind: 'totp' as const, secret, code: codeOf(secret) }
  expect(value(await device.addFactor({ passphrase: PASSPHRASE, factor })).ended).toBe(1)
  expect(await other.sessions()).toEqual(refusedAs('locked'))
  expect((await device.sessions()).ok).toBe(true)
})

test('a factor of another account is not found', async () => {
  const one = await withApp()
  const two = await withApp()
  const theirs = value(await one.device.factors()).factors[0]!.factor
  const proof = byApp(codeOf(two.secret))
  expect(await two.device.removeFactor({ passphrase: PASSPHRASE, proof, factor: theirs })).toMatchObject({
    error: { type: 'not_found' },
  })
})

test('who has no factor and who does not exist answer a wrong passphrase alike', async () => {
  const { name } = await withApp()
  const answers = await Promise.all(
    [name, 'rosa', 'nobody-here'].map((one) =>
      app.device().signIn({ name: one, passphrase: 'wrong words here now' }),
    ),
  )
  for (const answer of answers) expect(answer).toEqual({ ok: false, error: { kind: 'wrong_sign_in' } })
})

test('the steward takes lost factors away: sessions end, member and desk are told, the passphrase stays', async () => {
  const { name, device } = await withApp()
  const { account } = (await device.me())!
  const reader = app.device()
  value(await reader.signIn({ name: 'rosa', passphrase: PASSPHRASE }))
  expect(await reader.resetFactors({ account })).toMatchObject({ error: { type: 'not_permitted' } })
  const own = (await app.steward.me())!.account
  expect(await app.steward.resetFactors({ account: own })).toMatchObject({ error: { type: 'not_permitted' } })
  const rule = value(await app.steward.resetFactors({ account }))
  expect(rule.without).toContain(name)
  expect(await device.sessions()).toEqual(refusedAs('locked'))
  expect(await app.steward.resetFactors({ account })).toMatchObject({ error: { type: 'not_found' } })
  expect(value(await reader.stewardActs({ desk: app.desk }))[0]).toMatchObject({ act: 'factors', name })
  const again = app.device()
  expect((await again.signIn({ name, passphrase: PASSPHRASE })).ok).toBe(true)
  expect(value(await again.factors()).resetOn).not.toBeNull()
  value(await again.toldOfReset())
  expect(value(await again.factors()).resetOn).toBeNull()
})

test('what the database keeps of factors is sealed, and none of it is a secret or a code', async () => {
  const { secret, codes } = await withApp()
  const rows = await asSuperuser(app.database, async (client) => {
    const factors = await client.query<{ sealed: Buffer }>('select sealed from amparo.factor')
    const kept = await client.query<{ hash: Buffer }>('select hash from amparo.factor_code')
    return Buffer.concat([...factors.rows.map((row) => row.sealed), ...kept.rows.map((row) => row.hash)])
  })
  expect(rows.includes(Buffer.from(secret, 'base64url'))).toBe(false)
  for (const code of codes) expect(rows.includes(Buffer.from(code))).toBe(false)
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
