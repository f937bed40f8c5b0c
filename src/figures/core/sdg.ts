/**
 * The table of SDG indicator 16.10.1: victims by category, year, country and sex, each once per incident by the most
 * serious act, attempts left out, nothing imputed (N5, N6). Pure. "Verified" in the sense of the indicator is what a
 * competent body established (level OFF); what this organisation verified itself is only ever called documented.
 */
import { type SdgCategory, sdgCategories } from '#kernel/core/vocabulary/violations.ts'
import { UNKNOWN } from './answer.ts'
import type { Counted } from './answer_query.ts'
import { isInPeriod, isOfLevel } from './count.ts'
import { orderOf, type Sex, sexes, toldIn } from './partitions.ts'
import type { Level, Query } from './query.ts'
import { ANY, type Order, places, type ToldNumber } from './told.ts'

/** `OFF` is verified in the sense of the indicator; the other levels are documented by this organisation. */
export type SdgStanding = 'verified' | 'documented'
export const standingOf = (level: Level): SdgStanding => (level === 'OFF' ? 'verified' : 'documented')

/** `*`: told, but not of which one. All numbers are lower bounds, in fives. */
export type SdgLine = {
  readonly country: string
  readonly year: string
  readonly category: SdgCategory | typeof UNKNOWN | typeof ANY
  /** `total`: both sexes and those whose sex is not coded. The lines by sex are told apart from it and add up to less. */
  readonly sex: Sex | 'total'
  readonly standing: SdgStanding
  readonly victims: number
}

export type SdgFilter = Pick<Query, 'country' | 'from' | 'to'> & {
  /** What is documented counts from this level on. */
  readonly level: Level
}

/** One line for each label, as statistical offices take it over. */
export const sdgLines = ({ told }: Pick<Counted, 'told'>, filter: SdgFilter): readonly SdgLine[] =>
  linesOf(told, filter, places)

const linesOf = (told: Counted['told'], filter: SdgFilter, order: Order): readonly SdgLine[] => {
  const lines = new Map<string, SdgLine>()
  const of = (kind: 'victims' | 'sex') =>
    toldIn(told, { kind, dating: 'incident', attempts: false }, order).map((number) => ({
      ...number,
      bySex: kind === 'sex',
    }))
  for (const number of [...of('victims'), ...of('sex')]) {
    if (!isInside(number, filter)) continue
    const [category, sex = 'total'] = number.what.split(' ') as [SdgLine['category'], SdgLine['sex']?]
    // What is told by sex but not of which one adds nothing to the total that stands beside it.
    if (category === ANY && number.bySex) continue
    const { country, year, level } = number
    const line = { country, year, category, sex, standing: standingOf(level) }
    const key = Object.values(line).join(' ')
    lines.set(key, { ...line, victims: (lines.get(key)?.victims ?? 0) + number.number })
  }
  return [...lines].toSorted(([a], [b]) => byLetter(a, b)).map(([, line]) => line)
}

/** A to F as statistical offices list them, then what is not known, then what is told of none. */
export const byLetter = (a: string, b: string): number => {
  const [first, second] = [a, b].map((text) => text.replaceAll(ANY, '~')) as [string, string]
  return first === second ? 0 : first < second ? -1 : 1
}

export type SdgRow = {
  /** `*`: told, but not in which category. */
  readonly category: SdgLine['category']
  readonly verified: number
  readonly documented: number
  readonly bySex: readonly { readonly sex: Sex; readonly verified: number; readonly documented: number }[]
}

/** A row for each category, in the order of `byLetter`. */
export const sdgTable = (counted: Pick<Counted, 'told'>, filter: SdgFilter): readonly SdgRow[] => {
  const lines = linesOf(counted.told, filter, orderOf('victims', { ...filter, by: 'what', what: null }))
  const sum = (category: string, sex: string, standing: SdgStanding): number =>
    lines
      .filter((line) => line.category === category && line.sex === sex && line.standing === standing)
      .reduce((all, { victims }) => all + victims, 0)
  const standings = (category: string, sex: string) => ({
    verified: sum(category, sex, 'verified'),
    documented: sum(category, sex, 'documented'),
  })
  return [...sdgCategories.map(({ code }) => code), UNKNOWN, ANY].toSorted(byLetter).map((category) => ({
    category: category as SdgLine['category'],
    ...standings(category, 'total'),
    bySex: category === ANY ? [] : sexes.map((sex) => ({ sex, ...standings(category, sex) })),
  }))
}

const isInside = ({ level, country, year }: ToldNumber, filter: SdgFilter): boolean =>
  isOfLevel(level, filter.level) &&
  (filter.country === null || country === filter.country) &&
  isInPeriod(year === ANY || year === UNKNOWN ? null : Number(year), filter)
