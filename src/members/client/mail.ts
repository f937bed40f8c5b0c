/** What a steward's device asks of mail. */
import { ok, type Result } from '#kernel/core/result.ts'
import { type MailReport, mailAnswer } from '#members/core/mail.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'

export const findMail = async (deps: ClientDeps): Promise<Result<MailReport, MemberRefusal>> => {
  const answer = await deps.api('GET', '/mail', { answer: mailAnswer })
  return answer.ok ? ok(answer.value) : serverErr(answer.error)
}
