/**
 * Dates as people write them in lists, read into EDTF. What could be read two ways is not guessed: the answer is a
 * question, with the readings to choose from, and the choice goes back in as an option.
 */
import { type EdtfDate, dateBetween, parseEdtf } from './edtf.ts'
import { foldLetters } from './fold_text.ts'
import { type Part, type Piece, type Token, readTokens } from './free_date_tokens.ts'
import { addDays, daysInMonth } from './iso_day.ts'
import { err, ok, type Result } from './result.ts'

export type DayOrder = 'mdy' | 'dmy'
export type Hemisphere = 'north' | 'south'

export type FreeDateOptions = {
  readonly order?: DayOrder
  readonly hemisphere?: Hemisphere
  /** What two digits after a month are, as in Sep-06. */
  readonly afterMonth?: 'day' | 'year'
  /** The language of the list; all but English write the day first. */
  readonly lang?: string
}

export type DateChoice = { readonly edtf: string; readonly options: FreeDateOptions }

export type DateQuestion =
  | { readonly kind: 'no_date' }
  | { readonly kind: 'not_understood'; readonly text: string }
  | { readonly kind: 'no_year' }
  | { readonly kind: 'which_order'; readonly choices: readonly DateChoice[] }
  | { readonly kind: 'which_hemisphere'; readonly choices: readonly DateChoice[] }
  | { readonly kind: 'day_or_year'; readonly choices: readonly DateChoice[] }
  /** A year far from our time, perhaps of another calendar (1436, 2558). */
  | { readonly kind: 'unlikely_year'; readonly text: string }
  | { readonly kind: 'no_such_day' }
  | { readonly kind: 'ends_before_start' }

type Reading<T> = Result<T, DateQuestion>

export const parseFreeDate = (text: string, options: FreeDateOptions = {}): Reading<EdtfDate> => {
  const written = text.trim()
  const date = readText(written, options)
  if (!date.ok) return date
  const unlikely = date.value.edtf
    .match(/\d{3}[\dX](?![\d])/g)
    ?.find((year) => year < '1800' || year > '2199')
  return unlikely ? err({ kind: 'unlikely_year', text: unlikely }) : date
}

const readText = (written: string, options: FreeDateOptions): Reading<EdtfDate> => {
  const asEdtf = parseEdtf(foldLetters(written).toUpperCase())
  if (asEdtf.ok) return asEdtf
  const tokens = readTokens(written)
  if (!tokens.ok) return err(tokens.error)
  const settled = settle(written, tokens.value, options)
  if (!settled.ok) return settled
  return readBound(tokens.value, settled.value)
}

/** Options complete enough that no question about the reading is left. */
type Settled = {
  readonly order: DayOrder
  readonly hemisphere: Hemisphere
  readonly afterMonth: 'day' | 'year'
}

const settle = (text: string, tokens: readonly Token[], options: FreeDateOptions): Reading<Settled> => {
  const ask = (
    kind: 'which_order' | 'which_hemisphere' | 'day_or_year',
    answers: readonly FreeDateOptions[],
  ): Reading<never> => {
    const choices = choicesOf(text, options, answers)
    const otherwise = parseFreeDate(text, { ...options, ...answers[0] })
    // Where no answer would give a date, something else is to be asked first.
    return choices.length === 0 && !otherwise.ok ? otherwise : err({ kind, choices })
  }
  const orders = new Set(tokens.flatMap((token) => (token.kind === 'numeric' ? ordersOf(token) : [])))
  const [forced] = orders
  if (orders.size > 1) return err({ kind: 'not_understood', text })
  const usual = options.lang && options.lang !== 'en' ? 'dmy' : undefined
  const order = forced ?? options.order ?? usual
  const ambiguous = tokens.some((token) => token.kind === 'numeric' && token.first !== token.second)
  if (ambiguous && !order) return ask('which_order', [{ order: 'mdy' }, { order: 'dmy' }])
  if (tokens.some((token) => token.kind === 'season') && !options.hemisphere) {
    return ask('which_hemisphere', [{ hemisphere: 'north' }, { hemisphere: 'south' }])
  }
  if (tokens.some((token) => token.kind === 'after_month' && token.value <= 31) && !options.afterMonth) {
    return ask('day_or_year', [{ afterMonth: 'year' }, { afterMonth: 'day' }])
  }
  return ok({
    order: order ?? 'dmy',
    hemisphere: options.hemisphere ?? 'north',
    afterMonth: options.afterMonth ?? 'year',
  })
}

/** The readings that give a date. */
const choicesOf = (
  text: string,
  options: FreeDateOptions,
  answers: readonly FreeDateOptions[],
): DateChoice[] =>
  answers.flatMap((answer) => {
    const read = parseFreeDate(text, { ...options, ...answer })
    return read.ok ? [{ edtf: read.value.edtf, options: answer }] : []
  })

/** The order the numbers themselves force: no month is above 12; dots part days first. */
const ordersOf = ({ first, second, separator }: Token & { kind: 'numeric' }): readonly DayOrder[] => {
  if (first > 12) return ['dmy']
  if (second > 12) return ['mdy']
  return separator === '.' ? ['dmy'] : []
}

/** `before`, `after` and their like bind all that follows. */
const readBound = (tokens: readonly Token[], settled: Settled): Reading<EdtfDate> => {
  const [first, ...rest] = tokens
  if (first?.kind === 'found') {
    const date = readBody(rest, settled)
    // A body is found on a day; the death was then or before.
    return date.ok ? intervalOf('..', date.value.latest) : date
  }
  const isRange = rest.some((token) => connectorOf(token) === 'to')
  if (first?.kind !== 'bound' || (first.bound === 'since' && isRange)) {
    return readBody(first?.kind === 'bound' ? rest : tokens, settled)
  }
  const date = readBody(rest, settled)
  if (!date.ok) return date
  const { earliest, latest, edtf } = date.value
  switch (first.bound) {
    case 'before':
      return intervalOf('..', earliest && addDays(earliest, -1))
    case 'after':
      return intervalOf(latest && addDays(latest, 1), '..')
    case 'since':
      return fromEdtf(`${edtf}/..`)
    case 'until':
      return fromEdtf(`../${edtf}`)
  }
}

const intervalOf = (start: string | null, end: string | null): Reading<EdtfDate> =>
  fromEdtf(`${start ?? '..'}/${end ?? '..'}`)

/** Splits at connectors, fills each part from its neighbours, and joins them as the connector says. */
const readBody = (written: readonly Token[], settled: Settled): Reading<EdtfDate> => {
  // "to" before anything else only leads in: a mediados de abril.
  const tokens = written[0]?.kind === 'to' ? written.slice(1) : written
  const between = tokens.some((token) => token.kind === 'between')
  const { parts, connectors } = partsOf(tokens.filter((token) => token.kind !== 'between'))
  const pieces: Piece[] = []
  for (const part of parts) {
    const piece = readPiece(part, settled)
    if (!piece.ok) return piece
    pieces.push(piece.value)
  }
  if (pieces.some((piece) => Object.keys(piece).length === 0)) {
    return err({ kind: 'not_understood', text: written.map((token) => token.text).join(' ') })
  }
  if (pieces.every((piece) => piece.year === undefined)) return err({ kind: 'no_year' })
  // "3 May or 2015": the bare year need not be the year of the other.
  if (pieces.some((piece) => piece.year === undefined) && pieces.some(isBareYear)) {
    return err({ kind: 'not_understood', text: written.map((token) => token.text).join(' ') })
  }
  const points: string[] = []
  for (const piece of filled(pieces)) {
    const point = pointOf(piece, settled)
    if (!point.ok) return point
    points.push(point.value)
  }
  return join(points, connectors, between)
}

const isBareYear = ({ year, mark: _mark, ...more }: Piece): boolean =>
  year !== undefined && Object.keys(more).length === 0

type Connector = 'to' | 'or' | 'and'

const partsOf = (
  tokens: readonly Token[],
): { parts: readonly Token[][]; connectors: ReadonlySet<Connector> } => {
  const parts: Token[][] = [[]]
  const connectors = new Set<Connector>()
  for (const token of tokens) {
    const connector = connectorOf(token)
    if (connector) {
      connectors.add(connector)
      parts.push([])
    } else parts.at(-1)?.push(token)
  }
  return { parts, connectors }
}

/** Within a date, `until` is `to`. */
const connectorOf = (token: Token): Connector | null => {
  if (token.kind === 'bound' && token.bound === 'until') return 'to'
  return token.kind === 'to' || token.kind === 'or' || token.kind === 'and' ? token.kind : null
}

/** What one part says by itself. */
const readPiece = (tokens: readonly Token[], settled: Settled): Reading<Piece> => {
  let piece: Piece = {}
  for (const token of tokens) {
    const added = addToken(piece, token, settled)
    if (!added) return err({ kind: 'not_understood', text: tokens.map((one) => one.text).join(' ') })
    piece = added
  }
  return ok(piece)
}

/** The piece with one token more; null when the place is taken. */
const addToken = (piece: Piece, token: Token, settled: Settled): Piece | null => {
  const add = (more: Piece): Piece | null =>
    Object.keys(more).some((key) => Object.hasOwn(piece, key)) ? null : { ...piece, ...more }
  switch (token.kind) {
    case 'month':
      // Arabic often names a month twice: تشرين الثاني/نوفمبر.
      return piece.month === token.month ? piece : add({ month: token.month })
    case 'season':
      return add({ season: token.season })
    case 'part':
      return add({ part: token.part })
    case 'mark':
      return piece.mark && piece.mark !== token.mark
        ? { ...piece, mark: '%' }
        : { ...piece, mark: token.mark }
    case 'year':
      return add({ year: token.year })
    case 'number':
      // A second small number is a year of two digits: 3 January 92.
      return piece.day === undefined && token.value <= 31
        ? add({ day: token.value })
        : token.digits === 2
          ? add({ year: String(fullYear(token.value)) })
          : null
    case 'after_month':
      return settled.afterMonth === 'year' || token.value > 31
        ? add({ month: token.month, year: String(fullYear(token.value)) })
        : add({ month: token.month, day: token.value })
    case 'numeric': {
      const [day, month] = settled.order === 'dmy' ? [token.first, token.second] : [token.second, token.first]
      return add({ day, month, ...(token.year === undefined ? {} : { year: token.year }) })
    }
    case 'whole':
      return add(token.piece)
    case 'found':
    case 'bound':
    case 'between':
    case 'to':
    case 'or':
    case 'and':
      return null
  }
}

/** Two digits: this century up to 49, the last from 50. */
const fullYear = (twoDigits: number): number => (twoDigits < 50 ? 2000 : 1900) + twoDigits

/** A part without year or month takes it from the next part that has it, else from the one before. */
const filled = (pieces: readonly Piece[]): readonly Piece[] => {
  const done: Piece[] = []
  for (const [index, piece] of pieces.entries()) {
    const later = pieces.slice(index + 1)
    const before = done.toReversed()
    const year = piece.year ?? [...later, ...before].find((other) => other.year !== undefined)?.year
    const lacksMonth = piece.day !== undefined || piece.part !== undefined
    const neighbours = [...before, ...later]
    const month =
      piece.month ?? (lacksMonth ? neighbours.find((other) => other.month !== undefined)?.month : undefined)
    done.push({
      ...piece,
      ...(year === undefined ? {} : { year }),
      ...(month === undefined ? {} : { month }),
    })
  }
  return done
}

const pointOf = (piece: Piece, settled: Settled): Reading<string> => {
  const { year = '', month, day, season, part, mark = '' } = piece
  if (season !== undefined) {
    if (month !== undefined || day !== undefined || part) return err({ kind: 'not_understood', text: year })
    return ok(`${year}-${(settled.hemisphere === 'north' ? 25 : 29) + season}${mark}`)
  }
  if (month === undefined) {
    if (day !== undefined) return err({ kind: 'not_understood', text: `${day} ${year}` })
    return ok(part ? thirdOfYear(year, part) : year + mark)
  }
  if (month < 1 || month > 12) return err({ kind: 'no_such_day' })
  const stem = `${year}-${two(month)}`
  if (day !== undefined)
    return part ? err({ kind: 'not_understood', text: stem }) : ok(`${stem}-${two(day)}${mark}`)
  return ok(part ? `${stem}-${two(middleOf(part, daysInMonth(Number(year), month)))}~` : stem + mark)
}

const two = (value: number): string => String(value).padStart(2, '0')

/** The day whose window of ten days (see [Note: about] in edtf.ts) is the first, second or last part of the month. */
const middleOf = (part: Part, length: number): number =>
  part === 'early' ? 5 : part === 'mid' ? 15 : length - 5

const thirdOfYear = (year: string, part: Part): string => {
  const [from, to] = part === 'early' ? ['01', '04'] : part === 'mid' ? ['05', '08'] : ['09', '12']
  return `[${year}-${from}..${year}-${to}]`
}

const join = (
  points: readonly string[],
  connectors: ReadonlySet<Connector>,
  between: boolean,
): Reading<EdtfDate> => {
  const [first = '', second = ''] = points
  const text = points.join(' ')
  if (points.length === 1) return fromEdtf(first)
  if (connectors.size > 1) return err({ kind: 'not_understood', text })
  if (points.length === 2 && between && !connectors.has('or')) return oneOf(points)
  if (connectors.has('or')) return oneOf(points)
  if (points.length > 2) return err({ kind: 'not_understood', text })
  // "4 and 5 June" is one stretch of time; "4 and 9 June" are two events.
  if (connectors.has('and') && !nextDay(first, second)) return err({ kind: 'not_understood', text })
  return fromEdtf(`${first}/${second}`)
}

const nextDay = (first: string, second: string): boolean => {
  const [a, b] = [parseEdtf(first), parseEdtf(second)]
  return a.ok && b.ok && a.value.latest !== null && addDays(a.value.latest, 1) === b.value.earliest
}

/** Two alternatives, or as many as follow one another without gap; others as the stretch that holds them. */
const oneOf = (points: readonly string[]): Reading<EdtfDate> => {
  const exact = points.every((point) => /^[\d-]+$/.test(point))
  const [first = '', last = ''] = [points[0], points.at(-1)]
  const consecutive = points.slice(1).every((point, index) => nextDay(points[index] ?? '', point))
  if (exact && points.length > 2 && consecutive) return fromEdtf(`[${first}..${last}]`)
  if (exact) return fromEdtf(`[${points.join(',')}]`)
  const dates = points.map((point) => fromEdtf(point))
  const bounds = dates.flatMap((date) =>
    date.ok ? [date.value.earliest ?? '', date.value.latest ?? ''] : [],
  )
  const refused = dates.find((date) => !date.ok)
  const sorted = bounds.toSorted()
  return refused ?? ok(dateBetween(sorted[0] ?? null, sorted.at(-1) ?? null))
}

const fromEdtf = (edtf: string): Reading<EdtfDate> => {
  const date = parseEdtf(edtf)
  if (date.ok) return date
  switch (date.error.kind) {
    case 'not_edtf':
    case 'year_out_of_range':
      return err({ kind: 'not_understood', text: date.error.text })
    case 'no_such_day':
      return err({ kind: 'no_such_day' })
    case 'ends_before_start':
      return err({ kind: 'ends_before_start' })
  }
}
