/** The directory on a member's device: asked for whole, so that the server learns nothing of who needs what. */
import { ok, type Result } from '#kernel/core/result.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'
import type { ProgrammeBody } from '#missions/core/programme.ts'
import { programmesAnswer } from '#missions/core/programme_wire.ts'

export const findProgrammes = async (
  deps: ClientDeps,
): Promise<Result<readonly ProgrammeBody[], MemberRefusal>> => {
  const answer = await deps.api('GET', '/programmes', { answer: programmesAnswer })
  return answer.ok ? ok(answer.value.programmes) : serverErr(answer.error)
}
