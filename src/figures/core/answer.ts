/** What a query is answered with. Every number is a lower bound of what is documented (N12). */
import type { Query } from './query.ts'

/** Rows of what is not known: unknown is a class of its own (N10). */
export const UNKNOWN = 'unknown'

/**
 * The number is `public` + `told`, at least. `public` null: nothing of this kind is public by itself. `max`: the number
 * may be as high, where groups are counted by a range (N11); null where it is no range.
 */
export type CountNumber = {
  readonly public: number | null
  readonly told: number
  readonly max: number | null
}

/** Percent is made where it is shown, from these three, which stand beside it (N8). */
export type Share = { readonly numerator: number; readonly denominator: number; readonly unknown: number }

export type AnswerRow = {
  /** A term, a year, an ISO country, or `unknown`. */
  readonly code: string
  readonly number: CountNumber
  readonly share: Share | null
}

export type Answer = {
  readonly query: Query
  /** Those that have a number: the highest first, years in their order. */
  readonly rows: readonly AnswerRow[]
  /** Told, but not to which row it belongs. Part of the total. */
  readonly apart: CountNumber
  readonly total: CountNumber
  /** Told of wider classes, of which some may belong here. No part of the total. */
  readonly around: number
  readonly share: Share | null
  /** Day of the weekly refresh the told part is of; null: none yet. */
  readonly toldOn: string | null
  /** Version of the vocabulary: the number of acts depends on how fine it is (N3). */
  readonly vocabulary: string
  /** Of the data: changes whenever an answer may. */
  readonly version: string
}

/** The least that a number says. */
export const leastOf = (number: CountNumber): number => (number.public ?? 0) + number.told
