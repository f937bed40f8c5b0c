import { expect, test } from 'vitest'

import { type Drill, isDrillDue, minutesOf, nextDrillOn } from './drills.ts'

const drill = (begunAt: string, at: string | null, opened = true): Drill => ({
  drill: 'd',
  begunAt,
  begunBy: 'ana',
  ended: at === null ? null : { at, by: 'ben', opened },
})

test.each([
  ['2026-11-22T10:00:00Z', '2027-05-22'],
  ['2026-08-31T10:00:00Z', '2027-02-28'],
  ['2027-08-30T23:59:59Z', '2028-02-29'],
])('after a drill of %s the next is due on %s', (begunAt, on) => {
  expect(nextDrillOn(begunAt)).toBe(on)
})

test('one is due when none was held, after six months, and not because another failed', () => {
  const held = drill('2026-11-22T10:00:00Z', '2026-11-22T10:40:00Z')
  const failed = drill('2027-03-01T10:00:00Z', '2027-03-01T13:00:00Z', false)
  const none = { running: null, last: null, lastOpened: null }
  expect(isDrillDue(none, new Date('2026-11-22T10:00:00Z'))).toBe(true)
  expect(isDrillDue({ ...none, last: failed }, new Date('2027-03-02T10:00:00Z'))).toBe(true)
  const both = { running: null, last: failed, lastOpened: held }
  expect(isDrillDue(both, new Date('2027-05-21T23:59:59Z'))).toBe(false)
  expect(isDrillDue(both, new Date('2027-05-22T00:00:00Z'))).toBe(true)
})

test('minutes are full ones, begun ones among them', () => {
  expect(minutesOf(drill('2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z'))).toBe(60)
  expect(minutesOf(drill('2026-11-22T10:00:00Z', '2026-11-22T11:00:01Z'))).toBe(61)
  expect(minutesOf(drill('2026-11-22T10:00:00Z', null))).toBe(null)
})
