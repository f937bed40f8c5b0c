/** SVG paths in fewer letters: whole units, relative steps. Pure. */

type Point = readonly [number, number]

/** The same `M…L…Z` path with relative steps; points that fall on the one before and specks without area go. */
export const compactPath = (path: string): string => {
  let at: Point = [0, 0]
  let written = ''
  for (const found of path.matchAll(/M([^MZ]*)(Z?)/g)) {
    const closed = found[2] === 'Z'
    const points = withoutRepeats(readPoints(found[1] ?? ''))
    const [first, ...rest] = points
    if (!first || points.length < (closed ? 3 : 2)) continue
    written += (written === '' ? 'M' : 'm') + stepOf(at, first)
    at = first
    let steps = ''
    for (const point of rest) {
      const step = stepOf(at, point)
      steps += steps === '' || step.startsWith('-') ? step : ` ${step}`
      at = point
    }
    written += `l${steps}${closed ? 'z' : ''}`
    if (closed) at = first
  }
  return written
}

const stepOf = (from: Point, to: Point): string => {
  const [x, y] = [to[0] - from[0], to[1] - from[1]]
  return `${x}${y < 0 ? '' : ' '}${y}`
}

const readPoints = (text: string): readonly Point[] =>
  text.split('L').map((pair): Point => {
    const [x = '0', y = '0'] = pair.split(',')
    return [Number(x), Number(y)]
  })

/** Points in a straight line between their neighbours go too. */
const withoutRepeats = (points: readonly Point[]): readonly Point[] => {
  const kept: Point[] = []
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)]
    if (last && last[0] === point[0] && last[1] === point[1]) continue
    if (before && last && isBetween(before, last, point)) kept.pop()
    kept.push(point)
  }
  return kept
}

const isBetween = (a: Point, b: Point, c: Point): boolean =>
  (b[0] - a[0]) * (c[1] - a[1]) === (b[1] - a[1]) * (c[0] - a[0]) &&
  (b[0] - a[0]) * (c[0] - b[0]) >= 0 &&
  (b[1] - a[1]) * (c[1] - b[1]) >= 0
