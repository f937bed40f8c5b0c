/** What a device holds while its member is signed in: keys, verified desks, and the memory of tips. */
import { ok, type Result } from '#kernel/core/result.ts'
import type { Desk } from '#members/core/desk.ts'
import { certificateOf } from '#members/core/certificates.ts'
import type { DeskCoded } from '#members/core/desk_entries.ts'
import type { Alarm, Me } from '#members/client/views.ts'
import { emptyMemory, type Memory, mergeMemory, openMemory, sealMemory } from '#members/client/memory.ts'
import { memoryAnswer, ownMemoryAnswer } from '#members/core/wire.ts'
import type { Api, ApiRefusal } from '#platform/client/api.ts'
import { fromBase64url, toBase64url } from '#vault/core/bytes.ts'
import { fingerprint } from '#vault/core/v1/fingerprint.ts'
import { hashOf, toInstant } from '#vault/core/v1/statement.ts'
import type { ReadEntry } from '#vault/core/v1/entry.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import type { Kept } from '#members/client/kept.ts'
import type { AccountKeys, Chance } from '#vault/client/v1/account.ts'
import type { DeskKey, DeskSecret } from '#vault/client/v1/desk.ts'

/** Sealed bytes by name, on this device: drafts and the memory of tips. */
export type DraftStore = {
  readonly get: (key: string) => Promise<Uint8Array | null>
  readonly set: (key: string, bytes: Uint8Array) => Promise<void>
  readonly delete: (key: string) => Promise<void>
  readonly names: () => Promise<readonly string[]>
  readonly clear: () => Promise<void>
}

export type ClientDeps = {
  readonly api: Api
  readonly chance: Chance
  readonly clock: () => Date
  readonly drafts: DraftStore
  /** The address members open, for links. */
  readonly origin: string
  /** For a device that may be chosen to keep what it opens; programs have none. */
  readonly kept?: Kept
}

export type OpenDesk = {
  readonly desk: Desk
  readonly tip: Tip
  readonly log: readonly ReadEntry[]
  readonly secret: DeskSecret
  readonly key: DeskKey
  /** Of the epochs before, each for what was sealed under it and waits to be renewed. */
  readonly older: ReadonlyMap<number, DeskKey>
}

export type Unlocked = {
  readonly keys: AccountKeys
  readonly steward: boolean
  readonly organisation: string
  readonly desks: Map<string, OpenDesk>
  readonly deskNames: Map<string, string>
  readonly alarms: Map<string, Alarm>
  readonly memory: Memory
  readonly saving: Saving
  /** Looks at the log of a desk that are under way: each waits for the one before. */
  readonly opening: Map<string, Promise<unknown>>
}

/** How far memory is written. Times in milliseconds. */
type Saving = {
  /** The write under way: an older copy never ends up over a newer one. */
  last: Promise<void>
  keptAt: number
  /** From then on the server may be told again. */
  tellFrom: number
  /** This device keeps something that the server was not told. */
  untold: boolean
  timer: ReturnType<typeof setTimeout> | null
  ended: boolean
  /** Hash of what the server keeps, as far as this device knows; null: nothing, or it was not asked yet. */
  atServer: string | null
}

export const notSaved = (atServer: string | null = null): Saving => ({
  atServer,
  last: Promise.resolve(),
  keptAt: 0,
  tellFrom: 0,
  untold: false,
  timer: null,
  ended: false,
})

/** Null for an epoch that this device cannot open. */
export const deskKeyOf = ({ key, older }: Pick<OpenDesk, 'key' | 'older'>, epoch: number): DeskKey | null =>
  epoch === key.epoch ? key : (older.get(epoch) ?? null)

export const at = (deps: ClientDeps): string => toInstant(deps.clock())

const TOLD_DAYS = 30

/** Whom the holders of the shares let in again, as the desk's verified log says. */
const lately = ({ desk, log }: OpenDesk, now: Date): Me['letIn'] =>
  log.flatMap(({ statement, coded }) =>
    statement.kind === 'recovered' && Date.parse(statement.at) > now.getTime() - TOLD_DAYS * 86_400_000
      ? [
          {
            desk: desk.id,
            deskName: desk.name,
            name: (coded as DeskCoded<'recovered'>).card.name,
            at: statement.at,
          },
        ]
      : [],
  )

const countDue = (desk: Desk, now: Date): number =>
  [...desk.members.values()].filter((member) =>
    ['due', 'expired'].includes(certificateOf(desk, member, now)?.state ?? 'none'),
  ).length

export const meOf = (unlocked: Unlocked, now: Date): Me => ({
  account: unlocked.keys.account,
  name: unlocked.keys.name,
  fingerprint: fingerprint({ signing: unlocked.keys.signingPublic, recipient: unlocked.keys.recipient }),
  steward: unlocked.steward,
  organisation: unlocked.organisation,
  desks: [...unlocked.desks.values()].map(({ desk }) => ({
    id: desk.id,
    name: desk.name,
    role: desk.members.get(unlocked.keys.account)?.role ?? 'reader',
    covered: desk.root !== null,
    epochFrom: desk.epochFrom,
    certificatesDue: countDue(desk, now),
  })),
  alarms: [...unlocked.alarms.values()],
  letIn: [...unlocked.desks.values()].flatMap((open) => lately(open, now)),
})

const memoryKey = (account: string): string => `memory ${account}`

/** The later of what this device and the server kept, place by place. */
export const loadMemory = async (
  deps: ClientDeps,
  keys: AccountKeys,
  hashAtServer: string | null,
): Promise<Result<{ readonly memory: Memory; readonly atServer: string | null }, ApiRefusal>> => {
  const memory = emptyMemory()
  const here = await deps.drafts.get(memoryKey(keys.account))
  const isSame = here !== null && hashOf(here) === hashAtServer
  const told = hashAtServer === null || isSame ? ok(here) : await askForMemory(deps)
  if (!told.ok && told.error.kind === 'unreachable') return told
  // What the server names and does not give is as good as lost: what this device remembers has to find that out.
  const given = told.ok ? told.value : null
  const ours = await openCopy(here, keys)
  const theirs = hashAtServer === null ? null : isSame ? ours : await openCopy(given, keys)
  if (ours) mergeMemory(memory, ours)
  memory.changed = false
  if (theirs) mergeMemory(memory, theirs)
  // What this device did not know is kept on it; what the server has lost is given back to it.
  if (!ours !== !theirs) memory.changed = true
  return ok({ memory, atServer: hashAtServer === null || !given ? null : hashOf(given) })
}

const askForMemory = async ({ api }: ClientDeps): Promise<Result<Uint8Array | null, ApiRefusal>> => {
  const answer = await api('GET', '/me/memory', { answer: ownMemoryAnswer })
  return answer.ok ? ok(answer.value.memory === null ? null : fromBase64url(answer.value.memory)) : answer
}

const openCopy = async (sealed: Uint8Array | null, keys: AccountKeys): Promise<Memory | null> =>
  sealed && openMemory(sealed, keys)

/**
 * Memory goes over the line whole, 71 bytes for each case: at 4 ms a byte it takes a twentieth of a line of 50 kbit a
 * second, until the ten minutes that other devices may at most be behind.
 */
const restAfterTelling = ({ length }: Uint8Array): number => Math.min(Math.max(length * 4, 60_000), 600_000)

const LEAST_WAIT_MS = 1_000
const DEVICE_EVERY_MS = 5_000

/** Writes what changed: to the device within seconds, to the server within minutes; both at once when asked. */
export const saveMemory = (deps: ClientDeps, unlocked: Unlocked, now = false): Promise<void> =>
  inTurn(deps, unlocked, now ? 'everywhere' : 'when_due')

/** Writes to this device at once: the page goes out of sight, and its worker may end before the next write is due. */
export const keepMemory = (deps: ClientDeps, unlocked: Unlocked): Promise<void> =>
  inTurn(deps, unlocked, 'on_device')

/** Where to write at once; `when_due` nowhere before its time. */
type Urgency = 'when_due' | 'on_device' | 'everywhere'

const inTurn = (deps: ClientDeps, unlocked: Unlocked, urgency: Urgency): Promise<void> => {
  const { saving } = unlocked
  const turn = saving.last.then(() => write(deps, unlocked, urgency))
  saving.last = turn.catch(() => undefined)
  return turn
}

/** The same, beside what the member waits for. */
export const saveSoon = (deps: ClientDeps, unlocked: Unlocked): void => saveIn(deps, unlocked, 0)

/** After a lock nothing is written any more, by whatever was under way. */
export const endSaving = ({ saving }: Unlocked): void => {
  saving.ended = true
  clearTimeout(saving.timer ?? undefined)
}

const saveIn = (deps: ClientDeps, unlocked: Unlocked, ms: number): void => {
  const { saving } = unlocked
  clearTimeout(saving.timer ?? undefined)
  // What could not be written is still marked and comes with the next write.
  const timer: unknown = setTimeout(() => void saveMemory(deps, unlocked).catch(() => undefined), ms)
  saving.timer = timer as Saving['timer']
  // A program need not stay for it: it saves when it signs out.
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
    timer.unref()
}

const write = async (deps: ClientDeps, unlocked: Unlocked, urgency: Urgency): Promise<void> => {
  const { memory, saving, keys } = unlocked
  // A device that was told nothing must not overwrite what another one knows.
  if (memory.logs.size === 0 || saving.ended) return
  const time = deps.clock().getTime()
  const now = urgency === 'everywhere'
  const keepDue = urgency === 'on_device' || time - saving.keptAt >= DEVICE_EVERY_MS
  const keeps = now || (memory.changed && keepDue)
  const tells = now || ((memory.changed || saving.untold) && time >= saving.tellFrom)
  if (keeps || tells) {
    // What is learned while this is written counts as a change again.
    memory.changed = false
    saving.untold = true
    const sealed = await sealMemory(memory, keys, deps.chance)
    saving.keptAt = time
    const kept = await deps.drafts.set(memoryKey(keys.account), sealed).then(
      () => true,
      () => false,
    )
    if (!kept) memory.changed = true
    if (tells) {
      saving.tellFrom = time + restAfterTelling(sealed)
      await tell(deps, unlocked, sealed)
    }
  }
  if (memory.changed || saving.untold) saveIn(deps, unlocked, Math.max(dueAt(unlocked) - time, LEAST_WAIT_MS))
}

/** Over what this device last knew the server to have, and no other. */
const tell = async (deps: ClientDeps, unlocked: Unlocked, first: Uint8Array): Promise<void> => {
  const { memory, saving, keys } = unlocked
  let sealed = first
  for (let tries = 0; tries < TRIES; tries += 1) {
    const body = { memory: toBase64url(sealed), over: saving.atServer }
    const told = await deps.api('PUT', '/me/memory', { body, answer: memoryAnswer })
    if (!told.ok) return
    if (told.value.kept) {
      saving.untold = false
      saving.atServer = hashOf(sealed)
      return
    }
    // Another device of the member was there meanwhile: what it knows and what this one knows go on together.
    const { memory: newer } = told.value
    const bytes = newer === null ? null : fromBase64url(newer)
    const theirs = await openCopy(bytes, keys)
    if (theirs) mergeMemory(memory, theirs)
    saving.atServer = bytes && hashOf(bytes)
    sealed = await sealMemory(memory, keys, deps.chance)
  }
}

/** As many devices of one member as are open at once, and some more. */
const TRIES = 8

/** When what is left has to be written, though the member does nothing more. */
const dueAt = ({ memory, saving }: Unlocked): number =>
  memory.changed ? Math.min(saving.keptAt + DEVICE_EVERY_MS, saving.tellFrom) : saving.tellFrom

export const newId = (deps: ClientDeps): string => toBase64url(deps.chance(16))
