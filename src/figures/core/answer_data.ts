/** An answer for machines, with every part of every number: as CSV with HXL hashtags, and as JSON. Pure. */
import { type Answer, type CountNumber, leastOf, type Share } from './answer.ts'
import { toCsv } from './csv.ts'
import { queryToAddress } from './query.ts'

/** In place of a class: told, but not to which it belongs; and all together. */
export const APART = 'apart'
export const TOTAL = 'total'

type DataRow = {
  readonly class: string
  readonly public: number | null
  readonly told: number
  readonly at_least: number
  readonly max: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly unknown: number | null
}

const hashtags: Readonly<Record<keyof DataRow, string>> = {
  class: '#x_class+code',
  public: '#indicator+num+public',
  told: '#indicator+num+told',
  at_least: '#indicator+num+min',
  max: '#indicator+num+max',
  numerator: '#x_share+numerator+num',
  denominator: '#x_share+denominator+num',
  unknown: '#x_share+unknown+num',
}
const columns = Object.keys(hashtags) as readonly (keyof DataRow)[]

const rowOf = (code: string, number: CountNumber, share: Share | null): DataRow => ({
  class: code,
  public: number.public,
  told: number.told,
  at_least: leastOf(number),
  max: number.max,
  numerator: share?.numerator ?? null,
  denominator: share?.denominator ?? null,
  unknown: share?.unknown ?? null,
})

const rowsOf = ({ rows, apart, total, share }: Answer): readonly DataRow[] => [
  ...rows.map((row) => rowOf(row.code, row.number, row.share)),
  ...(leastOf(apart) > 0 ? [rowOf(APART, apart, null)] : []),
  rowOf(TOTAL, total, share),
]

export const answerCsv = (answer: Answer, address: string): string =>
  toCsv([
    [...columns, 'question', 'told_on', 'data', 'vocabulary', 'address'],
    [
      ...columns.map((name) => hashtags[name]),
      '#meta+query',
      '#date+told',
      '#meta+version',
      '#meta+vocabulary',
      '#meta+url',
    ],
    ...rowsOf(answer).map((row) => [
      ...columns.map((name) => row[name]),
      queryToAddress(answer.query),
      answer.toldOn,
      answer.version,
      answer.vocabulary,
      address,
    ]),
  ])

export const answerJson = (answer: Answer, address: string): string => {
  const { query, around, toldOn, version, vocabulary } = answer
  const of = { format: 'amparo-answer/1', address, query, toldOn, around, version, vocabulary }
  return `${JSON.stringify({ ...of, rows: rowsOf(answer) }, null, 1)}\n`
}
