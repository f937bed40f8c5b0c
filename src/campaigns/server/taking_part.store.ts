/** Seats of events, groups and their tally sheets. Numbers alone. */
import { sql } from 'kysely'

import type { Writer } from '#platform/server/database.ts'

import type { CountedSession, HostKind, Session } from '../core/taking_part.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    event_seats: { ask: string; desk: string; places: number | null; taken: number }
    attendance: { action: string; ask: string; desk: string; people: number; seated: boolean }
    host_group: {
      id: string
      action: string
      ask: string
      desk: string
      kind: HostKind
      announced: number
      link: Buffer | null
      on_day: string
      ends_on: string
    }
    tally_session: {
      host: string
      n: number
      desk: string
      on_day: string
      letters: number
      people: number
    }
  }
}

/** In the role `gate`, in the transaction that confirmed the action: false where so many have no place. */
export const takeSeats = async (
  db: Writer,
  of: { readonly action: string; readonly places: number | null; readonly people: number },
): Promise<boolean> => {
  const { rows } = await sql<{ done: boolean }>`
    select take_seats(${of.action}, ${of.places}::int, ${of.people}::int) as done`.execute(db)
  return rows[0]?.done === true
}

/** In the role `public`; null before the first one came. */
export const findTaken = async (db: Writer, ask: string): Promise<number | null> =>
  (await db.selectFrom('event_seats').select('taken').where('ask', '=', ask).executeTakeFirst())?.taken ??
  null

export type NewHost = {
  readonly id: string
  readonly action: string
  readonly ask: string
  readonly desk: string
  readonly kind: HostKind
  readonly announced: number
  readonly link: Buffer
  readonly on: string
  readonly endsOn: string
}

/** In the role `gate`. */
export const insertHost = async (db: Writer, { on, endsOn, ...host }: NewHost): Promise<void> => {
  await db
    .insertInto('host_group')
    .values({ ...host, on_day: on, ends_on: endsOn })
    .execute()
}

export type HostRow = {
  readonly id: string
  readonly ask: string
  readonly kind: HostKind
  readonly announced: number
  readonly ends_on: string
  readonly counted: number
  readonly refused: boolean
  readonly sessions: readonly CountedSession[]
}

/** In the role `gate`. */
export const findHost = async (db: Writer, link: Buffer): Promise<HostRow | null> => {
  const { rows } = await sql<HostRow>`select * from host_of(${link})`.execute(db)
  return rows[0] ?? null
}

export type TallyDone = 'counted' | 'ended' | 'too_many'

/** In the role `gate`. */
export const countTally = async (
  db: Writer,
  link: Buffer,
  { n, on, letters, people, now }: Session & { readonly n: number | null; readonly now: Date },
): Promise<TallyDone> => {
  const { rows } = await sql<{ done: TallyDone }>`
    select count_tally(${link}, ${n}::int, ${on}::date, ${letters}::int, ${people}::int, ${now}::timestamptz) as done`.execute(
    db,
  )
  return rows[0]?.done ?? 'ended'
}

/** In the role `jobs`. */
export const endHostLinks = async (db: Writer, today: string): Promise<void> => {
  await sql`select end_host_links(${today}::date)`.execute(db)
}

export type GroupRow = {
  readonly id: string
  readonly ask: string
  readonly kind: HostKind
  readonly announced: number
  readonly on_day: string
  readonly letters: number
  readonly people: number
  readonly sessions: number
  readonly counted: number
  readonly refused: boolean
}

/** In the role of the desk: those first of which something waits. */
export const findGroups = async (db: Writer): Promise<readonly GroupRow[]> => {
  const { rows } = await sql<GroupRow>`
    select h.id, h.ask, h.kind, h.announced, h.on_day::text as on_day, coalesce(sum(t.letters), 0)::int as letters,
      coalesce(sum(t.people), 0)::int as people, count(t.n)::int as sessions, h.counted, h.refused
    from host_group h left join tally_session t on t.host = h.id
    group by h.id, h.ask, h.kind, h.announced, h.on_day, h.counted, h.refused
    order by (not h.refused and coalesce(sum(t.letters), 0) > h.counted) desc, h.on_day desc, h.id
    limit ${MOST_GROUPS}`.execute(db)
  return rows
}
const MOST_GROUPS = 2000

export type SeatsRow = { readonly ask: string; readonly places: number | null; readonly taken: number }

/** In the role of the desk. */
export const findSeats = async (db: Writer): Promise<readonly SeatsRow[]> =>
  db.selectFrom('event_seats').select(['ask', 'places', 'taken']).orderBy('ask').execute()

export type DecideDone = 'decided' | 'changed' | 'not_found'

/** In the role of the desk. */
export const decideHost = async (
  db: Writer,
  of: {
    readonly host: string
    readonly act: 'allow' | 'refuse'
    readonly letters: number
    readonly now: Date
  },
): Promise<DecideDone> => {
  const { rows } = await sql<{ done: DecideDone }>`
    select decide_host(${of.host}, ${of.act}, ${of.letters}::int, ${of.now}::timestamptz) as done`.execute(db)
  return rows[0]?.done ?? 'not_found'
}
