/**
 * Whoever lets an ask out looks, on their own device, to whom supporters are sealed: the first receiver is the inbox
 * that the verified log of the desk names. A writer who put another key there, by mistake or not, is found here; a
 * server that lies reads what supporters give before it seals it (SECURITY.md).
 */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { openDesk } from '#members/client/desk_log.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'
import { documentAnswer } from '#releases/core/wire.ts'

const received = z.object({ receivers: z.array(z.object({ recipient: z.string() })) })

/** Acts that let something out, or stand for what is out. */
const lettingOut = ['release', 'release-urgently', 'confirm']

export const checkReceiver = async (
  deps: ClientDeps,
  unlocked: Unlocked | null,
  given: {
    readonly desk: string
    readonly document: string
    readonly act: { readonly kind: string; readonly version?: number }
  },
): Promise<Result<void, MemberRefusal>> => {
  const { desk, document, act } = given
  if (unlocked === null || !lettingOut.includes(act.kind)) return ok(undefined)
  const found = await deps.api('GET', `/desks/${desk}/documents/${document}`, { answer: documentAnswer })
  if (!found.ok) return serverErr(found.error)
  const version = found.value.versions.find((one) => one.version === act.version)
  if (found.value.kind !== 'ask' || version?.act !== 'publish') return ok(undefined)
  const body = received.safeParse(version.body)
  const first = body.success ? body.data.receivers[0] : undefined
  if (first === undefined) return ok(undefined)
  const opened = await openDesk(deps, unlocked, desk)
  if (!opened.ok) return opened
  return first.recipient === opened.value.desk.inbox
    ? ok(undefined)
    : err({ kind: 'refused_by_server', type: 'receiver_not_ours', fields: {} })
}
