/** What a scorecard would say now, asked on a member's device. */
import type { Result } from '#kernel/core/result.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'
import { type CountAnswer, countAnswer, type CountAsked } from '#missions/core/scorecard_wire.ts'

export const countScorecard = async (
  deps: ClientDeps,
  { desk, ...asked }: { readonly desk: string } & CountAsked,
): Promise<Result<CountAnswer, MemberRefusal>> => {
  const found = await deps.api('POST', `/desks/${desk}/scorecards/count`, {
    body: asked,
    answer: countAnswer,
  })
  return found.ok ? found : serverErr(found.error)
}
