/** The parts of a figure that its query decides: what the server answers when a writer freezes it. Pure. */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Answer, leastOf } from './answer.ts'
import {
  comparisonOf,
  comparisons,
  type Computation,
  computation,
  type FigureBody,
  figureUnits,
  share,
} from './figure.ts'
import { countedOf, valueOfAnswer } from './freeze.ts'

export const countingSchema = computation.shape.query

/** Every field that has to be taken over with the value, so that the figure says what was counted and no more. */
export const frozenAnswer = z.object({
  value: computation.shape.frozen.shape.value,
  unit: z.enum(figureUnits),
  comparison: z.enum(comparisons),
  share: share.nullable(),
  source: computation,
})
export type FrozenParts = Readonly<z.infer<typeof frozenAnswer>>

type Counted = Pick<FigureBody, 'unit' | 'comparison' | 'share'> & { readonly source: Computation }

/** What the server stamps, so that nobody proposes another number, comparison or share as counted here. */
export const stampedPartsOf = ({ unit, comparison, share: parts, source }: Counted) => {
  const { stamp: _stamp, ...frozen } = source.frozen
  return { query: source.query, frozen, unit, comparison, share: parts }
}
export type StampedParts = ReturnType<typeof stampedPartsOf>

export const withStamp = (parts: FrozenParts, stamp: string): FrozenParts => ({
  ...parts,
  source: { ...parts.source, frozen: { ...parts.source.frozen, stamp } },
})

/** A share of nothing. */
export type FreezeRefusal = { readonly kind: 'nothing_counted' }

export const freeze = (
  query: z.infer<typeof countingSchema>,
  answer: Answer,
  on: string,
): Result<FrozenParts, FreezeRefusal> => {
  const value = valueOfAnswer(answer)
  if (value === null) return err({ kind: 'nothing_counted' })
  const { version, vocabulary } = answer
  const rows = answer.rows.map((row) => ({ code: row.code, value: countedOf(row.number), share: row.share }))
  const apart = leastOf(answer.apart) === 0 ? null : countedOf(answer.apart)
  return ok({
    value,
    unit: query.measure === 'count' ? query.unit : 'percent',
    comparison: comparisonOf(query),
    share: query.measure === 'count' || answer.share === null ? null : shareOf(answer.share),
    source: { kind: 'query', query, frozen: { value, rows, apart, on, version, vocabulary } },
  })
}

const shareOf = ({ numerator, denominator, unknown }: NonNullable<Answer['share']>) => ({
  numerator: { count: numerator, words: null },
  denominator: { count: denominator, words: null },
  unknowns: unknown,
})
