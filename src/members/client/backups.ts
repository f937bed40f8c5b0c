/** What a steward's device asks of backups. */
import { ok, type Result } from '#kernel/core/result.ts'
import { type Backups, backupsAnswer } from '#members/core/backups.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'

export const findBackups = async (deps: ClientDeps): Promise<Result<Backups, MemberRefusal>> => {
  const answer = await deps.api('GET', '/backups', { answer: backupsAnswer })
  return answer.ok ? ok(answer.value) : serverErr(answer.error)
}
