/**
 * Invented services of which we know how even they are: what tests show the measures by, and what benchmarks fill. Pure;
 * chance is given.
 */
import { duties, engagementTypes, officerRoles } from '#kernel/core/vocabulary/missions.ts'
import type { Served } from './evenness.ts'
import { type Chance, poisson, unequal } from './evenness_chance.ts'
import type { EngagementRow } from './rows.ts'

export type Service = {
  readonly missions: number
  /** Cases of a mission: between these. */
  readonly cases: readonly [number, number]
  readonly years: number
  /** Acts for each case and year. */
  readonly rate: number
  /** Coefficient of variation of the rates from mission to mission; 0 is perfectly even. */
  readonly spread: number
}

export const scenarioOf = (
  { missions, cases: [fewest, most], years, rate, spread }: Service,
  chance: Chance,
): readonly Served[] =>
  Array.from({ length: missions }, (_, place) => {
    const cases = fewest + Math.floor(chance() * (most - fewest + 1))
    const exposure = cases * years
    const count = poisson(rate * exposure * unequal(spread, chance), chance)
    return { id: `m${place + 1}`, count, exposure }
  })

const results = [
  'done',
  'done',
  'done',
  'done',
  'refused_by_host',
  'declined',
  'pending',
  'postponed',
] as const

/** One engagement of a service: what its type answers, somewhere in these years. */
export const engagementOf = (
  given: Pick<EngagementRow, 'mission' | 'log' | 'entry' | 'country'> & { readonly years: readonly number[] },
  chance: Chance,
): EngagementRow => {
  const { years, ...named } = given
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)]!
  const type = pick(engagementTypes)
  const answers = duties.filter(({ types }) => (types as readonly string[]).includes(type))
  const month = (): string => `${pick(years)}-${String(1 + Math.floor(chance() * 12)).padStart(2, '0')}`
  const date = month()
  const asked = chance() < 0.6
  const isOpen = asked && chance() < 0.15
  return {
    ...named,
    type,
    duties: answers.length === 0 ? ['E01'] : answers.map(({ code }) => code),
    officer: 1 + Math.floor(chance() * 4),
    role: pick(officerRoles),
    date,
    result: pick(results),
    requestedBy: asked ? pick(['defender', 'family', 'organisation'] as const) : 'mission',
    requested: asked ? date : null,
    daysToAnswer: asked && !isOpen ? Math.floor(chance() * chance() * 90) : null,
    hearing: null,
    due: null,
  }
}
