/** Whether those responsible are called to account: judged per killing, and defined for killings only. */
import { violationGroupOf } from '#kernel/core/vocabulary/violations.ts'
import type { CaseEvent } from './happenings.ts'
import type { AccountabilityStatus } from './terms.ts'

type Status = Exclude<AccountabilityStatus, 'unknown'>

export type Accountability = {
  readonly status: Status
  readonly killings: readonly { readonly entry: string; readonly status: Status }[]
  readonly by: CaseEvent | null
}

/** Steps that name no killing concern all of them. */
export const accountabilityOf = (counted: readonly CaseEvent[]): Accountability => {
  const steps = counted.filter((event) => event.type.accountability !== null)
  const by = steps.at(-1) ?? null
  const killings = counted.filter(isKilling).map((killing) => {
    const own = steps.filter(({ fact }) => (fact.coded.concerns ?? killing.id) === killing.id)
    return { entry: killing.id, status: statusAfter(own) }
  })
  const [first] = killings
  if (first === undefined) return { status: 'not_defined', killings: [], by }
  const statuses = new Set(killings.map((killing) => killing.status))
  if (statuses.size === 1) return { status: first.status, killings, by }
  if (statuses.has('full') || statuses.has('partial')) return { status: 'partial', killings, by }
  const status = summaryOrder.find((one) => statuses.has(one)) ?? 'none_known'
  return { status, killings, by }
}

/** An attempt, and a death nobody has explained yet, are no killing. */
const isKilling = (event: CaseEvent): boolean =>
  event.fact.coded.acts.some(
    ({ violation, attempted }) =>
      violationGroupOf(violation) === 'K' && violation !== 'K04' && violation !== 'K06' && attempted !== true,
  )

const summaryOrder: readonly Status[] = [
  'suspects_arrested',
  'investigation',
  'closed_without_result',
  'none_known',
]

function statusAfter(steps: readonly CaseEvent[]): Status {
  let status: Status = 'none_known'
  for (const { type, fact } of steps) {
    switch (type.accountability) {
      case 'suspects_convicted':
        status = fact.coded.allResponsible === true ? 'full' : status === 'full' ? 'full' : 'partial'
        break
      case 'suspects_arrested':
      case 'suspects_charged':
        if (status !== 'full' && status !== 'partial') status = 'suspects_arrested'
        break
      case 'investigation':
        if (status === 'none_known' || status === 'closed_without_result') status = 'investigation'
        break
      case 'closed_without_result':
        if (status !== 'full' && status !== 'partial') status = 'closed_without_result'
        break
      case 'complaint':
      case 'none_known':
      case null:
        break
    }
  }
  return status
}
