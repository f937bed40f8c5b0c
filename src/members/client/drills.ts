/** What a steward's device asks of drills of recovery. */
import { ok, type Result } from '#kernel/core/result.ts'
import { type Drills, drillsAnswer } from '#members/core/drills.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, newId } from '#members/client/unlocked.ts'

type Answer = Promise<Result<Drills, MemberRefusal>>

export const findDrills = async ({ api }: ClientDeps): Answer => {
  const answer = await api('GET', '/drills', { answer: drillsAnswer })
  return answer.ok ? ok(answer.value) : serverErr(answer.error)
}

export const beginDrill = (deps: ClientDeps): Answer => send(deps, '/drills', { drill: newId(deps) })

export const endDrill = (
  deps: ClientDeps,
  given: { readonly drill: string; readonly opened: boolean },
): Answer => send(deps, '/drills/end', given)

const send = async ({ api }: ClientDeps, path: string, body: object): Answer => {
  const answer = await api('POST', path, { body, answer: drillsAnswer })
  return answer.ok ? ok(answer.value) : serverErr(answer.error)
}
