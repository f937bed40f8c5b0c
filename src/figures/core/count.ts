/** Counting persons, victims, acts and events by the rules, over facts that are all at hand. Pure. */
import { UNKNOWN } from './answer.ts'
import { actsOf, type CountedEvent, type CountedPerson, custodyOf, sectorsOf, victimsOf } from './facts.ts'
import { yearOf } from './partitions.ts'
import { isTrait, type Level, levels, type Query } from './query.ts'

/** From least to most: more than one number only where groups are counted (N11). */
export type Span = { readonly min: number; readonly max: number }
export type Count = { readonly rows: ReadonlyMap<string, Span>; readonly total: Span }

/** Events of this level and above. */
export const isOfLevel = (level: Level, asked: Level): boolean =>
  levels.indexOf(level) <= levels.indexOf(asked)

/**
 * Nothing is made up for what is not there (N6), and what is not known is a class (N10). Persons count once in each row
 * and once in the total, so rows need not add up (N4, N9).
 */
export const countOf = (query: Query, persons: Iterable<CountedPerson>): Count => {
  const rows = new Map<string, Span>()
  let total: Span = nothing
  const add = (codes: Iterable<string>, size: Span): void => {
    total = plus(total, size)
    for (const code of codes) rows.set(code, plus(rows.get(code) ?? nothing, size))
  }
  for (const person of persons) {
    const events = person.events.filter((event) => isAsked(event, query))
    if (query.unit === 'persons') {
      const codes = new Set(events.flatMap((event) => codesOfPerson(person, event, query)))
      if (codes.size > 0) add(query.by === null ? [] : codes, person)
      continue
    }
    for (const event of events) for (const what of whatsOf(event, query)) add(codeOf(event, what, query), one)
  }
  return { rows, total }
}

const nothing: Span = { min: 0, max: 0 }
const one: Span = { min: 1, max: 1 }
const plus = (a: Span, b: Span): Span => ({ min: a.min + b.min, max: a.max + b.max })

const isAsked = (event: CountedEvent, query: Query): boolean =>
  isOfLevel(event.level, query.level) &&
  (query.country === null || event.country === query.country) &&
  isInPeriod(yearOf(event, query.dating), query)

/** A period leaves out what has no known year. */
export const isInPeriod = (year: number | null, { from, to }: Pick<Query, 'from' | 'to'>): boolean => {
  if (from === null && to === null) return true
  return year !== null && (from === null || year >= from) && (to === null || year <= to)
}

/** What is counted at an event: itself, its acts or its victims, as far as they are asked. */
const whatsOf = (event: CountedEvent, query: Query): readonly string[] =>
  allWhatsOf(event, query).filter((what) => query.what === null || what === query.what)

const allWhatsOf = (event: CountedEvent, query: Query): readonly string[] => {
  // Impunity is asked of killings alone (N10).
  if (query.measure === 'impunity') return event.followUp === null ? [] : [event.followUp]
  switch (query.unit) {
    case 'persons':
    case 'events':
      return [event.type]
    case 'acts':
      return actsOf(event, query).map(({ violation }) => violation)
    case 'victims':
      return victimsOf(event, query).map(({ category }) => category)
  }
}

const codesOfPerson = (person: CountedPerson, event: CountedEvent, query: Query): readonly string[] =>
  whatsOf(event, query).flatMap((what) =>
    query.by === null ? [what] : isTrait(query.by) ? traitsOf(person, query.by) : codeOf(event, what, query),
  )

const traitsOf = (person: CountedPerson, by: 'sector' | 'custody'): readonly string[] =>
  by === 'sector' ? sectorsOf(person) : [custodyOf(person)]

const codeOf = (event: CountedEvent, what: string, query: Query): readonly string[] => {
  switch (query.by) {
    case 'country':
      return [event.country ?? UNKNOWN]
    case 'year':
      return [String(yearOf(event, query.dating) ?? UNKNOWN)]
    case 'what':
      return [what]
    case 'sector':
    case 'custody':
    case null:
      return []
  }
}
