/** What a device holds while its member is signed in: keys, verified desks, and the memory of tips. */
import type { Desk } from '#members/core/desk.ts'
import type { Alarm, Me } from '#members/client/views.ts'
import { emptyMemory, type Memory, mergeMemory, openMemory, sealMemory } from '#members/client/memory.ts'
import { nothing } from '#members/core/wire.ts'
import type { Api } from '#platform/client/api.ts'
import { fromBase64url, toBase64url } from '#vault/core/bytes.ts'
import { fingerprint } from '#vault/core/v1/fingerprint.ts'
import { toInstant } from '#vault/core/v1/statement.ts'
import type { ReadEntry } from '#vault/core/v1/entry.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import type { AccountKeys, Chance } from '#vault/client/v1/account.ts'
import type { DeskKey, DeskSecret } from '#vault/client/v1/desk.ts'

/** Sealed bytes by name, on this device: drafts and the memory of tips. */
export type DraftStore = {
  readonly get: (key: string) => Promise<Uint8Array | null>
  readonly set: (key: string, bytes: Uint8Array) => Promise<void>
  readonly delete: (key: string) => Promise<void>
  readonly clear: () => Promise<void>
}

export type ClientDeps = {
  readonly api: Api
  readonly chance: Chance
  readonly clock: () => Date
  readonly drafts: DraftStore
  /** The address members open, for links. */
  readonly origin: string
}

export type OpenDesk = {
  readonly desk: Desk
  readonly tip: Tip
  readonly log: readonly ReadEntry[]
  readonly secret: DeskSecret
  readonly key: DeskKey
}

export type Unlocked = {
  readonly keys: AccountKeys
  readonly steward: boolean
  readonly organisation: string
  readonly desks: Map<string, OpenDesk>
  readonly deskNames: Map<string, string>
  readonly alarms: Map<string, Alarm>
  readonly memory: Memory
  /** When memory was last written to the server and to this device, in milliseconds. */
  savedAt: number
  keptAt: number
}

export const at = (deps: ClientDeps): string => toInstant(deps.clock())

export const meOf = (unlocked: Unlocked): Me => ({
  account: unlocked.keys.account,
  name: unlocked.keys.name,
  fingerprint: fingerprint({ signing: unlocked.keys.signingPublic, recipient: unlocked.keys.recipient }),
  steward: unlocked.steward,
  organisation: unlocked.organisation,
  desks: [...unlocked.desks.values()].map(({ desk }) => ({
    id: desk.id,
    name: desk.name,
    role: desk.members.get(unlocked.keys.account)?.role ?? 'reader',
  })),
  alarms: [...unlocked.alarms.values()],
})

const memoryKey = (account: string): string => `memory ${account}`

/** The later of what this device and the server kept, place by place. */
export const loadMemory = async (
  deps: ClientDeps,
  keys: AccountKeys,
  fromServer: string | null,
): Promise<Memory> => {
  const memory = emptyMemory()
  const ours = await openCopy(await deps.drafts.get(memoryKey(keys.account)), keys)
  const theirs = await openCopy(fromServer === null ? null : fromBase64url(fromServer), keys)
  if (ours) mergeMemory(memory, ours)
  memory.changed = false
  if (theirs) mergeMemory(memory, theirs)
  // What this device did not know is kept on it; what the server has lost is given back to it.
  if (!ours !== !theirs) memory.changed = true
  return memory
}

const openCopy = async (sealed: Uint8Array | null, keys: AccountKeys): Promise<Memory | null> =>
  sealed && openMemory(sealed, keys)

const SERVER_EVERY_MS = 60_000
const DEVICE_EVERY_MS = 5_000

/** Writes what changed: to the device every few seconds, to the server once a minute; both when asked. */
export const saveMemory = async (deps: ClientDeps, unlocked: Unlocked, now = false): Promise<void> => {
  if (!unlocked.memory.changed && !now) return
  // A device that was told nothing must not overwrite what another one knows.
  if (unlocked.memory.logs.size === 0) return
  const time = deps.clock().getTime()
  if (!now && time - unlocked.keptAt < DEVICE_EVERY_MS) return
  // What is learned while this is written counts as a change again.
  unlocked.memory.changed = false
  let told = false
  try {
    const sealed = await sealMemory(unlocked.memory, unlocked.keys, deps.chance)
    await deps.drafts.set(memoryKey(unlocked.keys.account), sealed)
    unlocked.keptAt = time
    if (!now && time - unlocked.savedAt < SERVER_EVERY_MS) return
    const body = { memory: toBase64url(sealed) }
    told = (await deps.api('PUT', '/me/memory', { body, answer: nothing })).ok
    if (told) unlocked.savedAt = time
  } finally {
    if (!told) unlocked.memory.changed = true
  }
}

export const newId = (deps: ClientDeps): string => toBase64url(deps.chance(16))
