import { expect, test } from 'vitest'

import { type CountedCell, figuresOf } from '#figures/core/figures.ts'
import { translator } from '#languages/translate.ts'
import { figureRows } from './rows.ts'
import { casesBehind } from './words.ts'

const cell = (country: string, count: number, published: number): readonly CountedCell[] =>
  (['type', 'year', 'custody'] as const).map((dimension) => ({
    dimension,
    country,
    code: { type: 'arrest', year: '2020', custody: 'held' }[dimension],
    count,
    published,
  }))

test('each number has its unit, its denominator and its rule; a hidden one has no count', () => {
  const figures = figuresOf([...cell('CO', 40, 0), ...cell('TT', 5, 3)])
  const rows = figureRows(
    translator('en'),
    { ...figures, countedAt: new Date(0) },
    'https://example.org/figures/rules',
  )
  const [head, ...lines] = rows
  const byName = lines.map((line) => Object.fromEntries(head!.map((name, at) => [name, line[at]])))
  expect(byName.find((one) => one.table === 'country' && one.class_code === 'TT')).toMatchObject({
    count: null,
    at_least: 3,
    in_public_cases: 3,
    denominator: 45,
    unit: 'verified events',
    rule: 'https://example.org/figures/rules#country',
  })
  expect(byName.find((one) => one.table === 'type' && one.class_code === 'arrest')).toMatchObject({
    count: 45,
  })
})

test('a number leads to the cases that show it, where the list can ask for them', () => {
  expect(casesBehind('type', 'arrest', 'CO')).toBe('/cases?country=CO&event=arrest')
  expect(casesBehind('year', 'unknown', null)).toBe('/cases?year=unknown')
  expect(casesBehind('country', 'unknown', null)).toBeNull()
  expect(casesBehind('type', 'arrest', 'unknown')).toBeNull()
})
