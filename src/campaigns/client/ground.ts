/** What pages of campaigns ask of the server, on a member's device. */
import { type CampaignGround, groundAnswer } from '#campaigns/core/desk_ground.ts'
import type { Result } from '#kernel/core/result.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'

export const findCampaignGround = async (
  deps: ClientDeps,
  desk: string,
): Promise<Result<CampaignGround, MemberRefusal>> => {
  const found = await deps.api('GET', `/desks/${desk}/campaigns/ground`, { answer: groundAnswer })
  return found.ok ? found : serverErr(found.error)
}
