import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { dutyCodes, engagementResults, engagementTypes } from '#kernel/core/vocabulary/missions.ts'
import { code2011, coverageOf, countsOf, groupsOf, monthOf, monthsIn, proposedOf } from './coverage.ts'
import { gapsOf } from './coverage_gaps.ts'
import {
  contactGroupsOf,
  daysSinceAtLeast,
  hearingGroupsOf,
  observationOf,
  requestGroupsOf,
  responseTimesOf,
  silenceOf,
  wilson,
} from './coverage_times.ts'
import type { EngagementRow, HearingRow } from './rows.ts'

const engagement = (given: Partial<EngagementRow>): EngagementRow => ({
  mission: 'a',
  log: 'case1',
  entry: 'e1',
  type: 'meeting',
  duties: ['E05'],
  officer: null,
  role: 'human_rights_officer',
  date: '2025-03',
  result: 'done',
  requestedBy: 'defender',
  requested: null,
  daysToAnswer: null,
  hearing: null,
  country: 'HN',
  due: null,
  ...given,
})

const year = { from: '2025-01', to: '2025-12', role: null, country: null } as const
const countIn = (rows: readonly EngagementRow[], code: string, filter = year) =>
  countsOf(groupsOf(rows, filter)).find((one) => one.code === code)

test('an act that answers two duties counts once for each, and once for the line of 2011 that holds both', () => {
  const rows = [engagement({ duties: ['E05', 'E07'] })]
  expect(countIn(rows, 'E05')?.done).toBe(1)
  expect(countIn(rows, 'E07')?.done).toBe(1)
  expect(countIn(rows, code2011('D1'))?.done).toBe(1)
})

test('the two duties that only the proposal has count as themselves and as its lines', () => {
  const rows = [engagement({ duties: ['D9'], type: 'tools_check' })]
  expect(countIn(rows, 'D9')?.done).toBe(1)
  expect(proposedOf(countsOf(groupsOf(rows, year))).find(({ code }) => code === 'D9')?.done).toBe(1)
})

test('a stated duty without an act that was done is a gap; a mentioned one and one not promised are none', () => {
  const rows = [engagement({ duties: ['E09'], result: 'refused_by_host' }), engagement({ date: '2024-11' })]
  const coverage = coverageOf([{ desk: 'a', guidelines: ['EU'] }], countsOf(groupsOf(rows, year)))
  const cells = new Map(coverage.missions[0]!.cells.map((cell) => [cell.code, cell]))
  expect(cells.get('E09')).toMatchObject({ promised: 'stated', done: 0, notDone: 1, gap: true, last: null })
  expect(cells.get('E05')).toMatchObject({ promised: 'stated', done: 0, gap: true, last: '2024-11' })
  expect(cells.get('E03')).toMatchObject({ promised: 'mentioned', gap: false })
  expect(cells.get('E24')).toMatchObject({ promised: 'not_promised', gap: false })
  expect(coverage.missions[0]).toMatchObject({ stated: 17, gaps: 17 })
})

test('read by one guideline, it binds only those who are bound by it', () => {
  const missions = [
    { desk: 'a', guidelines: ['EU', 'GB'] },
    { desk: 'b', guidelines: ['NO'] },
  ] as const
  const { missions: rows } = coverageOf(missions, [], 'GB')
  expect(rows.map(({ stated }) => stated)).toEqual([10, 0])
})

test('an act is counted in the month that its date begins in; a year alone in January', () => {
  expect(
    ['2025-03', '2025-03~', '2025-03/2025-05', '2025', '2025?', '2025-21', '..', 'XXXX'].map(monthOf),
  ).toEqual(['2025-03', '2025-03', '2025-03', '2025-01', '2025-01', null, null, null])
  expect(monthsIn({ from: '2024-11', to: '2025-02' })).toBe(4)
})

test('whatever the log: each act counts at most once for a duty, and all of it is in one group', () => {
  const rows = fc.array(
    fc.record({
      mission: fc.constantFrom('a', 'b'),
      duties: fc.uniqueArray(fc.constantFrom(...dutyCodes), { minLength: 1, maxLength: 4 }),
      type: fc.constantFrom(...engagementTypes),
      result: fc.constantFrom(...engagementResults),
      date: fc.constantFrom('2024-12', '2025-01', '2025-06', '2026-01', '2025'),
    }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(rows, (drawn) => {
      const all = drawn.map((one) => engagement(one))
      const groups = groupsOf(all, year)
      const within = all.filter(({ date }) => date.startsWith('2025'))
      const sum = groups.reduce((total, { done, notDone }) => total + done + notDone, 0)
      expect(sum).toBe(within.length)
      for (const { mission, code, done } of countsOf(groups)) {
        const acts = within.filter((one) => one.mission === mission && one.result === 'done')
        expect(done).toBeLessThanOrEqual(acts.length)
        if (dutyCodes.includes(code as never))
          expect(done).toBe(acts.filter(({ duties }) => duties.includes(code as never)).length)
      }
    }),
  )
})

test('the largest gap is the one where others who promised the same would have done most', () => {
  const missions = ['a', 'b', 'c'].map((desk) => ({ desk, guidelines: ['EU'] as const }))
  const rows = Array.from({ length: 20 }, () => engagement({ mission: 'a', duties: ['E05'] }))
  const coverage = coverageOf(missions, countsOf(groupsOf(rows, year)))
  const cases = new Map([
    ['a', 10],
    ['b', 5],
    ['c', 15],
  ])
  const gaps = gapsOf(coverage, cases)
  // 20 acts in the 10 and 5 cases of the others: 4 for each 3 cases.
  expect(gaps[0]).toMatchObject({ mission: 'c', duty: 'E05', expected: 20, peers: { done: 20, cases: 15 } })
  expect(gaps[1]).toMatchObject({ mission: 'b', duty: 'E05', expected: 4 })
  expect(gaps.find(({ duty }) => duty === 'E01')).toMatchObject({ expected: null })
})

test('response times: quartiles of the answered, open ones beside them, and the median of all', () => {
  const answered = [1, 2, 3, 10, 40].map((daysToAnswer) =>
    engagement({ requested: '2025-02', daysToAnswer, date: '2025-03' }),
  )
  const open = engagement({ requested: '2025-04', result: 'pending' })
  const groups = requestGroupsOf([...answered, open, engagement({})], year)
  expect(responseTimesOf(groups, '2025-06-10')).toEqual({
    requests: 6,
    answered: 5,
    open: 1,
    quartiles: [2, 3, 10],
    medianOfAll: 3,
    longestOpen: 41,
  })
  const mostlyOpen = requestGroupsOf([answered[0]!, open, open, open, open], year)
  expect(responseTimesOf(mostlyOpen, '2025-06-10')).toMatchObject({ quartiles: null, medianOfAll: null })
  expect(responseTimesOf([], '2025-06-10')).toMatchObject({ requests: 0, longestOpen: null })
})

const hearing = (given: Partial<HearingRow>): HearingRow => ({
  mission: 'a',
  log: 'case1',
  entry: 'h',
  day: '2025-05-02',
  country: 'HN',
  held: true,
  covered: false,
  officer: null,
  observed: null,
  ...given,
})

test('hearings: each that was due has one fate, and the share has its limits', () => {
  const rows = [
    hearing({ observed: 'done' }),
    hearing({ observed: 'refused_by_host' }),
    hearing({ observed: 'postponed' }),
    hearing({ covered: true }),
    hearing({}),
    hearing({ day: '2025-11-02' }),
    hearing({ day: '2024-11-02' }),
  ]
  const seen = observationOf(hearingGroupsOf(rows, { ...year, today: '2025-06-10' }))
  expect(seen.eligible).toBe(5)
  expect(seen.numbers).toEqual({ observed: 1, refused_by_host: 1, not_done: 1, covered: 1, not_covered: 1 })
  expect(observationOf([])).toMatchObject({ eligible: 0, share: null })
})

const rounded = ({ lower, upper }: ReturnType<typeof wilson>) => [lower.toFixed(4), upper.toFixed(4)]

test('Wilson’s limits as Newcombe printed them (1998, method 3)', () => {
  expect(rounded(wilson(81, 263))).toEqual(['0.2553', '0.3662'])
  expect(rounded(wilson(15, 148))).toEqual(['0.0624', '0.1605'])
  expect(rounded(wilson(0, 20))).toEqual(['0.0000', '0.1611'])
  expect(rounded(wilson(1, 29))).toEqual(['0.0061', '0.1718'])
})

test('without contact is said as at least so many days; cases with none logged stand apart', () => {
  const cases = ['case1', 'case2', 'case3'].map((log) => ({ mission: 'a', log }))
  const rows = [
    engagement({ log: 'case1', date: '2025-02' }),
    engagement({ log: 'case2', date: '2025-05' }),
    engagement({ log: 'case3', date: '2025-05', type: 'demarche' }),
    engagement({ log: 'case3', date: '2025-05', result: 'declined' }),
  ]
  expect(daysSinceAtLeast('2025-02', '2025-06-10')).toBe(102)
  expect(silenceOf(contactGroupsOf(cases, rows), 90, '2025-06-10')).toEqual({ cases: 3, never: 1, silent: 1 })
})
