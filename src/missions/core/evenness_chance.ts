/** Chance that can be repeated: the same seed gives the same numbers on every device. Pure. */

/** Numbers from 0 up to 1. */
export type Chance = () => number

/** Mulberry32: 32 bits of state, good enough to simulate services and of no use to any secret. */
export const chanceFrom = (seed: number): Chance => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** From here on a count is drawn from the normal curve beside it: the two differ by less than a bootstrap can see. */
const MANY = 60

export const poisson = (mean: number, chance: Chance): number => {
  if (mean <= 0) return 0
  if (mean >= MANY) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(chance)))
  const end = Math.exp(-mean)
  let product = chance()
  let count = 0
  while (product > end) {
    product *= chance()
    count += 1
  }
  return count
}

const normal = (chance: Chance): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())

/** Of a gamma distribution with mean 1 whose coefficient of variation is `spread`: how differently missions go about it. */
export const unequal = (spread: number, chance: Chance): number => {
  if (spread <= 0) return 1
  const shape = 1 / (spread * spread)
  return gamma(shape, chance) / shape
}

/** Marsaglia and Tsang (2000); below 1 by their own step. */
const gamma = (shape: number, chance: Chance): number => {
  if (shape < 1) return gamma(shape + 1, chance) * (1 - chance()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(chance)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - chance()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}
