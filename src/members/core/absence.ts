/**
 * Colleagues who cannot speak for themselves: one member suspends an account, a second locks it out, two lift that. What
 * one person alone may do is decided here; the database holds the same rules (0029_absence.sql).
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { Role } from '#members/core/desk_entries.ts'

export const SUSPENDED_HOURS = 72
/** After the end of a suspension, before the same member may begin another one of the same account. */
export const RENEW_DAYS = 14

/** Chosen and never typed: the server reads it. */
export const suspensionReasons = ['detained', 'device', 'unreachable', 'other'] as const
export type SuspensionReason = (typeof suspensionReasons)[number]

export type Suspension = {
  readonly account: string
  readonly by: string
  readonly reason: SuspensionReason
  readonly since: Date
  readonly until: Date
  /** By a second member: from then on it lasts until it is lifted. */
  readonly locked: { readonly by: string; readonly at: Date } | null
  readonly lift: { readonly by: string; readonly at: Date; readonly lead: boolean } | null
  readonly lifted: { readonly by: string; readonly at: Date } | null
}

export const isInForce = ({ lifted, locked, until }: Suspension, now: Date): boolean =>
  lifted === null && (locked !== null || until > now)

export type SuspendRefusal =
  | { readonly kind: 'own_account' }
  | { readonly kind: 'no_colleague' }
  | { readonly kind: 'suspended_already' }
  /** One at a time, until a second member agrees: one bribed member must not empty a desk. */
  | { readonly kind: 'one_at_a_time' }
  /** What ended is not begun again by the same person alone. */
  | { readonly kind: 'suspended_lately' }

export type Suspending = {
  readonly me: string
  readonly account: string
  /** Whether the desk that both are asked at has this member. */
  readonly colleague: boolean
  /** Those of the account, and those that this person began. */
  readonly known: readonly Suspension[]
  readonly now: Date
}

export const decideSuspend = (given: Suspending): Result<void, SuspendRefusal> => {
  const { me, account, colleague, known, now } = given
  if (me === account) return err({ kind: 'own_account' })
  if (!colleague) return err({ kind: 'no_colleague' })
  const inForce = known.filter((one) => isInForce(one, now))
  if (inForce.some((one) => one.account === account)) return err({ kind: 'suspended_already' })
  if (inForce.some((one) => one.by === me && one.locked === null)) return err({ kind: 'one_at_a_time' })
  const lately = new Date(now.getTime() - RENEW_DAYS * 24 * 3_600_000)
  const renews = known.some(
    (one) => one.account === account && one.by === me && (one.lifted?.at ?? one.until) > lately,
  )
  return renews ? err({ kind: 'suspended_lately' }) : ok(undefined)
}

export type LockOutRefusal =
  | { readonly kind: 'own_account' }
  | { readonly kind: 'not_suspended' }
  | { readonly kind: 'second_member_needed' }
  | { readonly kind: 'locked_out_already' }

export const decideLockOut = (suspension: Suspension | null, me: string): Result<void, LockOutRefusal> => {
  if (suspension === null) return err({ kind: 'not_suspended' })
  if (suspension.account === me) return err({ kind: 'own_account' })
  if (suspension.locked) return err({ kind: 'locked_out_already' })
  return suspension.by === me ? err({ kind: 'second_member_needed' }) : ok(undefined)
}

export type LiftRefusal =
  | { readonly kind: 'own_account' }
  | { readonly kind: 'not_suspended' }
  | { readonly kind: 'second_member_needed' }
  | { readonly kind: 'lead_needed' }

/** The first to ask proposes, a second agrees; one of them a lead, unless no lead of the account's desks is left. */
export const decideLift = (
  suspension: Suspension | null,
  by: { readonly me: string; readonly role: Role; readonly leadIsLeft: boolean },
): Result<'propose' | 'agree', LiftRefusal> => {
  if (suspension === null) return err({ kind: 'not_suspended' })
  if (suspension.account === by.me) return err({ kind: 'own_account' })
  if (suspension.lift === null) return ok('propose')
  if (suspension.lift.by === by.me) return err({ kind: 'second_member_needed' })
  const lead = suspension.lift.lead || by.role === 'lead' || !by.leadIsLeft
  return lead ? ok('agree') : err({ kind: 'lead_needed' })
}

/** Cases that are handed back in one request. */
export const MOST_HANDED_BACK = 2000
