/** What an answer says as the value of a figure, kept with its question. Pure. */
import { type Answer, type CountNumber, leastOf } from './answer.ts'
import type { Computation } from './figure.ts'

type Counted = Computation['frozen']['value']

/** The number of a whole answer; null: a share of nothing that is told. */
export const valueOfAnswer = (answer: Pick<Answer, 'query' | 'total' | 'share'>): Counted | null =>
  answer.query.measure === 'count' ? countedOf(answer.total) : answer.share && percentOf(answer.share)

export const countedOf = (number: CountNumber): Counted => {
  const least = leastOf(number)
  return number.max !== null && number.max > least
    ? { kind: 'range', min: least, max: number.max }
    : { kind: 'number', value: least }
}

/** With one decimal: more would say more than such numbers know. */
const percentOf = ({ numerator, denominator }: NonNullable<Answer['share']>): Counted | null =>
  denominator === 0 ? null : { kind: 'number', value: Math.round((1000 * numerator) / denominator) / 10 }

/** How much more is told now than then; null where one of them is a range. */
export const differenceOf = (then: Counted, now: Counted): number | null =>
  then.kind === 'number' && now.kind === 'number' ? Math.round((now.value - then.value) * 10) / 10 : null
