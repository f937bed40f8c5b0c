/** Suspending a colleague's account, from a member's device. What is listed is the server's word, and no log's. */
import { ok, type Result } from '#kernel/core/result.ts'
import type { SuspensionReason } from '#members/core/absence.ts'
import { type SuspensionLine, suspensionsAnswer } from '#members/core/absence_wire.ts'
import { nothing } from '#members/core/wire.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>
export type { SuspensionLine }

export const findSuspensions = async (deps: ClientDeps, desk: string): Answer<readonly SuspensionLine[]> => {
  const answer = await deps.api('GET', `/desks/${desk}/suspensions`, { answer: suspensionsAnswer })
  return answer.ok ? ok(answer.value.suspensions) : serverErr(answer.error)
}

export type SuspensionAct =
  | { readonly kind: 'suspend'; readonly account: string; readonly reason: SuspensionReason }
  | { readonly kind: 'lock_out' | 'lift'; readonly account: string }

/** The list as it is afterwards. */
export const actOnSuspension = async (
  deps: ClientDeps,
  desk: string,
  act: SuspensionAct,
): Answer<readonly SuspensionLine[]> => {
  const path = `/desks/${desk}/suspensions`
  const { account } = act
  const done =
    act.kind === 'suspend'
      ? await deps.api('POST', path, { body: { account, reason: act.reason }, answer: nothing })
      : await deps.api('POST', `${path}/${account}/${act.kind === 'lift' ? 'lift' : 'lock-out'}`, {
          body: {},
          answer: nothing,
        })
  return done.ok ? findSuspensions(deps, desk) : serverErr(done.error)
}
