/** The public cases behind a number of the explore page. */
import type { PublicPage } from '#cases/server/publications.service.ts'
import { PAGE_SIZE, publicCase } from '#cases/server/publications.service.ts'
import { lineOf } from '#cases/core/public_case.ts'
import { type Behind, behindFilter } from '#figures/core/behind.ts'
import { type Database, inSnapshot } from '#platform/server/database.ts'
import { countBehind, findBehind } from './behind.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly casesBehind?: CasesBehind
  }
}

/** Null: publications show nothing of what is asked. */
export type CasesBehind = (behind: Behind, page: number) => Promise<PublicPage | null>

export const openCasesBehind =
  (database: Database): CasesBehind =>
  async (behind, page) => {
    const filter = behindFilter(behind)
    if (filter === null) return null
    return inSnapshot(database, { role: 'jobs' }, async (db) => {
      const count = await countBehind(db, filter)
      const pages = Math.max(1, Math.ceil(count / PAGE_SIZE))
      const at = Math.min(Math.max(1, page), pages)
      const rows = await findBehind(db, filter, { limit: PAGE_SIZE, offset: (at - 1) * PAGE_SIZE })
      return { lines: rows.map((row) => lineOf(publicCase(row))), count, page: at, pages }
    })
  }
