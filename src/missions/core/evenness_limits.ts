/** Exact limits of a rate that was counted (Garwood 1936), by the gamma distribution. Pure. */

/** Log of the gamma function, by Lanczos' series (g = 7, n = 9): to 14 digits for what is counted here. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
const lnGamma = (x: number): number => {
  const y = x - 1
  const sum = LANCZOS.reduce((all, one, place) => (place === 0 ? one : all + one / (y + place)), 0)
  const t = y + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** The lower incomplete gamma function, regularised: a series left of its middle, a continued fraction right of it. */
export const gammaP = (a: number, x: number): number => {
  if (x <= 0) return 0
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a))
  return x < a + 1 ? front * series(a, x) : 1 - front * fraction(a, x)
}

const PRECISE = 1e-15
const MOST_TERMS = 100_000

const series = (a: number, x: number): number => {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < MOST_TERMS && term > sum * PRECISE; n += 1) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** Lentz's method. */
const fraction = (a: number, x: number): number => {
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let h = d
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const an = -n * (n - a)
    b += 2
    d = 1 / (Math.abs(an * d + b) < tiny ? tiny : an * d + b)
    c = Math.abs(b + an / c) < tiny ? tiny : b + an / c
    h *= d * c
    if (Math.abs(d * c - 1) < PRECISE) break
  }
  return h
}

/** Where the gamma distribution of this shape has so much below it: halved until nothing is left to halve. */
const gammaQuantile = (part: number, shape: number): number => {
  let low = 0
  let high = shape + 10 * Math.sqrt(shape) + 20
  while (gammaP(shape, high) < part) high *= 2
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2
    if (gammaP(shape, middle) < part) low = middle
    else high = middle
  }
  return (low + high) / 2
}

export type Limits = { readonly lower: number; readonly upper: number }

/** Of the number that was to be expected where `count` came: wrong in at most `alpha` of all cases, however small it is. */
export const garwood = (count: number, alpha: number): Limits => ({
  lower: count === 0 ? 0 : gammaQuantile(alpha / 2, count),
  upper: gammaQuantile(1 - alpha / 2, count + 1),
})
