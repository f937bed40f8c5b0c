import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { err, ok } from '#kernel/core/result.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import {
  breakdowns,
  contradictions,
  datings,
  emptyQuery,
  levels,
  measures,
  parseQuery,
  type Query,
  queryToAddress,
  queryToParams,
  units,
  whatTerms,
} from './query.ts'

const refusalsOf = (address: string) => {
  const parsed = parseQuery(new URLSearchParams(address))
  return parsed.ok ? [] : parsed.error
}

const year = fc.option(fc.integer({ min: 1900, max: 2100 }))
const anyQuery: fc.Arbitrary<Query> = fc
  .constantFrom(...units)
  .chain((unit) =>
    fc.record({
      unit: fc.constant(unit),
      measure: fc.constantFrom(...measures),
      by: fc.option(fc.constantFrom(...breakdowns)),
      level: fc.constantFrom(...levels),
      dating: fc.constantFrom(...datings),
      attempts: fc.boolean(),
      country: fc.option(fc.constantFrom(...countryCodes)),
      what: fc.option(fc.constantFrom(...whatTerms[unit])),
      from: year,
      to: year,
    }),
  )
  .filter((query) => contradictions(query).length === 0)

test('a query is an address, and the address is the query', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      expect(parseQuery(queryToParams(query))).toEqual(ok(query))
      expect(queryToAddress(query)).toBe(new URLSearchParams(queryToParams(query)).toString())
    }),
  )
})

test('nothing said asks for all verified events, and needs no address', () => {
  expect(parseQuery(new URLSearchParams())).toEqual(ok(emptyQuery))
  expect(queryToAddress(emptyQuery)).toBe('')
})

test('fields a form sends empty are no question', () => {
  expect(parseQuery(new URLSearchParams('unit=acts&country=&from=&what='))).toEqual(
    ok({ ...emptyQuery, unit: 'acts' }),
  )
})

test.each([
  ['unit=cases', 'unit'],
  ['measure=mean', 'measure'],
  ['by=month', 'by'],
  ['level=UNREV', 'level'],
  ['dating=verified', 'dating'],
  ['unit=acts&attempts=1', 'attempts'],
  ['country=XX', 'country'],
  ['country=co', 'country'],
  ['unit=acts&what=arrest', 'what'],
  ['unit=acts&what=P02', 'what'],
  ['unit=victims&what=K01', 'what'],
  ['from=1899', 'from'],
  ['to=2101', 'to'],
  ['from=20', 'from'],
  ['from=2020.5', 'from'],
] as const)('%s is refused at its field', (address, field) => {
  expect(refusalsOf(address)).toEqual([{ kind: 'not_a_value', field }])
})

test('a parameter that no query has, and one that is said twice, are refused by name', () => {
  expect(refusalsOf('sex=W')).toEqual([{ kind: 'field_unknown', field: 'sex' }])
  expect(refusalsOf('__proto__=1')).toEqual([{ kind: 'field_unknown', field: '__proto__' }])
  expect(refusalsOf('unit=acts&unit=events')).toEqual([{ kind: 'given_twice', field: 'unit' }])
})

test.each([
  ['from=2021&to=2020', 'from', 'to'],
  ['unit=events&by=sector', 'by', 'unit'],
  ['unit=events&by=custody', 'by', 'unit'],
  ['unit=persons&by=custody&what=arrest', 'what', 'by'],
  ['unit=persons&by=sector&what=arrest', 'what', 'by'],
  ['unit=persons&attempts=yes', 'attempts', 'unit'],
  ['measure=share', 'measure', 'what'],
  ['unit=acts&measure=impunity', 'measure', 'unit'],
  ['measure=impunity&what=arrest', 'what', 'measure'],
  ['unit=persons&measure=impunity&by=sector', 'by', 'measure'],
] as const)('%s does not go together, and says what does not', (address, field, other) => {
  expect(refusalsOf(address)).toEqual([{ kind: 'contradicts', field, with: other }])
})

test('every refusal of an address is told at once', () => {
  expect(parseQuery(new URLSearchParams('unit=x&from=y'))).toEqual(
    err([
      { kind: 'not_a_value', field: 'unit' },
      { kind: 'not_a_value', field: 'from' },
    ]),
  )
})
