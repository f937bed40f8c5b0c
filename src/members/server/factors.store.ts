/** Rows of second factors: what is checked, what was asked, what a steward did. */
import type { Generated } from 'kysely'

import type { StewardActKind } from '#members/core/factor_wire.ts'
import type { Writer } from '#platform/server/database.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    factor: {
      id: string
      account: string
      kind: 'totp' | 'key'
      sealed: Uint8Array
      counter: Generated<number>
      added_on: string
      used_on: string | null
    }
    factor_code: { account: string; hash: Uint8Array }
    challenge: { hash: string; account: string; use: ChallengeUse; expires_at: Date }
    steward_act: { account: string; at: Date; act: StewardActKind; told: Generated<boolean> }
  }
}

export type FactorRow = {
  readonly id: string
  readonly kind: 'totp' | 'key'
  readonly sealed: Uint8Array
  readonly counter: number
  readonly added_on: string
  readonly used_on: string | null
}

export const findFactors = (db: Writer, account: string): Promise<readonly FactorRow[]> =>
  db
    .selectFrom('factor')
    .select(['id', 'kind', 'sealed', 'counter', 'added_on', 'used_on'])
    .where('account', '=', account)
    .orderBy('added_on')
    .orderBy('id')
    .execute()

export const insertFactor = async (
  db: Writer,
  factor: Omit<FactorRow, 'used_on'> & { readonly account: string },
): Promise<void> => {
  await db
    .insertInto('factor')
    .values({ ...factor, used_on: factor.added_on })
    .execute()
}

/** Of many at once that change an account's factors each waits for the one before. */
export const lockFactors = async (db: Writer, account: string): Promise<void> => {
  await db.selectFrom('account').select('id').where('id', '=', account).forUpdate().execute()
}

/**
 * False for a step that is not later than the last one used: of the same code many times at once one is taken. A last
 * step beyond tomorrow was used while the clock was wrong, and would shut the member out until then.
 */
export const useStep = async (
  db: Writer,
  given: { readonly id: string; readonly step: number; readonly day: number; readonly today: string },
): Promise<boolean> => {
  const used = await db
    .updateTable('factor')
    .set({ counter: given.step, used_on: given.today })
    .where('id', '=', given.id)
    .where((or) => or.or([or('counter', '<', given.step), or('counter', '>', given.step + given.day)]))
    .executeTakeFirst()
  return used.numUpdatedRows === 1n
}

export const useKey = async (
  db: Writer,
  given: { readonly id: string; readonly counter: number; readonly today: string },
): Promise<void> => {
  const { id, counter, today } = given
  await db.updateTable('factor').set({ counter, used_on: today }).where('id', '=', id).execute()
}

/** False for one that the account has not. */
export const deleteFactor = async (
  db: Writer,
  of: { readonly account: string; readonly id: string },
): Promise<boolean> => {
  const deleted = await db
    .deleteFrom('factor')
    .where('account', '=', of.account)
    .where('id', '=', of.id)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** How many there were. */
export const deleteFactors = async (db: Writer, account: string): Promise<number> => {
  await deleteCodes(db, account)
  await db.deleteFrom('challenge').where('account', '=', account).execute()
  const deleted = await db.deleteFrom('factor').where('account', '=', account).executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

export const countCodes = async (db: Writer, account: string): Promise<number> => {
  const { count } = await db
    .selectFrom('factor_code')
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('account', '=', account)
    .executeTakeFirstOrThrow()
  return count
}

export const insertCodes = async (
  db: Writer,
  account: string,
  hashes: readonly Uint8Array[],
): Promise<void> => {
  await db
    .insertInto('factor_code')
    .values(hashes.map((hash) => ({ account, hash })))
    .execute()
}

/** False for one that never was or was used. */
export const useCode = async (
  db: Writer,
  of: { readonly account: string; readonly hash: Uint8Array },
): Promise<boolean> => {
  const used = await db
    .deleteFrom('factor_code')
    .where('account', '=', of.account)
    .where('hash', '=', of.hash)
    .executeTakeFirst()
  return used.numDeletedRows === 1n
}

export const deleteCodes = async (db: Writer, account: string): Promise<void> => {
  await db.deleteFrom('factor_code').where('account', '=', account).execute()
}

export type ChallengeUse = 'sign_in' | 'add' | 'prove'
type Challenge = { readonly hash: string; readonly account: string; readonly use: ChallengeUse }

export const insertChallenge = async (
  db: Writer,
  challenge: Challenge & { readonly expires: Date },
): Promise<void> => {
  const { hash, account, use, expires } = challenge
  await db.insertInto('challenge').values({ hash, account, use, expires_at: expires }).execute()
}

type Until = { readonly now: Date; readonly latest: Date }

/** Whose ticket this is; held, so that of two at once the second finds it used. */
export const holdTicket = async (
  db: Writer,
  hash: string,
  { now, latest }: Until,
): Promise<string | null> => {
  const row = await db
    .selectFrom('challenge')
    .select('account')
    .where('hash', '=', hash)
    .where('use', '=', 'sign_in')
    .where('expires_at', '>', now)
    // A clock that was set back must lengthen nothing.
    .where('expires_at', '<=', latest)
    .forUpdate()
    .executeTakeFirst()
  return row?.account ?? null
}

/** False for one that was not asked, was answered or is too old. */
export const takeChallenge = async (
  db: Writer,
  { hash, account, use }: Challenge,
  { now, latest }: Until,
): Promise<boolean> => {
  const taken = await db
    .deleteFrom('challenge')
    .where('hash', '=', hash)
    .where('account', '=', account)
    .where('use', '=', use)
    .where('expires_at', '>', now)
    .where('expires_at', '<=', latest)
    .executeTakeFirst()
  return taken.numDeletedRows === 1n
}

export const deleteChallenge = async (db: Writer, hash: string): Promise<void> => {
  await db.deleteFrom('challenge').where('hash', '=', hash).execute()
}

/** Sessions and challenges that no request can come with any more, and what hangs on them. */
export const sweepEntrance = async (
  db: Writer,
  { now, idleSince }: { readonly now: Date; readonly idleSince: Date },
): Promise<void> => {
  await db.deleteFrom('challenge').where('expires_at', '<', now).execute()
  await db
    .deleteFrom('session')
    .where((or) => or.or([or('expires_at', '<', now), or('seen_at', '<', idleSince)]))
    .execute()
}

export const isFactorRequired = async (db: Writer): Promise<boolean> => {
  const row = await db.selectFrom('installation').select('factor_required').executeTakeFirst()
  return row?.factor_required ?? false
}

export const saveFactorRule = async (db: Writer, required: boolean): Promise<void> => {
  await db.updateTable('installation').set({ factor_required: required }).execute()
}

/** Names of open accounts that have no factor. */
export const findWithoutFactor = async (db: Writer): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('account')
    .select('name')
    .where('closed_on', 'is', null)
    .where((not) =>
      not.not(
        not.exists(
          not.selectFrom('factor').select('factor.id').whereRef('factor.account', '=', 'account.id'),
        ),
      ),
    )
    .orderBy('name')
    .execute()
  return rows.map(({ name }) => name)
}

export const insertStewardAct = async (
  db: Writer,
  act: { readonly account: string; readonly at: Date; readonly act: StewardActKind },
): Promise<void> => {
  await db
    .insertInto('steward_act')
    .values(act)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The latest of this kind that its member was not told of. */
export const findUntold = async (db: Writer, account: string, act: StewardActKind): Promise<Date | null> => {
  const row = await db
    .selectFrom('steward_act')
    .select('at')
    .where('account', '=', account)
    .where('act', '=', act)
    .where('told', '=', false)
    .orderBy('at', 'desc')
    .executeTakeFirst()
  return row?.at ?? null
}

export const markActsTold = async (db: Writer, account: string): Promise<void> => {
  await db.updateTable('steward_act').set({ told: true }).where('account', '=', account).execute()
}

/** Of a desk's members, the newest first. */
export const findStewardActs = async (
  db: Writer,
  desk: string,
  since: Date,
): Promise<readonly { readonly act: StewardActKind; readonly name: string; readonly at: Date }[]> =>
  db
    .selectFrom('steward_act')
    .innerJoin('membership', 'membership.account', 'steward_act.account')
    .innerJoin('account', 'account.id', 'steward_act.account')
    .select(['steward_act.act', 'account.name', 'steward_act.at'])
    .where('membership.desk', '=', desk)
    .where('steward_act.at', '>', since)
    .orderBy('steward_act.at', 'desc')
    .execute()
