/** Rows of actions: taken in groups, confirmed one by one, mailed, counted and erased. */
import { sql } from 'kysely'

import type { Writer } from '#platform/server/database.ts'

import type { AskCount } from './actions.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    action: {
      id: string
      ask: string
      desk: string
      kind: string
      state: 'pending' | 'confirmed' | 'invalid' | 'erased'
      fingerprint: Buffer | null
      token_hash: Buffer | null
      code_hash: Buffer | null
      held: Buffer | null
      country: string | null
      language: string
      /** Null: it was folded, and the row stays for what hangs on it (migration 0050). */
      on_day: string | null
      confirmed_on: string | null
      flags: string[]
      expires_at: Date | null
      mail_due: Date | null
      mails: number
      counted: boolean
    }
    ask_random: { ask: string; desk: string; random: Buffer | null; made_at: Date; destroyed_at: Date | null }
    action_count: { ask: string; desk: string; kind: string; what: AskCount['what']; number: number }
  }
}

export type ActionRow = {
  readonly id: string
  readonly ask: string
  readonly desk: string
  readonly kind: string
  readonly fingerprint: Buffer
  readonly tokenHash: Buffer
  readonly codeHash: Buffer
  readonly held: Buffer
  readonly language: string
  readonly flags: readonly string[]
  readonly now: Date
  readonly mailDue: Date
}

/** Hours until a link and a code end, and what was typed with them. */
export const HOURS_TO_CONFIRM = 48

/** The ids that were written; an address that acted already is not among them. In the role `gate`. */
export const insertActions = async (db: Writer, rows: readonly ActionRow[]): Promise<ReadonlySet<string>> => {
  const written = await sql<{ id: string }>`
    insert into action (id, ask, desk, kind, fingerprint, token_hash, code_hash, held, language, on_day, flags,
      expires_at, mail_due)
    select id, ask, desk, kind, fingerprint, token_hash, code_hash, held, language, (at at time zone 'UTC')::date,
      string_to_array(flags, ' '), at + make_interval(hours => ${HOURS_TO_CONFIRM}::int), due
    from unnest(${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.ask)}::text[],
      ${rows.map((row) => row.desk)}::text[], ${rows.map((row) => row.kind)}::text[],
      ${rows.map((row) => row.fingerprint)}::bytea[], ${rows.map((row) => row.tokenHash)}::bytea[],
      ${rows.map((row) => row.codeHash)}::bytea[], ${rows.map((row) => row.held)}::bytea[],
      ${rows.map((row) => row.language)}::text[], ${rows.map((row) => row.flags.join(' '))}::text[],
      ${rows.map((row) => row.now)}::timestamptz[], ${rows.map((row) => row.mailDue)}::timestamptz[])
      as given (id, ask, desk, kind, fingerprint, token_hash, code_hash, held, language, flags, at, due)
    on conflict (ask, kind, fingerprint) do nothing
    returning id`.execute(db)
  return new Set(written.rows.map(({ id }) => id))
}

/** An address that waits already is written to again: once an hour at most, three times in all. */
export const mailAgain = async (
  db: Writer,
  rows: readonly Pick<ActionRow, 'ask' | 'kind' | 'fingerprint'>[],
  now: Date,
): Promise<void> => {
  await sql`
    update action set mail_due = ${now}
    from unnest(${rows.map((row) => row.ask)}::text[], ${rows.map((row) => row.kind)}::text[],
      ${rows.map((row) => row.fingerprint)}::bytea[]) as again (ask, kind, fingerprint)
    where action.ask = again.ask and action.kind = again.kind and action.fingerprint = again.fingerprint
      and action.state = 'pending' and action.mail_due is null and action.mails between 1 and 2
      and action.expires_at < ${now}::timestamptz + make_interval(hours => ${HOURS_TO_CONFIRM}::int - action.mails)`.execute(
    db,
  )
}

/** The random of an ask, made the first time; null once it is destroyed. Of two servers one makes it for both. */
export const ensureRandom = async (
  db: Writer,
  given: { readonly ask: string; readonly desk: string; readonly random: Buffer; readonly now: Date },
): Promise<Buffer | null> => {
  const { ask, desk, random, now } = given
  await db
    .insertInto('ask_random')
    .values({ ask, desk, random, made_at: now, destroyed_at: null })
    .onConflict((conflict) => conflict.column('ask').doNothing())
    .execute()
  const row = await db.selectFrom('ask_random').select('random').where('ask', '=', ask).executeTakeFirst()
  return row?.random ?? null
}

/** An ask that closed and was opened again: whoever acted before can act once more. In the role `jobs`. */
export const renewRandom = async (
  db: Writer,
  { ask, random, now }: { readonly ask: string; readonly random: Buffer; readonly now: Date },
): Promise<void> => {
  await db
    .updateTable('ask_random')
    .set({ random, made_at: now, destroyed_at: null })
    .where('ask', '=', ask)
    .where('random', 'is', null)
    .execute()
}

export type WaitingRow = {
  readonly id: string
  readonly ask: string
  readonly kind: string
  readonly token_hash: Buffer | null
  readonly held: Buffer | null
  readonly language: string
}

const waitingColumns = ['id', 'ask', 'kind', 'token_hash', 'held', 'language'] as const

export const findWaitingById = async (db: Writer, id: string, now: Date): Promise<WaitingRow | undefined> =>
  db
    .selectFrom('action')
    .select(waitingColumns)
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .where('expires_at', '>', now)
    .executeTakeFirst()

export const findWaitingByCode = async (
  db: Writer,
  code: Buffer,
  now: Date,
): Promise<WaitingRow | undefined> =>
  db
    .selectFrom('action')
    .select(waitingColumns)
    .where('code_hash', '=', code)
    .where('state', '=', 'pending')
    .where('expires_at', '>', now)
    .executeTakeFirst()

/** True for one caller alone. */
export const confirmRow = async (
  db: Writer,
  given: { readonly id: string; readonly token: Buffer; readonly now: Date; readonly country: string | null },
): Promise<boolean> => {
  const { rows } = await sql<{ done: boolean }>`
    select confirm_action(${given.id}, ${given.token}, ${given.now}, ${given.country}) as done`.execute(db)
  return rows[0]?.done === true
}

export const eraseWaitingRow = async (db: Writer, id: string, token: Buffer): Promise<void> => {
  await sql`select erase_waiting_action(${id}, ${token})`.execute(db)
}

/** Minutes for which a mail that was handed out is handed out to nobody else. */
const LEASE_MINUTES = 15

/** Those due first, each to one server alone. In the role `jobs`. */
export const takeDueMail = async (
  db: Writer,
  { most, now }: { readonly most: number; readonly now: Date },
): Promise<readonly Pick<WaitingRow, 'id' | 'ask' | 'kind' | 'held' | 'language'>[]> => {
  const { rows } = await sql<Pick<WaitingRow, 'id' | 'ask' | 'kind' | 'held' | 'language'>>`
    update action set mail_due = ${now}::timestamptz + make_interval(mins => ${LEASE_MINUTES}::int)
    where id in (select id from action where mail_due <= ${now} and expires_at > ${now}
      order by mail_due limit ${most} for update skip locked)
    returning id, ask, kind, held, language`.execute(db)
  return rows
}

export const settleMail = async (
  db: Writer,
  given: {
    readonly sent: readonly string[]
    readonly never: readonly string[]
    readonly later: readonly string[]
    readonly at: Date
  },
): Promise<void> => {
  const { sent, never, later, at } = given
  const waiting = (ids: readonly string[]) =>
    db.updateTable('action').where('id', 'in', ids).where('state', '=', 'pending')
  if (sent.length > 0)
    await waiting(sent)
      .set(({ eb, fn }) => ({ mail_due: null, mails: fn('least', [eb('mails', '+', 1), eb.lit(20)]) }))
      .execute()
  if (never.length > 0) await waiting(never).set({ mail_due: null }).execute()
  if (later.length > 0) await waiting(later).set({ mail_due: at }).execute()
}

export const countDueMail = async (db: Writer): Promise<number> => {
  const row = await db
    .selectFrom('action')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('mail_due', 'is not', null)
    .executeTakeFirst()
  return row?.n ?? 0
}

/** In the role `gate`. */
export const countWaiting = async (db: Writer): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from action where state = 'pending'`.execute(db)
  return rows[0]?.n ?? 0
}

/** An address that does not exist. In the role `jobs`. */
export const eraseBounced = async (db: Writer, id: string): Promise<void> => {
  await db.deleteFrom('action').where('id', '=', id).where('state', '=', 'pending').execute()
}

export const eraseExpired = async (db: Writer, now: Date): Promise<void> => {
  await db.deleteFrom('action').where('state', '=', 'pending').where('expires_at', '<=', now).execute()
}

export const findRandoms = async (db: Writer): Promise<readonly string[]> =>
  (await db.selectFrom('ask_random').select('ask').where('random', 'is not', null).execute()).map(
    ({ ask }) => ask,
  )

/** First the random, then what it made: from the first on, nothing leads from an address to a row. */
export const destroyRandom = async (db: Writer, ask: string, now: Date): Promise<void> => {
  await db
    .updateTable('ask_random')
    .set({ random: null, destroyed_at: now })
    .where('ask', '=', ask)
    .where('random', 'is not', null)
    .execute()
}

/** How many it cleared; fewer than asked for: none is left. */
export const clearFingerprints = async (db: Writer, most: number): Promise<number> => {
  const { numAffectedRows } = await sql`
    update action set fingerprint = null where id in (
      select a.id from action a join ask_random r on r.ask = a.ask and r.random is null
      where a.fingerprint is not null limit ${most})`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Held to the end of the transaction; false: another one counts now. */
const COUNT_LOCK = 7_266_735

/**
 * Adds what was confirmed since the last time, with a line in the ledger, or nothing if another transaction is at it. In
 * the role `jobs`.
 */
export const countConfirmed = async (
  db: Writer,
  { now, most }: { readonly now: Date; readonly most: number },
): Promise<number> => {
  const held = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${COUNT_LOCK}) as held`.execute(
    db,
  )
  if (!held.rows[0]?.held) return 0
  const counted = await sql<{ number: number }>`
    with moved as (
      update action set counted = true where id in (
        select id from action where state = 'confirmed' and not counted limit ${most} for update skip locked)
      returning ask, desk, kind),
    sums as (select ask, desk, kind, count(*) as number from moved group by ask, desk, kind),
    noted as (
      insert into action_ledger (ask, desk, kind, at, what, number)
      select ask, desk, kind, ${now}, 'confirmed', number from sums),
    added as (
      insert into action_count (ask, desk, kind, what, number)
      select ask, desk, kind, 'confirmed', number from sums
      on conflict (ask, kind, what) do update set number = action_count.number + excluded.number)
    select coalesce(sum(number), 0)::bigint as number from sums`.execute(db)
  return counted.rows[0]?.number ?? 0
}

/** In the role `public`. */
export const findCounts = async (db: Writer, ask: string): Promise<readonly AskCount[]> =>
  db
    .selectFrom('action_count')
    .select(['kind', 'what', 'number'])
    .where('ask', '=', ask)
    .orderBy('kind')
    .orderBy('what')
    .execute()

/** Rows of whose supporters nothing is held become sums; how many did. In the role `jobs`. */
export const foldActions = async (
  db: Writer,
  { now, most }: { readonly now: Date; readonly most: number },
): Promise<number> =>
  (await sql<{ folded: number }>`select fold_actions(${now}, ${most}) as folded`.execute(db)).rows[0]
    ?.folded ?? 0
