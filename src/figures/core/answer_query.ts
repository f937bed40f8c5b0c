/**
 * The answer to a query, from what is public and what is told. Pure. What publications do not show has no public part:
 * acts, victims, sectors, the year of writing down.
 */
import { VOCABULARY_VERSION } from '#kernel/core/vocabulary/terms.ts'
import { type Answer, type AnswerRow, type CountNumber, leastOf, type Share, UNKNOWN } from './answer.ts'
import { type Count, isInPeriod, isOfLevel, type Span } from './count.ts'
import { orderOf, type PartitionKind, toldIn } from './partitions.ts'
import { isTrait, type Query } from './query.ts'
import { countShown, type Row, type Shown } from './shown.ts'
import { ANY, type ToldNumber } from './told.ts'

/** All that answers are made of. */
export type Counted = {
  /** The events that everybody can see, and no others. */
  readonly shown: Shown
  /** By the names of partitions and orders. */
  readonly told: ReadonlyMap<string, readonly ToldNumber[]>
  readonly toldOn: string | null
  readonly version: string
}

export const answerQuery = (asked: Query, all: Counted): Answer => {
  const query = withDating(asked)
  const counted = countedFor(query, all)
  const found = withTotal(find(query, counted), query, all)
  // A person who is counted among those told of stands in a public row with nobody.
  const said = [...found.rows].filter(([, number]) => leastOf(number) > 0 || number.max !== null)
  const rows = said.map(([code, number]): AnswerRow => ({
    code,
    number,
    share: shareOfRow(query, { code, number }, found, counted),
  }))
  return {
    query: asked,
    rows: inReadingOrder(rows, query),
    apart: found.apart,
    total: found.total,
    around: found.around,
    share: shareOfTotal(query, found, counted),
    toldOn: all.toldOn,
    vocabulary: VOCABULARY_VERSION,
    version: all.version,
  }
}

/** What one question is answered from: its share comes from the same labels, so that no part is more than the whole. */
type CountedFor = { readonly shown: Shown; readonly told: readonly ToldNumber[] }

const countedFor = (query: Query, { shown, told }: Counted): CountedFor => {
  const kind = kindOf(query)
  const { dating, attempts } = query
  return { shown, told: toldIn(told, { kind, dating, attempts }, orderOf(kind, query)) }
}

/** The year decides nothing where no year is asked for; then what is public counts in either dating. */
const withDating = (query: Query): Query =>
  query.by === 'year' || query.from !== null || query.to !== null ? query : { ...query, dating: 'incident' }

type Found = {
  readonly rows: ReadonlyMap<string, CountNumber>
  readonly apart: CountNumber
  readonly total: CountNumber
  readonly around: number
}

const find = (query: Query, counted: CountedFor, row: Row | null = null): Found => {
  const open = isShown(query) ? countShown(query, counted.shown, row) : null
  const told = tallyTold(query, counted.told, row)
  const codes = new Set([...(open?.rows.keys() ?? []), ...told.rows.keys()])
  return {
    rows: new Map(
      [...codes].map((code) => [code, numberOf(open, open?.rows.get(code), told.rows.get(code))]),
    ),
    apart: numberOf(null, undefined, told.apart),
    total: numberOf(open, open?.total, told.total),
    around: told.around,
  }
}

/**
 * Of persons in several sectors the rows tell more than there are persons, of those whose status is not shown fewer: the
 * total is that of persons, not that of rows.
 */
const withTotal = (found: Found, query: Query, all: Counted): Found => {
  if (!isTrait(query.by)) return found
  const persons = { ...query, by: null }
  return { ...found, total: find(persons, countedFor(persons, all)).total }
}

const isShown = ({ unit, by, dating, measure }: Query): boolean =>
  dating === 'incident' &&
  by !== 'sector' &&
  (measure === 'impunity' || unit === 'events' || unit === 'persons')

const kindOf = ({ unit, by, measure }: Query): PartitionKind => {
  if (measure === 'impunity') return unit === 'persons' ? 'killed' : 'killings'
  if (by === 'sector') return 'sectors'
  return by === 'custody' ? 'custody' : unit
}

const numberOf = (open: Count | null, shown: Span | undefined, told: Span | undefined): CountNumber => {
  const least = (shown?.min ?? 0) + (told?.min ?? 0)
  const most = (shown?.max ?? 0) + (told?.max ?? 0)
  return {
    public: open === null ? null : (shown?.min ?? 0),
    told: told?.min ?? 0,
    max: most > least ? most : null,
  }
}

type Tally = {
  readonly rows: ReadonlyMap<string, Span>
  readonly apart: Span
  readonly total: Span
  readonly around: number
}

/** Sums of told numbers that lie wholly inside the query; of those that may lie partly in it only how many. */
const tallyTold = (query: Query, numbers: readonly ToldNumber[], row: Row | null): Tally => {
  const rows = new Map<string, { min: number; max: number }>()
  const apart = { min: 0, max: 0 }
  const total = { min: 0, max: 0 }
  let around = 0
  for (const told of numbers) {
    const place = placeOf(told, query, row)
    if (place === 'outside') continue
    if (place === 'around') {
      around += told.number
      continue
    }
    const code = codeOf(told, query)
    const sums = code === null ? [total] : code === ANY ? [total, apart] : [total, rowIn(rows, code)]
    for (const sum of sums) {
      sum.min += told.number
      sum.max += told.max
    }
  }
  return { rows, apart, total, around }
}

const rowIn = (rows: Map<string, { min: number; max: number }>, code: string) => {
  const row = rows.get(code) ?? { min: 0, max: 0 }
  rows.set(code, row)
  return row
}

const placeOf = (told: ToldNumber, query: Query, row: Row | null): 'inside' | 'around' | 'outside' => {
  if (!isOfLevel(told.level, query.level)) return 'outside'
  const wanted = [
    query.country === null || told.country === query.country || (told.country === ANY && ANY),
    (query.from === null && query.to === null) ||
      isYearInPeriod(told.year, query) ||
      (told.year === ANY && ANY),
    query.what === null || told.what === query.what || (told.what === ANY && ANY),
    row === null || told[row.by] === row.code || (told[row.by] === ANY && ANY),
  ]
  if (wanted.includes(false)) return 'outside'
  return wanted.includes(ANY) ? 'around' : 'inside'
}

const isYearInPeriod = (year: string, query: Query): boolean =>
  isInPeriod(year === ANY || year === UNKNOWN ? null : Number(year), query)

const codeOf = (told: ToldNumber, { by }: Query): string | null => {
  switch (by) {
    case 'country':
    case 'year':
      return told[by]
    case 'what':
    case 'sector':
    case 'custody':
      return told.what
    case null:
      return null
  }
}

const byCode = (a: AnswerRow, b: AnswerRow): number => (a.code < b.code ? -1 : 1)

const inReadingOrder = (rows: readonly AnswerRow[], { by }: Query): readonly AnswerRow[] => {
  // `unknown` comes after every year by its letters.
  if (by === 'year') return rows.toSorted(byCode)
  return rows.toSorted((a, b) => leastOf(b.number) - leastOf(a.number) || byCode(a, b))
}

const shareOfTotal = (query: Query, found: Found, counted: CountedFor): Share | null => {
  switch (query.measure) {
    case 'count':
      return null
    case 'impunity':
      return impunityOf(query, counted, null)
    case 'share':
      return query.what === null ? null : shareOfWhat(query, found.total, counted, null)
  }
}

const shareOfRow = (
  query: Query,
  { code, number }: Pick<AnswerRow, 'code' | 'number'>,
  found: Found,
  counted: CountedFor,
): Share | null => {
  if (query.measure === 'count' || query.by === null) return null
  const row = query.by === 'country' || query.by === 'year' ? { by: query.by, code } : null
  if (query.measure === 'impunity') return impunityOf(query, counted, row)
  if (row !== null) return shareOfWhat(query, number, counted, row)
  return shareIn(number, found)
}

/** Of the total of the same question without its `what` (N8). */
const shareOfWhat = (query: Query, number: CountNumber, counted: CountedFor, row: Row | null): Share =>
  shareIn(number, find({ ...query, what: null, by: 'what' }, counted, row))

/** Told of none of the classes is as unknown as what is not known. */
const shareIn = (number: CountNumber, whole: Found): Share => {
  const unknown = whole.rows.get(UNKNOWN)
  return {
    numerator: leastOf(number),
    // Both are lower bounds: where persons are told by sectors before they are told together, the higher one is known.
    denominator: Math.max(leastOf(whole.total), leastOf(number)),
    unknown: Math.min(leastOf(whole.total), (unknown ? leastOf(unknown) : 0) + leastOf(whole.apart)),
  }
}

/** Killings without any conviction, of those whose follow-up is known; the others beside them (N10). */
const impunityOf = (query: Query, counted: CountedFor, row: Row | null): Share => {
  const found = find({ ...query, by: 'what' }, counted, row)
  const least = (code: string): number => {
    const number = found.rows.get(code)
    return number ? leastOf(number) : 0
  }
  const open = least('no_conviction')
  return {
    numerator: open,
    denominator: open + least('conviction'),
    unknown: least('untold') + leastOf(found.apart),
  }
}
