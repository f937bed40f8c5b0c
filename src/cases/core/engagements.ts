/**
 * What a mission did for a defender, as it stands now: a chain of updates is one engagement, the same act logged twice
 * counts once, and each hearing has whoever covers it. The same for a case, the desk's journal, a device and the server.
 */
import type { EngagementResult, EngagementType } from '#kernel/core/vocabulary/missions.ts'
import { chainsOf } from './chains.ts'
import { type Day, isBefore, type Span, spanOf } from './days.ts'
import type { EngagementCoded } from './kinds/engagement.ts'
import { type CaseLog, type FactOf, factsOf } from './read_log.ts'

/** As an entry says it. */
export type LoggedEngagement<C extends EngagementCoded = EngagementCoded> = {
  readonly id: string
  readonly coded: C
}

export type CurrentEngagement<C extends EngagementCoded = EngagementCoded> = {
  /** The first entry of its chain. */
  readonly entry: string
  readonly newest: string
  readonly coded: C
  /** The act is counted under this one, of this log or another; null: it counts itself. */
  readonly sameAs: string | null
}

/**
 * No log sees the other end of a link to another log. So a link holds only where the act that it names has the smaller id:
 * of two that name each other exactly one counts, and whichever log is read says the same.
 */
export const mayGiveWay = (first: string, other: string): boolean => other < first

/**
 * `gone`: entries of this log of which nothing can be read any more. An act that was logged again counts by what is left
 * of it; of several that name each other in a ring, the first does.
 */
export const currentEngagements = <C extends EngagementCoded>(
  logged: readonly LoggedEngagement<C>[],
  gone: (id: string) => boolean = () => false,
): readonly CurrentEngagement<C>[] => {
  const firstById = new Map<string, string>()
  const newest = new Map<string, LoggedEngagement<C>>()
  for (const one of logged) {
    const first = (one.coded.updates && firstById.get(one.coded.updates)) || one.id
    firstById.set(one.id, first)
    newest.set(first, one)
  }
  const linkOf = (entry: string): string | null => {
    const same = newest.get(entry)?.coded.sameAs
    if (same === undefined || gone(same)) return null
    const first = firstById.get(same)
    if (first === undefined) return mayGiveWay(entry, same) ? same : null
    return first === entry ? null : first
  }
  const heads = headsOfRings([...newest.keys()], linkOf)
  return [...newest].map(([entry, { id, coded }]) => ({
    entry,
    newest: id,
    coded,
    sameAs: heads.has(entry) ? null : linkOf(entry),
  }))
}

/** Of each ring of links the first in order. Every entry is walked over once: whoever writes may link thousands. */
const headsOfRings = (
  order: readonly string[],
  linkOf: (entry: string) => string | null,
): ReadonlySet<string> => {
  const places = new Map(order.map((entry, place) => [entry, place]))
  const walks = new Map<string, string>()
  const heads = new Set<string>()
  for (const start of order) {
    const path: string[] = []
    let at: string | null = start
    for (; at !== null && !walks.has(at); at = linkOf(at)) {
      walks.set(at, start)
      path.push(at)
    }
    if (at === null || walks.get(at) !== start || path.length === 0) continue
    const ring = path.slice(path.indexOf(at))
    heads.add(ring.reduce((first, one) => (places.get(one)! < places.get(first)! ? one : first)))
  }
  return heads
}

export const engagementsOf = (log: Pick<CaseLog, 'facts' | 'authors'>): readonly CurrentEngagement[] => {
  const facts = factsOf(log, 'engagement')
  if (facts.length === 0) return []
  const read = new Set(facts.map(({ id }) => id))
  return currentEngagements(facts, (id) => log.authors.has(id) && !read.has(id))
}

/** Those that count. */
export const countedEngagements = <C extends EngagementCoded>(
  all: readonly CurrentEngagement<C>[],
): readonly CurrentEngagement<C>[] => all.filter(({ sameAs }) => sameAs === null)

/** Types in which the defender, or their family, was in touch with the mission. */
export const contactTypes: readonly EngagementType[] = [
  'meeting',
  'field_visit',
  'trial_observation',
  'detention_visit',
  'accompaniment',
  'visa_support',
  'grant_referral',
  'reprisal_response',
  'risk_check',
  'psychosocial_support',
]

export type LastContact = { readonly entry: string; readonly date: string; readonly span: Span }

/** The latest that was done, by the last day that it may mean. */
export const lastContactOf = (all: readonly CurrentEngagement[]): LastContact | null =>
  countedEngagements(all)
    .filter(({ coded }) => coded.result === 'done' && contactTypes.includes(coded.type))
    .map(({ newest, coded }) => ({ entry: newest, date: coded.date, span: spanOf(coded.date) }))
    .reduce<LastContact | null>(
      (last, one) => (last !== null && last.span.latest > one.span.latest ? last : one),
      null,
    )

/** A day in court: a hearing as it was last set, or the next day that its outcome named. */
export type CourtDay = {
  /** The hearing's first entry. */
  readonly entry: string
  readonly newest: string
  /** All its entries. */
  readonly ids: readonly string[]
  readonly day: Day
  /** An outcome is recorded. */
  readonly held: boolean
  readonly covered: boolean
  readonly officer: number | null
  /** What became of the observation, where one is logged. */
  readonly observed: EngagementResult | null
}

export const courtDaysOf = (
  log: Pick<CaseLog, 'facts'>,
  engagements: readonly CurrentEngagement[],
): readonly CourtDay[] => {
  const hearings = chainsOf(log, 'hearing')
  if (hearings.length === 0) return []
  const firstOf = new Map(hearings.flatMap(({ first, ids }) => ids.map((id) => [id, first] as const)))
  const covers = factsOf(log, 'cover').map((fact) => ({ ...fact, of: firstOf.get(fact.coded.hearing) }))
  const observations = countedEngagements(engagements)
    .filter(({ coded }) => coded.type === 'trial_observation')
    .map(({ coded }) => ({ ...coded, of: coded.hearing && firstOf.get(coded.hearing) }))
  const own = new Set(hearings.map(({ current }) => current.coded.day))
  return hearings.flatMap(({ first, ids, current }) => {
    const { day, outcome, nextDay } = current.coded
    const held = outcome !== undefined
    const adjourned = nextDay !== undefined && !own.has(nextDay) ? nextDay : null
    const seen = observations.filter((one) => one.of === first)
    const ofHearing = covers.filter((one) => one.of === first)
    // Who was to come on the day that is over says nothing of the next one.
    const before = adjourned !== null && held ? ofHearing.filter(({ seq }) => seq < current.seq) : ofHearing
    const after = held ? ofHearing.filter(({ seq }) => seq > current.seq) : []
    const line = { entry: first, newest: current.id, ids }
    const isNext = (one: { readonly date: string }): boolean =>
      adjourned !== null && isBefore(spanOf(day), spanOf(one.date))
    const result = (list: typeof seen): EngagementResult | null => list.at(-1)?.result ?? null
    return [
      { ...line, day, held, ...coverOf(before), observed: result(seen.filter((one) => !isNext(one))) },
      ...(adjourned === null
        ? []
        : [
            {
              ...line,
              day: adjourned,
              held: false,
              ...coverOf(after),
              observed: result(seen.filter(isNext)),
            },
          ]),
    ]
  })
}

const coverOf = (covers: readonly FactOf<'cover'>[]): Pick<CourtDay, 'covered' | 'officer'> => {
  const officer = covers.at(-1)?.coded.officer ?? null
  return { covered: officer !== null, officer }
}
