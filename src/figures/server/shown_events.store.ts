/**
 * Which events everybody can see, said once for all who read them: pieces of SQL. They stand beside a publication `p`,
 * call the event `e` and how far the last refresh told of its log `t`.
 */
import { sql } from 'kysely'

/**
 * The events of the case of `p` that it shows: it names the country and shows type and year. Of several alike as many
 * are seen as it shows, the first written ones: one arrest that is shown says nothing of another in that year. One pass
 * over the events of that one log and one over what the page shows: counted anew for each event, long ones took minutes.
 */
export const shownEvents = sql`lateral (
  select placed.* from (
    select c.*, c.type || ' ' || coalesce(c.year::text, '?') as named,
      row_number() over (partition by c.type, c.year order by c.seq, c.entry) as place
    from coded_event c
    where c.log = p.log and c.verification >= 1 and c.country is not distinct from p.country
  ) placed join (select named, count(*) as times from unnest(p.events) as named group by named) shows
    on shows.named = placed.named and placed.place <= shows.times
) e`

/** How far a killing was followed up can be seen as well: the status that `p` shows is that of this event. */
export const isPublicFollowUp = sql<boolean>`(p.open -> 'status' ->> 'accountability' = e.follow_up)`

export const toldOfLog = sql`told_pool t on t.log = p.log`

/**
 * Counted as public now: the last refresh did not count it among the rest. It is public from the next one on, so that
 * nothing counts twice; of a person with a page nothing was told.
 */
export const isPublicNow = sql<boolean>`(t.person is not true or e.seq > t.through)`

/** Of the same: the last refresh did not tell of the person. */
export const isPublicCustody = sql<boolean>`(t.person is not true)`
