/** What can be cited, on a member's device: asked for whole, so that no request tells which paragraph is meant. */
import { type CitableText, citableAnswer } from '#instruments/core/citable.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'

export const findCitable = async (
  deps: ClientDeps,
): Promise<Result<readonly CitableText[], MemberRefusal>> => {
  const answer = await deps.api('GET', '/norms', { answer: citableAnswer })
  return answer.ok ? ok(answer.value.texts) : serverErr(answer.error)
}
