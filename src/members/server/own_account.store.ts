/** Rows of one's own account: its sessions, and the vault as a change of passphrase reads and writes it. */
import type { AccountRow } from '#members/server/account.store.ts'
import type { Writer } from '#platform/server/database.ts'

export type SessionRow = { readonly token: string; readonly created_at: Date; readonly seen_at: Date }

type Since = { readonly now: Date; readonly idleSince: Date }

/** Those that a request could still come with. */
export const findSessionsOf = (
  db: Writer,
  account: string,
  { now, idleSince }: Since,
): Promise<readonly SessionRow[]> =>
  db
    .selectFrom('session')
    .select(['token', 'created_at', 'seen_at'])
    .where('account', '=', account)
    .where('expires_at', '>', now)
    .where('seen_at', '>', idleSince)
    .orderBy('created_at', 'desc')
    .orderBy('token')
    .execute()

/** All of the account but one, and first what half a sign-in has got. Answers how many sessions there were. */
export const deleteOtherSessions = async (
  db: Writer,
  of: { readonly account: string; readonly kept: string },
): Promise<number> => {
  await db.deleteFrom('challenge').where('account', '=', of.account).where('use', '=', 'sign_in').execute()
  const deleted = await db
    .deleteFrom('session')
    .where('account', '=', of.account)
    .where('token', '<>', of.kept)
    .executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

/** False where the account has no such session. */
export const deleteSessionOf = async (
  db: Writer,
  of: { readonly account: string; readonly token: string },
): Promise<boolean> => {
  const deleted = await db
    .deleteFrom('session')
    .where('account', '=', of.account)
    .where('token', '=', of.token)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

/** The passphrase was given in this session. */
export const markProved = async (db: Writer, token: string, now: Date): Promise<void> => {
  await db.updateTable('session').set({ proved_at: now }).where('token', '=', token).execute()
}

export type KeptVault = Pick<AccountRow, 'name' | 'seed' | 'auth' | 'vault'> & {
  readonly vault_change: number
}

export const findVault = async (db: Writer, account: string): Promise<KeptVault | null> =>
  (await db
    .selectFrom('account')
    .select(['name', 'seed', 'auth', 'vault', 'vault_change'])
    .where('id', '=', account)
    .where('closed_on', 'is', null)
    .executeTakeFirst()) ?? null

export type NewVault = Pick<AccountRow, 'seed' | 'auth' | 'vault'>

/** Over the vault that was seen, proved by the passphrase of that moment; false where another change was first. */
export const replaceVault = async (
  db: Writer,
  of: { readonly account: string; readonly change: number; readonly auth: Uint8Array },
  next: NewVault,
): Promise<boolean> => {
  const replaced = await db
    .updateTable('account')
    .set({ ...next, vault_change: of.change + 1 })
    .where('id', '=', of.account)
    .where('vault_change', '=', of.change)
    .where('auth', '=', of.auth)
    .where('closed_on', 'is', null)
    .executeTakeFirst()
  return replaced.numUpdatedRows === 1n
}

/** What an unlock begins with, beside the vault. */
export const findMemory = (
  db: Writer,
  account: string,
): Promise<{ readonly name: string; readonly memory: Uint8Array | null }> =>
  db.selectFrom('account').select(['name', 'memory']).where('id', '=', account).executeTakeFirstOrThrow()
