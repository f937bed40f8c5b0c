import { expect, test } from 'vitest'

import type { EventType } from '#kernel/core/vocabulary/events.ts'
import { custodyStretches, isRef, mayEndInDeath } from './public_case.ts'

const events = (...types: readonly EventType[]) => types.map((type) => ({ type }))

test('custody lasts from an arrest to a release', () => {
  expect(custodyStretches(events('threat', 'arrest', 'trial_opened', 'bail'), 'released')).toEqual([
    { status: 'held', from: 1, to: 3 },
  ])
})

test('custody that lasts is shown only if the published status says so', () => {
  expect(custodyStretches(events('arrest', 'sentence'), 'held')).toEqual([
    { status: 'held', from: 0, to: null },
  ])
  expect(custodyStretches(events('arrest', 'sentence'), 'released')).toEqual([])
  expect(custodyStretches(events('arrest', 'sentence'), undefined)).toEqual([])
})

test('an acquittal ends no custody, a death does', () => {
  expect(custodyStretches(events('arrest', 'verdict_acquitted'), 'held')).toHaveLength(1)
  expect(custodyStretches(events('arrest', 'death'), 'deceased')).toEqual([
    { status: 'held', from: 0, to: 1 },
  ])
})

test('a second arrest begins a second stretch', () => {
  expect(custodyStretches(events('arrest', 'bail', 'arrest'), 'held')).toEqual([
    { status: 'held', from: 0, to: 1 },
    { status: 'held', from: 2, to: null },
  ])
})

test('a possible death sentence and one that was passed are both marked', () => {
  expect(mayEndInDeath({ deathPossible: true })).toBe(true)
  expect(mayEndInDeath({ sentence: { kind: 'death' } })).toBe(true)
  expect(mayEndInDeath({ sentence: { kind: 'prison' } })).toBe(false)
})

test.each(['', 'a', 'a'.repeat(23), `${'a'.repeat(21)}.`, `${'a'.repeat(21)}\n`])(
  '%j is no reference',
  (text) => {
    expect(isRef(text)).toBe(false)
  },
)
