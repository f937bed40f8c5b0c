/** What is kept of public cases, made anew from their publications and events: when somebody doubts it. */
import { type Database, inTransaction } from '#platform/server/database.ts'
import { findShownLogs, makeShownCases } from './shown_events.store.ts'
import { holdOpenVersion } from './snapshots.store.ts'

export type ShownRecount = {
  readonly cases: number
  /** Those of whom the rows said something else. */
  readonly repaired: number
}

const CASES_AT_ONCE = 200

export const recountShown = async (database: Database): Promise<ShownRecount> => {
  let so: ShownRecount = { cases: 0, repaired: 0 }
  for (let after = ''; ;) {
    const done = await inTransaction(database, { role: 'owner' }, async (db) => {
      // As every change to what is open does it: first the number, then the rows.
      await holdOpenVersion(db)
      const logs = await findShownLogs(db, { after, limit: CASES_AT_ONCE })
      return logs.length === 0 ? null : { logs, repaired: await makeShownCases(db, logs) }
    })
    if (done === null) return so
    after = done.logs.at(-1)!
    so = { cases: so.cases + done.logs.length, repaired: so.repaired + done.repaired }
  }
}
