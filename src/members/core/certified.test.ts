/** Certificates of leads' keys in a desk's log: what the root may say of whom, for how long, and what ends it. */
import * as fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'

import { CERTIFICATE_DAYS, certificateOf, certifiedUntil, mayCertify } from '#members/core/certificates.ts'
import { rootKeys, type RootKeys } from '#vault/client/v1/root.ts'
import { bundleOf, foldedDesk, rootDesk, whyRefused } from '../../../tests/support/rooted_world.ts'
import {
  append,
  cardOf,
  makeWorld,
  makeWriter,
  rightOf,
  type World,
  type Writer,
} from '../../../tests/support/vault_world.ts'

const AT = '2026-11-23T10:15:00Z'
const UNTIL = '2027-11-23T10:15:00Z'

let world: World
let keys: RootKeys
beforeEach(async () => {
  world = await makeWorld('certified')
  keys = await rootKeys(new Uint8Array(32).fill(3))
})

const root = () => rootDesk(world, keys)
type Given = {
  readonly who?: Writer
  readonly author?: Writer
  readonly card?: object
  readonly until?: string
  readonly signing?: Writer
}
const certify = (roster: string, { who = world.second, author = who, card, until, signing }: Given = {}) => {
  const by = { ...author, signing: signing?.signing ?? keys.signing }
  const coded = { card: { ...cardOf(who), ...card }, until: until ?? UNTIL }
  return append(world.desk, by, { kind: 'certified', coded, roster, at: AT }, world.chance)
}
const folded = () => foldedDesk(world)
const whyNot = () => whyRefused(world)
const until = (who: Writer): string | null => folded().members.get(who.account)?.certifiedUntil ?? null

test('the root certifies a lead for a year, and no right begins or ends', async () => {
  const from = await root()
  const before = folded()
  await certify(from)
  expect(await whyNot()).toBeNull()
  expect(until(world.second)).toBe(UNTIL)
  expect(until(world.lead)).toBeNull()
  const after = folded()
  expect(after.rights).toEqual(before.rights)
  expect(after.members.get(world.second.account)?.right).toBe(before.members.get(world.second.account)?.right)
  expect([after.epoch, after.bundle]).toEqual([before.epoch, before.bundle])
})

test('a later certificate takes the place of the one before', async () => {
  const from = await root()
  await certify(from)
  await certify(from, { until: '2026-12-24T00:00:00Z' })
  expect(await whyNot()).toBeNull()
  expect(until(world.second)).toBe('2026-12-24T00:00:00Z')
})

test.each<[string, () => Given, string]>([
  ['a writer', () => ({ who: world.writer }), 'not_a_lead'],
  ['a reader', () => ({ who: world.reader }), 'not_a_lead'],
  ['in the name of another lead', () => ({ author: world.lead }), 'other_card'],
  ['under another name', () => ({ card: { name: 'verena' } }), 'other_card'],
  ['other keys to sign with', () => ({ card: { signing: world.lead.signingPublic } }), 'other_card'],
  ['another recipient', () => ({ card: { recipient: cardOf(world.lead).recipient } }), 'other_card'],
  ['for longer than a year', () => ({ until: '2027-11-23T10:15:01Z' }), 'not_a_year'],
  ['until now', () => ({ until: AT }), 'not_a_year'],
  ['by the signature of a colleague', () => ({ signing: world.lead }), 'wrong_signature'],
  ['by their own signature', () => ({ signing: world.second }), 'wrong_signature'],
])('nothing is certified: %s', async (_, given, why) => {
  await certify(await root(), given())
  expect(await whyNot()).toBe(why)
})

test('a stranger is certified nowhere', async () => {
  const stranger = await makeWriter('gus', world.chance, 'age1other'.padEnd(40, 'q'))
  await certify(await root(), { who: stranger })
  expect(await whyNot()).toBe('not_a_member')
})

test('a desk that trusts no root takes no certificate', async () => {
  await certify(rightOf(world, world.second))
  expect(await whyNot()).toBe('not_rooted')
})

test('under their own right a lead certifies nothing, whoever signed', async () => {
  await root()
  await certify(rightOf(world, world.second))
  expect(await whyNot()).toBe('no_right')
})

test('another root ends every certificate, and the older one gives none any more', async () => {
  const before = await root()
  await certify(before)
  const old = keys
  keys = await rootKeys(new Uint8Array(32).fill(4))
  await root()
  expect(await whyNot()).toBeNull()
  expect(until(world.second)).toBeNull()
  keys = old
  await certify(before)
  expect(await whyNot()).toBe('no_right')
})

test.each([
  ['lead', UNTIL],
  ['writer', null],
] as const)('a change of role to %s leaves %s', async (role, left) => {
  await certify(await root())
  const coded = { account: world.second.account, role }
  const change = { kind: 'role_changed', coded, roster: rightOf(world, world.lead) }
  await append(world.desk, world.lead, change, world.chance)
  expect(until(world.second)).toBe(left)
})

test('of a lead who was removed nothing is certified any more', async () => {
  const from = await root()
  await certify(from)
  const { account } = world.second
  const coded = { account, inbox: cardOf(world.lead).recipient, ...bundleOf('after', 2) }
  const removal = { kind: 'removed', coded, roster: rightOf(world, world.lead) }
  await append(world.desk, world.lead, removal, world.chance)
  await certify(from)
  expect(await whyNot()).toBe('not_a_member')
})

test.each([
  ['lead', 'second', UNTIL],
  ['writer', 'writer', null],
] as const)('letting a %s in again says as much as a certificate', async (_role, who, left) => {
  const from = await root()
  const again = await makeWriter(world[who].name, world.chance, 'age1other'.padEnd(40, 'q'))
  const card = { ...cardOf(again), account: world[who].account }
  const by = { ...world[who], signing: keys.signing }
  const coded = { card, ...bundleOf('recovered') }
  await append(world.desk, by, { kind: 'recovered', coded, roster: from, at: AT }, world.chance)
  expect(await whyNot()).toBeNull()
  expect(until(world[who])).toBe(left)
})

test.each([
  [null, 'none'],
  ['2026-11-23T10:15:01Z', 'due'],
  ['2026-12-23T10:15:00Z', 'due'],
  ['2026-12-23T10:15:01Z', 'valid'],
  ['2026-11-23T10:15:00Z', 'expired'],
] as const)('a certificate until %s is %s', (certified, state) => {
  const lead = { role: 'lead', certifiedUntil: certified }
  expect(certificateOf({ root: {} }, lead, new Date(AT))).toEqual({ state, until: certified })
  expect(certificateOf({ root: null }, lead, new Date(AT))).toBeNull()
  expect(certificateOf({ root: {} }, { ...lead, role: 'writer' }, new Date(AT))).toBeNull()
})

test('a certificate given at any instant may be given, and not for a second more', () => {
  const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(instants, (date) => {
      const at = `${date.toISOString().slice(0, 19)}Z`
      expect(mayCertify(at, certifiedUntil(at))).toBe(true)
      const more = new Date(Date.parse(at) + CERTIFICATE_DAYS * 86_400_000 + 1000)
      expect(mayCertify(at, `${more.toISOString().slice(0, 19)}Z`)).toBe(false)
    }),
  )
})
