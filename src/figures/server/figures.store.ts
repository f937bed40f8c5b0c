/** Counts of coded events, in the role of jobs: it sees no sealed and no open part but what is published. */
import { sql } from 'kysely'
import type { Dimension } from '#figures/core/figures.ts'
import type { Writer } from '#platform/server/database.ts'

export type CountRow = {
  readonly country: string | null
  readonly dimension: Dimension
  readonly code: string | null
  readonly count: number
}

/** One pass over all events that count. 3 = VERIFIED_LEVEL, as in the index of migration 0005. */
export const countEvents = async (db: Writer): Promise<readonly CountRow[]> =>
  (
    await sql<CountRow>`
      select e.country,
        case grouping(e.type, e.year, s.custody) when 3 then 'type' when 5 then 'year' else 'custody' end as dimension,
        coalesce(e.type, e.year::text, s.custody) as code, count(*) as count
      from coded_event e join case_state s on s.log = e.log
      where e.verification >= 3
      group by grouping sets ((e.country, e.type), (e.country, e.year), (e.country, s.custody))`.execute(db)
  ).rows

/**
 * Of these, the events that everybody can see: a live publication of the case shows the type and the year, and names
 * the country. In the count by custody it must also show the status as it is now.
 */
export const countPublished = async (db: Writer): Promise<readonly CountRow[]> =>
  (
    await sql<CountRow>`
      select e.country,
        case grouping(e.type, e.year, s.custody) when 3 then 'type' when 5 then 'year' else 'custody' end as dimension,
        coalesce(e.type, e.year::text, s.custody) as code,
        case grouping(s.custody) when 1 then count(*)
          else count(*) filter (where p.open -> 'status' ->> 'custody' = s.custody) end as count
      from publication p
      join coded_event e on e.log = p.log
      join case_state s on s.log = e.log
      where e.verification >= 3
        and p.country is not distinct from e.country
        and (e.type || ' ' || coalesce(e.year::text, '?')) = any (p.events)
      group by grouping sets ((e.country, e.type), (e.country, e.year), (e.country, s.custody))`.execute(db)
  ).rows
