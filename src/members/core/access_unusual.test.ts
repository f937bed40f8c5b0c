import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { type AccessFacts, type DayCount, dayBefore, findUnusual } from './access_unusual.ts'

const today = '2026-11-22'
const none: AccessFacts = {
  opened: [],
  exports: [],
  roles: [],
  listed: [],
  refused: [],
  raisedAlone: [],
  cases: 10_000,
}
const on = (account: string, daysAgo: number, amount: number): DayCount => ({
  account,
  day: dayBefore(today, daysAgo),
  amount,
})
const kindsOf = (facts: Partial<AccessFacts>) =>
  findUnusual({ ...none, ...facts }, dayBefore(today, 30)).map(({ kind, about }) => `${kind} ${about}`)

describe('many opened', () => {
  const usual = [on('ana', 3, 12), on('ana', 9, 10), on('ben', 3, 8), on('ben', 5, 9)]

  test.each<[string, readonly DayCount[], readonly string[]]>([
    ['nothing', [], []],
    ['29 on a first day', [on('ana', 0, 29)], []],
    ['30 on a first day of a desk', [on('ana', 0, 30)], ['many_opened ana']],
    ['three times the own highest day', [...usual, on('ana', 0, 36)], []],
    ['more than three times the own highest day', [...usual, on('ana', 0, 37)], ['many_opened ana']],
    ['a newcomer within three times the usual day', [...usual, on('new', 0, 27)], []],
    ['a newcomer beyond it', [...usual, on('new', 0, 31)], ['many_opened new']],
    [
      'two who sweep on one day',
      [...usual, on('ana', 0, 40), on('ben', 0, 40)],
      ['many_opened ana', 'many_opened ben'],
    ],
    [
      'a highest day of 61 days ago',
      [on('ana', 61, 100), ...usual.slice(2), on('ana', 0, 40)],
      ['many_opened ana'],
    ],
    ['a highest day of 60 days ago', [on('ana', 60, 100), ...usual.slice(2), on('ana', 0, 40)], []],
  ])('%s', (_, opened, found) => {
    expect(kindsOf({ opened }).toSorted()).toEqual([...found].toSorted())
  })
})

test('a desk that opens many every day has another usual day', () => {
  const busy = [1, 2, 3].flatMap((ago) => [on('ana', ago, 90), on('ben', ago, 80)])
  expect(kindsOf({ opened: [...busy, on('new', 0, 200)] })).not.toContain('many_opened new')
  expect(kindsOf({ opened: [...busy, on('new', 0, 241)] })).toContain('many_opened new')
})

test('three quarters of the desk on one day is a sweep, from 30 cases on', () => {
  const before = [on('ana', 1, 20), on('ben', 1, 20)]
  expect(kindsOf({ opened: [...before, on('ana', 0, 30)], cases: 40 })).toContain('sweep ana')
  expect(kindsOf({ opened: [...before, on('ana', 0, 29)], cases: 29 })).not.toContain('sweep ana')
  expect(kindsOf({ opened: [on('ana', 0, 30)], cases: 41 })).not.toContain('sweep ana')
})

test('exports are added up by day, and those soon after a change of role are told', () => {
  const exports = [
    { account: 'ana', at: '2026-11-22T08:00:00Z', cases: 6 },
    { account: 'ana', at: '2026-11-22T09:00:00Z', cases: 4 },
    { account: 'ben', at: '2026-11-21T08:00:00Z', cases: 1 },
  ]
  const roles = [{ account: 'ben', from: '2026-11-18T08:00:01Z' }]
  expect(kindsOf({ exports, roles })).toEqual(['many_exported ana', 'export_after_role ben'])
  expect(
    kindsOf({ exports: exports.slice(2), roles: [{ account: 'ben', from: '2026-11-18T08:00:00Z' }] }),
  ).toEqual([])
})

test('a role that somebody else was given, that ended long ago, or that comes later, is none to tell of', () => {
  const exports = [{ account: 'ben', at: '2026-11-21T08:00:00Z', cases: 1 }]
  const given = (account: string, from: string) => kindsOf({ exports, roles: [{ account, from }] })
  expect(given('ana', '2026-11-21T07:00:00Z')).toEqual([])
  expect(given('ben', '2026-11-21T08:00:01Z')).toEqual([])
  expect(given('ben', '2026-11-21T08:00:00Z')).toEqual(['export_after_role ben'])
  const [told] = findUnusual(
    { ...none, exports, roles: [{ account: 'ben', from: '2026-11-20T07:30:00Z' }] },
    dayBefore(today, 30),
  )
  expect(told).toMatchObject({ day: '2026-11-21', amount: 24 })
})

test('a sweep is told instead of the many that it was, of its member and day alone', () => {
  const before = [on('ana', 9, 1), on('ben', 9, 1)]
  const opened = [...before, on('ana', 1, 40), on('ben', 0, 35), on('ana', 0, 200)]
  expect(kindsOf({ opened, cases: 200 })).toEqual(['many_opened ben', 'sweep ana', 'many_opened ana'])
})

test('the first list of supporters is told, and then only more than is usual', () => {
  expect(kindsOf({ listed: [on('ana', 0, 1)] })).toEqual(['supporters_listed ana'])
  expect(kindsOf({ listed: [on('ana', 40, 1), on('ana', 0, 3)] })).toEqual([])
  expect(kindsOf({ listed: [on('ana', 40, 1), on('ana', 0, 4)] })).toEqual(['supporters_listed ana'])
})

test('a refusal and a limit raised alone are told once a day, and only for as long as asked', () => {
  const refused = [on('ana', 0, 1), on('ana', 30, 1), on('ana', 31, 1)]
  expect(kindsOf({ refused, raisedAlone: [on('ben', 2, 0), on('ben', 2, 0)] })).toEqual([
    'limit_reached ana',
    'raised_alone ben',
    'limit_reached ana',
  ])
})

test('who stays within three times their own highest day is never told of', () => {
  const day = fc.record({ account: fc.constantFrom('a', 'b', 'c'), ago: fc.nat(59), amount: fc.nat(100) })
  fc.assert(
    fc.property(fc.array(day, { maxLength: 60 }), fc.integer({ min: 1, max: 300 }), (past, most) => {
      const opened = past.map(({ account, ago, amount }) => on(account, ago + 1, amount))
      const all = [...opened, on('me', 60, most), on('me', 0, 3 * most)]
      expect(kindsOf({ opened: all })).not.toContain('many_opened me')
    }),
  )
})
