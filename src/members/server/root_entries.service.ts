/**
 * Entries of a desk's log that the organisation's root signed, in the name of the member they are about. By the rules that
 * devices follow as well; the transaction is at the desk, in that member's name, and has taken the root's proof.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { applyDeskEntry, CLOCK_TOLERANCE_MS, parseDeskEntry } from '#members/core/desk.ts'
import type { DeskCoded, RootKind } from '#members/core/desk_entries.ts'
import { type AppendRefusal, follows, loadDesk } from '#members/server/desk.service.ts'
import type { Writer } from '#platform/server/database.ts'
import { signedBy } from '#vault/core/v1/chain.ts'
import { type EntryBytes, readEntry, type ReadEntry } from '#vault/core/v1/entry.ts'
import { appendRun } from '#vault/server/log.store.ts'

type Given<K extends RootKind> = {
  readonly kind: K
  readonly desk: string
  readonly account: string
  readonly root: string
  readonly entry: EntryBytes
  readonly now: Date
  /** What else is asked of it; null: nothing is wrong. */
  readonly refuse?: (coded: DeskCoded<K>) => AppendRefusal | null
}

export const appendRootEntry = async <K extends RootKind>(
  db: Writer,
  given: Given<K>,
): Promise<Result<{ readonly seq: number; readonly coded: DeskCoded<K> }, AppendRefusal>> => {
  const { kind, desk, root } = given
  const loaded = await loadDesk(db, desk)
  if (!loaded) return err({ kind: 'not_founded' })
  const entry = await checkedEntry(given)
  if (!entry.ok) return entry
  const { statement } = entry.value
  if (statement.log !== desk || statement.desk !== desk) return err({ kind: 'other_log' })
  if (!follows(statement, loaded.tip)) return err({ kind: 'tip_moved', tip: loaded.tip })
  if (loaded.desk.root?.root !== root || statement.roster !== loaded.desk.root.from)
    return err({ kind: 'no_right' })
  const parsed = parseDeskEntry(entry.value)
  if (!parsed.ok) return parsed
  if (parsed.value.kind !== kind) return err({ kind: 'no_right' })
  const coded = parsed.value.coded as DeskCoded<K>
  const refused = given.refuse?.(coded)
  if (refused) return err(refused)
  const next = applyDeskEntry(loaded.desk, parsed.value, desk)
  if (!next.ok) return next
  if (!(await appendRun(db, { log: desk, from: loaded.tip, entries: [entry.value] })))
    return err({ kind: 'tip_moved', tip: loaded.tip })
  return ok({ seq: statement.seq, coded })
}

const checkedEntry = async <K extends RootKind>({
  entry,
  account,
  root,
  now,
}: Given<K>): Promise<Result<ReadEntry, AppendRefusal>> => {
  const read = readEntry(entry)
  if (!read.ok) return read
  const missing = read.value.missing[0]
  if (missing) return err({ kind: 'part_not_of_statement', part: missing })
  if (read.value.statement.author !== account) return err({ kind: 'not_your_entry' })
  if (Math.abs(Date.parse(read.value.statement.at) - now.getTime()) > CLOCK_TOLERANCE_MS)
    return err({ kind: 'clock_wrong' })
  return (await signedBy(root, read.value)) ? read : err({ kind: 'wrong_signature' })
}
