/** Rows of accounts, sessions and of the installation itself: what the gate may see. */
import type { Role } from '#members/core/desk_entries.ts'
import { PROVED_MINUTES } from '#members/core/proved.ts'
import { CLOCK_SLACK } from '#platform/server/clock.ts'
import type { Writer } from '#platform/server/database.ts'
import { keptOut } from './suspension.store.ts'
import { type Generated, sql } from 'kysely'

declare module '#platform/server/database.ts' {
  interface Tables {
    installation: {
      one: boolean
      organisation: string | null
      setup_token: string | null
      set_up_on: string | null
      factor_required: Generated<boolean>
    }
    account: {
      id: string
      name: string
      seed: Uint8Array
      auth: Uint8Array
      vault: Uint8Array
      vault_change: Generated<number>
      memory: Uint8Array | null
      recovery_note: Generated<Uint8Array | null>
      signing: string
      recipient: string
      steward: boolean
      created_on: string
      closed_on: string | null
    }
    session: {
      token: string
      account: string
      created_at: Date
      seen_at: Date
      expires_at: Date
      proved_at: Date | null
    }
  }
}

export type AccountRow = {
  readonly id: string
  readonly name: string
  readonly seed: Uint8Array
  readonly auth: Uint8Array
  readonly vault: Uint8Array
  readonly memory: Uint8Array | null
  readonly recovery_note: Uint8Array | null
  readonly signing: string
  readonly recipient: string
  readonly steward: boolean
  readonly closed_on: string | null
}

export const findOpenAccount = async (db: Writer, id: string): Promise<AccountRow | null> =>
  (await db
    .selectFrom('account')
    .selectAll()
    .where('id', '=', id)
    .where('closed_on', 'is', null)
    .executeTakeFirst()) ?? null

export const findAccountByName = async (db: Writer, name: string): Promise<AccountRow | null> =>
  (await db.selectFrom('account').selectAll().where('name', '=', name).executeTakeFirst()) ?? null

/** The seed of a name, or the other: the same query and one row of one column, whichever it is. */
export const findSeedOr = async (db: Writer, name: string, other: Uint8Array): Promise<Uint8Array> => {
  const seed = db.selectFrom('account').select('seed').where('name', '=', name)
  const row = await db
    .selectNoFrom(({ fn, val }) => fn.coalesce(seed, val(other)).as('seed'))
    .executeTakeFirstOrThrow()
  return row.seed
}

/** Whether this is what proves its passphrase still; until the transaction ends nobody changes it. */
export const holdProved = async (
  db: Writer,
  { id, auth }: Pick<AccountRow, 'id' | 'auth'>,
): Promise<boolean> => {
  const held = await db
    .selectFrom('account')
    .select('id')
    .where('id', '=', id)
    .where('auth', '=', auth)
    .where('closed_on', 'is', null)
    .forShare()
    .executeTakeFirst()
  return held !== undefined
}

/** False where the name or the id is taken. */
export const insertAccount = async (
  db: Writer,
  account: Omit<AccountRow, 'memory' | 'recovery_note' | 'closed_on'> & { readonly created_on: string },
): Promise<boolean> => {
  const inserted = await db
    .insertInto('account')
    .values({ ...account, memory: null, closed_on: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/**
 * Over what its device last saw there, and no other: two devices would forget what the other one knows. Null where it
 * was taken, else what stands there instead.
 */
export const saveMemory = async (
  db: Writer,
  account: string,
  given: { readonly memory: Uint8Array; readonly over: Uint8Array | null },
): Promise<{ readonly memory: Uint8Array | null } | null> => {
  const saved = await db
    .updateTable('account')
    .set({ memory: given.memory })
    .where('id', '=', account)
    .where(sql<boolean>`sha256(memory) is not distinct from ${given.over}::bytea`)
    .executeTakeFirst()
  if (saved.numUpdatedRows === 1n) return null
  const now = await db.selectFrom('account').select('memory').where('id', '=', account).executeTakeFirst()
  return { memory: now?.memory ?? null }
}

export const closeAccount = async (db: Writer, account: string, today: string): Promise<boolean> => {
  const closed = await db
    .updateTable('account')
    .set({ closed_on: today })
    .where('id', '=', account)
    .where('closed_on', 'is', null)
    .executeTakeFirst()
  await db.deleteFrom('session').where('account', '=', account).execute()
  return closed.numUpdatedRows === 1n
}

export type AccountLine = {
  readonly id: string
  readonly name: string
  readonly steward: boolean
  readonly created_on: string
  readonly closed_on: string | null
}

export const findAccounts = (db: Writer): Promise<readonly AccountLine[]> =>
  db
    .selectFrom('account')
    .select(['id', 'name', 'steward', 'created_on', 'closed_on'])
    .orderBy('name')
    .execute()

export const insertSession = async (
  db: Writer,
  session: { readonly token: string; readonly account: string; readonly now: Date; readonly until: Date },
): Promise<void> => {
  await db
    .insertInto('session')
    .values({
      token: session.token,
      account: session.account,
      created_at: session.now,
      seen_at: session.now,
      expires_at: session.until,
      proved_at: session.now,
    })
    .execute()
}

export type LiveSession = {
  readonly account: string
  readonly steward: boolean
  /** At the desk that was asked for. */
  readonly role: Role | null
  /** Its member has yet to add a second factor, and reaches nothing else before. */
  readonly confined: boolean
  readonly proved: boolean
}

/** Null for a session that never was, ended, ran out or was idle, and for a closed or suspended account. */
export const touchSession = async (
  db: Writer,
  token: string,
  given: { readonly desk: string | null; readonly now: Date; readonly idleSince: Date },
): Promise<LiveSession | null> => {
  const row = await db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account')
    .leftJoin('membership', (join) =>
      join.onRef('membership.account', '=', 'account.id').on('membership.desk', '=', given.desk),
    )
    .select(['account.id as account', 'account.steward', 'membership.role'])
    .select(['session.seen_at', 'session.proved_at'])
    .select((and) =>
      and
        .and([
          and.exists(and.selectFrom('installation').select('one').where('factor_required', '=', true)),
          and.not(
            and.exists(
              and.selectFrom('factor').select('factor.id').whereRef('factor.account', '=', 'account.id'),
            ),
          ),
        ])
        .as('confined'),
    )
    .where('session.token', '=', token)
    .where('session.expires_at', '>', given.now)
    .where('session.seen_at', '>', given.idleSince)
    // A clock that was set back must lengthen nobody's session.
    .where('session.seen_at', '<', new Date(given.now.getTime() + CLOCK_SLACK))
    .where('account.closed_on', 'is', null)
    .where((is) => is.not(keptOut(is.ref('account.id'), given.now)))
    .executeTakeFirst()
  if (!row) return null
  // Once a minute is enough for an idle limit of minutes, and spares a write per request.
  if (given.now.getTime() - row.seen_at.getTime() > 60_000)
    await db.updateTable('session').set({ seen_at: given.now }).where('token', '=', token).execute()
  const { account, steward, role } = row
  return { account, steward, role, confined: Boolean(row.confined), proved: holds(row.proved_at, given.now) }
}

/** A clock that was set back must lengthen nothing here either. */
const holds = (proved: Date | null, now: Date): boolean => {
  const since = now.getTime() - (proved?.getTime() ?? -Infinity)
  return since < PROVED_MINUTES * 60_000 && since > -CLOCK_SLACK
}

export const deleteSessions = async (db: Writer): Promise<void> => {
  await db.deleteFrom('session').execute()
}

export const deleteSession = async (db: Writer, token: string): Promise<void> => {
  await db.deleteFrom('session').where('token', '=', token).execute()
}

export type Installation = {
  readonly organisation: string | null
  readonly setup_token: string | null
  readonly set_up_on: string | null
}

export const findInstallation = async (db: Writer): Promise<Installation | null> =>
  (await db
    .selectFrom('installation')
    .select(['organisation', 'setup_token', 'set_up_on'])
    .executeTakeFirst()) ?? null

/** Keeps the hash of a new set-up token, until somebody has set the installation up. */
export const saveSetupToken = async (db: Writer, token: string): Promise<void> => {
  await db
    .insertInto('installation')
    .values({ one: true, organisation: null, setup_token: token, set_up_on: null })
    .onConflict((conflict) =>
      conflict.column('one').doUpdateSet({ setup_token: token }).where('installation.set_up_on', 'is', null),
    )
    .execute()
}

/** False where the token is not the one that is open: it works once. */
export const useSetupToken = async (
  db: Writer,
  given: { readonly token: string; readonly organisation: string; readonly today: string },
): Promise<boolean> => {
  const used = await db
    .updateTable('installation')
    .set({ organisation: given.organisation, set_up_on: given.today, setup_token: null })
    .where('setup_token', '=', given.token)
    .where('set_up_on', 'is', null)
    .executeTakeFirst()
  return used.numUpdatedRows === 1n
}

/** The organisation's name, for the public pages. */
export const findOrganisation = async (db: Writer): Promise<string | null> => {
  const row = await db.selectFrom('installation').select('organisation').executeTakeFirst()
  return row?.organisation ?? null
}
