/**
 * Verifies a desk's log from its first entry, by nothing but its own bytes and what this device remembers.
 *
 * [Note: Newer kinds] A kind that this program does not know may give a right, take one, or change keys. From there on it
 * cannot tell who belongs to the desk: the log is refused whole, as no forgery where a lead or the root has signed it,
 * and where nothing that this device has seen is missing.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { applyDeskEntry, type Desk, type DeskRefusal, parseDeskEntry } from '#members/core/desk.ts'
import { isRootKind } from '#members/core/desk_entries.ts'
import { type ChainRefusal, type Tip, verifyChain } from '#vault/core/v1/chain.ts'
import type { EntryBytes, ReadEntry } from '#vault/core/v1/entry.ts'

export type DeskLogRefusal =
  | ChainRefusal
  | { readonly kind: 'against_the_rules'; readonly seq: number; readonly why: DeskRefusal }
  /** See [Note: Newer kinds]. */
  | { readonly kind: 'newer_version'; readonly seq: number }

export type VerifiedDesk = { readonly desk: Desk; readonly log: readonly ReadEntry[] }

export const verifyDesk = async (
  bytes: readonly EntryBytes[],
  id: string,
  known: Tip | null,
): Promise<Result<VerifiedDesk, DeskLogRefusal>> => {
  let desk: Desk | null = null
  let broken: DeskLogRefusal | null = null
  const newer: number[] = []
  const rightOf = (entry: ReadEntry) => {
    const before: Desk | null = desk
    const part = entry.missing[0]
    if (part) {
      broken = { kind: 'part_missing', seq: entry.statement.seq, part }
      return null
    }
    if (newer.length > 0) return 'unjudged'
    const parsed = parseDeskEntry(entry)
    const unknown = !parsed.ok && parsed.error.kind === 'unknown_kind' && before
    const signer = unknown ? leadOrRoot(entry, unknown) : null
    if (signer !== null) {
      newer.push(entry.statement.seq)
      return { signing: signer, mayAppend: entry.statement.desk === id }
    }
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
  if (newer[0] !== undefined) return err({ kind: 'newer_version', seq: newer[0] })
  return desk
    ? ok({ desk, log: log.value })
    : err({ kind: 'against_the_rules', seq: 0, why: { kind: 'not_founded' } })
}

/** The root's entries stand under the one that named it. */
const signingOf = ({ statement }: ReadEntry, desk: Desk): string =>
  (isRootKind(statement.kind) ? desk.root?.root : desk.members.get(statement.author)?.signing) ?? ''

/** Whose signature an entry of any kind would bear; null: of nobody who writes in this log. */
const leadOrRoot = ({ statement: { author, roster } }: ReadEntry, desk: Desk): string | null => {
  if (desk.root !== null && roster === desk.root.from) return desk.root.root
  const member = desk.members.get(author)
  return member?.role === 'lead' && roster === member.right ? member.signing : null
}

/** The first entry founds the right it is written under; every later one names its author's present right. */
const namesOwnRight = ({ statement }: ReadEntry, before: Desk | null): boolean => {
  const { roster, author, desk, log } = statement
  const right = isRootKind(statement.kind) ? before?.root?.from : before?.members.get(author)?.right
  return desk === log && roster === (right ?? null)
}
