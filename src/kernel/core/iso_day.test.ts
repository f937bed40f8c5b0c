import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, addLength, dayFromNumber, daysBetween, dayNumber, isIsoDay } from './iso_day.ts'

const days = fc.integer({ min: -350_000, max: 2_900_000 })

test('days count as the calendar of the platform counts them', () => {
  fc.assert(
    fc.property(days, (count) => {
      expect(dayFromNumber(count)).toBe(new Date(count * 86_400_000).toISOString().slice(0, 10))
    }),
  )
})

test('a day and its number are inverse', () => {
  fc.assert(fc.property(days, (count) => dayNumber(dayFromNumber(count)) === count))
})

test('adding days and counting them agree', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -9999, max: 9999 }), (count, added) => {
      const iso = dayFromNumber(count)
      expect(daysBetween(iso, addDays(iso, added))).toBe(added)
    }),
  )
})

test('a month after the last of January is the last of February', () => {
  expect(addLength('2024-01-31', { months: 1 })).toBe('2024-02-29')
  expect(addLength('2023-11-30', { years: 1, months: 3, days: 2 })).toBe('2025-03-02')
  expect(addLength('2024-01-15', { months: -1 })).toBe('2023-12-15')
})

test('days that do not exist are not days', () => {
  expect(['2024-02-29', '2023-02-29', '2024-13-01', '2024-1-1'].map(isIsoDay)).toEqual([
    true,
    false,
    false,
    false,
  ])
})
