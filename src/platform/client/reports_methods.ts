/** Reports, as the workbench offers them: gathered from cases by consent, and checked before they leave the device. */
import { type CasesOf, registryOf, viewCase } from '#cases/client/desk_cases.ts'
import { isErased } from '#cases/client/registry.ts'
import type { CaseRefusal } from '#cases/client/views.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'
import {
  type CaseLookup,
  exportReport,
  gatherReport,
  type ReportExport,
  type ReportRefusal,
  type ReportWanted,
} from '#missions/client/reports.ts'
import type { Gathered } from '#missions/core/reports/shown_case.ts'
import { whileOpen } from './while_open.ts'

export type ReportsRefusal = ReportRefusal | CaseRefusal
type Answer<T> = Promise<Result<T, ReportsRefusal>>

export type ReportsMethods = {
  /** What of these cases a report for this purpose may hold. */
  gatherReport(given: ReportWanted): Answer<Gathered>
  /** Asked before a file is given out: whether it may leave; the desk's log then says that it did. */
  exportReport(given: ReportExport): Answer<{ readonly cases: number }>
}

export const reportsMethods = (
  deps: ClientDeps,
  device: { readonly unlocked: () => Unlocked | null; readonly cases: () => CasesOf | null },
  progress: (done: number, total: number, what: string) => void,
): ReportsMethods => {
  const open = whileOpen(() => {
    const [cases, unlocked] = [device.cases(), device.unlocked()]
    return cases && unlocked && { lookup: lookupIn(cases), unlocked }
  })
  return {
    gatherReport: (given) => open(({ lookup }) => gatherReport(lookup, given, progress)),
    exportReport: (report) =>
      open(({ lookup, unlocked }) => exportReport(deps, unlocked, { lookup, report })),
  }
}

/** Reading of cases and of every name in them, as what leaves this device is judged by. */
export const lookupIn = (cases: CasesOf): CaseLookup<CaseRefusal> => ({
  open: (of) => viewCase(cases, of),
  names: async (desk) => {
    const registry = await registryOf(cases, desk)
    if (!registry.ok) return registry
    const lines = [...registry.value.values()].filter((line) => !isErased(line))
    return ok(
      lines.map(({ case: id, head }) => ({
        case: id,
        names: [...(head?.names ?? []), ...(head?.aliases ?? [])],
      })),
    )
  },
})
