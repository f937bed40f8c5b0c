/** Counts of asks with their ledger; what changes them are functions of the database (migration 0044). */
import { sql } from 'kysely'
import type { Chosen } from '#campaigns/core/counts.ts'
import type { Writer } from '#platform/server/database.ts'

type Place = { readonly ask: string; readonly kind: string }

/** In the role of a desk. */
export const isOwnAsk = async (db: Writer, ask: string): Promise<boolean> =>
  (await sql<{ own: boolean }>`select desk_of_document(${ask}) = current_desk() as own`.execute(db)).rows[0]
    ?.own === true

export const findDays = async (
  db: Writer,
  { ask, kind }: Place,
): Promise<readonly { readonly day: string; readonly number: number }[]> =>
  (
    await sql<{ day: string; number: number }>`
      select day::text as day, number from days_of_ask(${ask}, ${kind})`.execute(db)
  ).rows

export const findCountries = async (
  db: Writer,
  { ask, kind }: Place,
): Promise<readonly { readonly country: string; readonly number: number }[]> =>
  (
    await sql<{ country: string; number: number }>`
      select country, number from countries_of_ask(${ask}, ${kind})`.execute(db)
  ).rows

/** By kind; by the kind that a petition counts, in the role of the desk. */
export const findAwaiting = async (
  db: Writer,
  ask: string,
): Promise<readonly { readonly kind: string; readonly number: number }[]> =>
  (
    await sql<{ kind: string; number: number }>`
      select kind, count(*) as number from action where ask = ${ask} and state = 'pending' group by kind order by kind`.execute(
      db,
    )
  ).rows

export const findFlags = async (
  db: Writer,
  ask: string,
): Promise<readonly { readonly flag: string; readonly number: number }[]> =>
  (
    await sql<{ flag: string; number: number }>`
      select flag, count(*) as number from action, unnest(flags) as flag
      where ask = ${ask} and state = 'confirmed' and counted group by flag order by flag`.execute(db)
  ).rows

type BatchRow = {
  readonly id: string
  readonly at: Date
  readonly by_account: string
  readonly number: number
  readonly note: string
  readonly undone_at: Date | null
}
export const findBatches = async (db: Writer, ask: string): Promise<readonly BatchRow[]> =>
  (
    await sql<BatchRow>`
      select id, at, by_account, number, note, undone_at from action_batch
      where ask = ${ask} order by at desc limit 200`.execute(db)
  ).rows

export type LedgerRow = {
  readonly at: Date
  readonly kind: string
  readonly what: string
  readonly number: number
  readonly by_account: string | null
  readonly note: string | null
}
/** The newest first. */
export const findLedger = async (db: Writer, ask: string, most: number): Promise<readonly LedgerRow[]> =>
  (
    await sql<LedgerRow>`
      select at, kind, what, number, by_account, note from action_ledger
      where ask = ${ask} order by id desc limit ${most}`.execute(db)
  ).rows

const chosenArguments = (ask: string, { kind, flags, from, to, countries }: Chosen) =>
  sql`${ask}, ${kind}, ${[...flags]}::text[], ${from}::date, ${to}::date, ${[...countries]}::text[]`

export const countChosen = async (db: Writer, ask: string, chosen: Chosen): Promise<number> =>
  (
    await sql<{ number: number }>`
      select count(*)::integer as number from chosen_actions(${chosenArguments(ask, chosen)})`.execute(db)
  ).rows[0]?.number ?? 0

type Decided = { readonly batch: string; readonly now: Date; readonly note: string }

/** Null: others are chosen by now than were seen. */
export const invalidate = async (
  db: Writer,
  ask: string,
  given: Decided & { readonly chosen: Chosen; readonly seen: number },
): Promise<number | null> =>
  (
    await sql<{ number: number | null }>`
      select invalidate_actions(${given.batch}, ${chosenArguments(ask, given.chosen)}, ${given.seen}, ${given.now},
        ${given.note}) as number`.execute(db)
  ).rows[0]?.number ?? null

/** Null: there is no such decision, or it was undone before. */
export const restore = async (db: Writer, { batch, now, note }: Decided): Promise<number | null> =>
  (
    await sql<{ number: number | null }>`
      select restore_actions(${batch}, ${now}, ${note}) as number`.execute(db)
  ).rows[0]?.number ?? null

/** False: fewer than none would be left, or the ask is not the desk's. */
export const addOnPaper = async (
  db: Writer,
  { ask, kind, number, now, note }: Place & { number: number; now: Date; note: string },
): Promise<boolean> =>
  (
    await sql<{ done: boolean }>`
      select add_on_paper(${ask}, ${kind}, ${number}, ${now}, ${note}) as done`.execute(db)
  ).rows[0]?.done === true
