/** The engagements of a desk as a list: filtered, and as a file for a spreadsheet, both on the device. Pure. */
import { toCsv } from '#figures/core/csv.ts'
import type { EngagementRow } from './rows.ts'

export type ListFilter = {
  readonly type: string
  readonly duty: string
  readonly result: string
  /** Months, both included; empty: open. */
  readonly from: string
  readonly to: string
  /** A number; empty: everybody's. */
  readonly officer: string
}

export const noFilter: ListFilter = { type: '', duty: '', result: '', from: '', to: '', officer: '' }

/** What fits, the newest month first. A date that is no finer than a year fits where its year does. */
export const filterRows = <Row extends EngagementRow>(
  rows: readonly Row[],
  { type, duty, result, from, to, officer }: ListFilter,
): readonly Row[] =>
  rows
    .filter(
      (row) =>
        (type === '' || row.type === type) &&
        (duty === '' || (row.duties as readonly string[]).includes(duty)) &&
        (result === '' || row.result === result) &&
        (officer === '' || String(row.officer ?? '') === officer) &&
        (from === '' || row.date.slice(0, 7) >= from.slice(0, row.date.length)) &&
        (to === '' || row.date.slice(0, 7) <= to.slice(0, Math.max(4, row.date.length))),
    )
    .toSorted((a, b) => (a.date === b.date ? 0 : a.date < b.date ? 1 : -1))

/** As a spreadsheet reads it; `words` says codes in the language of the page. */
export const rowsToCsv = (
  rows: readonly EngagementRow[],
  say: {
    readonly columns: readonly string[]
    readonly words: (row: EngagementRow) => {
      readonly case: string
      readonly type: string
      readonly duties: string
      readonly result: string
      readonly role: string
      readonly requestedBy: string
      readonly country: string
    }
  },
): string =>
  toCsv([
    say.columns,
    ...rows.map((row) => {
      const { case: title, type, duties, result, role, requestedBy, country } = say.words(row)
      return [
        row.date,
        type,
        duties,
        result,
        title,
        row.officer,
        role,
        requestedBy,
        row.requested,
        row.daysToAnswer,
        row.due,
        country,
      ]
    }),
  ])

/** What waits for somebody, by its day or month, the longest first. */
export const openRequests = (rows: readonly EngagementRow[]): readonly EngagementRow[] =>
  rows
    .filter(({ result, requestedBy, daysToAnswer }) => {
      const isAsked = requestedBy === 'defender' || requestedBy === 'family' || requestedBy === 'organisation'
      return result === 'pending' && isAsked && daysToAnswer === null
    })
    .toSorted((a, b) => ((a.requested ?? a.date) < (b.requested ?? b.date) ? -1 : 1))

/** The next steps that have a day, the first first. */
export const nextSteps = (
  rows: readonly EngagementRow[],
): readonly (EngagementRow & { readonly due: string })[] =>
  rows
    .flatMap((row) => (row.due === null ? [] : [{ ...row, due: row.due }]))
    .toSorted((a, b) => (a.due < b.due ? -1 : 1))
