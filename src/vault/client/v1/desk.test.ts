import { Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { beforeAll, expect, test } from 'vitest'
import { err, ok } from '#kernel/core/result.ts'
import {
  deskKey,
  type DeskSecret,
  inboxRecipient,
  newDeskSecret,
  openBundle,
  keyFor,
  openGrant,
  renewGrant,
  sealBundle,
  sealGrant,
  secretBefore,
} from '#vault/client/v1/desk.ts'
import { toBase64url, utf8 } from '#vault/core/bytes.ts'
import { hashOf } from '#vault/core/v1/statement.ts'
import { aesKey, aesOpen, aesSeal } from '#vault/core/v1/webcrypto.ts'
import { seededChance } from '../../../../tests/support/chance.ts'

const chance = seededChance('client desk')
const desk = toBase64url(chance(16))
const log = toBase64url(chance(16))
let secret: DeskSecret
let members: readonly { readonly identity: string; readonly recipient: string }[]
let bundle: { readonly bytes: Uint8Array; readonly hash: string }

beforeAll(async () => {
  secret = await newDeskSecret(desk, 3, chance)
  members = await Promise.all(
    [1, 2, 3].map(async () => {
      const identity = await generateHybridIdentity()
      return { identity, recipient: await identityToRecipient(identity) }
    }),
  )
  bundle = await sealBundle(
    secret,
    members.slice(0, 2).map((one) => one.recipient),
  )
})
const stated = () => ({ desk, epoch: 3, hash: bundle.hash })

test('every recipient opens the bundle to the same secret', async () => {
  for (const { identity } of members.slice(0, 2))
    expect(await openBundle(bundle.bytes, identity, stated())).toEqual(ok(secret))
})

test('one who is not a recipient does not open it', async () => {
  expect(await openBundle(bundle.bytes, members[2]!.identity, stated())).toEqual(
    err({ kind: 'not_for_this_key' }),
  )
})

test("a bundle whose hash is not in the desk's log is not even tried", async () => {
  const own = await sealBundle(secret, [members[0]!.recipient])
  const refusal = err({ kind: 'not_the_bundle_of_the_log' })
  expect(await openBundle(own.bytes, members[0]!.identity, stated())).toEqual(refusal)
})

test('a bundle of another desk, or of another epoch, is refused', async () => {
  const refusal = err({ kind: 'bundle_of_another_desk' })
  const { identity } = members[0]!
  expect(await openBundle(bundle.bytes, identity, { ...stated(), desk: log })).toEqual(refusal)
  expect(await openBundle(bundle.bytes, identity, { ...stated(), epoch: 4 })).toEqual(refusal)
})

test.each([
  ['no JSON', () => 'secret'],
  ['a newer version', () => JSON.stringify({ ...secret, v: 2 })],
  ['another order', () => JSON.stringify(Object.fromEntries(Object.entries(secret).toReversed()))],
  ['a short secret', () => JSON.stringify(sorted({ ...secret, secret: toBase64url(chance(16)) }))],
  ['an inbox that is no identity', () => JSON.stringify(sorted({ ...secret, inbox: 'none' }))],
])('a bundle that holds %s is none', async (_, content) => {
  const encrypter = new Encrypter()
  encrypter.addRecipient(members[0]!.recipient)
  const bytes = await encrypter.encrypt(content())
  const hash = hashOf(bytes)
  expect(await openBundle(bytes, members[0]!.identity, { ...stated(), hash })).toEqual(
    err({ kind: 'not_a_bundle' }),
  )
})

test('secrets, inboxes and bundles are new each time', async () => {
  const other = await newDeskSecret(desk, 3, chance)
  expect(other.secret).not.toBe(secret.secret)
  expect(await inboxRecipient(other)).not.toBe(await inboxRecipient(secret))
  expect((await sealBundle(secret, [members[0]!.recipient])).hash).not.toBe(bundle.hash)
})

test('a grant is 60 bytes and opens to the key of that case', async () => {
  const raw = chance(32)
  const grant = await sealGrant(await deskKey(secret), { log, epoch: 1 }, raw, chance)
  expect(grant.length).toBe(60)
  const { key } = (await openGrant(await deskKey(secret), { log, epoch: 1 }, grant))!
  const use = { nonce: chance(12), data: utf8('') }
  const sealed = await aesSeal(await aesKey(raw), utf8('words'), use)
  expect(await aesOpen(key, sealed, use.data)).toEqual(utf8('words'))
  expect(key.extractable).toBe(false)
})

test('a grant of another log, epoch, desk or desk epoch is refused, and one of another secret', async () => {
  const key = await deskKey(secret)
  const of = { log, epoch: 1 }
  const grant = await sealGrant(key, of, chance(32), chance)
  expect(await openGrant(key, { ...of, log: desk }, grant)).toBeNull()
  expect(await openGrant(key, { ...of, epoch: 2 }, grant)).toBeNull()
  expect(await openGrant({ ...key, desk: log }, of, grant)).toBeNull()
  expect(await openGrant({ ...key, epoch: 2 }, of, grant)).toBeNull()
  const other = await deskKey({ ...secret, secret: toBase64url(chance(32)) })
  expect(await openGrant(other, of, grant)).toBeNull()
})

test('a grant of a key that is too short for the suite is refused', async () => {
  const key = await deskKey(secret)
  const of = { log, epoch: 1 }
  expect(await openGrant(key, of, await sealGrant(key, of, chance(16), chance))).toBeNull()
})

test('a renewed grant opens to the new key and, in their order, to each one before it', async () => {
  const use = { nonce: chance(12), data: utf8('') }
  const from = await deskKey(secret)
  const raw = chance(32)
  let grant = await sealGrant(from, { log, epoch: 1 }, raw, chance)
  const written = [await aesSeal(await aesKey(raw), utf8('in epoch 1'), use)]
  for (const epoch of [1, 2, 3]) {
    const renewed = (await renewGrant({ from, to: from }, { of: { log, epoch }, sealed: grant }, chance))!
    expect(renewed.before.epoch).toBe(epoch)
    grant = renewed.sealed
    written.push(await aesSeal(renewed.key, utf8(`in epoch ${epoch + 1}`), use))
  }
  const keys = (await openGrant(from, { log, epoch: 4 }, grant))!
  expect(keys.keys).toHaveLength(4)
  expect(keys.key).toBe(keys.keys[0])
  for (const [at, sealed] of written.entries())
    expect(await aesOpen(keyFor(keys, `case:${at + 1}`)!, sealed, use.data)).toEqual(
      utf8(`in epoch ${at + 1}`),
    )
  for (const named of ['case:5', 'case:0', 'desk:1', 'none']) expect(keyFor(keys, named), named).toBeNull()
})

test('a grant that is none is not renewed, and holds at least one key', async () => {
  const key = await deskKey(secret)
  const of = { log, epoch: 1 }
  const to = await deskKey({ ...secret, epoch: 4 })
  const sealed = await sealGrant(key, of, chance(32), chance)
  expect(await renewGrant({ from: to, to }, { of, sealed }, chance)).toBeNull()
  expect(await openGrant(key, of, await sealGrant(key, of, new Uint8Array(), chance))).toBeNull()
})

test('what a removal says of the secret before is believed of the same desk and the epoch before alone', () => {
  expect(secretBefore({ before: secret }, { desk, epoch: 4 })).toEqual(secret)
  for (const of of [
    { desk: log, epoch: 4 },
    { desk, epoch: 3 },
    { desk, epoch: 5 },
  ])
    expect(secretBefore({ before: secret }, of)).toBeNull()
  expect(secretBefore({ before: secret, more: 1 }, { desk, epoch: 4 })).toBeNull()
  expect(secretBefore(null, { desk, epoch: 4 })).toBeNull()
})

const sorted = (value: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
