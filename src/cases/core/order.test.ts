import { expect, test } from 'vitest'
import { spanOf } from './days.ts'
import { groupsOf, type Happening, orderOf, outcomesOf } from './order.ts'

const happening = (id: string, date: string | undefined, ...after: readonly string[]): Happening => ({
  id,
  seq: 0,
  span: spanOf(date),
  after,
  rank: 0,
})

/** A door: whoever comes first while it is open is in. */
const outcomesOfDoor = (events: readonly Happening[]) => {
  const order = orderOf(events)
  return outcomesOf(groupsOf(order.events, order), order, {
    start: 'shut',
    step: (state, { id }) => {
      if (id === 'opens') return state === 'shut' ? 'open' : state
      if (id === 'shuts') return state === 'open' ? 'shut for good' : state
      return state === 'open' ? id : state
    },
    same: (state) => state,
  })
}

test('the two that decide are found where they decide only between what comes before and what comes after', () => {
  const { states, pair } = outcomesOfDoor([
    happening('opens', '2024-03'),
    happening('ana', '2024-03', 'opens'),
    happening('ben', '2024-03', 'opens'),
    happening('shuts', '2024-03', 'ana', 'ben'),
  ])
  expect(states.toSorted()).toEqual(['ana', 'ben'])
  expect(pair?.toSorted()).toEqual(['ana', 'ben'])
})

test('two whose order is known are never asked about', () => {
  const { states, pair } = outcomesOfDoor([
    happening('opens', '2024-03'),
    happening('ana', '2024-03'),
    happening('ben', '2024-03', 'ana'),
  ])
  expect(states.toSorted()).toEqual(['ana', 'ben', 'open'])
  expect(pair?.toSorted()).toEqual(['ben', 'opens'])
})

test('among very many the two that decide are found too', () => {
  const guests = Array.from({ length: 9 }, (_, index) => happening(`guest${index}`, '2024-03'))
  const { states, pair } = outcomesOfDoor([happening('opens', '2024-03'), ...guests])
  expect(states.toSorted()).toEqual(['guest0', 'guest1', 'open'])
  expect(pair).toEqual(['guest0', 'guest1'])
})

test('links that together contradict the dates are left out, one by one named', () => {
  const order = orderOf([
    happening('early', '2018', 'between'),
    happening('between', undefined, 'late'),
    happening('late', '2019-02', 'before'),
    happening('before', undefined),
  ])
  expect(order.errors).toEqual([
    { kind: 'order_impossible', entries: ['between', 'early'] },
    { kind: 'order_impossible', entries: ['late', 'between'] },
  ])
  expect(order.isKnownBefore('late', 'between')).toBe(false)
  expect(order.isKnownBefore('early', 'late')).toBe(true)
  expect(order.isKnownBefore('before', 'late')).toBe(true)
})
