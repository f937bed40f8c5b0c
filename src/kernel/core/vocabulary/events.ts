/**
 * Event types: what happened to the defender, and what each does to custody, proceeding, life and accountability.
 * The effects are the whole knowledge the fold of a case needs about a type; nothing else may switch on its name.
 */
import { codesOf } from './terms.ts'

export const eventAxes = ['custody', 'proceeding', 'safety', 'life', 'accountability'] as const
export type EventAxis = (typeof eventAxes)[number]

export const custodyBases = [
  'arrested',
  'detained',
  'acknowledged',
  'pretrial',
  'administrative',
  'serving',
] as const
export type CustodyBasis = (typeof custodyBases)[number]

/**
 * `starts` opens an interval of custody and wants the one before closed; without it the effect continues an open
 * interval or, when none is open, begins one.
 */
export type CustodyEffect =
  | { readonly kind: 'none' }
  | { readonly kind: 'held'; readonly basis: CustodyBasis; readonly starts: boolean }
  | { readonly kind: 'house_arrest' }
  | { readonly kind: 'abducted' }
  | { readonly kind: 'disappeared' }
  | { readonly kind: 'place_changes' }
  /** A custodial sentence makes one who is held serve it; it takes nobody into custody by itself. */
  | { readonly kind: 'serving_if_held' }
  | { readonly kind: 'released'; readonly conditional: boolean }
  /** Pardon and amnesty free only when carried out, which is a release event of its own. */
  | { readonly kind: 'released_when_executed' }
  | { readonly kind: 'at_large' }
  | { readonly kind: 'exiled' }
  | { readonly kind: 'restriction_added' }
  | { readonly kind: 'free' }
  | { readonly kind: 'deceased' }

/** Phases of a charge, in the order in which the summary of several charges prefers them. */
export const proceedingPhases = ['open', 'convicted_not_final', 'final', 'ended'] as const
export type ProceedingPhase = (typeof proceedingPhases)[number]

/** Status of one charge; `advance` orders the open ones: the summary names the most advanced. */
export const proceedingStatuses = [
  { code: 'summoned', phase: 'open', advance: 1 },
  { code: 'wanted', phase: 'open', advance: 2 },
  { code: 'charged', phase: 'open', advance: 3 },
  { code: 'indicted', phase: 'open', advance: 4 },
  { code: 'on_trial', phase: 'open', advance: 5 },
  { code: 'retrial', phase: 'open', advance: 6 },
  { code: 'convicted', phase: 'convicted_not_final', advance: 7 },
  { code: 'sentenced', phase: 'convicted_not_final', advance: 8 },
  { code: 'pending_appeal', phase: 'convicted_not_final', advance: 9 },
  { code: 'final', phase: 'final', advance: 10 },
  { code: 'pardoned', phase: 'final', advance: 11 },
  { code: 'amnestied', phase: 'ended', advance: 0 },
  { code: 'served', phase: 'ended', advance: 0 },
  { code: 'charge_dropped', phase: 'ended', advance: 0 },
  { code: 'acquitted', phase: 'ended', advance: 0 },
  { code: 'conviction_quashed', phase: 'ended', advance: 0 },
  { code: 'ended_by_death', phase: 'ended', advance: 0 },
] as const satisfies readonly {
  readonly code: string
  readonly phase: ProceedingPhase
  readonly advance: number
}[]
export type ProceedingStatus = (typeof proceedingStatuses)[number]['code']

/** An effect concerns the charges the event names; naming none, all that are open. */
export type ProceedingEffect =
  | { readonly kind: 'none' }
  | { readonly kind: 'becomes'; readonly status: ProceedingStatus }
  /** The outcome of an appeal replaces the operative sentence. */
  | { readonly kind: 'by_appeal_outcome' }
  | { readonly kind: 'ends_all'; readonly status: 'ended_by_death' }

/** How far those responsible have been called to account, least first. */
export const accountabilityStages = [
  'none_known',
  'complaint',
  'investigation',
  'suspects_arrested',
  'suspects_charged',
  'suspects_convicted',
  'closed_without_result',
] as const
export type AccountabilityStage = (typeof accountabilityStages)[number]

export type EventTypeTerm = {
  readonly code: string
  readonly axis: EventAxis
  readonly custody: CustodyEffect
  readonly proceeding: ProceedingEffect
  readonly accountability: AccountabilityStage | null
}

const none = { kind: 'none' } as const
const held = (basis: CustodyBasis) => ({ kind: 'held', basis, starts: false }) as const
const taken = (basis: CustodyBasis) => ({ kind: 'held', basis, starts: true }) as const
const released = (conditional: boolean) => ({ kind: 'released', conditional }) as const
const becomes = (status: ProceedingStatus) => ({ kind: 'becomes', status }) as const

const term = <const C extends string>(
  code: C,
  axis: EventAxis,
  effect: Partial<Omit<EventTypeTerm, 'code' | 'axis'>> = {},
): EventTypeTerm & { readonly code: C } => ({
  code,
  axis,
  custody: none,
  proceeding: none,
  accountability: null,
  ...effect,
})

export const eventTypes = [
  term('threat', 'safety'),
  term('attack', 'safety'),
  term('surveillance_found', 'safety'),
  term('search', 'safety'),
  term('exile', 'safety', { custody: { kind: 'exiled' } }),
  term('travel_ban', 'safety', { custody: { kind: 'restriction_added' } }),
  term('arrest', 'custody', { custody: taken('arrested') }),
  term('detention_without_processing', 'custody', { custody: taken('detained') }),
  term('abduction', 'custody', { custody: { kind: 'abducted' } }),
  term('disappearance_reported', 'custody', { custody: { kind: 'disappeared' } }),
  term('custody_acknowledged', 'custody', { custody: held('acknowledged') }),
  term('remand_ordered', 'custody', { custody: held('pretrial') }),
  term('remand_extended', 'custody', { custody: held('pretrial') }),
  term('house_arrest_ordered', 'custody', { custody: { kind: 'house_arrest' } }),
  term('administrative_detention_ordered', 'custody', { custody: held('administrative') }),
  term('transfer', 'custody', { custody: { kind: 'place_changes' } }),
  term('bail', 'custody', { custody: released(true) }),
  term('release_unconditional', 'custody', { custody: released(false) }),
  term('release_conditional', 'custody', { custody: released(true) }),
  term('release_sentence_served', 'custody', { custody: released(false), proceeding: becomes('served') }),
  term('escape', 'custody', { custody: { kind: 'at_large' } }),
  term('located_alive_free', 'custody', { custody: { kind: 'free' } }),
  term('located_alive_in_custody', 'custody', { custody: held('acknowledged') }),
  term('summons', 'proceeding', { proceeding: becomes('summoned') }),
  term('wanted', 'proceeding', { custody: { kind: 'at_large' }, proceeding: becomes('wanted') }),
  term('charge', 'proceeding', { proceeding: becomes('charged') }),
  term('charge_dropped', 'proceeding', { proceeding: becomes('charge_dropped') }),
  term('indictment', 'proceeding', { proceeding: becomes('indicted') }),
  term('trial_opened', 'proceeding', { proceeding: becomes('on_trial') }),
  term('hearing', 'proceeding'),
  term('verdict_guilty', 'proceeding', { proceeding: becomes('convicted') }),
  term('verdict_acquitted', 'proceeding', { proceeding: becomes('acquitted') }),
  term('sentence', 'proceeding', { custody: { kind: 'serving_if_held' }, proceeding: becomes('sentenced') }),
  term('appeal_filed', 'proceeding', { proceeding: becomes('pending_appeal') }),
  term('appeal_decided', 'proceeding', { proceeding: { kind: 'by_appeal_outcome' } }),
  term('sentence_final', 'proceeding', { proceeding: becomes('final') }),
  term('pardon', 'proceeding', {
    custody: { kind: 'released_when_executed' },
    proceeding: becomes('pardoned'),
  }),
  term('amnesty', 'proceeding', {
    custody: { kind: 'released_when_executed' },
    proceeding: becomes('amnestied'),
  }),
  term('rehabilitation_or_quashing', 'proceeding', { proceeding: becomes('conviction_quashed') }),
  term('death', 'life', {
    custody: { kind: 'deceased' },
    proceeding: { kind: 'ends_all', status: 'ended_by_death' },
  }),
  term('complaint_filed', 'accountability', { accountability: 'complaint' }),
  term('investigation_opened', 'accountability', { accountability: 'investigation' }),
  term('suspect_arrested', 'accountability', { accountability: 'suspects_arrested' }),
  term('suspect_charged', 'accountability', { accountability: 'suspects_charged' }),
  term('suspect_convicted', 'accountability', { accountability: 'suspects_convicted' }),
  term('investigation_closed_no_result', 'accountability', { accountability: 'closed_without_result' }),
] as const
export type EventType = (typeof eventTypes)[number]['code']
export const eventTypeCodes: readonly EventType[] = codesOf(eventTypes)

const eventTypeByCode: ReadonlyMap<string, EventTypeTerm> = new Map(
  eventTypes.map((type) => [type.code, type]),
)

/** The effects of an event type. */
export const eventTypeOf = (code: EventType): EventTypeTerm => eventTypeByCode.get(code) as EventTypeTerm
