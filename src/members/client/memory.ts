/**
 * What a member's devices remember of every log they saw: place and hash of its tip, and how far they read.
 * A server that rolls a log back, forks it or hides it is caught by this at the next unlock.
 */
import { z } from 'zod'
import { journalOf } from '#members/core/journal.ts'
import type { SeenAccess } from '#members/core/access_chain.ts'
import type { Seen } from '#members/core/log_rights.ts'
import { mergeTravel, type TravelMemory, travelSchema } from '#members/client/travel_memory.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import { type Bytes, fromUtf8, utf8 } from '#vault/core/bytes.ts'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import { aesOpen, aesSeal, NONCE_BYTES } from '#vault/core/v1/webcrypto.ts'
import type { AccountKeys, Chance } from '#vault/client/v1/account.ts'

/**
 * Per log: seq and hash of its newest entry seen, the seq up to which this member has read, its desk, and how far the
 * desk's own log had gone when the log was found to end there.
 */
type Remembered = readonly [seq: number, hash: string, read: number, desk: string, deskSeq: number]
export type Memory = {
  readonly logs: Map<string, Remembered>
  /** How often the passphrase was changed, as the newest vault said that this member's devices have opened. */
  vaultChange: number
  readonly travel: TravelMemory
  /** Per desk: where its access log ended when this member's devices last saw it whole. */
  readonly access: Map<string, SeenAccess>
  changed: boolean
}

const memorySchema = z.strictObject({
  v: z.literal(1),
  logs: z.record(
    z.string(),
    z
      .tuple([z.int(), z.string(), z.int(), z.string()])
      .transform((four): Remembered => [...four, -1])
      .or(z.tuple([z.int(), z.string(), z.int(), z.string(), z.int()])),
  ),
  vault: z.int().min(0).default(0),
  travel: travelSchema,
  access: z.record(z.string(), z.tuple([z.int(), z.string(), z.string()])).default({}),
})

export const emptyMemory = (): Memory => ({
  logs: new Map(),
  travel: new Map(),
  access: new Map(),
  vaultChange: 0,
  changed: false,
})

export const copyOf = (memory: Memory): Memory => ({
  ...memory,
  logs: new Map(memory.logs),
  travel: new Map(memory.travel),
  access: new Map(memory.access),
})

export const rememberedTip = (memory: Memory, log: string): Tip | null => {
  const known = memory.logs.get(log)
  return known ? { seq: known[0], hash: known[1] } : null
}

/** For what stands beyond: no right that had ended by then was good for it. */
export const seenOf = (memory: Memory, log: string): Seen | null => {
  const known = memory.logs.get(log)
  return known ? { seq: known[0], deskSeq: known[4] } : null
}

/** Only ever forward, like tips: a vault that says less was kept back by somebody. */
export const rememberVault = (memory: Memory, change: number): void => {
  if (change <= memory.vaultChange) return
  memory.vaultChange = change
  memory.changed = true
}

/** Only ever forward, like tips. */
export const rememberAccess = (memory: Memory, desk: string, seen: SeenAccess): void => {
  const known = memory.access.get(desk)
  if (known && known[0] >= seen[0]) return
  memory.access.set(desk, seen)
  memory.changed = true
}

export const readThrough = (memory: Memory, log: string): number => memory.logs.get(log)?.[2] ?? -1

/** Only ever forward: an older tip is somebody's alarm, not news. */
export const rememberTip = (
  memory: Memory,
  of: { readonly desk: string; readonly log: string; readonly deskSeq?: number },
  tip: Tip,
  read?: number,
): void => {
  const { desk, log, deskSeq = -1 } = of
  const known = memory.logs.get(log)
  if (known && known[0] > tip.seq) return
  const through = Math.max(known?.[2] ?? -1, read ?? -1)
  const same = known?.[0] === tip.seq
  // A tip that is still there now was there when less was known of the desk.
  const since = same ? Math.max(known[4], deskSeq) : deskSeq
  if (same && known[2] === through && known[4] === since) return
  // Of two entries at one place the one seen first stays: to take the other would forget the fork.
  memory.logs.set(log, [tip.seq, same ? known[1] : tip.hash, through, desk, since])
  // How far the desk had gone is written with the next news: by itself it would make every list a write, and a device
  // that was left open write its older tips over what another one told the server.
  if (!same || known[2] !== through) memory.changed = true
}

/** Of two copies, this device's and the server's, the later place per log counts. */
export const mergeMemory = (into: Memory, other: Memory): void => {
  for (const [log, [seq, hash, read, desk, deskSeq]] of other.logs)
    rememberTip(into, { desk, log, deskSeq }, { seq, hash }, read)
  for (const [desk, seen] of other.access) rememberAccess(into, desk, seen)
  mergeTravel(into, other.travel)
  rememberVault(into, other.vaultChange)
}

export type TipAlarm = { readonly kind: 'rolled_back' | 'forked' }

/** Cases of a desk that were seen once: one that is not shown any more is withheld. */
export const rememberedCases = (memory: Memory, desk: string): readonly string[] => {
  const others = [desk, journalOf(desk)]
  return [...memory.logs].flatMap(([log, known]) => (known[3] === desk && !others.includes(log) ? [log] : []))
}

/** Desks that this member's devices have opened; one only waited for has not been read. */
export const openedDesks = (memory: Memory): readonly string[] =>
  [...memory.logs].flatMap(([log, [, , read, desk]]) => (log === desk && read >= 0 ? [log] : []))

/** What the server shows now against what was seen before. */
export const checkTip = (memory: Memory, log: string, shown: Tip): TipAlarm | null => {
  const known = rememberedTip(memory, log)
  if (!known || shown.seq > known.seq) return null
  if (shown.seq < known.seq) return { kind: 'rolled_back' }
  return shown.hash === known.hash ? null : { kind: 'forked' }
}

const memoryData = (account: string): Bytes => utf8(`amparo/v1/memory|${account}`)

export const sealMemory = async (memory: Memory, keys: AccountKeys, chance: Chance): Promise<Bytes> =>
  aesSeal(keys.memory, await deflated(utf8(JSON.stringify(writtenMemory(memory)))), {
    nonce: chance(NONCE_BYTES),
    data: memoryData(keys.account),
  })

/** Half of it is numbers that repeat and the alphabet of the rest; it is sent at every unlock. */
const deflated = (plain: Bytes): Promise<Bytes> => throughStream(plain, new CompressionStream('deflate-raw'))
const inflated = (packed: Bytes): Promise<Bytes> =>
  throughStream(packed, new DecompressionStream('deflate-raw'))

const throughStream = async (bytes: Bytes, by: CompressionStream | DecompressionStream): Promise<Bytes> =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(by)).arrayBuffer())

const writtenMemory = ({ logs, travel, access, vaultChange }: Memory) => ({
  v: 1,
  logs: Object.fromEntries(logs),
  ...(vaultChange > 0 && { vault: vaultChange }),
  ...(travel.size > 0 && { travel: Object.fromEntries(travel) }),
  ...(access.size > 0 && { access: Object.fromEntries(access) }),
})

/** Null where it does not open: then the other copy has to do. */
export const openMemory = async (sealed: Uint8Array, keys: AccountKeys): Promise<Memory | null> => {
  const plain = await aesOpen(keys.memory, sealed, memoryData(keys.account))
  const parsed = plain && memorySchema.safeParse(JSON.parse(fromUtf8(await inflated(plain))))
  if (!parsed?.success) return null
  const { logs, travel, access, vault } = parsed.data
  return {
    logs: new Map(Object.entries(logs)),
    travel: new Map(Object.entries(travel)),
    access: new Map(Object.entries(access)),
    vaultChange: vault,
    changed: false,
  }
}

/** The text of a draft, sealed under the member's own key and bound to its form. */
export const sealDraft = (
  given: { readonly name: string; readonly value: unknown },
  keys: AccountKeys,
  chance: Chance,
): Promise<Bytes> =>
  aesSeal(keys.memory, utf8(JSON.stringify(given.value)), {
    nonce: chance(NONCE_BYTES),
    data: draftData(keys.account, given.name),
  })

export const openDraft = async (sealed: Uint8Array, keys: AccountKeys, name: string): Promise<unknown> => {
  const plain = await aesOpen(keys.memory, sealed, draftData(keys.account, name))
  return plain ? (JSON.parse(fromUtf8(plain)) as unknown) : null
}

const draftData = (account: string, name: string): Bytes =>
  canonicalBytes({ v: 1, use: 'draft', account, name: name.normalize('NFC') })
