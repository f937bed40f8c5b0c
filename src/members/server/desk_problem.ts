/** How refusals of a desk's log are answered. */
import type { AppendRefusal } from '#members/server/desk.service.ts'
import type { Problem } from '#platform/server/problem.ts'

/** Refusals of a desk's log: what the devices' own rules say, with the status that fits each. */
export const appendProblem = (refusal: AppendRefusal): Problem => {
  const { kind, ...fields } = refusal
  if (kind === 'tip_moved' || kind === 'id_taken' || kind === 'old_key')
    return { status: 409, type: kind, fields }
  if (kind === 'too_many_exports') return { status: 429, type: kind, fields }
  if (kind === 'no_right' || kind === 'not_a_lead' || kind === 'not_your_entry' || kind === 'travelling')
    return { status: 403, type: kind }
  return { status: 422, type: kind, fields }
}
