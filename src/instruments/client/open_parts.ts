/** What is public and forms of this room offer, asked of the server. */
import {
  type OpenParts,
  openPartsAnswer,
  type OpenPartsAsked,
  readOpenParts,
} from '#instruments/core/open_parts.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'

export const findOpenParts = async (
  deps: ClientDeps,
  { desk, ...body }: { readonly desk: string } & OpenPartsAsked,
): Promise<Result<OpenParts, MemberRefusal>> => {
  const path = `/desks/${desk}/instruments/parts`
  const answer = await deps.api('POST', path, { body, answer: openPartsAnswer })
  return answer.ok ? ok(readOpenParts(answer.value, body)) : serverErr(answer.error)
}
