/** Rows of the organisation's root, of requests to be let in again, and of proofs that the root has given. */
import type { Writer } from '#platform/server/database.ts'
import { keptOut } from './suspension.store.ts'
import { type Generated, sql } from 'kysely'

declare module '#platform/server/database.ts' {
  interface Tables {
    organisation_root: {
      root: string
      recovery: string
      statement: Uint8Array
      signature: Uint8Array
      kept_at: Date
    }
    recovery_request: {
      account: string
      seed: Uint8Array
      auth: Uint8Array
      vault: Uint8Array
      signing: string
      recipient: string
      requested_at: Date
      expires_at: Date
    }
    recovery_proof: {
      challenge: string
      expires_at: Date
      account: string | null
      made_in: Generated<string>
    }
  }
}
export type RootRow = {
  readonly root: string
  readonly recovery: string
  readonly statement: Uint8Array
  readonly signature: Uint8Array
}

/** False where this root is kept already. */
export const insertRoot = async (db: Writer, row: RootRow & { readonly kept_at: Date }): Promise<boolean> => {
  const inserted = await db
    .insertInto('organisation_root')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The newest: the organisation's own. */
export const findRoot = async (db: Writer): Promise<RootRow | null> =>
  (await db
    .selectFrom('organisation_root')
    .select(['root', 'recovery', 'statement', 'signature'])
    .orderBy('kept_at', 'desc')
    .orderBy('root')
    .limit(1)
    .executeTakeFirst()) ?? null

export const findRootNamed = async (db: Writer, root: string): Promise<RootRow | null> =>
  (await db
    .selectFrom('organisation_root')
    .select(['root', 'recovery', 'statement', 'signature'])
    .where('root', '=', root)
    .executeTakeFirst()) ?? null

export type RootedDesk = {
  readonly id: string
  readonly name: string
  readonly rooted_in: string | null
  /** Of its members one in whose name its log is read; null: all are suspended, and read nothing. */
  readonly reader: string | null
}

/** As the gate: every desk of the installation, and the root that its log names. */
export const findRootedDesks = (db: Writer, now: Date): Promise<readonly RootedDesk[]> =>
  db
    .selectFrom('desk')
    .select(['desk.id', 'desk.name', 'desk.rooted_in'])
    .select((is) =>
      is
        .selectFrom('membership')
        .select((one) => one.fn.min('membership.account').as('reader'))
        .whereRef('membership.desk', '=', 'desk.id')
        .where((one) => one.not(keptOut(one.ref('membership.account'), now)))
        .as('reader'),
    )
    .orderBy('desk.name')
    .execute()

/** As the gate: the desks of this account that name this root, and all others it belongs to. */
export const findDesksUnder = async (
  db: Writer,
  of: { readonly account: string; readonly root: string },
): Promise<readonly { readonly id: string; readonly name: string; readonly rooted: boolean }[]> => {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('desk', 'desk.id', 'membership.desk')
    .select(['desk.id', 'desk.name', 'desk.rooted_in'])
    .where('membership.account', '=', of.account)
    .orderBy('desk.id')
    .execute()
  return rows.map(({ id, name, rooted_in: rooted }) => ({ id, name, rooted: rooted === of.root }))
}

export const saveRootOfDesk = async (
  db: Writer,
  given: { readonly desk: string; readonly root: string },
): Promise<void> => {
  await db.updateTable('desk').set({ rooted_in: given.root }).where('id', '=', given.desk).execute()
}

export type RequestRow = {
  readonly account: string
  readonly seed: Uint8Array
  readonly auth: Uint8Array
  readonly vault: Uint8Array
  readonly signing: string
  readonly recipient: string
}

/** For an open account of this name and id; of any other nothing is written, by the same statement. */
export const saveRequest = async (
  db: Writer,
  given: RequestRow & { readonly name: string; readonly now: Date; readonly until: Date },
): Promise<void> => {
  const { account, name, seed, auth, vault, signing, recipient, now, until } = given
  await sql`
    insert into recovery_request (account, seed, auth, vault, signing, recipient, requested_at, expires_at)
    select id, ${seed}, ${auth}, ${vault}, ${signing}, ${recipient}, ${now}, ${until}
    from account where id = ${account} and name = ${name} and closed_on is null
    on conflict (account) do update set seed = excluded.seed, auth = excluded.auth, vault = excluded.vault,
      signing = excluded.signing, recipient = excluded.recipient, requested_at = excluded.requested_at,
      expires_at = excluded.expires_at`.execute(db)
}

export type OpenRequest = RequestRow & {
  readonly name: string
  readonly requested_at: Date
  readonly expires_at: Date
}

/** Whose holders ask, and when. */
type AskedBy = { readonly root: string; readonly now: Date }

export const findRequests = (db: Writer, by: AskedBy): Promise<readonly OpenRequest[]> =>
  requests(db, by).orderBy('recovery_request.requested_at').execute()

export const findRequestOf = async (
  db: Writer,
  { account, ...by }: AskedBy & { readonly account: string },
): Promise<OpenRequest | null> =>
  (await requests(db, by).where('recovery_request.account', '=', account).executeTakeFirst()) ?? null

const newest = sql<string>`(select root from organisation_root order by kept_at desc, root limit 1)`

const requests = (db: Writer, { root, now }: AskedBy) =>
  db
    .selectFrom('recovery_request')
    .innerJoin('account', 'account.id', 'recovery_request.account')
    .select([
      'recovery_request.account',
      'account.name',
      'recovery_request.seed',
      'recovery_request.auth',
      'recovery_request.vault',
      'recovery_request.signing',
      'recovery_request.recipient',
      'recovery_request.requested_at',
      'recovery_request.expires_at',
    ])
    .where('recovery_request.expires_at', '>', now)
    .where('account.closed_on', 'is', null)
    // A colleague in detention may have been made to ask: two lift the suspension first.
    .where((is) => is.not(keptOut(is.ref('account.id'), now)))
    // Keys that a steward has kept and nobody has compared may be the steward's own; sheets that were replaced may lie with
    // anybody. So a desk of the account must name the root, and none a newer one; without a desk it is the newest.
    .where(({ eb, and, or, not, exists, selectFrom }) => {
      const desks = selectFrom('membership')
        .innerJoin('desk', 'desk.id', 'membership.desk')
        .select('desk.id')
        .whereRef('membership.account', '=', 'account.id')
      const isNewest = eb(newest, '=', root)
      return or([
        and([isNewest, not(exists(desks))]),
        and([
          exists(desks.where('desk.rooted_in', '=', root)),
          or([isNewest, not(exists(desks.where('desk.rooted_in', '=', newest)))]),
        ]),
      ])
    })

/**
 * Two that let the same member in take turns: an answered challenge names the account, and the keys that the other one
 * exchanges would wait for it in turn.
 */
export const lockRequest = async (db: Writer, account: string): Promise<void> => {
  await db
    .selectFrom('recovery_request')
    .select('account')
    .where('account', '=', account)
    .forUpdate()
    .execute()
}

export const deleteRequest = async (db: Writer, account: string): Promise<void> => {
  await db.deleteFrom('recovery_request').where('account', '=', account).execute()
}

/** What ran out is no use to anybody but a thief. */
export const sweepRecovery = async (db: Writer, now: Date): Promise<void> => {
  await db.deleteFrom('recovery_request').where('expires_at', '<=', now).execute()
  await db.deleteFrom('recovery_proof').where('expires_at', '<=', now).execute()
}

/** False where this challenge was answered before. */
export const spendChallenge = async (
  db: Writer,
  given: { readonly challenge: string; readonly expires: Date; readonly account: string | null },
): Promise<boolean> => {
  const { challenge, expires, account } = given
  const spent = await db
    .insertInto('recovery_proof')
    .values({ challenge, expires_at: expires, account })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return spent.numInsertedOrUpdatedRows === 1n
}

/** The same account under other keys: nothing that was sealed under the old ones is kept, and no session. */
export const exchangeKeys = async (db: Writer, request: RequestRow, note: Uint8Array): Promise<void> => {
  const { account, seed, auth, vault, signing, recipient } = request
  await db
    .updateTable('account')
    .set({
      seed,
      auth,
      vault,
      signing,
      recipient,
      vault_change: 0,
      memory: null,
      recovery_note: note,
    })
    .where('id', '=', account)
    .execute()
  await db.deleteFrom('session').where('account', '=', account).execute()
}
