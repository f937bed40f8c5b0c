/** Handing out a case: first it is noted who gets it, and held against their limit. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { TooManyCases } from '#members/core/access_limits.ts'
import { noteAccess } from '#members/server/access.service.ts'
import { type By, type CaseDeps, type CaseLogView, readCaseLog } from './case.service.ts'

export type ReadRefusal = { readonly kind: 'not_found' } | TooManyCases

/** Read before it is noted: a case that is not there, or another desk's, leaves no line. It leaves after the line does. */
export const handOutCase = async (
  deps: CaseDeps,
  by: By,
  given: { readonly log: string; readonly from: number },
): Promise<Result<CaseLogView, ReadRefusal>> => {
  const found = await readCaseLog(deps, by, given)
  if (!found) return err({ kind: 'not_found' })
  const noted = await noteAccess(deps, by, { act: 'opened', subject: given.log })
  return noted.ok ? ok(found) : noted
}
