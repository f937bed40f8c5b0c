/** What a steward's device asks of things that browsers stopped. */
import { ok, type Result } from '#kernel/core/result.ts'
import { type ViolationCount, violationsAnswer } from '#members/core/violations.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'

export const findViolations = async (
  deps: ClientDeps,
): Promise<Result<readonly ViolationCount[], MemberRefusal>> => {
  const answer = await deps.api('GET', '/violations', { answer: violationsAnswer })
  return answer.ok ? ok(answer.value.violations) : serverErr(answer.error)
}
