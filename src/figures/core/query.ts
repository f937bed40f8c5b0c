/**
 * What a computed figure counts: the one question that the explore page, a frozen figure, the open data and the
 * command ask alike. A query is also an address: `queryToParams` and `parseQuery` are inverses.
 */
import { isCountryCode } from '#kernel/core/vocabulary/countries.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'

/**
 * Never added together (counting rules N1, N4, N5). `persons`: each once per number. `victims`: once per event, by its
 * most serious act (SDG 16.10.1). `acts`: one victim × one violation × one event. `events`: what happened to one
 * defender or group at one time.
 */
export const units = ['persons', 'victims', 'acts', 'events'] as const
export type Unit = (typeof units)[number]

/** `share`: of the total of the same query without its `what`, in percent, with what is not known beside it. */
export const measures = ['count', 'share', 'impunity'] as const
export type Measure = (typeof measures)[number]

/** `what` is the event type of persons and events, the violation of acts, the SDG category of victims. */
export const breakdowns = ['country', 'year', 'what', 'sector'] as const
export type Breakdown = (typeof breakdowns)[number]

/** Events of this level of verification and above; the numbers of the levels themselves. */
export const levels = ['OFF', 'VER', 'CORR', 'REP'] as const
export type Level = (typeof levels)[number]

/** Which year counts: that of the incident, or that in which it was written down here (N7). */
export const datings = ['incident', 'recorded'] as const
export type Dating = (typeof datings)[number]

export type Query = {
  readonly unit: Unit
  readonly measure: Measure
  readonly by: Breakdown | null
  readonly level: Level
  readonly dating: Dating
  /** Attempts count as well; SDG 16.10.1 leaves them out. */
  readonly attempts: boolean
  /** Null: all, those without a known country among them. */
  readonly country: string | null
  /** A term of the breakdown `what` of this unit. */
  readonly what: string | null
  /** Years, both included; null: open on that side. A period leaves out what has no known year. */
  readonly from: number | null
  readonly to: number | null
}
