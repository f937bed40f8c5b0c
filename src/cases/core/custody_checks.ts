/**
 * What cannot be so, or may not be so, in the custody of one person: an error only when it is impossible for every
 * possible date, else a warning. A group is many persons; its arrests may overlap.
 */
import { concernsCustody, custodyAfter, type CustodyRun, type CustodyState, isTaken } from './custody.ts'
import type { CaseEvent } from './happenings.ts'
import type { Order } from './order.ts'
import type { Finding } from './read_log.ts'

export type CustodyWarning =
  | 'release_maybe_before_arrest'
  | 'release_without_arrest'
  | 'custody_maybe_overlaps'
  | 'second_arrest_same_date'
  | 'disappearance_not_ended'
  | 'event_maybe_after_death'
export type CustodyError = 'release_before_arrest' | 'custody_overlaps' | 'event_after_death'

export type CustodyFindings = {
  readonly warnings: readonly Finding<CustodyWarning>[]
  readonly errors: readonly Finding<CustodyError>[]
}

type Known = Pick<Order<CaseEvent>, 'isKnownBefore'>

/** Checks the run of one person's custody. */
export const checkCustody = (run: CustodyRun, order: Known, died: CaseEvent | null): CustodyFindings => {
  const warnings: Finding<CustodyWarning>[] = []
  const errors: Finding<CustodyError>[] = []
  const events = run.trail.map((step) => step.event)
  let opening: CaseEvent | null = null
  for (const { event, before } of run.trail) {
    const after = custodyAfter(before, event)
    if (before.status === 'disappeared' && after === before && event.type.custody.kind !== 'disappeared') {
      warnings.push({ kind: 'disappearance_not_ended', entries: [before.by?.id ?? event.id, event.id] })
    } else if (isArrest(event) && opening !== null) {
      noteSecondArrest({ first: opening, second: event, events, order }, warnings, errors)
    } else if (endsCustody(event) && !isTaken(before.status) && !before.conditional) {
      noteEndWithoutCustody({ end: event, events, order }, warnings, errors)
    }
    if (isConfined(after) && !isConfined(before)) opening = event
  }
  if (died !== null) {
    for (const event of events) {
      if (order.isKnownBefore(died.id, event.id)) {
        errors.push({ kind: 'event_after_death', entries: [died.id, event.id] })
      } else if (event.span.latest > died.span.latest && !order.isKnownBefore(event.id, died.id)) {
        warnings.push({ kind: 'event_maybe_after_death', entries: [died.id, event.id] })
      }
    }
  }
  return { warnings, errors }
}

const isArrest = (event: CaseEvent): boolean =>
  event.type.custody.kind === 'held' && event.type.custody.starts

const startsCustody = (event: CaseEvent): boolean =>
  ['held', 'abducted', 'disappeared', 'house_arrest'].includes(event.type.custody.kind)

const isConfined = (state: CustodyState): boolean =>
  state.status === 'held' || state.status === 'house_arrest'

const endsCustody = (event: CaseEvent): boolean =>
  event.type.custody.kind === 'released' ||
  (event.type.custody.kind === 'at_large' && event.type.axis === 'custody')

const frees = (event: CaseEvent): boolean =>
  endsCustody(event) ||
  (concernsCustody(event) && ['released_when_executed', 'exiled', 'free'].includes(event.type.custody.kind))

function noteSecondArrest(
  given: {
    readonly first: CaseEvent
    readonly second: CaseEvent
    readonly events: readonly CaseEvent[]
    readonly order: Known
  },
  warnings: Finding<CustodyWarning>[],
  errors: Finding<CustodyError>[],
): void {
  const { first, second, events, order } = given
  const entries = [first.id, second.id]
  const { date } = second.fact.coded
  const between = (event: CaseEvent): boolean =>
    order.isKnownBefore(first.id, event.id) && order.isKnownBefore(event.id, second.id)
  const maybeBetween = (event: CaseEvent): boolean =>
    !order.isKnownBefore(event.id, first.id) && !order.isKnownBefore(second.id, event.id)
  const ends = events.filter(frees)
  if (ends.some(between)) return
  if (date !== undefined && first.fact.coded.date === date) {
    warnings.push({ kind: 'second_arrest_same_date', entries })
  } else if (ends.some(maybeBetween) || !order.isKnownBefore(first.id, second.id)) {
    warnings.push({ kind: 'custody_maybe_overlaps', entries })
  } else {
    errors.push({ kind: 'custody_overlaps', entries })
  }
}

function noteEndWithoutCustody(
  given: { readonly end: CaseEvent; readonly events: readonly CaseEvent[]; readonly order: Known },
  warnings: Finding<CustodyWarning>[],
  errors: Finding<CustodyError>[],
): void {
  const { end, events, order } = given
  const starts = events.filter(startsCustody)
  const maybe = starts.find(
    (start) => !order.isKnownBefore(end.id, start.id) && !order.isKnownBefore(start.id, end.id),
  )
  const [first] = starts
  if (maybe !== undefined) {
    warnings.push({ kind: 'release_maybe_before_arrest', entries: [end.id, maybe.id] })
  } else if (first !== undefined && starts.every((start) => order.isKnownBefore(end.id, start.id))) {
    errors.push({ kind: 'release_before_arrest', entries: [end.id, first.id] })
  } else {
    warnings.push({ kind: 'release_without_arrest', entries: [end.id] })
  }
}
