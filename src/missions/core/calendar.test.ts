/** When an uncovered hearing warns, what stands in a calendar, and where weeks and months begin. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, dayFromNumber, dayNumber } from '#kernel/core/iso_day.ts'
import {
  byWeek,
  type CalendarHearing,
  calendarLines,
  mayCover,
  monthSpan,
  monthWeeks,
  referenceOf,
  type Weekday,
  warningOf,
  warningsOf,
  weekdayOf,
  weekOf,
  weekSpan,
} from './calendar.ts'

const today = '2026-11-22'
const hearing = (day: string, more: Partial<CalendarHearing> = {}): CalendarHearing => ({
  log: 'log',
  entry: `entry ${day}`,
  day,
  held: false,
  covered: false,
  officer: null,
  mark: `${day.replaceAll('-', '')}00000000`,
  ...more,
})

test.each([
  [8, null],
  [7, { days: 7, step: 7 }],
  [4, { days: 4, step: 7 }],
  [3, { days: 3, step: 3 }],
  [2, { days: 2, step: 3 }],
  [1, { days: 1, step: 1 }],
  [0, { days: 0, step: 1 }],
  [-1, null],
] as const)('an uncovered hearing in %i days warns as it should', (days, warning) => {
  expect(warningOf(hearing(addDays(today, days)), today)).toEqual(warning)
})

test('a hearing that somebody covers, or that was held, warns nobody', () => {
  expect(warningOf(hearing(today, { covered: true, officer: 3 }), today)).toBeNull()
  expect(warningOf(hearing(today, { held: true }), today)).toBeNull()
})

test('the nearest warns first', () => {
  const all = [hearing('2026-11-28'), hearing('2026-11-23'), hearing('2027-01-01'), hearing('2026-11-25')]
  expect(warningsOf(all, today).map(({ days, step }) => [days, step])).toEqual([
    [1, 1],
    [3, 3],
    [6, 7],
  ])
})

test('nobody is sent to a hearing that was held or whose day is gone', () => {
  expect(mayCover(hearing(today), today)).toBe(true)
  expect(mayCover(hearing('2026-11-21'), today)).toBe(false)
  expect(mayCover(hearing(today, { held: true }), today)).toBe(false)
})

const step = (type: 'meeting' | 'report' | 'detention_visit', due: string | null) => ({
  log: 'log',
  entry: type,
  type,
  officer: 2,
  due,
})

test('hearings, reviews, visits, reports, tasks and next steps stand once each, the earliest first', () => {
  const lines = calendarLines({
    hearings: [hearing('2026-11-24', { covered: true, officer: 2 })],
    steps: [step('report', '2026-11-30'), step('detention_visit', '2026-11-24'), step('meeting', null)],
    due: [
      { log: 'log', day: '2026-11-24', what: 'hearing' },
      { log: 'dark', day: '2026-11-25', what: 'hearing' },
      { log: 'log', day: '2026-11-23', what: 'remand_review' },
      { log: 'log', day: '2026-11-26', what: 'task' },
      { log: 'log', day: '2026-11-30', what: 'next_step' },
    ],
  })
  expect(lines.map(({ day, kind, log }) => [day, kind, log])).toEqual([
    ['2026-11-23', 'review', 'log'],
    ['2026-11-24', 'hearing', 'log'],
    ['2026-11-24', 'visit', 'log'],
    ['2026-11-25', 'hearing', 'dark'],
    ['2026-11-26', 'task', 'log'],
    ['2026-11-30', 'report', 'log'],
  ])
  const weeks = byWeek(lines, { from: '2026-11-24', to: '2026-11-30' }, 1)
  expect(weeks.map(({ week, lines: of }) => [week, of.length])).toEqual([
    ['2026-11-23', 4],
    ['2026-11-30', 1],
  ])
})

test('a reference is short enough to be said', () => {
  expect(referenceOf('3f2a91c0d4e5f60718293a4b5c6d7e8f')).toBe('3F2A-91C0')
})

test('weeks and months of the calendar of 2026, begun on Monday and on Saturday', () => {
  expect([weekdayOf('2026-11-22'), weekdayOf('1970-01-01'), weekdayOf('1969-12-31')]).toEqual([7, 4, 3])
  expect(weekSpan(today, 1)).toEqual({ from: '2026-11-16', to: '2026-11-22' })
  expect(weekSpan(today, 6)).toEqual({ from: '2026-11-21', to: '2026-11-27' })
  expect(monthSpan('2028-02-10')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(monthWeeks('2026-02-01', 7)).toHaveLength(4)
  expect(monthWeeks('2026-08-15', 1)).toHaveLength(6)
})

test('every day stands in its month once, in a week that begins where weeks begin', () => {
  const begins = fc.integer({ min: 1, max: 7 }) as fc.Arbitrary<Weekday>
  fc.assert(
    fc.property(fc.integer({ min: -40_000, max: 80_000 }), begins, (number, first) => {
      const day = dayFromNumber(number)
      const weeks = monthWeeks(day, first)
      expect(weeks.flat().filter((one) => one === day)).toHaveLength(1)
      expect(weeks.every(([start]) => weekdayOf(start!) === first)).toBe(true)
      expect(dayNumber(day) - dayNumber(weekOf(day, first))).toBeLessThan(7)
    }),
  )
})
