/** Which public cases stand behind a number: the question, and the row of its answer. Pure. */
import { custodyStatuses } from '#cases/core/terms.ts'
import { isCountryCode } from '#kernel/core/vocabulary/countries.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { UNKNOWN } from './answer.ts'
import { type Level, parseQuery, type Query, type QueryRefusal, whatTerms } from './query.ts'

/** `row` null: all that the question counts. */
export type Behind = { readonly query: Query; readonly row: string | null }

/** What an event must be. Undefined: anything; null: not known. */
export type BehindFilter = {
  readonly level: Level
  /** Killings of which it can be seen how they were followed up. */
  readonly killings: boolean
  readonly country?: string | null
  readonly year?: number | null
  readonly type?: string
  /** A status that the publication shows. */
  readonly custody?: string
  readonly from: number | null
  readonly to: number | null
}

export type BehindRefusal = QueryRefusal | { readonly kind: 'no_such_row' }

/** The address of a question with `row` beside it. */
export const parseBehind = (params: Iterable<[string, string]>): Result<Behind, readonly BehindRefusal[]> => {
  const all = [...params]
  const rows = all.filter(([name]) => name === 'row').map(([, value]) => value)
  const parsed = parseQuery(all.filter(([name]) => name !== 'row'))
  if (!parsed.ok) return parsed
  const [row = null] = rows
  if (rows.length > 1 || (row !== null && !isRow(parsed.value, row))) return err([{ kind: 'no_such_row' }])
  return ok({ query: parsed.value, row })
}

const isRow = ({ by, unit }: Query, row: string): boolean => {
  switch (by) {
    case 'country':
      return row === UNKNOWN || isCountryCode(row)
    case 'year':
      return row === UNKNOWN || /^\d{4}$/.test(row)
    case 'what':
      return whatTerms[unit].includes(row)
    case 'custody':
      return (custodyStatuses as readonly string[]).includes(row)
    case 'sector':
    case null:
      return false
  }
}

/** Null: publications show nothing of what is asked, so no public case stands behind it. */
export const behindFilter = ({ query, row }: Behind): BehindFilter | null => {
  const { unit, measure, by, level, dating, country, what, from, to } = query
  const byYear = by === 'year' || from !== null || to !== null
  if ((unit !== 'events' && unit !== 'persons') || (by === 'sector' && row !== null)) return null
  if (dating === 'recorded' && byYear) return null
  return {
    level,
    killings: measure === 'impunity',
    from,
    to,
    ...(country !== null && { country }),
    ...(what !== null && { type: what }),
    ...(row !== null && by === 'country' && { country: row === UNKNOWN ? null : row }),
    ...(row !== null && by === 'year' && { year: row === UNKNOWN ? null : Number(row) }),
    ...(row !== null && by === 'what' && { type: row }),
    ...(row !== null && by === 'custody' && { custody: row }),
  }
}
