/**
 * Rows that are counted: persons with their coded events. In the role of jobs, which sees no sealed and no open part
 * but what is published.
 */
import { type RawBuilder, sql } from 'kysely'
import type { CountedEvent, FollowUp, Holder, PageOfPerson } from '#figures/core/facts.ts'
import type { Act } from '#figures/core/facts.ts'
import type { Level } from '#figures/core/query.ts'
import type { ShownLabel } from '#figures/core/shown.ts'
import type { ViolationTerm } from '#kernel/core/vocabulary/violations.ts'
import type { Writer } from '#platform/server/database.ts'
import { isPublicNow, shownEvents, toldOfLog } from './shown_events.store.ts'

export type CaseRow = Holder & { readonly log: string }
export type EventRow = CountedEvent & { readonly log: string; readonly entry: string; readonly seq: number }

type RawEvent = {
  readonly log: string
  readonly entry: string
  readonly seq: number
  readonly type: string
  readonly country: string | null
  readonly year: number | null
  readonly recorded: number | null
  readonly verification: number
  readonly acts: string
  readonly follow_up: string | null
}

/** Reported, at least: levels below say that nobody has judged it, or that it is disputed. */
const isCounted = sql<boolean>`e.verification >= 1`

/** Acts as one text: of a million rows, arrays take longer to read than to count. */
const columns = sql`e.log, e.entry, e.seq, e.type, e.country, e.year, e.recorded, e.verification,
  array_to_string(e.acts, ',') as acts, e.follow_up`

/** Cases that are counted, in the order of their logs. */
export const findCases = async (
  db: Writer,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly CaseRow[]> =>
  readCases(db, sql`where s.in_statistics and s.log > ${page.after} order by s.log limit ${page.limit}`)

const readCases = async (db: Writer, which: RawBuilder<unknown>): Promise<readonly CaseRow[]> =>
  (
    await sql<CaseRow>`
      select s.log, s.holder, s.size_min as min, s.size_max as max, s.gender, s.sectors, s.custody,
        p.open -> 'status' ->> 'custody' as "custodyShown", p.log is not null as known
      from case_state s left join publication p on p.log = s.log ${which}`.execute(db)
  ).rows

/** The events of cases from one log to another, in the order of their logs. */
export const findEventsBetween = async (
  db: Writer,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly EventRow[]> =>
  readEvents(
    await sql<RawEvent>`
      select ${columns} from coded_event e where e.log between ${from} and ${to} and ${isCounted}
      order by e.log, e.entry`.execute(db),
  )

export type ShownCaseRow = Pick<Holder, 'min' | 'max' | 'custodyShown'> & {
  readonly log: string
  /** Another one whenever other events of it are counted as public. */
  readonly stamp: string
  /** Null where the case is in no statistics. */
  readonly holder: string | null
  readonly counted: boolean
  readonly pooled: 'told' | 'public' | null
}

/** Public cases, in the order of their logs: who they are, and whether what is public of them changed. */
export const findShownCases = async (db: Writer): Promise<readonly ShownCaseRow[]> =>
  (
    await sql<ShownCaseRow>`
      select v.log, v.made || coalesce(' ' || case when t.person then t.through end, '') as stamp,
        s.log is not null as counted, s.holder, s.size_min as min, s.size_max as max, v.custody as "custodyShown",
        case when t.person then 'told' when not t.person then 'public' end as pooled
      from shown_case v left join ${toldOfLog} left join case_state s on s.log = v.log and s.in_statistics
      order by v.log`.execute(db)
  ).rows

/**
 * The events of these cases that everybody can see, without those that the last refresh counted among the rest: these
 * are public from the next one on, so that nothing counts twice. As text, one word a field: of a million, rows take
 * seconds to read.
 */
export const findShownEvents = async (
  db: Writer,
  logs: readonly string[],
): Promise<readonly { readonly log: string; readonly country: string | null; readonly events: string }[]> =>
  (
    await sql<{ log: string; country: string | null; events: string }>`
      select v.log, v.country, coalesce((
        select string_agg(concat_ws(' ', e.type, coalesce(e.year::text, '?'), e.verification, e.follow_up), ',')
        from ${shownEvents} where ${isPublicNow}), '') as events
      from shown_case v left join ${toldOfLog}
      where v.log = any (${logs}::text[])`.execute(db)
  ).rows

/** One of those texts. */
export const readShownEvent = (text: string, country: string | null): ShownLabel => {
  const [type = '', year, verification, followUp] = text.split(' ')
  return {
    type,
    country,
    year: year === '?' ? null : Number(year),
    level: levelOf(Number(verification)),
    followUp: followUp === undefined ? null : followUpOf(followUp),
  }
}

/** Of these cases those that the last refresh counted: among the rest, or as of a person with a public page. */
export const findPooled = async (
  db: Writer,
  logs: readonly string[],
): Promise<ReadonlyMap<string, 'told' | 'public'>> => {
  const { rows } = await sql<{ log: string; person: boolean }>`
    select log, person from told_pool where log = any (${logs}::text[])`.execute(db)
  return new Map(rows.map(({ log, person }) => [log, person ? 'told' : 'public']))
}

/** The pages of these cases, in the order of their logs. */
export const findPagesOf = async (db: Writer, logs: readonly string[]): Promise<readonly PageOfPerson[]> =>
  (
    await sql<PageOfPerson>`
      select log, open ->> 'name' as name, coalesce((open ->> 'isPseudonym')::boolean, true) as "isPseudonym"
      from publication where log = any (${logs}::text[]) order by log`.execute(db)
  ).rows

/** Cases that name others as of the same person; also those that are in no statistics, which may have a public page. */
export const findLinks = async (
  db: Writer,
): Promise<readonly (readonly [log: string, sameAs: readonly string[]])[]> => {
  const { rows } = await sql<{ log: string; same_as: string[] }>`
    select log, same_as from case_state where same_as <> '{}' order by log`.execute(db)
  return rows.map((row) => [row.log, row.same_as])
}

const levelByNumber: Readonly<Record<number, Level>> = { 1: 'REP', 2: 'CORR', 3: 'VER', 4: 'OFF' }

const levelOf = (verification: number): Level => levelByNumber[verification] ?? 'REP'

const readEvents = ({ rows }: { readonly rows: readonly RawEvent[] }): readonly EventRow[] =>
  rows.map(readEvent)

const readEvent = (row: RawEvent): EventRow => ({
  log: row.log,
  entry: row.entry,
  seq: row.seq,
  type: row.type,
  country: row.country,
  year: row.year,
  recorded: row.recorded,
  level: levelOf(row.verification),
  acts: readActs(row.acts),
  followUp: row.follow_up === null ? null : followUpOf(row.follow_up),
})

/** Few combinations make up nearly all events: each text is read once, as long as they are few. */
const actsByText = new Map<string, readonly Act[]>()
const MOST_TEXTS = 10_000

const readActs = (text: string): readonly Act[] => {
  const known = actsByText.get(text)
  if (known) return known
  if (actsByText.size >= MOST_TEXTS) actsByText.clear()
  const acts = text === '' ? [] : text.split(',').map(readAct)
  actsByText.set(text, acts)
  return acts
}

const readAct = (text: string): Act => {
  const [victim, violation, attempted] = text.split(' ')
  return {
    victim: Number(victim),
    violation: violation as ViolationTerm,
    attempted: attempted !== undefined,
  }
}

/** From the accountability of a killing as cases judge it. */
const followUpOf = (status: string): FollowUp => {
  if (status === 'none_known') return 'untold'
  return status === 'partial' || status === 'full' ? 'conviction' : 'no_conviction'
}
