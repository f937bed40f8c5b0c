import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { emptyQuery, parseQuery, type Query, queryToAddress, units } from '#figures/core/query.ts'
import { translator } from '#languages/translate.ts'
import { exploreForm } from './form.ts'

const t = translator('en')
const formOf = (address: string) => {
  const asked = [...new URLSearchParams(address)]
  const parsed = parseQuery(asked)
  return exploreForm(t, asked, parsed.ok ? [] : parsed.error)
}
const field = (address: string, name: string) => formOf(address).fields.find((one) => one.name === name)
const choices = (address: string, name: string) => {
  const found = field(address, name)
  return found?.kind === 'choice' ? found.choices.map(({ value }) => value) : undefined
}

describe('only what means something is offered', () => {
  test('sectors and custody of persons alone', () => {
    expect(choices('unit=persons', 'by')).toEqual(expect.arrayContaining(['sector', 'custody']))
    for (const unit of ['events', 'acts', 'victims'])
      for (const by of ['sector', 'custody']) expect(choices(`unit=${unit}`, 'by')).not.toContain(by)
  })

  test('impunity of events and persons, attempts of acts and victims', () => {
    expect(choices('unit=events', 'measure')).toContain('impunity')
    expect(choices('unit=acts', 'measure')).not.toContain('impunity')
    expect(field('unit=events', 'attempts')).toBeUndefined()
    expect(choices('unit=victims', 'attempts')).toEqual(['no', 'yes'])
  })

  test('the terms of the chosen unit', () => {
    expect(choices('', 'what')).toContain('arrest')
    expect(choices('unit=victims', 'what')?.toSorted()).toEqual(['', 'A', 'B', 'C', 'D', 'E', 'F'])
  })
})

describe('what is wrong is said beside its field, and what was typed stays', () => {
  test.each([
    ['from=15', 'from', 'This is not a year between 1900 and 2100.'],
    ['from=2020&to=2015', 'from', 'The first year is after the last.'],
    ['unit=acts&what=arrest', 'what', '“Arrest” does not belong to this unit. Choose again.'],
    ['what=nothing', 'what', 'This is not one of the choices. Choose again.'],
    ['country=XX', 'country', 'This is not one of the choices. Choose again.'],
    [
      'by=sector',
      'by',
      'Only persons have a sector or a custody status. Choose persons, or another breakdown.',
    ],
    [
      'unit=persons&by=sector&what=arrest',
      'what',
      'By sector or custody, no type is told. Choose “All”, or another breakdown.',
    ],
    ['attempts=yes', 'attempts', 'Attempts are known of acts and victims alone.'],
    [
      'measure=share',
      'measure',
      'A share needs a part: choose a type, or break down by it, by sector or by custody.',
    ],
    ['unit=acts&measure=impunity', 'measure', 'Impunity is counted of events or persons.'],
    ['measure=impunity&what=death', 'what', 'Impunity is defined for killings alone: choose “All”.'],
    ['measure=impunity&by=what', 'by', 'Impunity is told by country or by year.'],
    ['level=VER&level=OFF', 'level', 'This was given twice. Choose one.'],
  ])('%s', (address, name, words) => {
    expect(field(address, name)?.error).toBe(words)
  })

  test('a year that is none is still in its field', () => {
    expect(field('from=15', 'from')?.typed).toBe('15')
  })

  test('what the page does not know is said once, without repeating it', () => {
    expect(formOf('colour=red').errors).toEqual([
      'The address asks for something that this page does not know.',
    ])
  })
})

const aQuery: fc.Arbitrary<Query> = fc
  .record({
    unit: fc.constantFrom(...units),
    measure: fc.constantFrom('count', 'share', 'impunity'),
    by: fc.constantFrom('country', 'year', 'what', 'sector', 'custody', null),
    level: fc.constantFrom('OFF', 'VER', 'CORR', 'REP'),
    dating: fc.constantFrom('incident', 'recorded'),
    attempts: fc.boolean(),
    country: fc.constantFrom('EG', 'CO', null),
    what: fc.constantFrom('arrest', 'A', 'D01', null),
    from: fc.constantFrom(2015, null),
    to: fc.constantFrom(2020, null),
  } as const)
  .map((query) => ({ ...emptyQuery, ...query }) as Query)
  .filter((query) => parseQuery(new URLSearchParams(queryToAddress(query))).ok)

test('a form that is sent as it stands asks the same question again', () => {
  fc.assert(
    fc.property(aQuery, (query) => {
      const { fields } = formOf(queryToAddress(query))
      for (const one of fields)
        if (one.kind === 'choice') expect(one.choices.map(({ value }) => value)).toContain(one.typed)
      const sent = fields.map(({ name, typed }): [string, string] => [name, typed])
      expect(parseQuery(sent)).toEqual({ ok: true, value: query })
    }),
  )
})
