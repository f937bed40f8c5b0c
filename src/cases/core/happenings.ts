/** Which events count, and in which order they are known to stand. */
import {
  type EventTypeTerm,
  eventTypeOf,
  type ProceedingEffect,
  proceedingStatuses,
} from '#kernel/core/vocabulary/events.ts'
import { verificationLevelOf } from '#kernel/core/vocabulary/sources.ts'
import { type Day, spanOf } from './days.ts'
import { type Happening, type Order, type OrderError, orderOf } from './order.ts'
import type { FactOf, Finding } from './read_log.ts'

export type CaseEvent = Happening & {
  readonly fact: FactOf<'event'>
  readonly type: EventTypeTerm
  readonly level: number
}

export type HappeningWarning = 'conflicting_claims' | 'date_in_future'

export type Happenings = {
  /** All events, those that do not count too: the timeline shows them. */
  readonly all: readonly CaseEvent[]
  /** Those that decide status. */
  readonly counted: readonly CaseEvent[]
  readonly order: Order<CaseEvent>
  readonly warnings: readonly Finding<HappeningWarning>[]
  readonly errors: readonly Finding<OrderError>[]
}

/**
 * Sorts out events: rejected ones, later claims of the same happening and the future do not count. What did not
 * happen, or not as it was claimed, puts nothing in order either: it would move the dates of what did.
 */
export const happeningsOf = (facts: readonly FactOf<'event'>[], asOf: Day): Happenings => {
  const events = facts.map(eventOfFact)
  const warnings: Finding<HappeningWarning>[] = []
  const bestById = new Map<string, CaseEvent>()
  for (const claims of claimGroups(events)) {
    warnings.push({ kind: 'conflicting_claims', entries: claims.map((claim) => claim.id) })
    const best = claims.reduce((a, b) =>
      b.level > a.level || (b.level === a.level && b.seq > a.seq) ? b : a,
    )
    for (const claim of claims) bestById.set(claim.id, best)
  }
  const stands = (event: CaseEvent): boolean =>
    event.level > REJECTED && (bestById.get(event.id) ?? event) === event
  const standing = new Set(events.filter(stands).map((event) => event.id))
  /** After a claim is after what it claims, and of that the best claim tells. */
  const afterOf = (event: CaseEvent): readonly string[] =>
    stands(event)
      ? [...new Set(event.after.map((id) => bestById.get(id)?.id ?? id))].filter((id) => standing.has(id))
      : []
  const order = orderOf(events.map((event) => ({ ...event, after: afterOf(event) })))
  const counted = order.events.filter((event) => {
    if (!standing.has(event.id)) return false
    if (event.span.earliest <= asOf) return true
    warnings.push({ kind: 'date_in_future', entries: [event.id] })
    return false
  })
  return { all: order.events, counted, order, warnings, errors: order.errors }
}

const REJECTED = verificationLevelOf('REJ')

function eventOfFact(fact: FactOf<'event'>): CaseEvent {
  const type = eventTypeOf(fact.coded.type)
  return {
    id: fact.id,
    seq: fact.seq,
    span: spanOf(fact.coded.date),
    after: fact.coded.after ?? [],
    rank: rankOf(type),
    fact,
    type,
    level: verificationLevelOf(fact.coded.verification),
  }
}

/** Being taken comes first, then the steps of a proceeding, then ends: an order to show, never to decide by. */
function rankOf(type: EventTypeTerm): number {
  switch (type.custody.kind) {
    case 'held':
      return type.custody.starts ? 0 : 1
    case 'abducted':
    case 'disappeared':
      return 0
    case 'house_arrest':
    case 'place_changes':
      return 1
    case 'released':
    case 'released_when_executed':
    case 'at_large':
    case 'exiled':
    case 'free':
      return 30
    case 'deceased':
      return 40
    case 'none':
    case 'serving_if_held':
    case 'restriction_added':
      return stepRank(type.proceeding)
  }
}

function stepRank(effect: ProceedingEffect): number {
  switch (effect.kind) {
    case 'none':
      return 2
    case 'becomes': {
      const status = proceedingStatuses.find((one) => one.code === effect.status)
      return status === undefined || status.phase === 'ended' ? 20 : 3 + status.advance
    }
    case 'by_appeal_outcome':
      return 13
    case 'ends_all':
      return 40
  }
}

/** Events joined by `conflictsWith`, directly or through others: claims of the same happening. */
export function claimGroups(events: readonly CaseEvent[]): readonly (readonly CaseEvent[])[] {
  const groupById = new Map<string, Set<CaseEvent>>()
  const byId = new Map(events.map((event) => [event.id, event]))
  for (const event of events) {
    for (const id of event.fact.coded.conflictsWith ?? []) {
      const other = byId.get(id)
      if (other === undefined || other === event) continue
      const joined = new Set([
        ...(groupById.get(event.id) ?? [event]),
        ...(groupById.get(other.id) ?? [other]),
      ])
      for (const one of joined) groupById.set(one.id, joined)
    }
  }
  return [...new Set(groupById.values())].map((group) => [...group].toSorted((a, b) => a.seq - b.seq))
}
