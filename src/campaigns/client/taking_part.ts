/** Events and groups, as a manager's device asks about them: numbers alone. */
import { type DecideForm, takingPartAnswer, type TakingPartLines } from '#campaigns/core/taking_part_wire.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'
import { nothing } from '#members/core/wire.ts'

export type GroupOf = { readonly desk: string; readonly host: string } & DecideForm

export const findTakingPart = async (
  deps: ClientDeps,
  { desk }: { readonly desk: string },
): Promise<Result<TakingPartLines, MemberRefusal>> => {
  const answer = await deps.api('GET', `/desks/${desk}/taking-part`, { answer: takingPartAnswer })
  return answer.ok ? ok(answer.value) : serverErr(answer.error)
}

export const decideGroup = async (
  deps: ClientDeps,
  { desk, host, ...body }: GroupOf,
): Promise<Result<null, MemberRefusal>> => {
  const path = `/desks/${desk}/taking-part/groups/${host}`
  const answer = await deps.api('POST', path, { body, answer: nothing })
  return answer.ok ? ok(null) : serverErr(answer.error)
}
