/** Safety and life. A death is stated when it is likely; below that it is reported, and nothing else changes. */
import { LIKELY_LEVEL } from '#kernel/core/vocabulary/sources.ts'
import { type Day, daysFrom } from './days.ts'
import type { CaseEvent } from './happenings.ts'
import type { FactOf } from './read_log.ts'
import type { CustodyStatus, SafetyStatus } from './terms.ts'

export type Safety = {
  readonly status: Exclude<SafetyStatus, 'unknown'>
  /** The event or the risk entry that says so. */
  readonly by: CaseEvent | null
  readonly risk: string | null
}

/** A threat or attack this recent counts as danger, when no later judgement of risk says otherwise. */
const DANGER_DAYS = 180

/** The death that closes everything: the best verified one that is at least likely. */
export const deathOf = (counted: readonly CaseEvent[]): CaseEvent | null =>
  counted
    .filter((event) => event.type.axis === 'life' && event.level >= LIKELY_LEVEL)
    .reduce<CaseEvent | null>(
      (best, event) => (best === null || event.level > best.level ? event : best),
      null,
    )

/** Judges safety and life from events and the last judgement of risk. */
export const safetyOf = (given: {
  readonly counted: readonly CaseEvent[]
  readonly died: CaseEvent | null
  readonly custody: CustodyStatus
  readonly risk: FactOf<'risk'> | null
  readonly asOf: Day
}): Safety => {
  const { counted, died, custody, risk, asOf } = given
  if (died !== null) return { status: 'deceased', by: died, risk: null }
  const reported = counted.findLast((event) => event.type.axis === 'life')
  if (reported !== undefined) return { status: 'reported_dead', by: reported, risk: null }
  if (custody === 'disappeared') {
    const by = counted.findLast((event) => event.type.custody.kind === 'disappeared') ?? null
    return { status: 'disappeared', by, risk: null }
  }
  if (risk !== null) {
    const inDanger = risk.coded.level === 'high' || risk.coded.level === 'extreme'
    return { status: inDanger ? 'at_risk' : 'none_reported', by: null, risk: risk.id }
  }
  const danger = counted.findLast(
    (event) =>
      event.type.axis === 'safety' &&
      event.type.custody.kind === 'none' &&
      daysFrom(event.span.latest, asOf) <= DANGER_DAYS,
  )
  return { status: danger === undefined ? 'none_reported' : 'at_risk', by: danger ?? null, risk: null }
}
