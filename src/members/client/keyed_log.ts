/**
 * Logs of a desk under a key of their own, a case's and the journal, as a device holds them: seal, sign, verify, and try
 * again when somebody else was first. What stands in an entry is for the room.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { VOCABULARY_VERSION } from '#kernel/core/vocabulary/terms.ts'
import { openDesk } from '#members/client/desk_log.ts'
import type { Tampered } from '#members/client/refusals.ts'
import { at, type ClientDeps, newId, type OpenDesk, type Unlocked } from '#members/client/unlocked.ts'
import type { ApiRefusal } from '#platform/client/api.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import { type EntryBytes, readEntry, type ReadEntry } from '#vault/core/v1/entry.ts'
import type { Key } from '#vault/core/v1/webcrypto.ts'
import { type EntryWire, wireToEntry } from '#vault/core/wire.ts'
import { sealEntry, type SealedEntry, signEntry } from '#vault/client/v1/entry.ts'

/** The device at one desk: the desk as it was last verified. */
export type AtDesk = {
  readonly deps: ClientDeps
  readonly unlocked: Unlocked
  readonly desk: () => OpenDesk
}

/** Null where the desk is not open. */
export const atDesk = (deps: ClientDeps, unlocked: Unlocked, desk: string): AtDesk | null => {
  if (!unlocked.desks.has(desk)) return null
  // What does not verify any more is gone from the map; the last verified state still says who it was.
  let last = unlocked.desks.get(desk)!
  return { deps, unlocked, desk: () => (last = unlocked.desks.get(desk) ?? last) }
}

/** Which log, and what opens it. */
export type LogKey = { readonly log: string; readonly key: Key; readonly epoch: number }

export type LogEntry = {
  /** Chosen beforehand where something refers to it, or where it may be sent twice. */
  readonly id?: string | undefined
  /** Now, unless it was written before it could be sent. */
  readonly at?: string | undefined
  readonly kind: string
  readonly kindVersion: number
  readonly coded: unknown
  /** Undefined: the entry has no sealed part. */
  readonly words?: unknown
  readonly open?: unknown
}

export const sealIn = (here: AtDesk, log: LogKey, entry: LogEntry): Promise<SealedEntry> => {
  const { deps, unlocked } = here
  const { id, kind, kindVersion, coded, words, open } = entry
  const written = entry.at ?? at(deps)
  const draft = {
    log: log.log,
    id: id ?? newId(deps),
    desk: here.desk().desk.id,
    author: unlocked.keys.account,
    at: written,
    kind,
    kindVersion,
    vocabulary: VOCABULARY_VERSION,
    key: words === undefined ? 'none' : `case:${log.epoch}`,
    coded,
    ...(words !== undefined && { words }),
    ...(open !== undefined && { open }),
  }
  return sealEntry(draft, log.key, deps.chance)
}

/** Signs it onto the tip, under the right that its author has now. */
export const signOnto = async (
  here: AtDesk,
  sealed: SealedEntry,
  tip: Tip | null,
): Promise<Result<{ readonly bytes: EntryBytes; readonly read: ReadEntry }, { readonly kind: 'locked' }>> => {
  const { keys } = here.unlocked
  const own = here.desk().desk.members.get(keys.account)
  if (!own) return err({ kind: 'locked' })
  const place = { seq: (tip?.seq ?? -1) + 1, prev: tip?.hash ?? null, roster: own.right }
  const bytes = await signEntry(sealed, place, keys.signing)
  const read = readEntry(bytes)
  if (!read.ok) throw new Error(`an entry of our own cannot be read: ${read.error.kind}`)
  return ok({ bytes, read: read.value })
}

/** Without a tip nobody was asked: what this device kept is all there is for now. */
type LogAnswer = { readonly entries: readonly EntryWire[]; readonly tip: Tip | null }
type Verify = (
  bytes: readonly EntryBytes[],
) => Promise<Result<readonly ReadEntry[], { readonly kind: string; readonly seq?: number }>>

/** What this device had of a log, opened or kept, with what it was told beyond: verified whole. */
export const verifyFrom = async (
  earlier: readonly EntryBytes[],
  answer: LogAnswer,
  verify: Verify,
): Promise<Result<readonly ReadEntry[], Tampered>> => {
  const log = await verify([...earlier, ...answer.entries.map(wireToEntry)])
  if (!log.ok) return err({ kind: 'tampered', what: log.error.kind, seq: log.error.seq ?? null })
  // The tip it states must be the one it shows: an older tip under a kept log is a roll-back.
  return answer.tip === null || log.value.at(-1)?.hash === answer.tip.hash
    ? log
    : err({ kind: 'tampered', what: 'rolled_back', seq: answer.tip.seq })
}

/** A member admitted since this device looked has their right in a newer entry of the desk's log: looks there once. */
export const withNewestDesk = async <T, E extends { readonly kind: string }>(
  here: AtDesk,
  open: () => Promise<Result<T, E>>,
): Promise<Result<T, E>> => {
  // Before the first try: another call of this device may look at the desk while this one waits.
  const before = here.desk().tip.seq
  const first = await open()
  if (first.ok || first.error.kind !== 'tampered') return first
  const again = await openDesk(here.deps, here.unlocked, here.desk().desk.id)
  return again.ok && again.value.tip.seq > before ? open() : first
}

const TRIES = 6

/** Signs and sends; where somebody else was first, looks again, decides again and signs again. */
export const untilFirst = async <Open, Signed, E>(steps: {
  readonly open: Result<Open, E>
  readonly look: () => Promise<Result<Open, E>>
  readonly sign: (open: Open) => Promise<Result<Signed, E>>
  readonly send: (signed: Signed) => Promise<Result<unknown, ApiRefusal>>
  readonly refused: (refusal: ApiRefusal) => E
}): Promise<
  Result<{ readonly open: Open; readonly signed: Signed }, E | { readonly kind: 'unreachable' }>
> => {
  let { open } = steps
  for (let tries = 0; tries < TRIES; tries++) {
    if (!open.ok) return open
    const signed = await steps.sign(open.value)
    if (!signed.ok) return signed
    const sent = await steps.send(signed.value)
    if (sent.ok) return ok({ open: open.value, signed: signed.value })
    const lost = sent.error.kind === 'refused' && sent.error.type === 'tip_moved'
    if (!lost) return err(steps.refused(sent.error))
    open = await steps.look()
  }
  return err({ kind: 'unreachable' })
}
