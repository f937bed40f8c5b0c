/** Public cases behind a number, in the role of jobs: the same events as the public part of a count. */
import { sql } from 'kysely'
import type { OpenRow } from '#cases/server/publications.service.ts'
import type { BehindFilter } from '#figures/core/behind.ts'
import { verificationLevelOf } from '#kernel/core/vocabulary/sources.ts'
import type { Writer } from '#platform/server/database.ts'
import { isPublicCustody, isPublicNow, shownEvents, toldOfLog } from './shown_events.store.ts'

export const countBehind = async (db: Writer, filter: BehindFilter): Promise<number> =>
  (await sql<{ n: number }>`select count(*) as n from publication p where ${shows(filter)}`.execute(db))
    .rows[0]!.n

/** Newest first. */
export const findBehind = async (
  db: Writer,
  filter: BehindFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly OpenRow[]> =>
  (
    await sql<OpenRow>`
      select p.ref, p.lang, p.country, p.open, p.released_on, p.updated_at from publication p
      where ${shows(filter)}
      order by p.updated_at desc, p.ref limit ${page.limit} offset ${page.offset}`.execute(db)
  ).rows

/** At least one event that counts, is asked for and can be seen; it has the country of its page. */
const shows = ({ level, killings, country, year, type, custody, from, to }: BehindFilter) => sql`exists (
  select from shown_case v left join ${toldOfLog} cross join ${shownEvents}
  where v.log = p.log and ${isPublicNow} and e.verification >= ${verificationLevelOf(level)}
    ${killings ? sql`and e.follow_up is not null` : sql``}
    ${country === undefined ? sql`` : sql`and v.country is not distinct from ${country}::text`}
    ${year === undefined ? sql`` : sql`and e.year is not distinct from ${year}::integer`}
    ${custody === undefined ? sql`` : sql`and ${isPublicCustody} and v.custody = ${custody}`}
    ${type === undefined ? sql`` : sql`and e.type = ${type}`}
    ${from === null ? sql`` : sql`and e.year >= ${from}`}
    ${to === null ? sql`` : sql`and e.year <= ${to}`})`
