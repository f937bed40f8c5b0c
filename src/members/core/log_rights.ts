/**
 * Who may append to a log of the desk that is not the desk's own, a case's or the journal: decided from the desk's
 * verified log, alike by the server before it writes and by every device that reads.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { atLeast, type Desk, type Right, rightFor } from '#members/core/desk.ts'
import type { Role } from '#members/core/desk_entries.ts'
import type { ReadEntry } from '#vault/core/v1/entry.ts'

export type LogRuleRefusal =
  | { readonly kind: 'other_desk'; readonly seq: number }
  | { readonly kind: 'not_opened'; readonly seq: number }
  | { readonly kind: 'no_right'; readonly seq: number }
  | { readonly kind: 'right_ended'; readonly seq: number }
  | { readonly kind: 'role_too_low'; readonly seq: number; readonly role: Role; readonly needed: Role }

/**
 * What a device remembers of a log: how far it went, and how far the desk's log had gone before it was asked for. What
 * stands beyond was appended after all of that.
 */
export type Seen = { readonly seq: number; readonly deskSeq: number }

/** What sort of log it is: the kind it begins with, and the role that a kind needs. */
export type LogRules = { readonly first: string; readonly needed: (kind: string) => Role }

/** The right that lets this entry stand after `earlier`. */
export const rightToAppend = (
  entry: ReadEntry,
  given: {
    readonly earlier: readonly ReadEntry[]
    readonly desk: Desk
    readonly rules: LogRules
    readonly seen?: Seen | null
  },
): Result<Right, LogRuleRefusal> => {
  const { earlier, desk, rules, seen = null } = given
  const { seq, kind } = entry.statement
  if (entry.statement.desk !== desk.id) return err({ kind: 'other_desk', seq })
  if (seq === 0 && kind !== rules.first) return err({ kind: 'not_opened', seq })
  const right = rightFor(desk, entry)
  if (!right) return err({ kind: 'no_right', seq })
  const late = seen !== null && seq > seen.seq && right.ended !== null && right.ended.seq <= seen.deskSeq
  if (late || standsAfterItsEnd(right, earlier, desk)) return err({ kind: 'right_ended', seq })
  const needed = rules.needed(kind)
  return atLeast(right.role, needed)
    ? ok(right)
    : err({ kind: 'role_too_low', seq, role: right.role, needed })
}

/**
 * `at` is the author's word, the order of the log is not: after an entry written under a right that the desk gave
 * when this one had ended, or later, nothing can honestly be appended under this one.
 */
const standsAfterItsEnd = ({ ended }: Right, earlier: readonly ReadEntry[], desk: Desk): boolean => {
  if (ended === null) return false
  const order = [...desk.rights.keys()]
  return earlier.some(({ statement }) => order.indexOf(statement.roster ?? '') >= ended.rights)
}
