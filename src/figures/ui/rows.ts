/** Figures as rows of a CSV, in the words of a language. Pure. */
import type { FigureNumber, Figures, FigureTable } from '#figures/core/figures.ts'
import { dimensions } from '#figures/core/figures.ts'
import type { Translate } from '#languages/translate.ts'
import { className, type ClassKind } from './words.ts'

type Row = readonly (string | number | null)[]

const head: Row = [
  'table',
  'country_code',
  'country',
  'class_code',
  'class',
  'count',
  'at_least',
  'in_public_cases',
  'denominator',
  'unit',
  'period',
  'counted_at',
  'rule',
]

/** One row per number; `count` is empty where only `at_least` is told, `denominator` where the total is not. */
export const figureRows = (
  t: Translate,
  figures: Figures & { readonly countedAt: Date },
  rules: string,
): readonly Row[] => {
  const at = figures.countedAt.toISOString().replace(/\.\d+Z$/, 'Z')
  const rowsOf = (kind: ClassKind, table: FigureTable, country: string | null): readonly Row[] => {
    const denominator = table.total.kind === 'exact' ? table.total.count : null
    const row = (code: string, name: string, number: FigureNumber): Row => [
      country === null ? kind : `country_${kind}`,
      country,
      country === null ? t('figures.world') : className(t, 'country', country),
      code,
      name,
      number.kind === 'exact' ? number.count : null,
      number.count,
      number.published,
      denominator,
      t('figures.csv.unit'),
      t('figures.csv.period'),
      at,
      `${rules}#${kind}`,
    ]
    const rest =
      table.together === null ? [] : [{ kind: 'exact' as const, count: table.together, published: 0 }]
    return [
      ...table.rows.map(({ code, number }) => row(code, className(t, kind, code), number)),
      ...rest.map((number) => row('together', t('figures.together'), number)),
      row('total', t('figures.total'), table.total),
    ]
  }
  return [
    head,
    ...rowsOf('country', figures.byCountry, null),
    ...dimensions.flatMap((kind) => rowsOf(kind, figures.world[kind], null)),
    ...[...figures.countries].flatMap(([country, tables]) =>
      dimensions.flatMap((kind) => rowsOf(kind, tables[kind], country)),
    ),
  ]
}
