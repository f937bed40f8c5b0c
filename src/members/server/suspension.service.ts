/** Suspending, locking out and lifting: each is decided against all that is there, under one lock. */
import {
  decideLift,
  decideLockOut,
  decideSuspend,
  isInForce,
  type LiftRefusal,
  type LockOutRefusal,
  SUSPENDED_HOURS,
  type SuspendRefusal,
  type Suspension,
  type SuspensionReason,
} from '#members/core/absence.ts'
import type { Role } from '#members/core/desk_entries.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Database, inTransaction, stepOn, type Writer } from '#platform/server/database.ts'
import {
  findNames,
  findSuspensionsAt,
  findSuspensionsOf,
  insertSuspension,
  isColleague,
  leadIsLeft,
  lift,
  lockOut,
  lockSuspensions,
  proposeLift,
  rolesBeside,
} from './suspension.store.ts'

export type AbsenceDeps = { readonly database: Database; readonly clock: () => Date }
export type By = { readonly account: string; readonly desk: string; readonly role: Role }

const asMember = <T>(deps: AbsenceDeps, by: By, work: (db: Writer) => Promise<T>): Promise<T> =>
  inTransaction(deps.database, { role: 'desk', account: by.account, desk: by.desk }, async (db) => {
    await lockSuspensions(db)
    return work(db)
  })

/** All sessions of the account end with the row (0029_absence.sql). */
export const suspend = (
  deps: AbsenceDeps,
  by: By,
  given: { readonly account: string; readonly reason: SuspensionReason },
): Promise<Result<void, SuspendRefusal>> =>
  asMember(deps, by, async (db) => {
    const now = deps.clock()
    const { account, reason } = given
    const known = await findSuspensionsOf(db, { account, by: by.account })
    const colleague = await isColleague(db, by.desk, account)
    const may = decideSuspend({ me: by.account, account, colleague, known, now })
    if (!may.ok) return may
    const until = new Date(now.getTime() + SUSPENDED_HOURS * 3_600_000)
    await insertSuspension(db, { account, desk: by.desk, by: by.account, reason, since: now, until })
    return ok(undefined)
  })

const inForceOf = async (
  db: Writer,
  of: { readonly account: string; readonly by: By; readonly now: Date },
) => {
  const known = await findSuspensionsOf(db, { account: of.account, by: of.by.account })
  return known.find((one) => one.account === of.account && isInForce(one, of.now)) ?? null
}

export const lockOutAccount = (
  deps: AbsenceDeps,
  by: By,
  account: string,
): Promise<Result<void, LockOutRefusal>> =>
  asMember(deps, by, async (db) => {
    const now = deps.clock()
    const found = await inForceOf(db, { account, by, now })
    const may = decideLockOut(found, by.account)
    if (!may.ok || !found) return may.ok ? err({ kind: 'not_suspended' as const }) : may
    await lockOut(db, found, { me: by.account, now })
    return ok(undefined)
  })

/** A proposal counts as long as who made it is a colleague, and with the role that they have now. */
const asProposed = async (
  db: Writer,
  { account, desk }: By,
  found: Suspension | null,
): Promise<Suspension | null> => {
  if (!found?.lift) return found
  // Perhaps a colleague at another desk of the account: the gate's to see.
  await stepOn(db, { role: 'gate' })
  const roles = await rolesBeside(db, { account: found.lift.by, of: found.account })
  await stepOn(db, { role: 'desk', account, desk })
  if (roles.length === 0) return { ...found, lift: null }
  return { ...found, lift: { ...found.lift, lead: found.lift.lead && roles.includes('lead') } }
}

/** One proposes, another agrees. */
export const liftSuspension = (
  deps: AbsenceDeps,
  by: By,
  account: string,
): Promise<Result<void, LiftRefusal>> =>
  asMember(deps, by, async (db) => {
    const now = deps.clock()
    const found = await asProposed(db, by, await inForceOf(db, { account, by, now }))
    const { role } = by
    const left = await leadIsLeft(db, account)
    const step = decideLift(found, { me: by.account, role, leadIsLeft: left })
    if (!step.ok || !found) return step.ok ? err({ kind: 'not_suspended' as const }) : step
    await (step.value === 'propose' ? proposeLift : lift)(db, found, { me: by.account, now })
    return ok(undefined)
  })

export type Named = { readonly account: string; readonly name: string }
export type ListedSuspension = Omit<Suspension, 'account' | 'by' | 'locked' | 'lift' | 'lifted'> & {
  readonly of: Named
  readonly by: Named
  readonly inForce: boolean
  readonly locked: { readonly by: Named; readonly at: Date } | null
  readonly lift: { readonly by: Named; readonly at: Date } | null
  readonly lifted: { readonly by: Named; readonly at: Date } | null
}

/** Every desk of an account sees who suspended it, though it was done at another one. */
export const listSuspensions = (deps: AbsenceDeps, desk: string): Promise<readonly ListedSuspension[]> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const found = await findSuspensionsAt(db, desk)
    const people = found.flatMap((one) =>
      [one.account, one.by, one.locked?.by, one.lift?.by, one.lifted?.by].filter((id) => id !== undefined),
    )
    const names = await findNames(db, people)
    const named = (account: string): Named => ({ account, name: names.get(account) ?? '' })
    const act = (done: { readonly by: string; readonly at: Date } | null) =>
      done && { by: named(done.by), at: done.at }
    const now = deps.clock()
    return found.map((one) => ({
      reason: one.reason,
      since: one.since,
      until: one.until,
      of: named(one.account),
      by: named(one.by),
      inForce: isInForce(one, now),
      locked: act(one.locked),
      lift: act(one.lift),
      lifted: act(one.lifted),
    }))
  })
