/** Handing out a case: first it is noted who gets it, and held against their limit. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { TooManyCases } from '#members/core/access_limits.ts'
import { noteAccess } from '#members/server/access.service.ts'
import { inSnapshot } from '#platform/server/database.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import type { EntryBytes } from '#vault/core/v1/entry.ts'
import { findEntries, findGrant, findTip } from '#vault/server/log.store.ts'
import type { By, CaseDeps } from './case.service.ts'

export type ReadRefusal = { readonly kind: 'not_found' } | TooManyCases

type CaseLogView = {
  readonly entries: readonly EntryBytes[]
  readonly tip: Tip
  /** An erased case has none, and is nothing to read. */
  readonly hasKey: boolean
}

const readCaseLog = (
  deps: CaseDeps,
  by: By,
  given: { readonly log: string; readonly from: number },
): Promise<CaseLogView | null> =>
  inSnapshot(deps.database, { role: 'desk', ...by }, async (db) => {
    const tip = await findTip(db, given.log)
    if (!tip || tip.subject !== 'case') return null
    const hasKey = (await findGrant(db, { log: given.log, desk: by.desk })) !== null
    const { seq, hash } = tip
    return { entries: await findEntries(db, given.log, given.from), tip: { seq, hash }, hasKey }
  })

/** Read before it is noted: a case that is not there, or another desk's, leaves no line. It leaves after the line does. */
export const handOutCase = async (
  deps: CaseDeps,
  by: By,
  given: { readonly log: string; readonly from: number },
): Promise<Result<CaseLogView, ReadRefusal>> => {
  const found = await readCaseLog(deps, by, given)
  if (!found) return err({ kind: 'not_found' })
  // Every device reads what is left of an erased case, to check that it rightly is.
  if (!found.hasKey) return ok(found)
  const noted = await noteAccess(deps, by, { act: 'opened', subject: given.log })
  return noted.ok ? ok(found) : noted
}
