/**
 * Which events everybody can see, said once for all who read them: pieces of SQL. They stand beside a row `v` of what a
 * public case shows (migration 0033), call the event `e` and how far the last refresh told of its log `t`.
 */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'

export const shownEvents = sql`unnest(v.types, v.years, v.verifications, v.follow_ups, v.seqs)
  as e (type, year, verification, follow_up, seq)`

export const toldOfLog = sql`told_pool t on t.log = v.log`

/**
 * Counted as public now: the last refresh did not count it among the rest. It is public from the next one on, so that
 * nothing counts twice; of a person with a page nothing was told.
 */
export const isPublicNow = sql<boolean>`(t.person is not true or e.seq > t.through)`

/** Of the same: the last refresh did not tell of the person. */
export const isPublicCustody = sql<boolean>`(t.person is not true)`

/** Public cases after this one, and those of which something is still kept. */
export const findShownLogs = async (
  db: Writer,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly string[]> =>
  (
    await sql<{ log: string }>`
      select log from (select log from publication union select log from shown_case) as one
      where log > ${page.after} order by log limit ${page.limit}`.execute(db)
  ).rows.map(({ log }) => log)

/** What is kept of these cases, made anew; tells how many rows said something else. As the owner. */
export const makeShownCases = async (db: Writer, logs: readonly string[]): Promise<number> => {
  const { rows } = await sql<{
    changed: number
  }>`select make_shown_cases(${logs}::text[]) as changed`.execute(db)
  const changed = rows[0]!.changed
  if (changed > 0) await sql`update open_version set number = number + 1`.execute(db)
  return changed
}
