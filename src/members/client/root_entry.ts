/** What the holders' machine does with a desk's log whatever they came for: verifies it under their root, and signs into it. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { VOCABULARY_VERSION } from '#kernel/core/vocabulary/terms.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import { type ClientDeps, newId } from '#members/client/unlocked.ts'
import type { DeskCoded, RootKind } from '#members/core/desk_entries.ts'
import { verifyDesk, type VerifiedDesk } from '#members/core/verify_desk.ts'
import { entryToWire, type EntryWire, wireToEntry } from '#vault/core/wire.ts'
import { entryHash } from '#vault/core/v1/statement.ts'
import { sealEntry, signEntry } from '#vault/client/v1/entry.ts'
import type { RootKeys } from '#vault/client/v1/root.ts'

export const wrong = (what: string) => err({ kind: 'tampered', what, seq: null } as const)

/** A desk whose log does not verify, or does not trust these very keys, is nobody's business here. */
export const verifyUnderRoot = async (
  keys: RootKeys,
  given: { readonly id: string; readonly entries: readonly EntryWire[] },
): Promise<Result<VerifiedDesk, MemberRefusal>> => {
  const verified = await verifyDesk(given.entries.map(wireToEntry), given.id, null)
  if (!verified.ok)
    return verified.error.kind === 'newer_version'
      ? err({ kind: 'newer_version' })
      : wrong(verified.error.kind)
  const { root } = verified.value.desk
  return root?.root === keys.root && root.recovery === keys.recovery
    ? ok(verified.value)
    : wrong('other_root')
}

/** The next entry of the log, by the root, in the name of the member it is about. */
export const signByRootIn = async <K extends RootKind>(
  deps: ClientDeps,
  keys: RootKeys,
  given: VerifiedDesk & { readonly kind: K; readonly coded: DeskCoded<K>; readonly on: string },
): Promise<{ readonly seq: number; readonly hash: string; readonly entry: EntryWire }> => {
  const { desk, log, kind, coded, on } = given
  const draft = {
    log: desk.id,
    id: newId(deps),
    desk: desk.id,
    author: coded.card.account,
    at: on,
    kind,
    kindVersion: 1,
    vocabulary: VOCABULARY_VERSION,
    key: 'none',
    coded,
  }
  const last = log.at(-1)!
  const place = { seq: last.statement.seq + 1, prev: last.hash, roster: desk.root!.from }
  const entry = await signEntry(await sealEntry(draft, null, deps.chance), place, keys.signing)
  return { seq: place.seq, hash: entryHash(entry.statement, entry.signature), entry: entryToWire(entry) }
}
