/**
 * The timeline: events, hearings and intervals of custody, as a picture and a table show them. A device adds the
 * words; the public page is made from a publication and uses the same shape.
 */
import type { EventType } from '#kernel/core/vocabulary/events.ts'
import type { Citation } from '#kernel/core/citation.ts'
import type { EngagementResult, EngagementType } from '#kernel/core/vocabulary/missions.ts'
import type { VerificationCode } from '#kernel/core/vocabulary/sources.ts'
import { currentOf } from './chains.ts'
import { type Day, FIRST_DAY, LAST_DAY, spanOf } from './days.ts'
import { countedEngagements } from './engagements.ts'
import { happeningsOf } from './happenings.ts'
import type { CustodyInterval } from './custody.ts'
import type { HearingType } from './terms.ts'
import { groupsOf } from './order.ts'
import { type CaseLog, factsOf, wordsOf } from './read_log.ts'
import type { CaseState } from './state.ts'

/** Null: open or unknown. */
export type TimelineSpan = { readonly earliest: Day | null; readonly latest: Day | null }

export type TimelineItem = TimelineSpan & {
  readonly entry: string
  /** Items of one group stand in no known order among themselves. */
  readonly group: number
  /** The date to print: exact where the words are opened. */
  readonly date: string | null
  readonly text: string | null
} & (
    | {
        readonly kind: 'event'
        readonly type: EventType
        readonly verification: VerificationCode
        /** False for what is rejected, claimed better elsewhere, or in the future. */
        readonly counts: boolean
        readonly corrected: boolean
        readonly place: string | null
        readonly cites: readonly Citation[]
      }
    | { readonly kind: 'hearing'; readonly type: HearingType; readonly isPast: boolean }
    /** What a mission did, or did not do and why. */
    | { readonly kind: 'engagement'; readonly type: EngagementType; readonly result: EngagementResult }
  )

export type TimelineBar = {
  readonly status: CustodyInterval['status']
  readonly from: TimelineSpan
  /** Null: it lasts until today. */
  readonly to: TimelineSpan | null
  readonly entries: readonly string[]
}

export type Timeline = {
  readonly items: readonly TimelineItem[]
  readonly bars: readonly TimelineBar[]
  /** The days the picture must span; null when there is nothing dated. */
  readonly first: Day | null
  readonly last: Day | null
}

/** The timeline of a folded case. */
export const timelineOf = (
  log: CaseLog,
  state: Pick<CaseState, 'intervals' | 'foldedOn' | 'engagements'>,
): Timeline => {
  const { all, counted, order } = happeningsOf(factsOf(log, 'event'), state.foldedOn)
  const isCounted = new Set(counted.map((event) => event.id))
  const groupById = new Map(
    groupsOf(all, order).flatMap((group, index) => group.map((event) => [event.id, index] as const)),
  )
  const events = all.map((event): TimelineItem => {
    const words = wordsOf(event.fact)
    const { coded } = event.fact
    return {
      kind: 'event',
      entry: event.id,
      group: groupById.get(event.id) ?? 0,
      ...openEnds(words.date === undefined ? event.span : spanOf(words.date)),
      date: words.date ?? coded.date ?? null,
      text: words.title ?? words.narrative ?? null,
      type: coded.type,
      verification: coded.verification,
      counts: isCounted.has(event.id),
      corrected: event.fact.correctedBy !== null,
      place: words.place ?? null,
      cites: coded.cites ?? [],
    }
  })
  const hearings = currentOf(log, 'hearing').map((fact, index): TimelineItem => ({
    kind: 'hearing',
    entry: fact.id,
    group: all.length + index,
    earliest: fact.coded.day,
    latest: fact.coded.day,
    date: fact.coded.day,
    text: wordsOf(fact).note ?? null,
    type: fact.coded.type,
    isPast: fact.coded.day < state.foldedOn,
  }))
  const engagements = engagementItems(log, state, all.length + hearings.length)
  // Stable: events keep the order of the fold, in which `after` counts, and the others find their place by day.
  const items = mergeByDay(mergeByDay(events, hearings), engagements)
  const bars = state.intervals.map(barOf)
  return { items, bars, ...boundsOf(items, bars, state.foldedOn) }
}

function engagementItems(
  log: CaseLog,
  { engagements }: Pick<CaseState, 'engagements'>,
  groups: number,
): readonly TimelineItem[] {
  if (engagements.length === 0) return []
  const facts = new Map(factsOf(log, 'engagement').map((fact) => [fact.id, fact]))
  return countedEngagements(engagements).map(({ newest, coded }, index): TimelineItem => {
    const fact = facts.get(newest)
    const words = fact ? wordsOf(fact) : {}
    return {
      kind: 'engagement',
      entry: newest,
      group: groups + index,
      ...openEnds(spanOf(words.date ?? coded.date)),
      date: words.date ?? coded.date,
      text: words.what ?? words.reason ?? null,
      type: coded.type,
      result: coded.result,
    }
  })
}

function mergeByDay(
  events: readonly TimelineItem[],
  dated: readonly TimelineItem[],
): readonly TimelineItem[] {
  const merged = [...events]
  for (const item of dated) {
    const day = item.earliest ?? FIRST_DAY
    const at = merged.findIndex((one) => (one.latest ?? LAST_DAY) > day && (one.earliest ?? FIRST_DAY) >= day)
    merged.splice(at < 0 ? merged.length : at, 0, item)
  }
  return merged
}

function barOf(interval: CustodyInterval): TimelineBar {
  return {
    status: interval.status,
    from: interval.from === null ? { earliest: null, latest: null } : openEnds(interval.from.span),
    to: interval.to === null ? null : openEnds(interval.to.span),
    entries: [interval.from?.entry, interval.to?.entry].filter((entry) => entry !== undefined),
  }
}

function openEnds({ earliest, latest }: { readonly earliest: Day; readonly latest: Day }): TimelineSpan {
  return {
    earliest: earliest === FIRST_DAY ? null : earliest,
    latest: latest === LAST_DAY ? null : latest,
  }
}

function boundsOf(
  items: readonly TimelineItem[],
  bars: readonly TimelineBar[],
  today: Day,
): { readonly first: Day | null; readonly last: Day | null } {
  const days = [
    ...items.flatMap((item) => [item.earliest, item.latest]),
    ...bars.flatMap((bar) => (bar.to === null ? [today] : [bar.to.latest])),
  ].filter((day) => day !== null)
  if (days.length === 0) return { first: null, last: null }
  const sorted = days.toSorted()
  return { first: sorted[0] ?? null, last: sorted.at(-1) ?? null }
}
