import { beforeEach, describe, expect, test } from 'vitest'
import { err } from '#kernel/core/result.ts'
import { atLeast, type Desk, foldDesk, rightFor, survivesOneLoss } from '#members/core/desk.ts'
import { isDeskKind } from '#members/core/desk_entries.ts'
import { isEpochDue } from '#members/core/epochs.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import type { ReadEntry } from '#vault/core/v1/entry.ts'
import {
  admit,
  append,
  bundleHash,
  cardOf,
  makeWorld,
  makeWriter,
  read,
  rightOf,
  type World,
  type Writer,
} from '../../../tests/support/vault_world.ts'

let world: World
let guest: Writer
let invitation: string

beforeEach(async () => {
  world = await makeWorld('desk fold')
  guest = await makeWriter('gus', world.chance)
  invitation = toBase64url(world.chance(16))
})

const fold = () => foldDesk(world.desk.entries.map(read))
const folded = (): Desk => {
  const desk = fold()
  if (!desk.ok) throw new Error(JSON.stringify(desk.error))
  return desk.value
}
const step = (kind: string, coded: unknown, by: Writer = world.lead, more: object = {}) =>
  append(world.desk, by, { kind, coded, roster: rightOf(world, world.lead), ...more }, world.chance)
const bundle = { epoch: 1, bundle: bundleHash('new') }
const invite = (role = 'writer', by?: Writer) =>
  step('invited', { invitation, role, expires: '2026-11-29T10:15:00Z' }, by)
const admission = () => ({
  invitation,
  role: 'writer',
  card: cardOf(guest),
  mac: bundleHash('mac'),
  ...bundle,
})
const refused = (kind: string, more: object = {}) =>
  expect(fold()).toEqual(err({ kind, ...more, seq: world.desk.entries.length - 1 }))

describe('a desk', () => {
  test('is what its log says', async () => {
    const desk = folded()
    expect(desk).toMatchObject({
      id: world.desk.id,
      name: 'Watch desk',
      epoch: 1,
      bundle: bundleHash('rosa'),
    })
    expect([...desk.members.values()].map(({ name, role }) => [name, role])).toEqual([
      ['ana', 'lead'],
      ['ben', 'lead'],
      ['vera', 'writer'],
      ['rosa', 'reader'],
    ])
    expect([...desk.rights.keys()]).toEqual([...world.rights.values()])
    expect([...desk.invitations.values()].map(({ state }) => state)).toEqual(['used', 'used', 'used'])
  })

  test('gives whoever founds it the right of a lead, under their own key', () => {
    expect(folded().rights.get(rightOf(world, world.lead))).toMatchObject({
      account: world.lead.account,
      role: 'lead',
      signing: cardOf(world.lead).signing,
      ended: null,
    })
  })

  test('admits a guest with the role of the invitation, once', async () => {
    await invite()
    expect(folded().invitations.get(invitation)).toMatchObject({ role: 'writer', state: 'open' })
    const { hash } = await step('admitted', admission())
    const desk = folded()
    expect(desk.members.get(guest.account)).toEqual({
      ...cardOf(guest),
      role: 'writer',
      right: hash,
      certifiedUntil: null,
    })
    expect(desk.bundle).toBe(bundle.bundle)
    expect(desk.invitations.get(invitation)?.state).toBe('used')
  })

  test('admits on the last second of an invitation', async () => {
    await invite()
    await step('admitted', admission(), world.lead, { at: '2026-11-29T10:15:00Z' })
    expect(folded().members.has(guest.account)).toBe(true)
  })

  test('ends the old right with a change of role, and gives a new one', async () => {
    const old = rightOf(world, world.writer)
    const { hash, statement } = await step('role_changed', { account: world.writer.account, role: 'reader' })
    const desk = folded()
    expect(desk.rights.get(old)).toMatchObject({
      role: 'writer',
      ended: { at: statement.at, seq: statement.seq },
    })
    expect(desk.rights.get(hash)).toMatchObject({ role: 'reader', from: statement.at, ended: null })
    expect(desk.members.get(world.writer.account)).toMatchObject({ role: 'reader', right: hash })
  })

  test('lets a lead go back to writing while another lead stays', async () => {
    await step('role_changed', { account: world.lead.account, role: 'writer' })
    expect(folded().members.get(world.lead.account)?.role).toBe('writer')
  })

  test('lets a writer become a reader while there is one lead', async () => {
    await step('role_changed', { account: world.second.account, role: 'reader' })
    await step('role_changed', { account: world.writer.account, role: 'reader' })
    expect(folded().members.get(world.writer.account)?.role).toBe('reader')
  })

  test('lets the only lead be named lead again', async () => {
    await step('role_changed', { account: world.second.account, role: 'reader' })
    await step('role_changed', { account: world.lead.account, role: 'lead' })
    expect(folded().members.get(world.lead.account)?.role).toBe('lead')
  })

  test('takes a new bundle with a kit', async () => {
    await step('kit_made', { kit: invitation, recipient: guest.recipient, epoch: 1, bundle: bundle.bundle })
    expect(folded()).toMatchObject({ epoch: 1, bundle: bundle.bundle, kits: [guest.recipient] })
  })

  test('notes an export, for its limits, and changes nothing else', async () => {
    const { exports: none, ...before } = folded()
    await step('exported', { manifest: bundle.bundle, cases: 2, to: 'recipient' })
    const { exports, ...after } = folded()
    expect([none, after]).toEqual([[], before])
    expect(exports).toMatchObject([{ cases: 2 }])
  })

  test('survives one loss with two leads or a kit, and not with one lead', async () => {
    expect(survivesOneLoss(folded())).toBe(true)
    await step('role_changed', { account: world.second.account, role: 'writer' })
    expect(survivesOneLoss(folded())).toBe(false)
    await step('kit_made', { kit: invitation, recipient: guest.recipient, ...bundle })
    expect(survivesOneLoss(folded())).toBe(true)
  })
})

describe('the fold refuses', () => {
  test('a log without a founding', async () => {
    expect(foldDesk([])).toEqual(err({ kind: 'not_founded', seq: 0 }))
    expect(foldDesk([read(world.desk.entries[1]!)])).toEqual(err({ kind: 'not_founded', seq: 1 }))
  })

  test('a second founding', async () => {
    await step('founded', {
      name: 'Again',
      card: cardOf(world.lead),
      inbox: cardOf(world.lead).recipient,
      ...bundle,
    })
    refused('founded_twice')
  })

  test("a founding in somebody else's name", async () => {
    world.desk.entries.length = 0
    await step('founded', { name: 'Desk', card: cardOf(guest), inbox: cardOf(guest).recipient, ...bundle })
    refused('not_a_lead')
  })

  test('a kind it does not know, and a newer version of one it does', async () => {
    await step('dissolved', {})
    refused('unknown_kind', { entryKind: 'dissolved' })
    world.desk.entries.pop()
    const coded = { invitation, role: 'writer', expires: '2026-11-29T10:15:00Z' }
    await step('invited', coded, world.lead, { kindVersion: 2 })
    refused('unknown_kind', { entryKind: 'invited' })
  })

  test.each(['constructor', 'toString', '__proto__'])('%s is no kind', (kind) => {
    expect(isDeskKind(kind)).toBe(false)
  })

  test('a field more, a field less and a field of another shape', async () => {
    const expires = '2026-11-29T10:15:00Z'
    for (const coded of [
      { invitation, role: 'writer', expires, more: 1 },
      { invitation, role: 'writer' },
      { invitation, role: 'owner', expires },
      { invitation: 'x', role: 'writer', expires },
      null,
    ]) {
      await step('invited', coded)
      expect(fold()).toMatchObject({ error: { kind: 'bad_coded', seq: 7 } })
      world.desk.entries.pop()
    }
  })

  test.each(['writer', 'reader'] as const)('an invitation by a %s', async (who) => {
    await invite('writer', world[who])
    refused('not_a_lead')
  })

  test('anything by one who is no member', async () => {
    await invite('writer', guest)
    refused('not_a_lead')
  })

  test('anything by a former lead', async () => {
    await step('role_changed', { account: world.second.account, role: 'writer' })
    await invite('writer', world.second)
    refused('not_a_lead')
  })

  test('an invitation whose id was used before', async () => {
    await invite()
    await invite('lead')
    refused('invitation_used')
  })

  test('an admission without an invitation', async () => {
    await step('admitted', admission())
    refused('no_such_invitation')
  })

  test('an invitation used twice', async () => {
    await invite()
    await step('admitted', admission())
    const other = await makeWriter('hal', world.chance)
    await step('admitted', { ...admission(), card: cardOf(other) })
    refused('invitation_used')
  })

  test('a revoked invitation', async () => {
    await invite()
    await step('revoked', { invitation })
    await step('admitted', admission())
    refused('invitation_revoked')
  })

  test('an expired invitation', async () => {
    await invite()
    await step('admitted', admission(), world.lead, { at: '2026-11-29T10:15:01Z' })
    refused('invitation_expired')
  })

  test('another role than invited', async () => {
    await invite()
    await step('admitted', { ...admission(), role: 'lead' })
    refused('role_not_as_invited')
  })

  test('a member admitted again', async () => {
    await invite()
    await step('admitted', { ...admission(), card: { ...cardOf(world.reader), name: 'other' } })
    refused('already_member')
  })

  test('a name that a member has', async () => {
    await invite()
    await step('admitted', { ...admission(), card: { ...cardOf(guest), name: 'vera' } })
    refused('name_taken')
  })

  test('the revocation of an invitation that is not there, or was used', async () => {
    await step('revoked', { invitation })
    refused('no_such_invitation')
    world.desk.entries.pop()
    await invite()
    await step('admitted', admission())
    await step('revoked', { invitation })
    refused('invitation_used')
  })

  test('the change of role of one who is no member', async () => {
    await step('role_changed', { account: guest.account, role: 'lead' })
    refused('not_a_member')
  })

  test('the last lead stepping down', async () => {
    await step('role_changed', { account: world.second.account, role: 'reader' })
    await step('role_changed', { account: world.lead.account, role: 'writer' })
    refused('last_lead')
  })

  test('an epoch before the present one', async () => {
    await invite()
    await step('removed', removal(world.reader))
    await step('kit_made', { kit: invitation, recipient: guest.recipient, ...bundle })
    refused('old_epoch')
  })

  test('an epoch that no removal began', async () => {
    await step('kit_made', { kit: invitation, recipient: guest.recipient, epoch: 2, bundle: bundle.bundle })
    refused('epoch_ahead')
  })

  test.each([
    [1, 'old_epoch'],
    [3, 'epoch_ahead'],
  ])('a removal that goes on to epoch %i', async (epoch, kind) => {
    await step('removed', { ...removal(world.reader), epoch })
    refused(kind)
  })

  test.each([
    [1, 'old_epoch'],
    [3, 'epoch_ahead'],
  ])('a renewal on schedule that goes on to epoch %i', async (epoch, kind) => {
    await step('epoch_begun', { epoch, bundle: bundleHash('next') })
    refused(kind)
  })

  test('a renewal on schedule by a writer, or one that names another inbox', async () => {
    await step('epoch_begun', renewal, world.writer)
    refused('not_a_lead')
    world.desk.entries.pop()
    await step('epoch_begun', { ...renewal, inbox: world.lead.recipient })
    expect(fold()).toMatchObject({ error: { kind: 'bad_coded' } })
  })

  test('the removal of somebody who does not belong to it', async () => {
    await step('removed', removal(guest))
    refused('not_a_member')
  })

  test('a lead who removes themself: they would know the next secret', async () => {
    await step('removed', removal(world.lead))
    refused('removes_self')
  })

  test('an entry of a member who was removed', async () => {
    const by = world.second
    await step('removed', removal(by))
    await append(
      world.desk,
      by,
      { kind: 'invited', coded: invitationOf('writer'), roster: rightOf(world, by) },
      world.chance,
    )
    refused('not_a_lead')
  })

  test('a guest whose invitation was open when somebody left', async () => {
    await invite()
    await step('removed', removal(world.reader))
    await step('admitted', { ...admission(), epoch: 2 })
    refused('invitation_revoked')
  })
})

describe('a member who is removed', () => {
  test('leaves with their right, and the desk goes on to another secret and inbox', async () => {
    const { hash, statement } = await step('removed', removal(world.writer))
    const desk = folded()
    expect(hash).not.toBe(desk.rights.get(rightOf(world, world.writer)))
    expect([...desk.members.values()].map(({ name }) => name)).toEqual(['ana', 'ben', 'rosa'])
    expect(desk).toMatchObject({ epoch: 2, bundle: bundleHash('next'), inbox: world.lead.recipient })
    const ended = { at: statement.at, seq: statement.seq, rights: 4 }
    expect(desk.rights.get(rightOf(world, world.writer))).toMatchObject({
      account: world.writer.account,
      ended,
    })
    expect([...desk.rights.values()].filter((right) => right.ended)).toHaveLength(1)
  })

  test('may be invited and admitted again, with another right', async () => {
    await step('removed', removal(world.writer))
    await invite()
    const again = { ...admission(), card: cardOf(world.writer), epoch: 2 }
    const { hash } = await step('admitted', again)
    expect(folded().members.get(world.writer.account)?.right).toBe(hash)
  })
})

test('keys that are renewed on schedule change the secret and its age, and nothing else', async () => {
  await invite()
  const before = folded()
  expect(before.epochFrom).toBe(read(world.desk.entries[0]!).statement.at)
  const { statement } = await step('epoch_begun', renewal, world.lead, { at: '2027-02-20T10:15:00Z' })
  const next = { epoch: 2, bundle: bundleHash('next'), epochFrom: statement.at }
  expect(folded()).toEqual({ ...before, ...next })
  await step('removed', { ...removal(world.reader), epoch: 3 }, world.lead, { at: '2027-02-21T10:15:00Z' })
  expect(folded()).toMatchObject({ epoch: 3, epochFrom: '2027-02-21T10:15:00Z' })
})

test.each([
  ['2026-11-22T23:59:59Z', '2027-02-19T23:59:59Z', false],
  ['2026-11-22T23:59:59Z', '2027-02-20T00:00:00Z', true],
  ['2027-12-01T00:00:00Z', '2028-02-28T23:59:59Z', false],
  ['2027-12-01T00:00:00Z', '2028-02-29T00:00:00Z', true],
])('keys of %s are due at %s: %s', (from, now, due) => {
  expect(isEpochDue(from, new Date(now))).toBe(due)
})

const renewal = { epoch: 2, bundle: bundleHash('next') }
const removal = (who: Writer) => ({
  account: who.account,
  inbox: world.lead.recipient,
  epoch: 2,
  bundle: bundleHash('next'),
})
const invitationOf = (role: string) => ({ invitation, role, expires: '2026-11-29T10:15:00Z' })

const entryOf = (change: object): ReadEntry => {
  const base = read(world.desk.entries[0]!)
  const { account } = world.writer
  const roster = rightOf(world, world.writer)
  return { ...base, statement: { ...base.statement, author: account, roster, ...change } }
}

describe('the right of an entry', () => {
  test('is the one its roster names, of its author', () => {
    expect(rightFor(folded(), entryOf({}))).toMatchObject({
      role: 'writer',
      signing: world.writer.signingPublic,
    })
  })

  test('is none with no roster, an unknown one, or that of somebody else', () => {
    expect(rightFor(folded(), entryOf({ roster: null }))).toBeNull()
    expect(rightFor(folded(), entryOf({ roster: bundleHash('x') }))).toBeNull()
    expect(rightFor(folded(), entryOf({ roster: rightOf(world, world.lead) }))).toBeNull()
    expect(rightFor(folded(), entryOf({ author: world.lead.account }))).toBeNull()
  })

  test('ends with a change of role, with two days for clocks that differ', async () => {
    await step('role_changed', { account: world.writer.account, role: 'reader' })
    expect(rightFor(folded(), entryOf({ at: '2026-11-24T10:15:00Z' }))).not.toBeNull()
    expect(rightFor(folded(), entryOf({ at: '2026-11-24T10:15:01Z' }))).toBeNull()
  })
})

test('a role covers itself and those below', () => {
  expect(atLeast('lead', 'writer')).toBe(true)
  expect(atLeast('writer', 'writer')).toBe(true)
  expect(atLeast('reader', 'writer')).toBe(false)
})

test('an admission through the shared steps is one the fold accepts', async () => {
  const roster = rightOf(world, world.lead)
  await admit(world.desk, { by: world.lead, roster, member: guest, role: 'reader' }, world.chance)
  expect(folded().members.get(guest.account)?.role).toBe('reader')
})
