/** Whether a desk's log may say that cases were exported: asked by the members room, in the transaction of the entry. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { Writer } from '#platform/server/database.ts'
import { decideExport, type ExportRefusal, needsRelease, releasedCases } from '#releases/core/exports.ts'
import { toInstant } from '#vault/core/v1/statement.ts'
import { findReleasedExports, lockReleasedExports, updateVersion } from './documents.store.ts'

/** Locks the proposal that another lead has released; what it answers uses it up, once the entry can be written. */
export const findReleasedExport = async (
  db: Writer,
  given: { readonly account: string; readonly cases: number; readonly now: Date },
): Promise<Result<() => Promise<void>, ExportRefusal>> => {
  if (!needsRelease(given.cases)) return ok(async () => undefined)
  const asked = { account: given.account, cases: given.cases, now: toInstant(given.now) }
  const decided = decideExport(await lockReleasedExports(db), asked)
  if (!decided.ok) return err(decided.error)
  return ok(() => updateVersion(db, decided.value.id, decided.value.used))
}

/** How many cases a member may open beyond their limit, because another lead has released their export. */
export const countReleasedCases = async (
  db: Writer,
  given: { readonly account: string; readonly now: Date },
): Promise<number> =>
  releasedCases(await findReleasedExports(db), { account: given.account, now: toInstant(given.now) })
