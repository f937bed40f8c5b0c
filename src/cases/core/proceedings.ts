/**
 * Proceedings, per charge, and the sentences in force. Release does not end a charge, a verdict does not end
 * custody; the summary is the most advanced charge that is open.
 */
import {
  type ProceedingPhase,
  type ProceedingStatus,
  proceedingStatuses,
} from '#kernel/core/vocabulary/events.ts'
import type { CaseEvent } from './happenings.ts'
import type { SentenceCoded } from './kinds/event.ts'
import { groupsOf, type Order, outcomesOf } from './order.ts'
import type { FactOf } from './read_log.ts'
import type { ProceedingsStatus } from './terms.ts'

export type ChargeState = {
  /** The charge entry; null for what is not recorded as a charge of its own. */
  readonly charge: string | null
  readonly status: ProceedingStatus | 'ambiguous'
  readonly phase: ProceedingPhase | 'ambiguous'
  readonly pair: readonly [string, string] | null
  /** The event that says so; null: the charge entry itself. */
  readonly by: CaseEvent | null
  readonly deathPossible: boolean
}

export type Proceedings = {
  readonly charges: readonly ChargeState[]
  readonly status: Exclude<ProceedingsStatus, 'unknown'>
  /** The most advanced open charge, or the last one when all have ended. */
  readonly leading: ChargeState | null
  readonly sentences: readonly OperativeSentence[]
}

export type OperativeSentence = { readonly event: CaseEvent; readonly sentence: SentenceCoded }

type Step = {
  readonly status: ProceedingStatus | null
  /** An acquittal stands behind while its appeal is open. */
  readonly acquitted: boolean
  readonly by: CaseEvent | null
}

const statusByCode = new Map<string, (typeof proceedingStatuses)[number]>(
  proceedingStatuses.map((status) => [status.code, status]),
)

const phaseOf = (status: ProceedingStatus): ProceedingPhase => statusByCode.get(status)?.phase ?? 'open'

/** Judges every charge by the events that concern it. */
export const runProceedings = (
  charges: readonly FactOf<'charge'>[],
  counted: readonly CaseEvent[],
  order: Pick<Order<CaseEvent>, 'isKnownBefore'>,
  died: CaseEvent | null,
): Proceedings => {
  const events = counted.filter(
    (event) =>
      event.type.proceeding.kind !== 'none' &&
      (event.type.proceeding.kind !== 'ends_all' || event.id === died?.id),
  )
  const known = new Set(charges.map((charge) => charge.id))
  const keys: readonly (string | null)[] = charges.length > 0 ? [...known] : events.length > 0 ? [null] : []
  const states: ChargeState[] = []
  const sentences = new Map<string, OperativeSentence>()
  for (const key of keys) {
    const own = events.filter((event) => {
      const named = event.fact.coded.charges?.filter((id) => known.has(id)) ?? []
      return key === null || named.length === 0 || named.includes(key)
    })
    const run = runCharge(key, own, order, keys.length === 1)
    states.push({
      ...run.state,
      deathPossible: charges.find((charge) => charge.id === key)?.coded.deathPossible ?? false,
    })
    if (run.sentence !== null) sentences.set(run.sentence.event.id, run.sentence)
  }
  return { ...summaryOf(states), charges: states, sentences: [...sentences.values()] }
}

function runCharge(
  key: string | null,
  events: readonly CaseEvent[],
  order: Pick<Order<CaseEvent>, 'isKnownBefore'>,
  only: boolean,
): { readonly state: Omit<ChargeState, 'deathPossible'>; readonly sentence: OperativeSentence | null } {
  const start: Step = { status: key === null ? null : 'charged', acquitted: false, by: null }
  const step = (from: Step, event: CaseEvent, isKnown: boolean): Step =>
    stepAfter(from, event, { isKnown, named: only || isNamed(event, key) })
  const outcomes = outcomesOf(groupsOf(events, order), order, {
    start,
    step,
    same: (one) => `${one.status} ${one.acquitted}`,
  })
  const [first = start] = outcomes.states
  const statuses = new Set(outcomes.states.map((one) => one.status))
  let sentence: OperativeSentence | null = null
  let at = start
  for (const event of events) {
    at = step(at, event, true)
    sentence = sentenceAfter(sentence, event, at)
  }
  if (statuses.size > 1) {
    const state = {
      charge: key,
      status: 'ambiguous',
      phase: 'ambiguous',
      pair: outcomes.pair,
      by: first.by,
    } as const
    return { state, sentence }
  }
  const status = first.status ?? 'summoned'
  return { state: { charge: key, status, phase: phaseOf(status), pair: null, by: first.by }, sentence }
}

const isNamed = (event: CaseEvent, key: string | null): boolean =>
  key === null || (event.fact.coded.charges?.includes(key) ?? false)

/** What a charge is after one event more. */
function stepAfter(
  from: Step,
  event: CaseEvent,
  given: { readonly isKnown: boolean; readonly named: boolean },
): Step {
  const effect = event.type.proceeding
  switch (effect.kind) {
    case 'none':
      return from
    case 'ends_all':
      return from.status !== null && phaseOf(from.status) === 'ended'
        ? from
        : { status: effect.status, acquitted: false, by: event }
    case 'by_appeal_outcome':
      return appealAfter(from, event)
    case 'becomes':
      return becomeAfter(from, event, effect.status, given)
  }
}

function appealAfter(from: Step, event: CaseEvent): Step {
  switch (event.fact.coded.appealOutcome) {
    case 'quashed':
      return { status: 'conviction_quashed', acquitted: false, by: event }
    case 'retrial':
      return { status: 'retrial', acquitted: false, by: event }
    case 'upheld':
    case 'reduced':
    case 'increased':
    case undefined:
      if (from.acquitted) return { status: 'acquitted', acquitted: false, by: event }
      if (from.status === 'final') return from
      return { status: 'sentenced', acquitted: false, by: event }
  }
}

function becomeAfter(
  from: Step,
  event: CaseEvent,
  status: ProceedingStatus,
  given: { readonly isKnown: boolean; readonly named: boolean },
): Step {
  const next: Step = { status, acquitted: false, by: event }
  if (from.status === null) return next
  const fromTerm = statusByCode.get(from.status)
  const nextTerm = statusByCode.get(status)
  if (fromTerm === undefined || nextTerm === undefined) return next
  if (from.status === 'acquitted' && status === 'pending_appeal' && given.named) {
    return { status: 'on_trial', acquitted: true, by: event }
  }
  if (fromTerm.phase !== 'ended') {
    if (nextTerm.phase === 'ended') return next
    return nextTerm.advance >= fromTerm.advance ? { ...next, acquitted: from.acquitted } : from
  }
  if (nextTerm.phase === 'ended')
    return status === 'conviction_quashed' || !isLasting(from.status) ? next : from
  // Without a charge named, an event concerns the open ones. In unknown order only what can follow an end reopens.
  if (!given.named || isLasting(from.status)) return from
  if (given.isKnown) return next
  return reopeners[from.status]?.includes(status) ? next : from
}

/** Ends nothing but the quashing of the conviction can follow. */
const isLasting = (status: ProceedingStatus): boolean =>
  status === 'served' || status === 'amnestied' || status === 'ended_by_death'

const reopeners: Partial<Record<ProceedingStatus, readonly ProceedingStatus[]>> = {
  charge_dropped: ['summoned', 'wanted', 'charged', 'indicted', 'on_trial', 'convicted'],
  acquitted: ['convicted', 'retrial'],
  conviction_quashed: ['charged', 'indicted', 'on_trial', 'retrial', 'convicted'],
}

function sentenceAfter(
  current: OperativeSentence | null,
  event: CaseEvent,
  at: Step,
): OperativeSentence | null {
  const { sentence } = event.fact.coded
  if (sentence !== undefined) return { event, sentence }
  const over =
    at.status === 'pardoned' ||
    at.status === 'retrial' ||
    (at.status !== null && phaseOf(at.status) === 'ended')
  return over ? null : current
}

function summaryOf(states: readonly ChargeState[]): Pick<Proceedings, 'status' | 'leading'> {
  const [first] = states
  if (first === undefined) return { status: 'none', leading: null }
  const unclear = states.find((state) => state.phase === 'ambiguous')
  if (unclear !== undefined) return { status: 'ambiguous', leading: unclear }
  const leading = states.reduce((best, state) => (advanceOf(state) > advanceOf(best) ? state : best))
  return { status: leading.phase, leading }
}

const advanceOf = (state: ChargeState): number => statusByCode.get(state.status)?.advance ?? 0
