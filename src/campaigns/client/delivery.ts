/** Supporters' own messages, as a manager's device asks about them: numbers alone. */
import { deliveryAnswer, type DeliveryNumbers } from '#campaigns/core/delivery_wire.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'
import { nothing } from '#members/core/wire.ts'

export type DeliveryOf = { readonly desk: string; readonly ask: string }

const pathOf = ({ desk, ask }: DeliveryOf): string => `/desks/${desk}/documents/${ask}/delivery`

export const findDelivery = async (
  deps: ClientDeps,
  of: DeliveryOf,
): Promise<Result<DeliveryNumbers, MemberRefusal>> => {
  const answer = await deps.api('GET', pathOf(of), { answer: deliveryAnswer })
  return answer.ok ? ok(answer.value) : serverErr(answer.error)
}

/** Lets go what many wrote alike. */
export const allowAlike = async (deps: ClientDeps, of: DeliveryOf): Promise<Result<null, MemberRefusal>> => {
  const answer = await deps.api('POST', `${pathOf(of)}/alike`, { body: {}, answer: nothing })
  return answer.ok ? ok(null) : serverErr(answer.error)
}
