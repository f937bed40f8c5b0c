/**
 * How many independent sources report the same act, as a device of the desk sees it: the words name the sources, and
 * words are sealed (N2). Pure. Reports are kept side by side and joined by a judgement; none is ever deleted.
 */
import { claimGroups, happeningsOf } from '#cases/core/happenings.ts'
import { type CaseLog, factsOf, wordsOf } from '#cases/core/read_log.ts'
import { actsOf } from './facts.ts'

export type ReportedEvent = {
  /** The claim that counts; the others of the same happening are among its reports. */
  readonly event: string
  /** Every source that is named, copies of one another too. */
  readonly reports: number
  readonly acts: number
  /** One digit for each independent source of the case, in the order of the log: 1 where it reports this event. */
  readonly pattern: string
}

export type SourcePatterns = {
  /** The independent sources that the digits stand for: of copies, what they were copied from. */
  readonly sources: readonly string[]
  readonly events: readonly ReportedEvent[]
}

export const sourcePatternsOf = (log: CaseLog, asOf: string): SourcePatterns => {
  const { all, counted } = happeningsOf(factsOf(log, 'event'), asOf)
  const origin = originBySource(log)
  const notes = new Map(factsOf(log, 'note').map((note) => [note.id, wordsOf(note).sources ?? []]))
  const groups = claimGroups(all)
  const events = counted.map(({ id, fact }) => {
    const claims = groups
      .find((group) => group.some((claim) => claim.id === id))
      ?.map((claim) => claim.fact) ?? [fact]
    const named = new Set(
      claims.flatMap((claim) => [
        ...(wordsOf(claim).sources ?? []),
        ...(notes.get(claim.coded.fromNote ?? '') ?? []),
      ]),
    )
    const acts = fact.coded.acts.map((act) => ({ ...act, attempted: act.attempted ?? false }))
    return {
      id,
      named: [...named].filter((source) => origin.has(source)),
      acts: actsOf({ acts }, { attempts: true }),
    }
  })
  const sources = [...new Set(origin.values())]
  return {
    sources,
    events: events.map(({ id, named, acts }) => {
      const independent = new Set(named.map((source) => origin.get(source)))
      return {
        event: id,
        reports: named.length,
        acts: acts.length,
        pattern: sources.map((source) => (independent.has(source) ? '1' : '0')).join(''),
      }
    }),
  }
}

/** A ring of copies has no first one: each of its sources then stands for itself. */
const originBySource = (log: CaseLog): ReadonlyMap<string, string> => {
  const facts = factsOf(log, 'source')
  const from = new Map(facts.map(({ id, coded }) => [id, coded.derivedFrom]))
  const originOf = (id: string): string => {
    const seen = new Set([id])
    let origin = id
    for (let next = from.get(id); next !== undefined && from.has(next); next = from.get(next)) {
      if (seen.has(next)) return id
      seen.add(next)
      origin = next
    }
    return origin
  }
  return new Map(facts.map(({ id }) => [id, originOf(id)]))
}
