/** Where the signs of a commitment stand on a line of time, from its day to its term or its last sign. Pure. */
import type { CommitmentBody, CommitmentSign } from './commitment.ts'

export type SignMark = { readonly id: string; readonly sign: CommitmentSign; readonly x: number }
export type SignTimeline = {
  readonly marks: readonly SignMark[]
  /** Years as they are written under the line. */
  readonly years: readonly { readonly year: number; readonly x: number }[]
  /** Of the term, where one was named. */
  readonly by: number | null
}

/** Null where the line would have no length: without a readable day, or with nothing after it. */
export const signTimeline = (
  { madeOn, by, evidence }: Pick<CommitmentBody, 'madeOn' | 'by' | 'evidence'>,
  width: number,
): SignTimeline | null => {
  const made = momentOf(madeOn)
  const term = by === null ? null : momentOf(by)
  const placed = evidence.flatMap(({ id, sign, on }) => {
    const at = momentOf(on)
    return at === null ? [] : [{ id, sign, at }]
  })
  if (made === null) return null
  const first = Math.floor(Math.min(made, ...placed.map(({ at }) => at)))
  const last = Math.floor(Math.max(made, term ?? made, ...placed.map(({ at }) => at))) + 1
  if (placed.length === 0 && term === null) return null
  const x = (at: number): number => Math.round(((at - first) / (last - first)) * width)
  // At most eight years are written, whatever the span.
  const step = Math.max(1, Math.ceil((last - first) / 8))
  const years = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, at) => first + at * step)
  return {
    marks: placed.toSorted((a, b) => a.at - b.at).map(({ id, sign, at }) => ({ id, sign, x: x(at) })),
    years: years.map((year) => ({ year, x: x(year) })),
    by: term === null ? null : x(term),
  }
}

/** In years; the middle of what is not told. */
const momentOf = (edtf: string): number | null => {
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(edtf)
  if (!found) return null
  const [, year, month, day] = found
  if (month === undefined || Number(month) > 12) return Number(year) + 0.5
  return Number(year) + (Number(month) - 1 + (day === undefined ? 0.5 : (Number(day) - 0.5) / 31)) / 12
}
