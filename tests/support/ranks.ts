/** Whether two samples of times could be of the same thing, told by their ranks (Mann and Whitney, 1947). */

/** How far the ranks of one sample lie from those of the other, in standard deviations. */
export const apart = (some: readonly number[], others: readonly number[]): number => {
  const all = [...some.map((ms) => [ms, true] as const), ...others.map((ms) => [ms, false] as const)]
  const ranks = all.toSorted(([a], [b]) => a - b).map(([, own], place) => (own ? place + 1 : 0))
  const sum = ranks.reduce((total, rank) => total + rank, 0)
  const [n, m] = [some.length, others.length]
  const middle = (n * (n + m + 1)) / 2
  return Math.abs(sum - middle) / Math.sqrt((n * m * (n + m + 1)) / 12)
}

/** How often two samples of the same lie so far apart or further: p of the test, both sides. */
export const chanceOf = (far: number): number => {
  // Abramowitz and Stegun, 7.1.26: erfc to 1.5e-7.
  const x = far / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const factors = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592]
  return factors.reduce((sum, factor) => (sum + factor) * t, 0) * Math.exp(-x * x)
}
