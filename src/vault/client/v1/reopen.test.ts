/** A locked device opens again by two halves, the member's and the server's, and by neither alone. */
import { beforeAll, expect, test } from 'vitest'
import { err } from '#kernel/core/result.ts'
import { type Derived, derive, KDF, newAccount, type NewAccount } from '#vault/client/v1/account.ts'
import {
  type Held,
  makeReopening,
  prepareReopening,
  readReopening,
  type ReopeningMade,
  SALT_BYTES,
} from '#vault/client/v1/reopen.ts'
import { fromUtf8, toBase64url, utf8 } from '#vault/core/bytes.ts'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import { seededChance } from '../../../../tests/support/chance.ts'

const chance = seededChance('reopen')
const salt = chance(SALT_BYTES)
const pin: Held = { way: 'pin', pin: '482913' }
const passkey: Held = { way: 'passkey', answer: chance(32) }
let ana: NewAccount
let derived: Derived
let byPin: ReopeningMade
let byPasskey: ReopeningMade

const made = async (held: Held): Promise<ReopeningMade> => {
  const done = await makeReopening(ana.vault, { derived, held, salt }, chance)
  if (!done.ok) throw new Error(done.error.kind)
  return done.value
}
beforeAll(async () => {
  ana = await newAccount({ name: 'ana', passphrase: 'six quiet words of hers' }, seededChance('ana'))
  derived = await derive('six quiet words of hers', 'ana', ana.seed)
  byPin = await made(pin)
  byPasskey = await made(passkey)
})

type Wrap = Record<string, unknown>
const changed = (change: object, of: ReopeningMade = byPin): Uint8Array =>
  canonicalBytes({ ...(JSON.parse(fromUtf8(of.wrap)) as Wrap), ...change })
const cannotOpen = err({ kind: 'cannot_open' })
const opened = async (wrap: Uint8Array, held: Held, half: string) =>
  (await prepareReopening(wrap, held))?.open('ana', half)

test('with the PIN and the half of the server the same keys are there, and so with a passkey', async () => {
  const { account, identity, signingPublic } = ana.keys
  for (const [one, held] of [
    [byPin, pin],
    [byPasskey, passkey],
  ] as const) {
    expect(readReopening(one.wrap)).toEqual({ way: held.way, account, salt: toBase64url(salt) })
    const reopener = (await prepareReopening(one.wrap, held))!
    expect(reopener.proof).toBe(one.proof)
    expect(await reopener.open('ana', one.half)).toMatchObject({
      ok: true,
      value: { account, name: 'ana', identity, signingPublic, vaultChange: 0 },
    })
  }
})

test('what the server is shown is neither its half nor a key, and another PIN shows another', async () => {
  expect(byPin.proof).not.toBe(byPin.half)
  expect((await made(pin)).half).not.toBe(byPin.half)
  const other = await prepareReopening(byPin.wrap, { way: 'pin', pin: '482914' })
  expect(other?.proof).not.toBe(byPin.proof)
})

test('one half alone opens nothing', async () => {
  expect(await opened(byPin.wrap, { way: 'pin', pin: '482914' }, byPin.half)).toEqual(cannotOpen)
  expect(await opened(byPasskey.wrap, { way: 'passkey', answer: chance(32) }, byPasskey.half)).toEqual(
    cannotOpen,
  )
  for (const half of [toBase64url(chance(32)), toBase64url(chance(16)), byPasskey.half, '', '*'])
    expect(await opened(byPin.wrap, pin, half), half).toEqual(cannotOpen)
})

test('a wrap is read by the way it was made, and a wrong passphrase makes none', async () => {
  expect(await prepareReopening(byPin.wrap, passkey)).toBeNull()
  expect(await prepareReopening(byPasskey.wrap, pin)).toBeNull()
  const wrong = await derive('six quiet words of his', 'ana', ana.seed)
  expect(await makeReopening(ana.vault, { derived: wrong, held: pin, salt }, chance)).toEqual(cannotOpen)
})

test.each<[string, object]>([
  ['another account', { account: toBase64url(new Uint8Array(16)) }],
  ['another number of the vault', { change: 1 }],
  ['another salt', { salt: toBase64url(new Uint8Array(SALT_BYTES)) }],
  ['keys of another time', { sealed: toBase64url(new Uint8Array(200)) }],
  ['a key that is no base64url', { key: '*' }],
])('a wrap that names %s does not open', async (_, change) => {
  expect(await opened(changed(change), pin, byPin.half)).toEqual(cannotOpen)
})

test.each<[string, () => Uint8Array]>([
  ['nothing', () => new Uint8Array()],
  ['no JSON', () => utf8('wrap')],
  ['of a newer version', () => changed({ v: 2 })],
  ['for another use', () => changed({ use: 'sign' })],
  ['of another way', () => changed({ way: 'face' })],
  ['with a cheaper derivation', () => changed({ kdf: { ...KDF, m: 1024 } })],
  ['of a PIN without its derivation', () => changed({ way: 'pin' }, byPasskey)],
  ['of a passkey with one', () => changed({ way: 'passkey' })],
  ['with a field more', () => changed({ more: 1 })],
])('a wrap that is %s is none', async (_, wrap) => {
  expect(readReopening(wrap())).toBeNull()
  expect(await prepareReopening(wrap(), pin)).toBeNull()
})
