/** What people say themselves that they did: counted, and limited without knowing anybody. */
import type { ReportedCounts, ReportedKind } from '#campaigns/core/ask_view.ts'
import type { Report } from '#campaigns/core/report.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import { attemptKey, takeAttempt } from '#platform/server/limit.store.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'
import { addReport, findReported } from './reports.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly reports?: Reports
  }
}

export type Reports = {
  /** Of an ask that was found open a moment ago. Says nothing: whoever floods it is thanked like everybody else. */
  readonly add: (ask: string, report: Report, now: Date) => Promise<void>
  readonly of: (ask: string) => Promise<ReportedCounts>
}

type ReportDeps = { readonly database: Database; readonly secrets: Pick<ServerSecrets, 'pepper' | 'covers'> }

/** In an hour for one ask; after them the limit makes each next one wait twice as long. */
const FREE_IN_AN_HOUR = 120

export const openReports = ({ database, secrets }: ReportDeps): Reports => ({
  add: (ask, report, now) =>
    inTransaction(database, { role: 'gate' }, async (db) => {
      const subject = `${ask} ${now.toISOString().slice(0, 13)}`
      const key = attemptKey(secrets, { purpose: 'report', subject })
      const may = await takeAttempt(db, key, { now, free: FREE_IN_AN_HOUR })
      if (may.kind === 'may') await addReport(db, ask, report)
    }),
  of: async (ask) => {
    const rows = await inTransaction(database, { role: 'public' }, (db) => findReported(db, ask))
    const numberOf = (what: ReportedKind): number => rows.find((row) => row.what === what)?.number ?? 0
    return {
      wrote: numberOf('wrote'),
      called: numberOf('called'),
      met: numberOf('met'),
      answered: numberOf('answered'),
    }
  },
})
