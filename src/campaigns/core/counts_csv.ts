/** Numbers of an ask as rows of a table, one number in each: what the public page shows, or what its desk knows. Pure. */
import { toCsv } from '#figures/core/csv.ts'

import {
  type AskNumbers,
  countKinds,
  countsIn,
  type DeskNumbers,
  type LedgerLine,
  totalOf,
} from './counts.ts'

type Cells = readonly (string | number | null)[]

/** Days exactly, countries in fives, as on the page. */
export const publicCountsCsv = ({ counts, days, countries }: AskNumbers): string =>
  toCsv([
    ['what', 'day', 'country', 'number'],
    ['total', null, null, totalOf(counts)],
    ...countKinds.map((what): Cells => [what, null, null, counts[what]]),
    ...days.map(({ day, number }): Cells => ['confirmed', day, null, number]),
    ...countries.map(({ country, number }): Cells => ['confirmed', null, country, number]),
  ])

type Desk = {
  /** Of which days and countries are. */
  readonly kind: string
  readonly numbers: DeskNumbers
  readonly ledger: readonly LedgerLine[]
  readonly nameOf: (account: string) => string
}

/** `part` says which rows add up: `count` is the sum of `ledger`, `day` and `country` say once more of whom. */
export const deskCountsCsv = ({ kind, numbers, ledger, nameOf }: Desk): string => {
  const kinds = [
    ...new Set([kind, ...numbers.counts.map((one) => one.kind), ...numbers.awaiting.map((one) => one.kind)]),
  ]
  const awaiting = (of: string) => numbers.awaiting.find((one) => one.kind === of)?.number ?? 0
  return toCsv([
    ['part', 'kind', 'what', 'at', 'country', 'number', 'by', 'note'],
    ...kinds.flatMap((of): readonly Cells[] => {
      const counts = countsIn(numbers.counts, of)
      return [
        ...countKinds.map((what): Cells => ['count', of, what, null, null, counts[what], null, null]),
        ['count', of, 'awaiting', null, null, awaiting(of), null, null],
      ]
    }),
    ...numbers.days.map(({ day, number }): Cells => [
      'day',
      kind,
      'confirmed',
      day,
      null,
      number,
      null,
      null,
    ]),
    ...numbers.countries.map(({ country, number }): Cells => [
      'country',
      kind,
      'confirmed',
      null,
      country,
      number,
      null,
      null,
    ]),
    ...ledger.map(({ at, kind: of, what, number, by, note }): Cells => [
      'ledger',
      of,
      what,
      at,
      null,
      number,
      by === null ? null : nameOf(by),
      note,
    ]),
  ])
}
