import { expect, test } from 'vitest'

import type { CountNumber } from './answer.ts'
import { differenceOf, valueOfAnswer } from './freeze.ts'
import { freeze } from './frozen_figure.ts'
import { emptyQuery } from './query.ts'

const counted = (total: CountNumber) => valueOfAnswer({ query: emptyQuery, total, share: null })
const shared = (numerator: number, denominator: number) =>
  valueOfAnswer({
    query: { ...emptyQuery, measure: 'share' },
    total: { public: null, told: 0, max: null },
    share: { numerator, denominator, unknown: 3 },
  })
const told = (n: number): CountNumber => ({ public: 0, told: n, max: null })
const number = (value: number) => ({ kind: 'number', value }) as const

test('a count is what is public and what is told; groups make it a range', () => {
  expect(counted({ public: 3, told: 10, max: null })).toEqual(number(13))
  expect(counted({ public: null, told: 5, max: null })).toEqual(number(5))
  expect(counted({ public: 3, told: 10, max: 40 })).toEqual({ kind: 'range', min: 13, max: 40 })
  expect(counted({ public: 3, told: 0, max: 3 })).toEqual(number(3))
})

test('a share is in percent with one decimal, and of nothing there is none', () => {
  expect(shared(1, 3)).toEqual(number(33.3))
  expect(shared(0, 8)).toEqual(number(0))
  expect(shared(0, 0)).toBeNull()
})

test('the difference is said of numbers, not of ranges', () => {
  expect(differenceOf(number(40), number(45))).toBe(5)
  expect(differenceOf(number(33.3), number(12.1))).toBe(-21.2)
  expect(differenceOf(number(40), { kind: 'range', min: 40, max: 45 })).toBeNull()
})

test('what is told of no row is kept beside the rows, so that they add up to the number', () => {
  const answer = {
    query: { ...emptyQuery, by: 'country' as const, country: null },
    rows: [{ code: 'TJ', number: told(10), share: null }],
    apart: told(5),
    total: told(15),
    around: 0,
    share: null,
    toldOn: '2026-11-22',
    vocabulary: '2026.1',
    version: '7',
  }
  const frozen = (apart: number) => {
    const read = freeze(answer.query, { ...answer, apart: told(apart) }, '2026-11-22')
    return read.ok && read.value.source.frozen.apart
  }
  expect(frozen(5)).toEqual(number(5))
  expect(frozen(0)).toBeNull()
})
