/** The entries of the organisation's root in a desk's log: who may make them, and what they do to rights and recipients. */
import { beforeEach, expect, test } from 'vitest'

import { recipientsOf, survivesOneLoss } from '#members/core/desk.ts'
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

let world: World
let keys: RootKeys
let again: Writer
beforeEach(async () => {
  world = await makeWorld('rooted')
  keys = await rootKeys(new Uint8Array(32).fill(3))
  again = await makeWriter('vera', world.chance, 'age1other'.padEnd(40, 'q'))
})

const root = (by?: Writer) => rootDesk(world, keys, by)
const newCard = () => ({ ...cardOf(again), account: world.writer.account })
const recover = (
  roster: string,
  given: { card?: object; author?: Writer; epoch?: number; signing?: Writer } = {},
) => {
  const by = { ...(given.author ?? world.writer), signing: given.signing?.signing ?? keys.signing }
  const coded = { card: given.card ?? newCard(), ...bundleOf('recovered', given.epoch) }
  return append(world.desk, by, { kind: 'recovered', coded, roster }, world.chance)
}
const folded = () => foldedDesk(world)
const whyNot = () => whyRefused(world)

test('a lead roots the desk: its recovery key is a recipient from then on, and one loss is survived', async () => {
  await root()
  expect(await whyNot()).toBeNull()
  expect(recipientsOf(folded())).toContain(keys.recovery)
  expect(survivesOneLoss({ ...folded(), members: new Map(), kits: [] })).toBe(true)
})

test('the same root twice is refused, and another one takes its place', async () => {
  await root()
  const first = keys
  keys = await rootKeys(new Uint8Array(32).fill(4))
  await root(world.second)
  expect(await whyNot()).toBeNull()
  expect(recipientsOf(folded())).not.toContain(first.recovery)
  await root()
  expect(await whyNot()).toBe('already_rooted')
})

test('the same root with another recovery key is another one', async () => {
  await root()
  const first = keys
  keys = { ...keys, recovery: (await rootKeys(new Uint8Array(32).fill(4))).recovery }
  await root()
  expect(await whyNot()).toBeNull()
  expect(recipientsOf(folded())).toContain(keys.recovery)
  expect(recipientsOf(folded())).not.toContain(first.recovery)
})

test.each(['writer', 'reader'] as const)('a %s roots nothing', async (who) => {
  await root(world[who])
  expect(await whyNot()).toBe('not_a_lead')
})

test('the root lets a member in under other keys: the old right ends, the role stays', async () => {
  const from = await root()
  const entry = await recover(from)
  expect(await whyNot()).toBeNull()
  const desk = folded()
  expect(desk.members.get(world.writer.account)).toMatchObject({
    role: 'writer',
    signing: again.signingPublic,
    right: entry.hash,
  })
  expect(desk.rights.get(rightOf(world, world.writer))?.ended).toMatchObject({ seq: entry.statement.seq })
  expect(recipientsOf(desk)).toContain(again.recipient)
  expect(recipientsOf(desk)).not.toContain(world.writer.recipient)
})

test('before a root is named nobody is let in', async () => {
  await recover(rightOf(world, world.writer))
  expect(await whyNot()).toBe('not_rooted')
})

test('under an older root nobody is let in any more', async () => {
  const before = await root()
  const old = keys
  keys = await rootKeys(new Uint8Array(32).fill(4))
  await root()
  keys = old
  await recover(before)
  expect(await whyNot()).toBe('no_right')
})

test.each<[string, () => Parameters<typeof recover>[1], string]>([
  ['a stranger', () => ({ author: again, card: cardOf(again) }), 'not_a_member'],
  ['under another name', () => ({ card: { ...newCard(), name: 'verena' } }), 'other_card'],
  ['in place of another', () => ({ author: world.reader }), 'other_card'],
  [
    'with the keys of before',
    () => ({ card: { ...newCard(), signing: world.writer.signingPublic } }),
    'same_card',
  ],
  [
    'with a new signature and the recipient of before',
    () => ({ card: { ...newCard(), recipient: world.writer.recipient } }),
    'same_card',
  ],
  ['into another epoch', () => ({ epoch: 2 }), 'epoch_ahead'],
  ['by a lead’s signature', () => ({ signing: world.lead }), 'wrong_signature'],
  ['by the old keys', () => ({ signing: world.writer }), 'wrong_signature'],
])('a member is not let in: %s', async (_, given, why) => {
  await recover(await root(), given())
  expect(await whyNot()).toBe(why)
})

test('a member who was removed stays out', async () => {
  const from = await root()
  const coded = {
    account: world.writer.account,
    inbox: cardOf(world.lead).recipient,
    ...bundleOf('after', 2),
  }
  const removal = { kind: 'removed', coded, roster: rightOf(world, world.lead) }
  await append(world.desk, world.lead, removal, world.chance)
  await recover(from, { epoch: 2 })
  expect(await whyNot()).toBe('not_a_member')
})
