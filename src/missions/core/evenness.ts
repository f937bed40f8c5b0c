/**
 * How alike service is from mission to mission, or from officer to officer. Two things, both named. The rate of each, with
 * exact limits (Garwood) that hold for all of them together (Bonferroni): two are told apart only where these do not meet.
 * The Hoover index of them all: of a hundred acts, how many somebody else would have had to do for every case to be
 * served alike; beside it what chance alone gives a perfectly even service, since no service of small numbers looks even.
 * docs/decisions/0027-evenness.md says why these. Pure; chance is given.
 */
import { type Chance, poisson } from './evenness_chance.ts'
import { garwood } from './evenness_limits.ts'

export type Served = {
  readonly id: string
  /** Acts that were done. */
  readonly count: number
  /** What they are out of: case-years of a mission, months of an officer. */
  readonly exposure: number
}

export type Rate = Served & {
  /** For each unit of exposure, and its limits. */
  readonly rate: number
  readonly lower: number
  readonly upper: number
  /** Beside all of them together: only where its limits leave that rate out. */
  readonly beside: 'more' | 'fewer' | 'not_told_apart'
}

export type Evenness = {
  readonly rates: readonly Rate[]
  /** All acts by all exposure. */
  readonly rate: number | null
  readonly index: Index | null
  readonly verdict: 'uneven' | 'not_told_from_chance' | 'too_few'
}

export type Index = {
  readonly hoover: number
  /** Of 95 % of services with these rates (parametric bootstrap). */
  readonly lower: number
  readonly upper: number
  /** What a perfectly even service of as many acts shows: on average, and in all but 2.5 %. */
  readonly chance: { readonly mean: number; readonly upper: number }
}

/** Of fewer acts, or fewer units, nothing is said of how even it is. */
export const LEAST_ACTS = 10
export const LEAST_UNITS = 2
const REPLICATES = 1000
const ALPHA = 0.05

/** Whoever had no case can serve none: they are left out. */
export const evennessOf = (all: readonly Served[], chance: Chance): Evenness => {
  const served = all.filter(({ exposure }) => exposure > 0)
  const acts = total(served.map(({ count }) => count))
  const exposure = total(served.map((one) => one.exposure))
  const rate = exposure > 0 ? acts / exposure : null
  const rates = served.map((one) => rateOf(one, ALPHA / served.length, rate ?? 0))
  if (acts < LEAST_ACTS || served.length < LEAST_UNITS)
    return { rates, rate, index: null, verdict: 'too_few' }
  const index = indexOf(served, chance)
  const isUneven = index.hoover > index.chance.upper && index.lower > index.chance.mean
  return { rates, rate, index, verdict: isUneven ? 'uneven' : 'not_told_from_chance' }
}

const rateOf = (one: Served, alpha: number, all: number): Rate => {
  const limits = garwood(one.count, alpha)
  const lower = limits.lower / one.exposure
  const upper = limits.upper / one.exposure
  const beside = lower > all ? 'more' : upper < all ? 'fewer' : 'not_told_apart'
  return { ...one, rate: one.count / one.exposure, lower, upper, beside }
}

/** Two whose limits do not meet. */
export const toldApart = (a: Rate, b: Rate): boolean => a.lower > b.upper || b.lower > a.upper

/** Half the sum by which the shares of acts differ from the shares of exposure (Hoover 1936). */
export const hoover = (counts: readonly number[], exposures: readonly number[]): number => {
  const acts = total(counts)
  const all = total(exposures)
  if (acts === 0 || all === 0) return 0
  return total(counts.map((count, place) => Math.abs(count / acts - exposures[place]! / all))) / 2
}

const indexOf = (served: readonly Served[], chance: Chance): Index => {
  const exposures = served.map(({ exposure }) => exposure)
  const counts = served.map(({ count }) => count)
  const rate = total(counts) / total(exposures)
  const drawn = (means: readonly number[]): readonly number[] =>
    Array.from({ length: REPLICATES }, () =>
      hoover(
        means.map((mean) => poisson(mean, chance)),
        exposures,
      ),
    ).toSorted((a, b) => a - b)
  const even = drawn(exposures.map((one) => one * rate))
  const own = drawn(counts)
  const value = hoover(counts, exposures)
  // Drawing again from what was drawn already adds chance to chance: that much is taken off again.
  const bias = mean(own) - value
  return {
    hoover: value,
    lower: Math.max(0, at(own, 0.025) - bias),
    upper: Math.min(1, at(own, 0.975) - bias),
    chance: { mean: mean(even), upper: at(even, 0.975) },
  }
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)
const mean = (numbers: readonly number[]): number => total(numbers) / numbers.length
const at = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!
