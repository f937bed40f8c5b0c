/**
 * Custody: where the defender is, as the events tell it. Acquittal does not end custody, a disappearance ends only
 * when the person is found, an order nobody knows gives `ambiguous` and the two events to ask about.
 */
import type { CustodyBasis } from '#kernel/core/vocabulary/events.ts'
import { type Day, daysFrom, earlierOf, FIRST_DAY, LAST_DAY, type Span } from './days.ts'
import type { CaseEvent } from './happenings.ts'
import { groupsOf, type Order, outcomesOf } from './order.ts'
import type { CustodyStatus, ReleaseCondition } from './terms.ts'

/** What custody is, apart from what is asked about it. */
export type CustodyState = {
  readonly status: Exclude<CustodyStatus, 'unknown' | 'deceased' | 'ambiguous'>
  readonly basis: CustodyBasis | null
  readonly conditional: boolean
  /** The event that says so. */
  readonly by: CaseEvent | null
}

export type CustodyInterval = {
  readonly status: 'held' | 'house_arrest' | 'disappeared' | 'abducted'
  /** Null: custody is known only from its end. */
  readonly from: { readonly entry: string; readonly span: Span } | null
  /** Null: it lasts. */
  readonly to: { readonly entry: string; readonly span: Span } | null
}

export type CustodyRun = {
  /** All states the known order allows; more than one is ambiguous. */
  readonly states: readonly CustodyState[]
  readonly pair: readonly [string, string] | null
  readonly intervals: readonly CustodyInterval[]
  /** Each event with the state before it, in the shown order. */
  readonly trail: readonly { readonly event: CaseEvent; readonly before: CustodyState }[]
}

export type DaysHeld = { readonly min: number; readonly max: number | null }

const neverHeld: CustodyState = { status: 'never_held', basis: null, conditional: false, by: null }

/** True for events that say something about custody. */
export const concernsCustody = (event: CaseEvent): boolean => {
  const { kind } = event.type.custody
  if (kind === 'released_when_executed') return event.fact.coded.executed === true
  return !['none', 'serving_if_held', 'restriction_added', 'deceased'].includes(kind)
}

/** Runs the custody events; death is judged apart. `died` closes what is open. */
export const runCustody = (
  counted: readonly CaseEvent[],
  order: Pick<Order<CaseEvent>, 'isKnownBefore'>,
  died: CaseEvent | null,
): CustodyRun => {
  const events = counted.filter(concernsCustody)
  const outcomes = outcomesOf(groupsOf(events, order), order, {
    start: neverHeld,
    step: custodyAfter,
    same: (state) => `${state.status} ${state.conditional}`,
  })
  const trail: { event: CaseEvent; before: CustodyState }[] = []
  let state = neverHeld
  for (const event of events) {
    trail.push({ event, before: state })
    state = custodyAfter(state, event)
  }
  return {
    states: [state, ...outcomes.states.filter((one) => !isSame(one, state))],
    pair: outcomes.pair,
    intervals: intervalsOf(
      died === null ? trail : trail.filter(({ event }) => !order.isKnownBefore(died.id, event.id)),
      died,
    ),
    trail,
  }
}

/** A state in which the person is in somebody's hands. */
export const isTaken = (status: CustodyStatus): status is CustodyInterval['status'] =>
  status === 'held' || status === 'house_arrest' || status === 'disappeared' || status === 'abducted'

/** What custody is after one event more. */
export function custodyAfter(state: CustodyState, event: CaseEvent): CustodyState {
  const effect = event.type.custody
  const becomes = (status: CustodyState['status'], more: Partial<CustodyState> = {}): CustodyState => ({
    status,
    basis: null,
    conditional: false,
    by: event,
    ...more,
  })
  // A disappearance ends when the person is found or custody is acknowledged, by nothing else.
  const found = effect.kind === 'free' || (effect.kind === 'held' && effect.basis === 'acknowledged')
  if (state.status === 'disappeared' && !found) return state
  switch (effect.kind) {
    case 'held':
      // A second arrest of one who is held changes nothing; it is asked about elsewhere.
      if (state.status === 'held' && effect.starts) return state
      return becomes('held', { basis: effect.basis })
    case 'house_arrest':
    case 'abducted':
    case 'disappeared':
    case 'exiled':
    case 'free':
      return becomes(effect.kind)
    case 'released':
      return becomes('released', { conditional: effect.conditional })
    case 'released_when_executed':
      return event.fact.coded.executed === true ? becomes('released') : state
    case 'at_large':
      // Being wanted in another matter frees nobody; only an escape does.
      return event.type.axis !== 'custody' && isTaken(state.status) ? state : becomes('at_large')
    case 'none':
    case 'place_changes':
    case 'serving_if_held':
    case 'restriction_added':
    case 'deceased':
      return state
  }
}

/** Days in custody, at least and at most. A disappearance may be custody: it counts in the most only. */
export const daysHeldOf = (run: CustodyRun, asOf: Day): DaysHeld => {
  let min = 0
  let max: number | null = 0
  for (const interval of run.intervals) {
    const from = interval.from?.span ?? { earliest: FIRST_DAY, latest: LAST_DAY }
    const to = interval.to?.span ?? { earliest: asOf, latest: asOf }
    if (interval.status !== 'disappeared')
      min += daysFrom(earlierOf(from.latest, asOf), earlierOf(to.earliest, asOf))
    if (from.earliest === FIRST_DAY) max = null
    if (max !== null) max += daysFrom(from.earliest, earlierOf(to.latest, asOf))
  }
  const [first] = run.intervals.flatMap(({ from }) => from?.span.earliest ?? []).toSorted()
  if (max === null || first === undefined) return { min, max }
  const whole = daysFrom(first, asOf)
  // Where the order is unknown, the last interval may still be open, and what is counted may overlap.
  const most = run.pair === null ? Math.min(max, whole) : whole
  return { min: Math.min(min, most), max: most }
}

export type Conditions = {
  readonly entry: string
  readonly conditions: readonly ReleaseCondition[]
  readonly until: Day | null
}

/** Conditions of a release that still run. */
export const conditionsOf = (state: CustodyState, asOf: Day): Conditions | null => {
  const coded = state.by?.fact.coded
  const limited = state.conditional || state.status === 'house_arrest'
  if (state.by === null || coded === undefined || !limited) return null
  if (coded.until !== undefined && coded.until < asOf) return null
  return { entry: state.by.id, conditions: coded.conditions ?? [], until: coded.until ?? null }
}

/** Travel bans in force. */
export const travelBansOf = (
  counted: readonly CaseEvent[],
  asOf: Day,
): readonly { readonly entry: string; readonly until: Day | null }[] =>
  counted.flatMap((event) => {
    const until = event.fact.coded.until ?? null
    const runs = event.type.custody.kind === 'restriction_added' && (until === null || until >= asOf)
    return runs ? [{ entry: event.id, until }] : []
  })

function isSame(a: CustodyState, b: CustodyState): boolean {
  return a.status === b.status && a.conditional === b.conditional
}

function intervalsOf(trail: CustodyRun['trail'], died: CaseEvent | null): readonly CustodyInterval[] {
  const intervals: CustodyInterval[] = []
  let open: CustodyInterval | null = null
  const close = (event: CaseEvent): void => {
    if (open !== null) intervals.push({ ...open, to: { entry: event.id, span: event.span } })
    open = null
  }
  for (const { event, before } of trail) {
    const { status } = custodyAfter(before, event)
    if (status === before.status) continue
    if (before.status === 'never_held' && status === 'released') {
      intervals.push({ status: 'held', from: null, to: { entry: event.id, span: event.span } })
    }
    close(event)
    if (isTaken(status)) open = { status, from: { entry: event.id, span: event.span }, to: null }
  }
  if (died !== null) close(died)
  return open === null ? intervals : [...intervals, open]
}
