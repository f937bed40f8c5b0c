import { expect, test } from 'vitest'
import { anyDay, endOfTerm, isMonthDate, LAST_DAY, spanOf } from './days.ts'

test.each([
  '2024',
  '2024-03',
  '2024-21',
  '2024-XX',
  '202X',
  '2024-03~',
  '2024-03/2024-05',
  '../2024-03',
  '2024-03/..',
  '[2024-03,2024-05]',
  '[2024-03..2024-05]',
  '[..2024-03]',
])('%s says no day', (edtf) => {
  expect(isMonthDate(edtf)).toBe(true)
})

test.each([
  '2024-03-17',
  '2024-03-17/2024-04',
  '[2024-03-01,2024-04]',
  '2024-03-XX',
  '2024-13',
  'in March',
  '',
  '2024-05/2024-03',
  '2024-03T10',
])('%s is no month date', (edtf) => {
  expect(isMonthDate(edtf)).toBe(false)
})

test('a date is the days it may mean; without one, all days', () => {
  expect(spanOf('2024-02')).toEqual({ earliest: '2024-02-01', latest: '2024-02-29' })
  expect(spanOf('2023')).toEqual({ earliest: '2023-01-01', latest: '2023-12-31' })
  expect(spanOf(undefined)).toEqual(anyDay)
  expect(spanOf('unknown')).toEqual(anyDay)
})

test('a term ends by the calendar, and never beyond four-digit years', () => {
  expect(endOfTerm('2024-01-31', { months: 1 })).toBe('2024-02-29')
  expect(endOfTerm('9998-01-01', { years: 999 })).toBe(LAST_DAY)
})
