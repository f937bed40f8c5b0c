/**
 * The chain: each entry names the hash of the one before it, its author by a key that the desk's log gave
 * them, and parts that may be missing only where a later entry says so. A device never takes the server's word.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { fromBase64url } from '#vault/core/bytes.ts'
import {
  type EntryBytes,
  type EntryRefusal,
  type PartName,
  readEntry,
  type ReadEntry,
} from '#vault/core/v1/entry.ts'
import { toSign } from '#vault/core/v1/statement.ts'
import { type Key, verify, verifyingKey } from '#vault/core/v1/webcrypto.ts'

/** The last link that is known: null before the first entry. */
export type Tip = { readonly seq: number; readonly hash: string }

/** What gave an author the right: the public key and whether the right covers this entry. */
export type AuthorRight = { readonly signing: string; readonly mayAppend: boolean }

export type ChainRefusal =
  | { readonly kind: 'unreadable'; readonly seq: number; readonly why: EntryRefusal }
  | { readonly kind: 'other_log'; readonly seq: number }
  | { readonly kind: 'broken_link'; readonly seq: number }
  | { readonly kind: 'same_id_twice'; readonly seq: number }
  | { readonly kind: 'no_right'; readonly seq: number }
  | { readonly kind: 'wrong_signature'; readonly seq: number }
  | { readonly kind: 'part_missing'; readonly seq: number; readonly part: PartName }
  | { readonly kind: 'rolled_back'; readonly known: number; readonly shown: number }
  | { readonly kind: 'forked'; readonly seq: number }

export type ChainRules = {
  readonly log: string
  /**
   * The right that `roster` of this statement gave its author; null when the desk's log knows none. `unjudged`: place and
   * link alone are checked, by whoever then refuses the log for another reason.
   */
  readonly rightOf: (entry: ReadEntry, earlier: readonly ReadEntry[]) => AuthorRight | 'unjudged' | null
  /** Parts that later entries of this log allow to be missing, as `id part`. */
  readonly erased: (entries: readonly ReadEntry[]) => ReadonlySet<string>
  /** What this device saw before: a log that is shorter or other at that place was tampered with. */
  readonly known?: Tip | null
  /** Hashes, over statement and signature, of entries whose signature this device has checked before. */
  readonly verified?: ReadonlySet<string>
}

/** Checks a whole log from its first entry. Signatures of one author share an imported key. */
export const verifyChain = async (
  log: readonly EntryBytes[],
  rules: ChainRules,
): Promise<Result<readonly ReadEntry[], ChainRefusal>> => {
  const read: ReadEntry[] = []
  const keys = new Map<string, Promise<Key | null>>()
  const ids = new Set<string>()
  for (const [seq, bytes] of log.entries()) {
    const entry = readEntry(bytes)
    if (!entry.ok) return err({ kind: 'unreadable', seq, why: entry.error })
    const link = checkLink(entry.value, read.at(-1) ?? null, rules.log)
    if (link) return err({ kind: link, seq })
    if (ids.has(entry.value.statement.id)) return err({ kind: 'same_id_twice', seq })
    ids.add(entry.value.statement.id)
    const right = rules.rightOf(entry.value, read)
    read.push(entry.value)
    if (right === 'unjudged') continue
    if (!right?.mayAppend) return err({ kind: 'no_right', seq })
    const checked =
      rules.verified?.has(entry.value.hash) || (await signedBy(right.signing, entry.value, keys))
    if (!checked) return err({ kind: 'wrong_signature', seq })
  }
  const memory = checkMemory(read, rules.known ?? null)
  if (memory) return err(memory)
  return checkMissing(read, rules.erased(read))
}

const checkLink = (
  entry: ReadEntry,
  before: ReadEntry | null,
  log: string,
): 'other_log' | 'broken_link' | null => {
  if (entry.statement.log !== log) return 'other_log'
  const seq = before ? before.statement.seq + 1 : 0
  return entry.statement.seq === seq && entry.statement.prev === (before?.hash ?? null) ? null : 'broken_link'
}

export const signedBy = async (
  signing: string,
  entry: ReadEntry,
  keys: Map<string, Promise<Key | null>> = new Map(),
): Promise<boolean> => {
  const raw = fromBase64url(signing)
  if (raw?.length !== 32) return false
  const found = keys.get(signing) ?? verifyingKey(raw)
  keys.set(signing, found)
  const key = await found
  return key !== null && verify(key, entry.bytes.signature, toSign(entry.bytes.statement))
}

export const checkMemory = (read: readonly ReadEntry[], known: Tip | null): ChainRefusal | null => {
  if (!known) return null
  const there = read[known.seq]
  if (!there) return { kind: 'rolled_back', known: known.seq, shown: read.length - 1 }
  return there.hash === known.hash ? null : { kind: 'forked', seq: known.seq }
}

const checkMissing = (
  read: readonly ReadEntry[],
  erased: ReadonlySet<string>,
): Result<readonly ReadEntry[], ChainRefusal> => {
  for (const entry of read)
    for (const part of entry.missing)
      if (!erased.has(`${entry.statement.id} ${part}`))
        return err({ kind: 'part_missing', seq: entry.statement.seq, part })
  return ok(read)
}
