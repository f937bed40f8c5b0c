/** A desk of a test world under the organisation's root: trusted by a lead, folded, and judged as a device judges it. */
import { type Desk, foldDesk } from '#members/core/desk.ts'
import { verifyDesk } from '#members/core/verify_desk.ts'
import type { RootKeys } from '#vault/client/v1/root.ts'
import { append, bundleHash, read, rightOf, type World, type Writer } from './vault_world.ts'

export const bundleOf = (name: string, epoch = 1) => ({ epoch, bundle: bundleHash(name) })

/** The hash of the entry: what the root's own entries name as `roster`. */
export const rootDesk = async (world: World, keys: RootKeys, by: Writer = world.lead): Promise<string> => {
  const coded = { root: keys.root, recovery: keys.recovery, ...bundleOf('rooted') }
  const entry = { kind: 'rooted', coded, roster: rightOf(world, by) }
  return (await append(world.desk, by, entry, world.chance)).hash
}

export const foldedDesk = (world: World): Desk => {
  const desk = foldDesk(world.desk.entries.map(read))
  if (!desk.ok) throw new Error(desk.error.kind)
  return desk.value
}

/** Which rule a device refuses the desk's log by; null: by none. */
export const whyRefused = async (world: World): Promise<string | null> => {
  const result = await verifyDesk(world.desk.entries, world.desk.id, null)
  if (result.ok) return null
  return result.error.kind === 'against_the_rules' ? result.error.why.kind : result.error.kind
}
