/**
 * Dates as people know them: EDTF (ISO 8601-2), the part a case needs. Days, months, years, seasons, unspecified
 * digits, intervals with open or unknown ends, one of several, and the marks `~` about, `?` doubtful, `%` both.
 * A date stands for the days it may mean; dates compare as intervals and no day is ever invented.
 */
import { addDays, addLength, daysInMonth, isoDay, type Length, partsOfDay } from './iso_day.ts'
import { err, ok, type Result } from './result.ts'

export type EdtfDate = {
  readonly edtf: string
  /** First day it may mean; null when the start is open or unknown. */
  readonly earliest: string | null
  /** Last day it may mean; null when the end is open or unknown. */
  readonly latest: string | null
  /** Marked as about or doubtful. */
  readonly approximate: boolean
}

export type DateRefusal =
  | { readonly kind: 'not_edtf'; readonly text: string }
  | { readonly kind: 'no_such_day'; readonly text: string }
  | { readonly kind: 'year_out_of_range'; readonly text: string }
  | { readonly kind: 'ends_before_start'; readonly text: string }

export type DateUnit = 'day' | 'month' | 'year'

/** Reads EDTF text; what it prints back in `edtf` is the same text. */
export const parseEdtf = (text: string): Result<EdtfDate, DateRefusal> => {
  const parsed = parseShape(text)
  return parsed.ok ? ok(dateOfShape(text, parsed.value)) : parsed
}

/** The same date no finer than the unit. It always contains the original: `about` is spent on the bounds. */
export const coarsen = (date: EdtfDate, unit: DateUnit): string => {
  const parsed = parseShape(date.edtf)
  if (!parsed.ok) throw new Error('An EdtfDate holds text that is not EDTF')
  const shape = parsed.value
  if (shape.kind === 'interval') {
    const start = shape.start ? coarsenPoint(shape.start, unit).low : openText(date.edtf.startsWith('..'))
    const end = shape.end ? coarsenPoint(shape.end, unit).high : openText(date.edtf.endsWith('..'))
    return start === end ? start : `${start}/${end}`
  }
  const members = new Set(shape.members.map((member) => coarsenMember(member, unit)))
  const [only] = members
  return members.size === 1 && only !== undefined && !only.includes('..')
    ? only
    : `[${[...members].join(',')}]`
}

/** One day somewhere between two days (both included), in the plainest EDTF that says so. */
export const dateBetween = (earliest: string | null, latest: string | null): EdtfDate => ({
  edtf: textBetween(earliest, latest),
  earliest,
  latest,
  approximate: false,
})

type Precision = 'day' | 'month' | 'season' | 'year' | 'unspecified'
type Point = {
  readonly text: string
  readonly precision: Precision
  readonly mark: '' | '~' | '?' | '%'
  readonly earliest: string
  readonly latest: string
}
/** A member of a set; null is an open side. A plain date is a set of one. */
type Member = Point | { readonly from: Point | null; readonly to: Point | null }
type Shape =
  | { readonly kind: 'interval'; readonly start: Point | null; readonly end: Point | null }
  | { readonly kind: 'one_of'; readonly members: readonly Member[] }

const isPoint = (member: Member): member is Point => 'precision' in member

const parseShape = (text: string): Result<Shape, DateRefusal> => {
  if (text.startsWith('[') && text.endsWith(']')) return parseOneOf(text)
  if (text.includes('/')) return parseInterval(text)
  const point = parsePoint(text)
  return point.ok ? ok({ kind: 'one_of', members: [point.value] }) : point
}

const parseInterval = (text: string): Result<Shape, DateRefusal> => {
  const [first = '', second = '', ...more] = text.split('/')
  const start = parseEnd(first)
  if (!start.ok) return start
  const end = parseEnd(second)
  if (!end.ok) return end
  if (more.length > 0 || (start.value === null && end.value === null)) return err({ kind: 'not_edtf', text })
  if (start.value && end.value && end.value.latest < start.value.earliest) {
    return err({ kind: 'ends_before_start', text })
  }
  return ok({ kind: 'interval', start: start.value, end: end.value })
}

/** Open (`..`) and unknown (empty) ends bound nothing. */
const parseEnd = (text: string): Result<Point | null, DateRefusal> =>
  text === '' || text === '..' ? ok(null) : refuseSeason(parsePoint(text))

const parseOneOf = (text: string): Result<Shape, DateRefusal> => {
  const parts = text.slice(1, -1).split(',')
  const members: Member[] = []
  for (const [index, part] of parts.entries()) {
    const member = parseMember(part, index === 0, index === parts.length - 1)
    if (!member.ok) return member
    members.push(member.value)
  }
  return ok({ kind: 'one_of', members })
}

/** A range has both sides equally exact, and may be open only at the outer sides of the set. */
const parseMember = (text: string, first: boolean, last: boolean): Result<Member, DateRefusal> => {
  const dots = text.indexOf('..')
  if (dots < 0) return parseMemberPoint(text)
  const [before, after] = [text.slice(0, dots), text.slice(dots + 2)]
  if ((before === '' && !first) || (after === '' && !last) || (before === '' && after === '')) {
    return err({ kind: 'not_edtf', text })
  }
  const from = before === '' ? ok(null) : parseMemberPoint(before)
  if (!from.ok) return from
  const to = after === '' ? ok(null) : parseMemberPoint(after)
  if (!to.ok) return to
  if (from.value && to.value && from.value.precision !== to.value.precision)
    return err({ kind: 'not_edtf', text })
  if (from.value && to.value && to.value.latest < from.value.earliest) {
    return err({ kind: 'ends_before_start', text })
  }
  return ok({ from: from.value, to: to.value })
}

/** Sets hold dates without marks. */
const parseMemberPoint = (text: string): Result<Point, DateRefusal> =>
  /[~?%]$/.test(text) ? err({ kind: 'not_edtf', text }) : refuseSeason(parsePoint(text))

/** The standard has seasons stand alone. */
const refuseSeason = (point: Result<Point, DateRefusal>): Result<Point, DateRefusal> =>
  point.ok && point.value.precision === 'season' ? err({ kind: 'not_edtf', text: point.value.text }) : point

const pointForm = /^(\d{1,4}X{0,3})(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([~?%]?)$/

const parsePoint = (text: string): Result<Point, DateRefusal> => {
  const [, year = '', month, day, mark = ''] = pointForm.exec(text) ?? []
  if (year.length !== 4) return err({ kind: 'not_edtf', text })
  const bounds = boundsOf(text, year, month, day)
  if (!bounds.ok) return bounds
  const { precision, earliest, latest } = bounds.value
  const about = mark === '~' || mark === '%' ? windowOf(precision) : none
  return ok({
    text,
    precision,
    mark: mark as Point['mark'],
    earliest: addLength(earliest, about.before),
    latest: endAfter(latest, about.after),
  })
}

type Bounds = Pick<Point, 'precision' | 'earliest' | 'latest'>

const boundsOf = (
  text: string,
  year: string,
  month: string | undefined,
  day: string | undefined,
): Result<Bounds, DateRefusal> => {
  const [low, high] = [Number(year.replaceAll('X', '0')), Number(year.replaceAll('X', '9'))]
  // A winter reaches into the years beside; four digits must still hold them.
  if (low < 1000 || low > 9998) return err({ kind: 'year_out_of_range', text })
  if (low !== high) {
    if (month !== undefined && month !== 'XX') return err({ kind: 'not_edtf', text })
    return ok({ precision: 'unspecified', earliest: isoDay(low, 1, 1), latest: isoDay(high, 12, 31) })
  }
  if (month === undefined || month === 'XX') {
    if (day !== undefined && day !== 'XX') return err({ kind: 'not_edtf', text })
    return ok({
      precision: month ? 'unspecified' : 'year',
      earliest: isoDay(low, 1, 1),
      latest: isoDay(low, 12, 31),
    })
  }
  const number = Number(month)
  if (number >= 21 && number <= 32 && day === undefined) return ok(seasonBounds(low, number))
  if (number < 1 || number > 12) return err({ kind: 'no_such_day', text })
  const length = daysInMonth(low, number)
  if (day === undefined || day === 'XX') {
    return ok({ precision: 'month', earliest: isoDay(low, number, 1), latest: isoDay(low, number, length) })
  }
  if (Number(day) < 1 || Number(day) > length) return err({ kind: 'no_such_day', text })
  return ok({
    precision: 'day',
    earliest: isoDay(low, number, Number(day)),
    latest: isoDay(low, number, Number(day)),
  })
}

/**
 * [Note: seasons] 21 to 24 are spring to winter somewhere on earth, 25 to 28 in the north, 29 to 32 in the south.
 * A code without a hemisphere spans both. The season over the turn of the year spans both turns, since
 * "winter 1993" may begin or end in 1993.
 */
const seasonBounds = (year: number, code: number): Bounds => {
  const season = (code - 21) % 4
  const hemisphere = code <= 24 ? 'any' : code <= 28 ? 'north' : 'south'
  const starts =
    hemisphere === 'any' ? [season, (season + 2) % 4] : [hemisphere === 'north' ? season : (season + 2) % 4]
  if (starts.includes(3)) {
    const lastOfFebruary = isoDay(year + 1, 2, daysInMonth(year + 1, 2))
    return { precision: 'season', earliest: isoDay(year - 1, 12, 1), latest: lastOfFebruary }
  }
  const firstMonth = 3 + 3 * Math.min(...starts)
  const lastMonth = 5 + 3 * Math.max(...starts)
  return {
    precision: 'season',
    earliest: isoDay(year, firstMonth, 1),
    latest: isoDay(year, lastMonth, daysInMonth(year, lastMonth)),
  }
}

type Window = { readonly before: Length; readonly after: Length }
const none: Window = { before: {}, after: {} }

/**
 * [Note: about] ISO 8601-2 leaves open how wide `about` is; a fold that compares needs a width. A day: the ten days
 * around it (the 15th is then the middle third of its month). A month or season: one month more on either side.
 * A year: one year more.
 */
const windowOf = (precision: Precision): Window => {
  switch (precision) {
    case 'day':
      return { before: { days: -4 }, after: { days: 5 } }
    case 'month':
    case 'season':
      return { before: { months: -1 }, after: { months: 1 } }
    case 'year':
    case 'unspecified':
      return { before: { years: -1 }, after: { years: 1 } }
  }
}

/** Adds to the day after, so that the end of a month stays the end of a month. */
const endAfter = (latest: string, length: Length): string =>
  addDays(addLength(addDays(latest, 1), length), -1)

const dateOfShape = (edtf: string, shape: Shape): EdtfDate => {
  const approximate = /[~?%]/.test(edtf)
  if (shape.kind === 'interval') {
    return { edtf, earliest: shape.start?.earliest ?? null, latest: shape.end?.latest ?? null, approximate }
  }
  const lows = shape.members.map((member) =>
    isPoint(member) ? member.earliest : (member.from?.earliest ?? null),
  )
  const highs = shape.members.map((member) => (isPoint(member) ? member.latest : (member.to?.latest ?? null)))
  return {
    edtf,
    earliest: lows.reduce((least, low) =>
      least === null || low === null ? null : low < least ? low : least,
    ),
    latest: highs.reduce((most, high) => (most === null || high === null ? null : high > most ? high : most)),
    approximate,
  }
}

const openText = (open: boolean): string => (open ? '..' : '')

const coarsenMember = (member: Member, unit: DateUnit): string => {
  const from = isPoint(member) ? member : member.from
  const to = isPoint(member) ? member : member.to
  const low = from ? coarsenPoint(from, unit).low : ''
  const high = to ? coarsenPoint(to, unit).high : ''
  return low === high ? low : `${low}..${high}`
}

const coarsenPoint = (point: Point, unit: DateUnit): { readonly low: string; readonly high: string } => {
  if (unit === 'day' || !finerThan(point.precision, unit)) return { low: point.text, high: point.text }
  const length = unit === 'month' ? 7 : 4
  const [low, high] = [point.earliest.slice(0, length), point.latest.slice(0, length)]
  // A range inside a set may not carry the mark of doubt; its width tells enough.
  const mark = low === high && (point.mark === '?' || point.mark === '%') ? '?' : ''
  return { low: low + mark, high: high + mark }
}

const finerThan = (precision: Precision, unit: 'month' | 'year'): boolean =>
  precision === 'day' || (unit === 'year' && (precision === 'month' || precision === 'season'))

const textBetween = (earliest: string | null, latest: string | null): string => {
  if (earliest === null || latest === null) return `[${earliest ?? ''}..${latest ?? ''}]`
  if (earliest === latest) return earliest
  const [first, last] = [partsOfDay(earliest), partsOfDay(latest)]
  const wholeMonths = first.day === 1 && last.day === daysInMonth(last.year, last.month)
  if (wholeMonths && first.year === last.year && first.month === last.month) return earliest.slice(0, 7)
  if (wholeMonths && first.year === last.year && first.month === 1 && last.month === 12)
    return earliest.slice(0, 4)
  return `[${earliest}..${latest}]`
}
