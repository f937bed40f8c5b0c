/** Rows of suspensions. They are the server's word: a member who may only read must be able to act at once. */
import { type Expression, type RawBuilder, type Selectable, sql, type Updateable } from 'kysely'
import type { Suspension, SuspensionReason } from '#members/core/absence.ts'
import type { Role } from '#members/core/desk_entries.ts'
import type { Tables, Writer } from '#platform/server/database.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    suspension: {
      account: string
      desk: string
      by_account: string
      reason: SuspensionReason
      since: Date
      until: Date
      locked_by: string | null
      locked_at: Date | null
      lift_by: string | null
      lift_at: Date | null
      lift_lead: boolean
      lifted_by: string | null
      lifted_at: Date | null
    }
  }
}

type Row = Selectable<Tables['suspension']>

const toSuspension = (row: Row): Suspension => {
  const lift = actOf(row.lift_by, row.lift_at)
  return {
    account: row.account,
    by: row.by_account,
    reason: row.reason,
    since: row.since,
    until: row.until,
    locked: actOf(row.locked_by, row.locked_at),
    lift: lift && { ...lift, lead: row.lift_lead },
    lifted: actOf(row.lifted_by, row.lifted_at),
  }
}

const actOf = (by: string | null, at: Date | null) => (by !== null && at !== null ? { by, at } : null)

/** Of an id that is nobody's: asked all the same, so that no sign-in is shorter than another. */
export const isSuspended = async (
  db: Writer,
  of: { readonly account: string; readonly now: Date },
): Promise<boolean> => {
  const { rows } = await sql<{ out: boolean }>`select ${keptOut(sql.val(of.account), of.now)} as out`.execute(
    db,
  )
  return rows[0]?.out ?? false
}

/** The same inside a question of accounts: `account` is the column with the id. */
export const keptOut = (account: Expression<string>, now: Date): RawBuilder<boolean> => sql<boolean>`
  exists (select from suspension s where s.account = ${account} and s.lifted_at is null
    and (s.locked_at is not null or s.until > ${now}))`

/** Whoever acts on suspensions waits for whoever does so already: rules about one at a time compare with all. */
export const lockSuspensions = async (db: Writer): Promise<void> => {
  await sql`select pg_advisory_xact_lock(7266729)`.execute(db)
}

export const findSuspensionsOf = async (
  db: Writer,
  of: { readonly account: string; readonly by: string },
): Promise<readonly Suspension[]> =>
  (
    await db
      .selectFrom('suspension')
      .selectAll()
      .where((is) => is.or([is('account', '=', of.account), is('by_account', '=', of.by)]))
      .execute()
  ).map(toSuspension)

/** In the role of the desk: whether the transaction's desk has this member. */
export const isColleague = async (db: Writer, desk: string, account: string): Promise<boolean> =>
  (await db
    .selectFrom('membership')
    .select('account')
    .where('desk', '=', desk)
    .where('account', '=', account)
    .executeTakeFirst()) !== undefined

export const insertSuspension = async (
  db: Writer,
  given: Pick<Suspension, 'account' | 'by' | 'reason' | 'since' | 'until'> & { readonly desk: string },
): Promise<void> => {
  const { account, desk, by, reason, since, until } = given
  // Of the columns that a member may write: the others begin empty.
  await sql`insert into suspension (account, desk, by_account, reason, since, until)
    values (${account}, ${desk}, ${by}, ${reason}, ${since}, ${until})`.execute(db)
}

type Place = Pick<Suspension, 'account' | 'since'>

type Acting = { readonly me: string; readonly now: Date }

const change = async (
  db: Writer,
  { account, since }: Place,
  to: Updateable<Tables['suspension']>,
): Promise<void> => {
  await db
    .updateTable('suspension')
    .set(to)
    .where('account', '=', account)
    .where('since', '=', since)
    .execute()
}

/** A proposal to lift of before is dropped: whoever locks out has read it. */
export const lockOut = (db: Writer, of: Place, { me, now }: Acting): Promise<void> =>
  change(db, of, { locked_by: me, locked_at: now, lift_by: null, lift_at: null })

export const proposeLift = (db: Writer, of: Place, { me, now }: Acting): Promise<void> =>
  change(db, of, { lift_by: me, lift_at: now })

export const lift = (db: Writer, of: Place, { me, now }: Acting): Promise<void> =>
  change(db, of, { lifted_by: me, lifted_at: now })

export const leadIsLeft = async (db: Writer, account: string): Promise<boolean> => {
  const { rows } = await sql<{ left: boolean }>`select lead_is_left(${account}) as left`.execute(db)
  return rows[0]?.left ?? false
}

/** As the gate: the roles that an open account has at the desks that it shares with another. */
export const rolesBeside = async (
  db: Writer,
  { account, of }: { readonly account: string; readonly of: string },
): Promise<readonly Role[]> => {
  const rows = await db
    .selectFrom('membership as own')
    .innerJoin('membership as other', 'other.desk', 'own.desk')
    .innerJoin('account', 'account.id', 'own.account')
    .select('own.role')
    .where('own.account', '=', account)
    .where('other.account', '=', of)
    .where('account.closed_on', 'is', null)
    .execute()
  return rows.map(({ role }) => role)
}

const MOST_LISTED = 50

/** As the gate: those of the desk's present members, the newest first. */
export const findSuspensionsAt = async (db: Writer, desk: string): Promise<readonly Suspension[]> =>
  (
    await db
      .selectFrom('suspension')
      .innerJoin('membership', 'membership.account', 'suspension.account')
      .selectAll('suspension')
      .where('membership.desk', '=', desk)
      .orderBy('suspension.since', 'desc')
      .limit(MOST_LISTED)
      .execute()
  ).map(toSuspension)

/** As the gate. */
export const findNames = async (
  db: Writer,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (accounts.length === 0) return new Map()
  const rows = await db
    .selectFrom('account')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(accounts)])
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
