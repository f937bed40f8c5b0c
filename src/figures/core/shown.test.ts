/** Laid out for counting, what everybody can see is as much as one by one. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  type SeenPerson,
  shownOf,
  somePerson,
  somePersons,
  someQuery,
} from '../../../tests/support/counted_facts.ts'
import { UNKNOWN } from './answer.ts'
import { countOf } from './count.ts'
import type { Query } from './query.ts'
import { countShown, layOut, type Row, type ShownLabel } from './shown.ts'

/** Questions that public cases can answer; every person here has a page. */
const askedOfPages = someQuery.filter(
  ({ unit, measure, by }) =>
    (measure === 'impunity' || unit === 'events' || unit === 'persons') && by !== 'sector',
)
const someRow = fc.option(
  fc.oneof(
    fc.record({ by: fc.constant('country' as const), code: fc.constantFrom('CO', 'EG', UNKNOWN) }),
    fc.record({ by: fc.constant('year' as const), code: fc.constantFrom('2018', '2020', UNKNOWN) }),
  ),
)

/** One by one: the persons with the events that can be seen and are asked for. */
const oneByOne = (persons: readonly SeenPerson[], query: Query, row: Row | null) =>
  countOf(
    query,
    persons
      .filter(({ custodyShown }) => query.by !== 'custody' || custodyShown !== null)
      .map((person) => ({
        ...person,
        events: person.events.filter(
          (event) =>
            event.shown &&
            (query.measure !== 'impunity' || event.followUpShown) &&
            (row === null || String(event[row.by] ?? UNKNOWN) === row.code),
        ),
      })),
  )

test('whatever is asked, it counts the same', () => {
  fc.assert(
    fc.property(somePersons, askedOfPages, someRow, (persons, asked, row) => {
      const query: Query = { ...asked, dating: 'incident' }
      const counted = countShown(query, shownOf(persons), row)
      const expected = oneByOne(persons, query, row)
      expect(counted.total).toEqual(expected.total)
      expect(new Map(counted.rows)).toEqual(new Map(expected.rows))
    }),
    { numRuns: 500 },
  )
})

test('how labels are shared among events and pages of a person changes nothing', () => {
  const events = fc.array(somePerson({ known: true }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(events, askedOfPages, (persons, asked) => {
      const query: Query = { ...asked, dating: 'incident' }
      const labels: ShownLabel[] = []
      const places = new Map<string, number>()
      const shared = persons.map((person) => ({
        ...person,
        labels: person.events
          .filter(({ shown }) => shown)
          .map(({ type, country, year, level, followUp, followUpShown }) => {
            const label = { type, country, year, level, followUp: followUpShown ? followUp : null }
            const key = JSON.stringify(label)
            if (!places.has(key)) places.set(key, labels.push(label) - 1)
            return Int32Array.of(places.get(key)!)
          }),
      }))
      expect(countShown(query, layOut(labels, shared), null)).toEqual(
        countShown(query, shownOf(persons), null),
      )
    }),
    { numRuns: 300 },
  )
})
