/** Verifies a desk's log from its first entry, by nothing but its own bytes and what this device remembers. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { applyDeskEntry, type Desk, type DeskRefusal, parseDeskEntry } from '#members/core/desk.ts'
import { type ChainRefusal, type Tip, verifyChain } from '#vault/core/v1/chain.ts'
import type { EntryBytes, ReadEntry } from '#vault/core/v1/entry.ts'

export type DeskLogRefusal =
  | ChainRefusal
  | { readonly kind: 'against_the_rules'; readonly seq: number; readonly why: DeskRefusal }

export type VerifiedDesk = { readonly desk: Desk; readonly log: readonly ReadEntry[] }

export const verifyDesk = async (
  bytes: readonly EntryBytes[],
  id: string,
  known: Tip | null,
): Promise<Result<VerifiedDesk, DeskLogRefusal>> => {
  let desk: Desk | null = null
  let broken: DeskLogRefusal | null = null
  const rightOf = (entry: ReadEntry) => {
    const before: Desk | null = desk
    const part = entry.missing[0]
    if (part) {
      broken = { kind: 'part_missing', seq: entry.statement.seq, part }
      return null
    }
    const parsed = parseDeskEntry(entry)
    const next: Result<Desk, DeskRefusal> = parsed.ok ? applyDeskEntry(before, parsed.value, id) : parsed
    if (!next.ok) {
      broken = { kind: 'against_the_rules', seq: entry.statement.seq, why: next.error }
      return null
    }
    desk = next.value
    return { signing: signingOf(entry, before ?? next.value), mayAppend: namesOwnRight(entry, before) }
  }
  const log = await verifyChain(bytes, { log: id, rightOf, erased: () => new Set(), known })
  if (!log.ok) return err(broken ?? log.error)
  return desk
    ? ok({ desk, log: log.value })
    : err({ kind: 'against_the_rules', seq: 0, why: { kind: 'not_founded' } })
}

/** The root's entries stand under the one that named it. */
const isOfRoot = (entry: ReadEntry): boolean => entry.statement.kind === 'recovered'

const signingOf = (entry: ReadEntry, desk: Desk): string =>
  (isOfRoot(entry) ? desk.root?.root : desk.members.get(entry.statement.author)?.signing) ?? ''

/** The first entry founds the right it is written under; every later one names its author's present right. */
const namesOwnRight = (entry: ReadEntry, before: Desk | null): boolean => {
  const { roster, author, desk, log } = entry.statement
  const right = isOfRoot(entry) ? before?.root?.from : before?.members.get(author)?.right
  return desk === log && roster === (right ?? null)
}
