import { beforeEach, expect, test } from 'vitest'
import { err } from '#kernel/core/result.ts'
import { verifyDesk } from '#members/core/verify_desk.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import {
  admit,
  append,
  bundleHash,
  cardOf,
  makeWorld,
  makeWriter,
  rightOf,
  tipOf,
  type World,
  type Writer,
} from '../../../tests/support/vault_world.ts'

let world: World
let server: Writer
const expires = '2026-11-29T10:15:00Z'

beforeEach(async () => {
  world = await makeWorld('verify desk')
  server = await makeWriter('mallory', world.chance)
})

const verify = () => verifyDesk(world.desk.entries, world.desk.id, null)
const invite = (by: Writer, roster: string | null, more: object = {}) => {
  const coded = { invitation: toBase64url(world.chance(16)), role: 'lead', expires }
  return append(world.desk, by, { kind: 'invited', coded, roster, ...more }, world.chance)
}

test('a whole log is verified and folded', async () => {
  const verified = await verify()
  expect(verified.ok && verified.value.desk.members.size).toBe(4)
  expect(verified.ok && verified.value.log.length).toBe(7)
})

test('no log is no desk', async () => {
  expect(await verifyDesk([], world.desk.id, null)).toEqual(
    err({ kind: 'against_the_rules', seq: 0, why: { kind: 'not_founded' } }),
  )
})

test('a server that admits a member of its own is caught by its signature', async () => {
  const forger = { ...world.lead, signing: server.signing }
  const admission = { by: forger, roster: rightOf(world, world.lead), member: server, role: 'lead' } as const
  await admit(world.desk, admission, world.chance)
  expect(await verify()).toEqual(err({ kind: 'wrong_signature', seq: 7 }))
})

test('a server that signs as itself has no right', async () => {
  await invite(server, rightOf(world, world.lead))
  expect(await verify()).toEqual(err({ kind: 'against_the_rules', seq: 7, why: { kind: 'not_a_lead' } }))
})

test('a writer with a lead’s right named has none', async () => {
  await invite(world.writer, rightOf(world, world.lead))
  expect(await verify()).toMatchObject({ error: { kind: 'against_the_rules', why: { kind: 'not_a_lead' } } })
})

test('an invitation turned into another role is caught', async () => {
  const member = await makeWriter('gus', world.chance)
  const roster = rightOf(world, world.lead)
  await admit(world.desk, { by: world.lead, roster, member, role: 'lead' }, world.chance)
  const before = world.desk.entries.length
  const invitation = toBase64url(world.chance(16))
  const guest = await makeWriter('hal', world.chance)
  const invited = { invitation, role: 'reader', expires }
  await append(world.desk, world.lead, { kind: 'invited', coded: invited, roster }, world.chance)
  const mac = bundleHash('mac')
  const admitted = { invitation, role: 'lead', card: cardOf(guest), mac, epoch: 1, bundle: mac }
  await append(world.desk, world.lead, { kind: 'admitted', coded: admitted, roster }, world.chance)
  expect(await verify()).toEqual(
    err({ kind: 'against_the_rules', seq: before + 1, why: { kind: 'role_not_as_invited' } }),
  )
})

test('an entry under no right, or under another than the present one of its author, is refused', async () => {
  await invite(world.lead, null)
  expect(await verify()).toEqual(err({ kind: 'no_right', seq: 7 }))
  world.desk.entries.pop()
  await invite(world.lead, rightOf(world, world.second))
  expect(await verify()).toEqual(err({ kind: 'no_right', seq: 7 }))
})

test('a right that a change of role has replaced is refused', async () => {
  const coded = { account: world.second.account, role: 'lead' }
  const roster = rightOf(world, world.lead)
  await append(world.desk, world.lead, { kind: 'role_changed', coded, roster }, world.chance)
  await invite(world.second, rightOf(world, world.second))
  expect(await verify()).toEqual(err({ kind: 'no_right', seq: 8 }))
})

test('a founding that names a right, or another desk, is refused', async () => {
  const coded = {
    name: 'Desk',
    card: cardOf(world.lead),
    inbox: cardOf(world.lead).recipient,
    epoch: 1,
    bundle: bundleHash('b'),
  }
  const found = async (more: object) => {
    world.desk.entries.length = 0
    await append(world.desk, world.lead, { kind: 'founded', coded, roster: null, ...more }, world.chance)
    return verify()
  }
  expect(await found({ roster: bundleHash('r') })).toEqual(err({ kind: 'no_right', seq: 0 }))
  expect(await found({ desk: toBase64url(world.chance(16)) })).toEqual(err({ kind: 'no_right', seq: 0 }))
  expect(await found({ author: server.account })).toEqual(
    err({ kind: 'against_the_rules', seq: 0, why: { kind: 'not_a_lead' } }),
  )
  expect((await found({})).ok).toBe(true)
})

test('a founding signed with another key than its card names is refused', async () => {
  world.desk.entries.length = 0
  const coded = {
    name: 'Desk',
    card: cardOf(world.lead),
    inbox: cardOf(world.lead).recipient,
    epoch: 1,
    bundle: bundleHash('b'),
  }
  const forger = { ...world.lead, signing: server.signing }
  await append(world.desk, forger, { kind: 'founded', coded, roster: null }, world.chance)
  expect(await verify()).toEqual(err({ kind: 'wrong_signature', seq: 0 }))
})

test('a desk of another id is refused', async () => {
  expect(await verifyDesk(world.desk.entries, toBase64url(world.chance(16)), null)).toEqual(
    err({ kind: 'other_log', seq: 0 }),
  )
})

test('a coded part that is held back is called missing', async () => {
  world.desk.entries[3] = { ...world.desk.entries[3]!, coded: null }
  expect(await verify()).toEqual(err({ kind: 'part_missing', seq: 3, part: 'coded' }))
})

test('a member that was left out, and a change that was hidden, are caught by memory', async () => {
  const known = tipOf(world.desk.entries)
  const shorter = world.desk.entries.slice(0, -2)
  expect(await verifyDesk(shorter, world.desk.id, known)).toEqual(
    err({ kind: 'rolled_back', known: 6, shown: 4 }),
  )
})

test('a whole other log under the same id is caught by the place that an invitation names', async () => {
  const known = tipOf(world.desk.entries.slice(0, 2))
  const fake: World['desk'] = { ...world.desk, entries: [] }
  const coded = {
    name: 'Watch desk',
    card: cardOf(server),
    inbox: cardOf(server).recipient,
    epoch: 1,
    bundle: bundleHash('b'),
  }
  const { hash } = await append(fake, server, { kind: 'founded', coded, roster: null }, world.chance)
  await admit(fake, { by: server, roster: hash, member: world.reader, role: 'reader' }, world.chance)
  expect((await verifyDesk(fake.entries, fake.id, null)).ok).toBe(true)
  expect(await verifyDesk(fake.entries, fake.id, known)).toEqual(err({ kind: 'forked', seq: 1 }))
})

const later = (by: Writer, more: object = {}) =>
  append(
    world.desk,
    by,
    { kind: 'moved_house', coded: {}, roster: rightOf(world, by), ...more },
    world.chance,
  )

test('a kind that this program does not know, signed by a lead, is of a newer version from there on', async () => {
  await later(world.lead)
  expect(await verify()).toEqual(err({ kind: 'newer_version', seq: 7 }))
  // What comes after it cannot be judged, and is no alarm.
  await invite(world.writer, rightOf(world, world.writer))
  expect(await verify()).toEqual(err({ kind: 'newer_version', seq: 7 }))
})

test('the same kind by anybody but a lead, or under another signature, is a forgery', async () => {
  await later(world.writer)
  expect(await verify()).toMatchObject({
    error: { kind: 'against_the_rules', why: { kind: 'unknown_kind' } },
  })
  world.desk.entries.pop()
  await later({ ...world.lead, signing: server.signing })
  expect(await verify()).toEqual(err({ kind: 'wrong_signature', seq: 7 }))
})
