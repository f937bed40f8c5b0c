import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { evennessOf, hoover, toldApart } from './evenness.ts'
import { chanceFrom, poisson } from './evenness_chance.ts'
import { gammaP, garwood } from './evenness_limits.ts'
import { scenarioOf, type Service } from './scenario.ts'

test('the exact limits are those of the printed tables', () => {
  const printed: readonly (readonly [number, string, string])[] = [
    [0, '0.000', '3.689'],
    [1, '0.025', '5.572'],
    [2, '0.242', '7.225'],
    [3, '0.619', '8.767'],
    [5, '1.623', '11.668'],
    [10, '4.795', '18.390'],
    [20, '12.217', '30.888'],
    [50, '37.111', '65.919'],
    [100, '81.364', '121.627'],
  ]
  for (const [count, lower, upper] of printed) {
    const limits = garwood(count, 0.05)
    expect([limits.lower.toFixed(3), limits.upper.toFixed(3)]).toEqual([lower, upper])
  }
  // 99 %, of the same tables.
  expect(garwood(10, 0.01).lower.toFixed(2)).toBe('3.72')
  expect(garwood(10, 0.01).upper.toFixed(2)).toBe('21.40')
})

const poissonBelow = (count: number, mean: number): number => {
  let term = Math.exp(-mean)
  let sum = term
  for (let n = 1; n <= count; n += 1) {
    term *= mean / n
    sum += term
  }
  return sum
}

test('the limits are where the Poisson sums say that they are', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 300 }),
      fc.double({ min: 0.0002, max: 0.2, noNaN: true }),
      (count, alpha) => {
        const { lower, upper } = garwood(count, alpha)
        expect(poissonBelow(count, upper)).toBeCloseTo(alpha / 2, 7)
        if (count > 0) expect(1 - poissonBelow(count - 1, lower)).toBeCloseTo(alpha / 2, 7)
      },
    ),
  )
  expect(gammaP(1, 1)).toBeCloseTo(1 - Math.exp(-1), 12)
})

test('the index is the share of acts that others would have had to do', () => {
  expect(hoover([10, 10], [1, 1])).toBe(0)
  expect(hoover([20, 0], [1, 1])).toBe(0.5)
  expect(hoover([6, 2, 2], [1, 1, 2])).toBeCloseTo(0.35, 12)
  expect(hoover([0, 0], [1, 1])).toBe(0)
})

test('draws have the mean and the spread that they say, and a seed repeats them', () => {
  for (const mean of [0.3, 4, 25, 59, 61, 400]) {
    const chance = chanceFrom(11)
    const drawn = Array.from({ length: 4000 }, () => poisson(mean, chance))
    const average = drawn.reduce((sum, one) => sum + one, 0) / drawn.length
    const spread = drawn.reduce((sum, one) => sum + (one - average) ** 2, 0) / drawn.length
    expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / 4000))
    expect(spread / mean).toBeGreaterThan(0.88)
    expect(spread / mean).toBeLessThan(1.12)
  }
  expect(chanceFrom(3)()).toBe(chanceFrom(3)())
})

const services = (
  service: Service,
  number: number,
): { readonly uneven: number; readonly singled: number } => {
  const chance = chanceFrom(20)
  let uneven = 0
  let singled = 0
  for (let turn = 0; turn < number; turn += 1) {
    const { verdict, rates } = evennessOf(scenarioOf(service, chance), chance)
    if (verdict === 'uneven') uneven += 1
    if (rates.some(({ beside }) => beside !== 'not_told_apart')) singled += 1
  }
  return { uneven, singled }
}

test('the measures tell an even service from an uneven one', () => {
  const twelve: Service = { missions: 12, cases: [3, 40], years: 1, rate: 1.5, spread: 0 }
  // False alarms: about one in forty, whatever the size of the service.
  const even = services(twelve, 80)
  expect(even.uneven).toBeLessThanOrEqual(5)
  expect(even.singled).toBeLessThanOrEqual(7)
  expect(services({ ...twelve, missions: 3, cases: [2, 6] }, 80).uneven).toBeLessThanOrEqual(5)
  expect(services({ ...twelve, rate: 0.2 }, 80).uneven).toBeLessThanOrEqual(5)
  // Power: rates that differ by a third of their mean are found in most services of twelve, by two thirds in nearly all.
  expect(services({ ...twelve, spread: 0.35 }, 80).uneven).toBeGreaterThanOrEqual(64)
  expect(services({ ...twelve, spread: 0.65 }, 80).uneven).toBeGreaterThanOrEqual(76)
}, 60_000)

test('of few acts and of one mission nothing is said', () => {
  const few = [
    { id: 'a', count: 5, exposure: 10 },
    { id: 'b', count: 0, exposure: 10 },
  ]
  expect(evennessOf(few, chanceFrom(1))).toMatchObject({ verdict: 'too_few', index: null, rate: 0.25 })
  expect(evennessOf([{ id: 'a', count: 50, exposure: 10 }], chanceFrom(1)).verdict).toBe('too_few')
  expect(evennessOf([], chanceFrom(1))).toMatchObject({ rates: [], rate: null, verdict: 'too_few' })
})

test('two missions are told apart only where their limits do not meet; who had no case is left out', () => {
  const { rates } = evennessOf(
    [
      { id: 'a', count: 60, exposure: 10 },
      { id: 'b', count: 8, exposure: 10 },
      { id: 'c', count: 10, exposure: 10 },
      { id: 'd', count: 0, exposure: 0 },
    ],
    chanceFrom(1),
  )
  expect(rates.map(({ id, beside }) => [id, beside])).toEqual([
    ['a', 'more'],
    ['b', 'fewer'],
    ['c', 'fewer'],
  ])
  expect(toldApart(rates[0]!, rates[1]!)).toBe(true)
  expect(toldApart(rates[1]!, rates[2]!)).toBe(false)
})
