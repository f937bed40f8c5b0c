/** Rows of letters that wait. All but putting one in is done in the role `jobs`. */
import { sql } from 'kysely'

import type { Writer } from '../database.ts'
import type { MailOutcome } from './mail.ts'

declare module '../database.ts' {
  interface Tables {
    readonly mail: MailRow & {
      readonly per_hour: number | null
      readonly zone: string | null
      readonly country: string | null
      readonly due_at: Date
      readonly held: boolean
      readonly queued_at: Date
      readonly lease: string | null
      readonly leased_until: Date | null
    }
    readonly mail_stopped: { readonly mark: Buffer; readonly on_day: string }
  }
}

export type NewMail = {
  readonly id: string
  readonly purpose: string
  readonly ask: string | null
  readonly about: string | null
  readonly target: Buffer | null
  readonly per_hour: number | null
  readonly zone: string | null
  readonly country: string | null
  readonly sealed: Buffer
  readonly due_at: Date
  readonly held: boolean
}
/** What the sender reads of one. */
export type MailRow = Pick<NewMail, 'id' | 'purpose' | 'ask' | 'about' | 'target' | 'sealed'> & {
  readonly attempts: number
}

export const insertMail = async (db: Writer, row: NewMail): Promise<void> => {
  const { id, purpose, ask, about, target, per_hour, zone, country, sealed, due_at, held } = row
  await sql`insert into mail (id, purpose, ask, about, target, per_hour, zone, country, sealed, due_at, held)
    values (${id}, ${purpose}, ${ask}, ${about}, ${target}, ${per_hour}, ${zone}, ${country}, ${sealed}, ${due_at},
      ${held})`.execute(db)
}

/** Answers how many. */
export const deleteMailOfAsk = async (db: Writer, ask: string): Promise<number> => {
  const done = await db.deleteFrom('mail').where('ask', '=', ask).executeTakeFirst()
  return Number(done.numDeletedRows)
}

export const releaseMail = async (
  db: Writer,
  of: { readonly ask: string; readonly purpose: string; readonly now: Date },
): Promise<number> => {
  const done = await db
    .updateTable('mail')
    .set({ held: false, due_at: of.now })
    .where('ask', '=', of.ask)
    .where('purpose', '=', of.purpose)
    .where('held', '=', true)
    .executeTakeFirst()
  return Number(done.numUpdatedRows)
}

/** Asks that anything waits for. */
export const findWaitingAsks = async (db: Writer): Promise<readonly string[]> => {
  const { rows } = await sql<{ ask: string }>`select distinct ask from mail where ask is not null`.execute(db)
  return rows.map(({ ask }) => ask)
}

/** Minutes that a process may work on what it took, by the database's clock: it is asked again before each letter. */
const LEASE_MINUTES = 10

const free = sql`not held and (leased_until is null or leased_until < clock_timestamp())`
const leaseOf = (lease: string) =>
  sql`lease = ${lease}, leased_until = clock_timestamp() + make_interval(mins => ${LEASE_MINUTES}::int)`

/** Takes letters that are due; of several servers each takes others. */
export const leaseDue = async (
  db: Writer,
  given: { readonly lease: string; readonly now: Date; readonly most: number },
): Promise<readonly MailRow[]> => {
  const { rows } = await sql<MailRow>`
    with due as materialized (
      select id from mail where target is null and due_at <= ${given.now} and ${free}
      order by due_at limit ${given.most} for update skip locked)
    update mail set ${leaseOf(given.lease)} from due where mail.id = due.id
    returning mail.id, purpose, ask, about, target, sealed, attempts`.execute(db)
  return rows
}

export type WaitingTarget = {
  readonly target: Buffer
  readonly per_hour: number
  readonly zone: string
  readonly country: string | null
  readonly waiting: number
}

/** Targets that a letter may go to now, with what waits for them; a slot of the day after next week is no slot of ours. */
export const findOpenTargets = async (
  db: Writer,
  given: { readonly now: Date; readonly most: number },
): Promise<readonly WaitingTarget[]> => {
  const { rows } = await sql<WaitingTarget>`
    select m.target, min(m.per_hour) as per_hour, min(m.zone) as zone, min(m.country) as country, count(*)::int as waiting
    from mail m left join mail_pace p on p.target = m.target
    where m.target is not null and m.due_at <= ${given.now} and ${free}
      and (p.next_at is null or p.next_at <= ${given.now} or p.next_at > ${given.now}::timestamptz + interval '8 days')
    group by m.target order by min(m.due_at) limit ${given.most}`.execute(db)
  return rows
}

/** Of several servers one takes the slot. */
export const takeSlot = async (
  db: Writer,
  given: { readonly target: Buffer; readonly now: Date; readonly nextAt: Date },
): Promise<boolean> => {
  const { rows } = await sql`
    insert into mail_pace (target, next_at) values (${given.target}, ${given.nextAt})
    on conflict (target) do update set next_at = excluded.next_at
    where mail_pace.next_at <= ${given.now} or mail_pace.next_at > ${given.now}::timestamptz + interval '8 days'
    returning target`.execute(db)
  return rows.length === 1
}

/** The oldest letter to a target. */
export const leaseForTarget = async (
  db: Writer,
  given: { readonly lease: string; readonly now: Date; readonly target: Buffer },
): Promise<readonly MailRow[]> => {
  const { rows } = await sql<MailRow>`
    with due as materialized (
      select id from mail where target = ${given.target} and due_at <= ${given.now} and ${free}
      order by due_at, queued_at limit 1 for update skip locked)
    update mail set ${leaseOf(given.lease)} from due where mail.id = due.id
    returning mail.id, purpose, ask, about, target, sealed, attempts`.execute(db)
  return rows
}

type Leased = { readonly id: string; readonly lease: string }

/** False where the letter is not ours any more: it was erased, or another server took it when our time was over. */
export const renewLease = async (db: Writer, { id, lease }: Leased): Promise<boolean> => {
  const { rows } = await sql`
    update mail set ${leaseOf(lease)} where id = ${id} and lease = ${lease} and not held returning id`.execute(
    db,
  )
  return rows.length === 1
}

export const deleteLeased = async (db: Writer, { id, lease }: Leased): Promise<boolean> => {
  const done = await db.deleteFrom('mail').where('id', '=', id).where('lease', '=', lease).executeTakeFirst()
  return done.numDeletedRows === 1n
}

/** Tried again at that time, by whichever server. */
export const putOff = async (db: Writer, of: Leased & { readonly until: Date }): Promise<void> => {
  await sql`update mail set lease = null, leased_until = null, attempts = attempts + 1, due_at = ${of.until}
    where id = ${of.id} and lease = ${of.lease}`.execute(db)
}

/** What was taken and not tried. */
export const giveBack = async (db: Writer, lease: string): Promise<void> => {
  await sql`update mail set lease = null, leased_until = null where lease = ${lease}`.execute(db)
}

/** Somebody has set the clock: what waited for a next try, or was due at once, is due now. */
export const dueAgain = async (db: Writer, now: Date): Promise<void> => {
  await sql`update mail set due_at = ${now}
    where due_at > ${now} and (attempts > 0 or due_at <= queued_at + interval '1 minute')`.execute(db)
}

export type Counted = MailOutcome | 'erased' | 'returned' | 'stopped'

export const countMail = async (
  db: Writer,
  of: { readonly outcome: Counted; readonly n: number; readonly now: Date },
): Promise<void> => {
  if (of.n === 0) return
  await sql`insert into mail_count (on_day, outcome, n) values (${of.now.toISOString().slice(0, 10)}::date, ${of.outcome}, ${of.n})
    on conflict (on_day, outcome) do update set n = mail_count.n + excluded.n`.execute(db)
}

export const noteSent = async (db: Writer, now: Date): Promise<void> => {
  // Once a second at most: the row is one, and everything that was sent would queue for it.
  await sql`update mail_line set problem = null, since = null, last_sent_at = ${now}
    where problem is not null or last_sent_at is null or last_sent_at < ${now}::timestamptz - interval '1 second'
      or last_sent_at > ${now}`.execute(db)
}

export const noteProblem = async (
  db: Writer,
  of: { readonly problem: string; readonly now: Date },
): Promise<void> => {
  await sql`update mail_line set problem = ${of.problem},
    since = case when problem is null then ${of.now} else since end`.execute(db)
}

export const isStopped = async (db: Writer, mark: Buffer): Promise<boolean> => {
  const found = await db
    .selectFrom('mail_stopped')
    .select('on_day')
    .where('mark', '=', mark)
    .executeTakeFirst()
  return found !== undefined
}

/** False where it was stopped before. */
export const stopMail = async (
  db: Writer,
  of: { readonly mark: Buffer; readonly now: Date },
): Promise<boolean> => {
  const { rows } = await sql`insert into mail_stopped (mark, on_day)
    values (${of.mark}, ${of.now.toISOString().slice(0, 10)}::date) on conflict do nothing returning mark`.execute(
    db,
  )
  return rows.length === 1
}

/** Numbers and slots that are over; once an hour. */
export const sweepMail = async (db: Writer, now: Date): Promise<void> => {
  await sql`delete from mail_pace where next_at < ${now}::timestamptz - interval '1 day'`.execute(db)
  await sql`delete from mail_count where on_day < ${now}::timestamptz - interval '400 days'`.execute(db)
}

export type MailState = {
  readonly waiting: number
  readonly held: number
  readonly oldestDue: Date | null
  readonly problem: string | null
  readonly since: Date | null
  readonly lastSentAt: Date | null
  /** Of seven days. */
  readonly counts: Readonly<Partial<Record<Counted, number>>>
}

/** In the role `gate`: numbers alone. */
export const findMailState = async (db: Writer, now: Date): Promise<MailState> => {
  const queue = await sql<{ waiting: number; held: number; oldest: Date | null }>`
    select count(*) filter (where not held)::int as waiting, count(*) filter (where held)::int as held,
      min(due_at) filter (where not held) as oldest from mail`.execute(db)
  const line = await sql<{ problem: string | null; since: Date | null; last_sent_at: Date | null }>`
    select problem, since, last_sent_at from mail_line`.execute(db)
  const counts = await sql<{ outcome: Counted; n: number }>`
    select outcome, sum(n)::int as n from mail_count where on_day > ${now}::timestamptz - interval '7 days'
    group by outcome`.execute(db)
  const { waiting = 0, held = 0, oldest = null } = queue.rows[0] ?? {}
  return {
    waiting,
    held,
    oldestDue: oldest,
    problem: line.rows[0]?.problem ?? null,
    since: line.rows[0]?.since ?? null,
    lastSentAt: line.rows[0]?.last_sent_at ?? null,
    counts: Object.fromEntries(counts.rows.map(({ outcome, n }) => [outcome, n])),
  }
}
