/** What the coverage pages show, made ready on the device: filters as periods, matrix, gaps, evenness. Pure. */
import { type Coverage, coverageOf } from '#missions/core/coverage.ts'
import { type Gap, gapsOf } from '#missions/core/coverage_gaps.ts'
import type { CoverageAnswer, CoveredMission, OfficerCounts } from '#missions/core/coverage_wire.ts'
import { type Evenness, evennessOf } from '#missions/core/evenness.ts'
import { chanceFrom } from '#missions/core/evenness_chance.ts'
import { monthsPosted, monthsOf, type Officer } from '#missions/core/roster.ts'
import type { Guideline } from '#kernel/core/vocabulary/missions.ts'

export const spans = ['year', 'two_years', 'this_year', 'last_year', 'year_before'] as const
export type Span = (typeof spans)[number]

const whole = (of: number) => ({ from: `${of}-01`, to: `${of}-12` })

/** Whole months up to and with the one that runs. */
export const periodOf = (span: Span, today: string): { readonly from: string; readonly to: string } => {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const back = (months: number): string => {
    const count = year * 12 + (month - 1) - (months - 1)
    return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
  }
  switch (span) {
    case 'year':
      return { from: back(12), to: today.slice(0, 7) }
    case 'two_years':
      return { from: back(24), to: today.slice(0, 7) }
    case 'this_year':
      return { from: `${year}-01`, to: today.slice(0, 7) }
    case 'last_year':
      return whole(year - 1)
    case 'year_before':
      return whole(year - 2)
  }
}

export type CoverageView = {
  readonly answer: CoverageAnswer
  readonly missions: readonly CoveredMission[]
  readonly coverage: Coverage
  readonly gaps: readonly Gap[]
}

/** Headquarters promise as a government, and keep no missions' log: as long as they logged nothing they are no row. */
const isMission = ({ post, done, counts }: CoveredMission): boolean =>
  post !== 'headquarters' || done > 0 || counts.length > 0

export const viewOf = (answer: CoverageAnswer, guideline: Guideline | null): CoverageView => {
  const missions = answer.missions.filter(isMission)
  const counts = missions.flatMap(({ desk, counts: list }) => list.map((one) => ({ ...one, mission: desk })))
  const coverage = coverageOf(missions, counts, guideline)
  const cases = new Map(missions.map(({ desk, silence }) => [desk, silence.cases]))
  return { answer, missions, coverage, gaps: gapsOf(coverage, cases) }
}

/** The same numbers on every device and every day: chance is repeated from here. */
const SEED = 2011

/** Acts for ten cases in a year. */
export const TEN = 10

export const evennessOfMissions = (
  missions: readonly CoveredMission[],
  period: { readonly from: string; readonly to: string },
): Evenness => {
  const years = monthsOf(period).length / 12
  const served = missions.map(({ desk, done, silence }) => ({
    id: desk,
    count: done,
    exposure: (silence.cases * years) / TEN,
  }))
  return evennessOf(served, chanceFrom(SEED))
}

/** Acts for each month posted; who has no number stands in no rate. */
export const evennessOfOfficers = (
  counts: OfficerCounts,
  officers: readonly Officer[],
  period: { readonly from: string; readonly to: string },
): Evenness => {
  const months = monthsOf(period)
  const done = new Map(counts.map(({ officer, done: number }) => [officer, number]))
  const known = officers.filter(({ posted, officer }) => posted || (done.get(officer) ?? 0) > 0)
  const served = known.map((one) => ({
    id: String(one.officer),
    count: done.get(one.officer) ?? 0,
    exposure: monthsPosted(one, months),
  }))
  return evennessOf(served, chanceFrom(SEED))
}
