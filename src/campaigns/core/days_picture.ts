/** The sum of confirmations over the days of an ask, as a line: where it stands in a picture of this size. Pure. */
export type DaysPicture = {
  /** Of an SVG path; steps, since nobody signs between two days. */
  readonly path: string
  readonly first: string
  readonly last: string
  readonly most: number
}

const DAY_MS = 86_400_000
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** Null where fewer than two days are known: a point is no course. `days` in order. */
export const daysPicture = (
  days: readonly { readonly day: string; readonly number: number }[],
  { width, height }: { readonly width: number; readonly height: number },
): DaysPicture | null => {
  const [first, last] = [days[0]?.day, days.at(-1)?.day]
  if (first === undefined || last === undefined || first === last) return null
  const most = days.reduce((sum, { number }) => sum + number, 0)
  const span = at(last) - at(first) + DAY_MS
  const x = (day: string): number => round(((at(day) - at(first)) / span) * width)
  let sum = 0
  const steps = days.map(({ day, number }) => {
    sum += number
    return `H${x(day)}V${round(height - (sum / most) * height)}`
  })
  return { path: `M0 ${height}${steps.join('')}H${width}`, first, last, most }
}

const round = (value: number): number => Math.round(value * 10) / 10
