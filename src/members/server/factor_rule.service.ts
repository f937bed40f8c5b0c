/**
 * What the steward may do to accounts that go on: make a second factor a duty, take away those of a member who lost theirs,
 * end all sessions of a member.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  deleteFactors,
  findFactors,
  findStewardActs,
  findWithoutFactor,
  insertStewardAct,
  isFactorRequired,
  lockFactors,
  markActsTold,
  saveFactorRule,
} from '#members/server/factors.store.ts'
import { findOpenAccount } from '#members/server/account.store.ts'
import type { GateDeps } from '#members/server/gate.service.ts'
import { deleteOtherSessions } from '#members/server/own_account.store.ts'
import { inTransaction, type Writer } from '#platform/server/database.ts'

/** With its sessions, in the transaction of whoever has the right: the steward, or a recovery by shares. */
export const removeFactorsOf = async (db: Writer, account: string): Promise<number> => {
  await lockFactors(db, account)
  const removed = await deleteFactors(db, account)
  await deleteOtherSessions(db, { account, kept: '' })
  return removed
}

/** The steward's: of a member who lost phone and printed codes. It is told to the member and to their desks. */
export const resetFactors = (
  deps: GateDeps,
  account: string,
): Promise<Result<null, { readonly kind: 'not_found' }>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    if ((await removeFactorsOf(db, account)) === 0) return err({ kind: 'not_found' as const })
    await insertStewardAct(db, { account, at: deps.clock(), act: 'factors' })
    return ok(null)
  })

export const markTold = (deps: GateDeps, account: string): Promise<void> =>
  inTransaction(deps.database, { role: 'gate' }, (db) => markActsTold(db, account))

/** The steward's: a device of this member may be in other hands. The account goes on, with the passphrase that it has. */
export const endSessionsOf = (
  deps: GateDeps,
  account: string,
): Promise<Result<{ readonly ended: number }, { readonly kind: 'not_found' }>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    if (!(await findOpenAccount(db, account))) return err({ kind: 'not_found' as const })
    const ended = await deleteOtherSessions(db, { account, kept: '' })
    await insertStewardAct(db, { account, at: deps.clock(), act: 'sessions' })
    return ok({ ended })
  })

const ACTS_SHOWN_DAYS = 90

/** What the desk is told: what the steward did to accounts of its members in the last months. */
export const readStewardActs = (deps: GateDeps, desk: string) =>
  inTransaction(deps.database, { role: 'gate' }, (db) =>
    findStewardActs(db, desk, new Date(deps.clock().getTime() - ACTS_SHOWN_DAYS * 86_400_000)),
  )

export const readRule = (deps: GateDeps) =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => ({
    required: await isFactorRequired(db),
    without: await findWithoutFactor(db),
  }))

/** Nobody makes a duty of what they have not done: the steward would be the first to be shut out. */
export const setRule = (
  deps: GateDeps,
  given: { readonly account: string; readonly required: boolean },
): Promise<Result<null, { readonly kind: 'no_factor_yourself' }>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const own = await findFactors(db, given.account)
    if (given.required && own.length === 0) return err({ kind: 'no_factor_yourself' as const })
    await saveFactorRule(db, given.required)
    return ok(null)
  })
