/** Rows of what the content policy stopped: numbers by day, directive and kind of page. */
import { sql } from 'kysely'

import type { Writer } from './database.ts'

declare module './database.ts' {
  interface Tables {
    readonly violation: {
      readonly on_day: string
      readonly directive: string
      readonly page: string
      readonly n: number
    }
  }
}

export type Violation = { readonly directive: string; readonly page: string }
export type CountedViolation = Violation & { readonly day: string; readonly n: number }

/** Rows of one day, and days that are kept. */
export const MOST_ROWS = 200
const KEPT_DAYS = 30
/** Rows that are shown. */
const SHOWN = 60

/** Of several who count or sweep one works and the others wait: in another order they would wait for each other. */
const inLine = (db: Writer) => sql`select pg_advisory_xact_lock(${VIOLATION_LOCK})`.execute(db)
const VIOLATION_LOCK = 7_266_762

const DAY = 24 * 60 * 60 * 1000
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** Adds to the day's numbers; answers those that were not there before. What would be one row too many is `other`. */
export const countViolations = async (
  db: Writer,
  given: { readonly now: Date; readonly counted: readonly (Violation & { readonly n: number })[] },
): Promise<readonly Violation[]> => {
  const day = dayOf(given.now)
  await inLine(db)
  const there = await sql<Violation>`
    select directive, page from violation where on_day = ${day}::date`.execute(db)
  const known = new Set(there.rows.map(nameOf))
  const begun: Violation[] = []
  for (const { n, ...violation } of given.counted) {
    const isKept = known.has(nameOf(violation)) || known.size < MOST_ROWS
    const kept = isKept ? violation : { directive: 'other', page: 'other' }
    if (!known.has(nameOf(kept))) begun.push(kept)
    known.add(nameOf(kept))
    await sql`insert into violation (on_day, directive, page, n) values (${day}::date, ${kept.directive}, ${kept.page}, ${n})
      on conflict (on_day, directive, page) do update set n = least(violation.n::bigint + excluded.n, 1000000000)::integer`.execute(
      db,
    )
  }
  return begun
}

const nameOf = ({ directive, page }: Violation): string => `${directive} ${page}`

/** The newest days first, and on a day what came most often. */
export const findViolations = async (db: Writer): Promise<readonly CountedViolation[]> => {
  const { rows } = await sql<CountedViolation>`
    select on_day::text as day, directive, page, n from violation
    order by on_day desc, n desc, directive, page limit ${SHOWN}`.execute(db)
  return rows
}

export const sweepViolations = async (db: Writer, now: Date): Promise<void> => {
  const oldest = dayOf(new Date(now.getTime() - KEPT_DAYS * DAY))
  await inLine(db)
  await sql`delete from violation where on_day < ${oldest}::date`.execute(db)
}
