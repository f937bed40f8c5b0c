/** Rows of cases that members handed back before they travelled. Row-level security hides these cases from them. */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    hand_back: { account: string; desk: string; since: Date; sealed: Uint8Array }
    handed_case: {
      account: string
      desk: string
      log: string
      since: Date
      returned_by: string | null
      returned_at: Date | null
    }
  }
}

/** Of two devices that hand back at once the later sees what the other one did. */
export const lockHandBacks = async (db: Writer, account: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`handed back ${account}`}, 0))`.execute(db)
}

/** How many of these are cases of the desk that this transaction may see. */
export const countCases = async (
  db: Writer,
  of: { readonly desk: string; readonly cases: readonly string[] },
): Promise<number> => {
  const { found } = await db
    .selectFrom('log')
    .select(({ fn }) => fn.countAll<number>().as('found'))
    .where('desk', '=', of.desk)
    .where('subject', '=', 'case')
    .where('id', 'in', of.cases)
    .executeTakeFirstOrThrow()
  return Number(found)
}

/** The moment is its key: of two acts of one member within one the later takes the next that is free. */
export const insertHandBack = async (
  db: Writer,
  given: {
    readonly account: string
    readonly desk: string
    readonly cases: readonly string[]
    readonly sealed: Uint8Array
    readonly since: Date
  },
): Promise<void> => {
  const { account, desk, cases, sealed } = given
  let { since } = given
  const insert = () =>
    sql`insert into hand_back (account, desk, since, sealed)
      values (${account}, ${desk}, ${since}, ${sealed}) on conflict do nothing`.execute(db)
  while ((await insert()).numAffectedRows === 0n) since = new Date(since.getTime() + 1)
  await sql`insert into handed_case (account, desk, log, since)
    select ${account}, ${desk}, one, ${since} from unnest(${[...cases]}::text[]) as one`.execute(db)
}

/** Whether the transaction's account has handed back cases of the transaction's desk. */
export const travels = async (db: Writer): Promise<boolean> => {
  const { rows } = await sql<{ travels: boolean }>`select travels()`.execute(db)
  return rows[0]?.travels ?? false
}

export type OwnHandBack = { readonly since: Date; readonly sealed: Uint8Array; readonly cases: number }

export const findOwnHandBacks = async (db: Writer): Promise<readonly OwnHandBack[]> => {
  const { rows } = await sql<OwnHandBack>`select since, sealed, cases from own_hand_backs()`.execute(db)
  return rows.map(({ since, sealed, cases }) => ({ since, sealed, cases: Number(cases) }))
}

export type HandedCase = { readonly account: string; readonly log: string; readonly since: Date }

/** Of colleagues, what this transaction's account may know. */
export const findHandedBack = (db: Writer, desk: string): Promise<readonly HandedCase[]> =>
  db
    .selectFrom('handed_case')
    .select(['account', 'log', 'since'])
    .where('desk', '=', desk)
    .where('returned_at', 'is', null)
    .orderBy('since')
    .orderBy('log')
    .execute()

export type Return = {
  readonly account: string
  readonly by: string
  readonly at: Date
  readonly cases: number
}

const MOST_RETURNS = 20

export const findReturns = async (db: Writer, desk: string): Promise<readonly Return[]> => {
  const rows = await db
    .selectFrom('handed_case')
    .select(['account', 'returned_by', 'returned_at'])
    .select(({ fn }) => fn.countAll<number>().as('cases'))
    .where('desk', '=', desk)
    .where('returned_at', 'is not', null)
    .groupBy(['account', 'returned_by', 'returned_at'])
    .orderBy('returned_at', 'desc')
    .limit(MOST_RETURNS)
    .execute()
  return rows.flatMap(({ account, returned_by: by, returned_at: at, cases }) =>
    by && at ? [{ account, by, at, cases: Number(cases) }] : [],
  )
}

/** Answers how many were returned; what somebody else returned meanwhile is not counted. */
export const returnCases = async (
  db: Writer,
  given: {
    readonly desk: string
    readonly traveller: string
    readonly cases: readonly string[]
    readonly by: string
    readonly now: Date
  },
): Promise<number> => {
  const done = await db
    .updateTable('handed_case')
    .set({ returned_by: given.by, returned_at: given.now })
    .where('desk', '=', given.desk)
    .where('account', '=', given.traveller)
    .where('account', '<>', given.by)
    .where('log', 'in', given.cases)
    .where('returned_at', 'is', null)
    .executeTakeFirst()
  return Number(done.numUpdatedRows)
}

/** As the gate: how many cases of all desks the account has handed back, and when that last changed. */
export const travelMark = async (db: Writer, account: string): Promise<string> => {
  const row = await db
    .selectFrom('handed_case')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('returned_at', 'is', null).as('away'),
      fn.max('since').as('since'),
      fn.max('returned_at').as('returned'),
    ])
    .where('account', '=', account)
    .executeTakeFirstOrThrow()
  const last = Math.max(Number(row.since ?? 0), Number(row.returned ?? 0))
  return `${row.away} ${last}`
}
