/** [Note: Not known]: what a scorecard counts, of how many, and what it never says. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { actOf, commitmentOf, missionOf, recordOf, signOf } from '../../../tests/support/public_missions.ts'
import { promiseMatrix } from './promise_matrix.ts'
import { changesOf } from './document_changes.ts'
import { scorecardCsv } from './scorecard_files.ts'
import { type Counted, countScorecard, coverageOf, type DutyCount } from './scorecard_counts.ts'
import { signTimeline } from './sign_timeline.ts'

const scope = { governments: ['XA', 'XB'] as const, from: 2025, to: 2026 }
const lima = missionOf({ slug: 'alandia-lima', host: 'PE' })
const quito = missionOf({ slug: 'alandia-quito', host: 'EC', guidelines: [], shadow: true })
const count = (given: Partial<Counted>, government: 'XA' | 'XB' = 'XA') => {
  const counted = { missions: [], records: [], commitments: [], ...given }
  return countScorecard({ ...scope, governments: [...scope.governments] }, counted).find(
    (one) => one.government === government,
  )!
}
const dutyOf = (given: Partial<Counted>, duty: DutyCount['duty'] = 'E09') =>
  count(given).duties.find((one) => one.duty === duty)!

test('a promise or a sign of a year that cannot be read is refused, not left out of the count', () => {
  for (const date of ['../2025', '[2025..]', '[..2025]']) {
    expect(() => commitmentOf({ madeOn: date }), date).toThrow('day_unreadable')
    expect(() => commitmentOf({ evidence: [signOf({ on: date })] }), date).toThrow('day_unreadable')
  }
  expect(commitmentOf({ madeOn: '2025-05/..', by: '2026-XX-XX' }).madeOn).toBe('2025-05/..')
})

test('the denominator is the missions whose guidelines state the duty, the numerator those seen doing it', () => {
  const missions = [missionOf(), lima, quito]
  const found = dutyOf({ missions, records: [recordOf()] })
  expect(found).toMatchObject({
    promised: 'stated',
    bound: ['alandia-bogota', 'alandia-lima'],
    seen: ['alandia-bogota'],
  })
  expect(found.done).toHaveLength(1)
  expect(count({ missions })).toMatchObject({ shadows: 1 })
})

test('without a public act a promised duty is not known, and one that nobody promised is no gap', () => {
  const missions = [missionOf()]
  expect(coverageOf(dutyOf({ missions }))).toBe('not_known')
  // The guidelines of the EU only mention E03 and do not contain E15.
  expect(dutyOf({ missions }, 'E03').promised).toBe('mentioned')
  expect(coverageOf(dutyOf({ missions }, 'E15'))).toBe('not_promised')
  expect(coverageOf(dutyOf({ missions: [quito] }))).toBe('not_promised')
})

test('what is done without a promise is seen, and never made a share', () => {
  const records = [recordOf({ slug: 'quito-2026', mission: 'alandia-quito' })]
  const found = dutyOf({ missions: [quito], records })
  expect([coverageOf(found), found.bound, found.seen]).toEqual(['seen', [], []])
})

test('an act not done is told apart and covers nothing; a pending one is not told', () => {
  const engagements = [
    actOf({ id: 'refused', result: 'refused_by_host' }),
    actOf({ id: 'pending', result: 'pending' }),
  ]
  const found = dutyOf({ missions: [missionOf()], records: [recordOf({ engagements })] })
  expect([coverageOf(found), found.done.length, found.notDone.map(({ id }) => id)]).toEqual([
    'not_known',
    0,
    ['refused'],
  ])
})

/** Told by both. */
const toldBoth = (own: string, other: string) =>
  recordOf({
    slug: `${own}-2026`,
    mission: own,
    engagements: [actOf({ id: `seen-by-${own}`, jointWith: [other, 'borealia-bogota'] })],
  })

test('a joint act counts once, for each mission of the government that took part and has a page', () => {
  const missions = [missionOf(), lima, missionOf({ slug: 'borealia-bogota', government: 'XB' })]
  const records = [toldBoth('alandia-bogota', 'alandia-lima'), toldBoth('alandia-lima', 'alandia-bogota')]
  const found = dutyOf({ missions, records })
  expect(found.done).toHaveLength(1)
  expect(found.seen).toEqual(['alandia-bogota', 'alandia-lima'])
})

test('other years, other governments and records of unknown missions are not counted', () => {
  const records = [
    recordOf({ year: 2024, engagements: [actOf({ on: '2024-03' })] }),
    recordOf({ slug: 'none-2026', mission: 'nobody' }),
  ]
  expect(dutyOf({ missions: [missionOf()], records }).done).toEqual([])
  expect(count({ missions: [missionOf()], records: [recordOf()] }, 'XB').missions).toEqual([])
})

test('a commitment stands by its last sign within the years; without one it is not known', () => {
  const commitments = [
    commitmentOf({
      evidence: [
        signOf({ id: 'later', on: '2027-01', sign: 'broken' }),
        signOf({ id: 'last', on: '2026-05-02', sign: 'kept' }),
        signOf({ id: 'first', on: '2026-02', sign: 'broken' }),
      ],
    }),
    commitmentOf({ slug: 'unseen', evidence: [] }),
    commitmentOf({ slug: 'too-late', madeOn: '2027-01-01', by: null, evidence: [] }),
  ]
  expect(count({ commitments }).commitments).toEqual({
    kept: ['alandia-meets'],
    partly_kept: [],
    broken: [],
    no_sign: [],
    not_known: ['unseen'],
  })
})

test('no file holds a zero that would read as none', () => {
  const counted = { missions: [missionOf()], records: [recordOf()], commitments: [] }
  const csv = scorecardCsv(countScorecard({ ...scope, governments: [...scope.governments] }, counted))
  expect(csv).toContain('XA,duty,E09,stated,seen,,1,1,1,\r\n')
  expect(csv).toContain('XB,duty,E09,not_promised,not_known,,,,,\r\n')
  expect(csv).not.toMatch(/(^|,)0(,|\r)/m)
})

test('numerators never exceed denominators, and more records never take an act away', () => {
  const slugs = ['alandia-bogota', 'alandia-lima', 'alandia-quito'] as const
  const act = fc.record({
    mission: fc.constantFrom(...slugs),
    joint: fc.subarray([...slugs]),
    duty: fc.constantFrom('E05', 'E09', 'E15', 'D9'),
    result: fc.constantFrom('done', 'declined', 'pending'),
  } as const)
  const missions = [missionOf(), lima, quito]
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      const records = acts.map(({ mission, joint, duty, result }, at) =>
        recordOf({
          slug: `record-${at}`,
          mission,
          engagements: [
            actOf({
              id: `act-${at}`,
              duties: [duty],
              result,
              jointWith: joint.filter((one) => one !== mission),
            }),
          ],
        }),
      )
      const [all, fewer] = [records, records.slice(1)].map((some) => count({ missions, records: some }))
      for (const [at, one] of all!.duties.entries()) {
        expect(one.seen.length).toBeLessThanOrEqual(one.bound.length)
        expect(one.bound).toEqual(expect.arrayContaining([...one.seen]))
        expect(one.seen.length).toBeGreaterThanOrEqual(fewer!.duties[at]!.seen.length)
        expect(one.done.length).toBeLessThanOrEqual(acts.length)
      }
    }),
  )
})

test('missions bound by the same guidelines stand in one column of the matrix', () => {
  const { columns, rows } = promiseMatrix([missionOf(), lima, quito])
  expect(columns.map(({ missions }) => missions.map(({ slug }) => slug))).toEqual([
    ['alandia-bogota', 'alandia-lima'],
    ['alandia-quito'],
  ])
  expect(rows.find(({ duty }) => duty === 'E09')?.promised).toEqual(['stated', 'not_promised'])
})

test('signs stand on the line in the order of time, within it; a promise with nothing after it has none', () => {
  const line = signTimeline(commitmentOf(), 600)!
  expect(line.marks.map(({ sign }) => sign)).toEqual(['partly_kept'])
  expect(line.marks.every(({ x }) => x >= 0 && x <= 600)).toBe(true)
  expect([line.years[0]?.year, line.years.at(-1)?.year]).toEqual([2025, 2027])
  expect(signTimeline(commitmentOf({ by: null, evidence: [] }), 600)).toBeNull()
})

test('a version tells which parts it changed, and none of their words', () => {
  const versions = [
    { version: 1, releasedOn: '2026-01-01', body: commitmentOf() },
    { version: 2, releasedOn: '2026-02-01', body: commitmentOf({ by: null, evidence: [] }) },
  ]
  expect(changesOf(versions)).toEqual([
    { version: 2, releasedOn: '2026-02-01', parts: ['by', 'evidence'] },
    { version: 1, releasedOn: '2026-01-01', parts: [] },
  ])
})
