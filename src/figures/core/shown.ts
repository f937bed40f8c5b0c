/**
 * What everybody can see, laid out for counting: events of one label stand together, and with each label whose they are.
 * A question then looks at some thousands of labels, and of persons only at those whom it counts: one by one, a million
 * events took most of a second. Pure; `countOf` says the same of facts that are not laid out.
 */
import { type Count, isInPeriod, isOfLevel, type Span } from './count.ts'
import { UNKNOWN } from './answer.ts'
import type { CountedEvent, CountedPerson, FollowUp } from './facts.ts'
import type { Query } from './query.ts'

/** All that a publication tells of an event. */
export type ShownLabel = Pick<CountedEvent, 'type' | 'country' | 'year' | 'level'> & {
  /** Null: no killing, or it cannot be seen. */
  readonly followUp: FollowUp | null
}

export type ShownPerson = Pick<CountedPerson, 'min' | 'max' | 'custodyShown'> & {
  /** The place of the label of each of their events, a list for each of their pages. */
  readonly labels: readonly Int32Array[]
}

export type Shown = {
  readonly labels: readonly ShownLabel[]
  readonly persons: readonly ShownPerson[]
  /** Of each event its person's place: those of a label from `starts[label]` to before `starts[label + 1]`. */
  readonly owners: Int32Array
  readonly starts: Int32Array
}

export const layOut = (labels: readonly ShownLabel[], persons: readonly ShownPerson[]): Shown => {
  const starts = new Int32Array(labels.length + 1)
  for (const person of persons)
    for (const page of person.labels) for (const label of page) starts[label + 1]!++
  for (let label = 0; label < labels.length; label++) starts[label + 1]! += starts[label]!
  const next = starts.slice()
  const owners = new Int32Array(starts[labels.length]!)
  for (const [place, person] of persons.entries())
    for (const page of person.labels) for (const label of page) owners[next[label]!++] = place
  return { labels, persons, owners, starts }
}

/** One row of a breakdown, asked for by itself; a year or country may be the unknown one. */
export type Row = { readonly by: 'country' | 'year'; readonly code: string }

/** The public part of an answer, where it has one: events, or persons with any of them, by the year of the incident. */
export const countShown = (query: Query, shown: Shown, row: Row | null): Count => {
  const asked = labelsByCode(query, shown, row)
  return query.unit === 'persons' ? countPersons(query, shown, asked) : countEvents(query, shown, asked)
}

type LabelsByCode = ReadonlyMap<string, readonly number[]>

/** Without a breakdown, and where the person decides on the row, all stand together. */
const labelsByCode = (query: Query, { labels, starts }: Shown, row: Row | null): LabelsByCode => {
  const byCode = new Map<string, number[]>()
  for (const [place, label] of labels.entries()) {
    if (starts[place] === starts[place + 1] || !isAsked(label, query, row)) continue
    const code = codeOf(label, query)
    const others = byCode.get(code)
    if (others) others.push(place)
    else byCode.set(code, [place])
  }
  return byCode
}

const isAsked = (label: ShownLabel, query: Query, row: Row | null): boolean => {
  const what = whatOf(label, query)
  return (
    what !== null &&
    (query.what === null || query.what === what) &&
    isOfLevel(label.level, query.level) &&
    (query.country === null || label.country === query.country) &&
    isInPeriod(label.year, query) &&
    (row === null || placeOf(label, row.by) === row.code)
  )
}

/** Impunity is asked of killings alone (N10). */
const whatOf = (label: ShownLabel, { measure }: Query): string | null =>
  measure === 'impunity' ? label.followUp : label.type

const placeOf = (label: ShownLabel, by: 'country' | 'year'): string => String(label[by] ?? UNKNOWN)

const codeOf = (label: ShownLabel, query: Query): string => {
  switch (query.by) {
    case 'country':
    case 'year':
      return placeOf(label, query.by)
    case 'what':
      return whatOf(label, query)!
    case 'sector':
    case 'custody':
    case null:
      return ''
  }
}

const countEvents = ({ by }: Query, { starts }: Shown, asked: LabelsByCode): Count => {
  const rows = new Map<string, Span>()
  let all = 0
  for (const [code, labels] of asked) {
    const number = labels.reduce((sum, label) => sum + starts[label + 1]! - starts[label]!, 0)
    rows.set(code, { min: number, max: number })
    all += number
  }
  return { rows: by === null ? new Map() : rows, total: { min: all, max: all } }
}

/** Persons count once in each row and once in the total (N4, N9). */
const countPersons = (query: Query, { persons, owners, starts }: Shown, asked: LabelsByCode): Count => {
  const rows = new Map<string, Span>()
  const total: Sum = { min: 0, max: 0 }
  // Of each person in which row they were counted last, from 1.
  const lastIn = new Int32Array(persons.length)
  let nth = 0
  for (const [code, labels] of asked) {
    nth += 1
    const row: Sum = { min: 0, max: 0 }
    for (const label of labels)
      for (let at = starts[label]!; at < starts[label + 1]!; at++) {
        const place = owners[at]!
        const last = lastIn[place]!
        if (last === nth) continue
        lastIn[place] = nth
        addTo(row, persons[place]!)
        if (last === 0) addTo(total, persons[place]!)
      }
    rows.set(code, row)
  }
  if (query.by === 'custody') return byCustody(persons.filter((_, place) => lastIn[place] !== 0))
  return { rows: query.by === null ? new Map() : rows, total }
}

type Sum = { min: number; max: number }

const addTo = (sum: Sum, { min, max }: Span): void => {
  sum.min += min
  sum.max += max
}

/** Of a page that shows no status nobody can see one. */
const byCustody = (persons: readonly ShownPerson[]): Count => {
  const rows = new Map<string, Sum>()
  const total: Sum = { min: 0, max: 0 }
  for (const person of persons) {
    if (person.custodyShown === null) continue
    const row = rows.get(person.custodyShown) ?? { min: 0, max: 0 }
    rows.set(person.custodyShown, row)
    addTo(row, person)
    addTo(total, person)
  }
  return { rows, total }
}
