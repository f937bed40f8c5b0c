/**
 * What a computed figure counts: the one question that the explore page, a frozen figure, the open data and the
 * command ask alike. A query is also an address: `queryToParams` and `parseQuery` are inverses.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { isCountryCode } from '#kernel/core/vocabulary/countries.ts'
import { eventTypeCodes } from '#kernel/core/vocabulary/events.ts'
import { codesOf } from '#kernel/core/vocabulary/terms.ts'
import { codedViolationCodes, sdgCategories } from '#kernel/core/vocabulary/violations.ts'

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

/**
 * `what` is the event type of persons and events, the violation of acts, the SDG category of victims. `custody` is that of
 * a person now, whatever year is asked.
 */
export const breakdowns = ['country', 'year', 'what', 'sector', 'custody'] as const
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

/** What is asked where nothing is said: all verified events. */
export const emptyQuery: Query = {
  unit: 'events',
  measure: 'count',
  by: null,
  level: 'VER',
  dating: 'incident',
  attempts: false,
  country: null,
  what: null,
  from: null,
  to: null,
}

export const FIRST_YEAR = 1900
export const LAST_YEAR = 2100

/** The terms of `what` for each unit. Acts by what may stand coded: sensitive violations are their group. */
export const whatTerms: { readonly [U in Unit]: readonly string[] } = {
  persons: eventTypeCodes,
  events: eventTypeCodes,
  acts: codedViolationCodes,
  victims: codesOf(sdgCategories),
}

export type QueryField = keyof Query

/** `contradicts`: fits by itself, but not with the rest of the question. */
export type QueryRefusal =
  | { readonly kind: 'field_unknown'; readonly field: string }
  | { readonly kind: 'given_twice'; readonly field: QueryField }
  | { readonly kind: 'not_a_value'; readonly field: QueryField }
  | { readonly kind: 'contradicts'; readonly field: QueryField; readonly with: QueryField }

/** Reads an address. An empty value is no value: forms send every field. */
export const parseQuery = (params: Iterable<[string, string]>): Result<Query, readonly QueryRefusal[]> => {
  const refusals: QueryRefusal[] = []
  const given = new Map<QueryField, string>()
  for (const [field, value] of params) {
    if (!isField(field)) refusals.push({ kind: 'field_unknown', field })
    else if (value === '') continue
    else if (given.has(field)) refusals.push({ kind: 'given_twice', field })
    else given.set(field, value)
  }
  const read = <F extends QueryField>(field: F, parse: (text: string) => Query[F] | undefined): Query[F] => {
    const text = given.get(field)
    if (text === undefined) return emptyQuery[field]
    const value = parse(text)
    if (value !== undefined) return value
    refusals.push({ kind: 'not_a_value', field })
    return emptyQuery[field]
  }
  const unit = read('unit', oneOf(units))
  const query: Query = {
    unit,
    measure: read('measure', oneOf(measures)),
    by: read('by', oneOf(breakdowns)),
    level: read('level', oneOf(levels)),
    dating: read('dating', oneOf(datings)),
    attempts: read('attempts', (text) => (text === 'yes' ? true : text === 'no' ? false : undefined)),
    country: read('country', (text) => (isCountryCode(text) ? text : undefined)),
    what: read('what', oneOf(whatTerms[unit])),
    from: read('from', yearOfText),
    to: read('to', yearOfText),
  }
  if (refusals.length === 0) refusals.push(...contradictions(query))
  return refusals.length > 0 ? err(refusals) : ok(query)
}

/**
 * Only what differs from the empty query, in the order of its fields: one question has one address. As pairs, for
 * `new URLSearchParams(…)`, which a core cannot name.
 */
export const queryToParams = (query: Query): [string, string][] =>
  queryFields.flatMap((field): [string, string][] => {
    const value = query[field]
    if (value === emptyQuery[field] || value === null) return []
    return [[field, value === true ? 'yes' : String(value)]]
  })

/** The same as what stands after the question mark of an address. No value needs to be escaped. */
export const queryToAddress = (query: Query): string =>
  queryToParams(query)
    .map((pair) => pair.join('='))
    .join('&')

/** What of a question does not go together, whoever put it: an address, a form, a frozen figure. */
export const contradictions = (query: Query): readonly QueryRefusal[] => {
  const { unit, measure, by, what, from, to } = query
  const refusals: QueryRefusal[] = []
  const refuse = (field: QueryField, other: QueryField) =>
    refusals.push({ kind: 'contradicts', field, with: other })
  if (what !== null && !whatTerms[unit].includes(what)) refuse('what', 'unit')
  if (isTrait(by) && unit !== 'persons') refuse('by', 'unit')
  // Of a sector or status nothing is told together with a type: each stands in the place of what.
  if (isTrait(by) && what !== null) refuse('what', 'by')
  if (query.attempts && unit !== 'acts' && unit !== 'victims') refuse('attempts', 'unit')
  if (from !== null && to !== null && from > to) refuse('from', 'to')
  if (measure === 'share' && what === null && by !== 'what' && !isTrait(by)) refuse('measure', 'what')
  if (measure === 'impunity') {
    if (unit !== 'events' && unit !== 'persons') refuse('measure', 'unit')
    if (what !== null) refuse('what', 'measure')
    if (by === 'what' || isTrait(by)) refuse('by', 'measure')
  }
  return refusals
}

/** Of a person, not of an event. */
export const isTrait = (by: Breakdown | null): by is 'sector' | 'custody' =>
  by === 'sector' || by === 'custody'

const queryFields = Object.keys(emptyQuery) as readonly QueryField[]

const isField = (text: string): text is QueryField => (queryFields as readonly string[]).includes(text)

const oneOf =
  <T extends string>(terms: readonly T[]) =>
  (text: string): T | undefined =>
    terms.find((term) => term === text)

const yearOfText = (text: string): number | undefined => {
  const year = /^\d{4}$/.test(text) ? Number(text) : NaN
  return year >= FIRST_YEAR && year <= LAST_YEAR ? year : undefined
}
