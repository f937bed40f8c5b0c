/**
 * A figure: a number that says what it counts, of what, when, where and according to whom. It is cited from a
 * publisher or computed by a query over the registry; its schema holds one source or the other, so that nothing is
 * both and nothing turns one into the other. What a source does not state is null, "not stated", and never filled in.
 */
import { z } from 'zod'
import { citationShape, citedOnce } from '#kernel/core/citation.ts'
import { countryCodes, isCountryCode } from '#kernel/core/vocabulary/countries.ts'
import { parseEdtf } from '#kernel/core/edtf.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { arePlainLines, NOT_PLAIN } from '#kernel/core/plain_text.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { breakdowns, datings, levels, measures, type Query, units } from './query.ts'

/** What is counted. The first four are counted here as well; the labels are messages `themes.unit.*`. */
export const figureUnits = [
  ...units,
  'cases',
  'countries',
  // Of a federation; the States of the world are countries.
  'states',
  // A share in hundredths.
  'percent',
  // A ratio: so many times as high.
  'times',
  'signatures',
  'messages',
  'laws',
  'classrooms',
  'organisations',
] as const
export type FigureUnit = (typeof figureUnits)[number]

/** How the number relates to what it counts, in the words of its source. */
export const citedComparisons = ['as_stated', 'exactly', 'at_least', 'at_most', 'more_than', 'about'] as const
/** `of_told`: a share counted here among what is told. A share of two lower bounds is no bound of any kind. */
export const comparisons = [...citedComparisons, 'of_told'] as const
export type Comparison = (typeof comparisons)[number]

/** A quantity that its source gives in words only. No number is made of it. */
export const quantities = [
  'dozens',
  'hundreds',
  'thousands',
  'tens_of_thousands',
  'hundreds_of_thousands',
  'millions',
] as const
export type Quantity = (typeof quantities)[number]

/** Why a figure is refused; the words are the message `themes.refusal.<kind>`, mending included. */
export const figureRefusals = [
  'statement_missing',
  'value_missing',
  'value_not_whole',
  'min_above_max',
  'unit_missing',
  'share_above_100',
  'share_without_denominator',
  'denominator_below_numerator',
  'period_unreadable',
  'area_unknown',
  'citation_without_publisher',
  'address_not_web',
  'source_missing',
  'unit_not_of_query',
  'value_not_of_query',
  'comparison_not_of_query',
  'comparison_of_counted',
  'not_plain',
  'does_not_fit',
] as const
export type FigureRefusal = {
  readonly kind: (typeof figureRefusals)[number]
  /** Where in the figure, parted by dots: `source.publisher`. */
  readonly field: string
}

export const language = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/)
/** Lines may be parted. `not_plain`, a refusal of every kind of document, stands alone: other checks read what is plain. */
export const words = (most: number, error?: string) =>
  z
    .string({ error })
    .trim()
    .min(1, { error })
    .max(most)
    .refine(arePlainLines, { error: NOT_PLAIN, abort: true })
/** The same words in several languages. */
export const inLanguages = (most: number) => z.record(language, words(most))
export const slug = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
export const webAddress = z
  .string()
  .max(2000)
  // No name or password before the host: a reader could be led astray by them.
  .regex(/^https?:\/\/[^\s<>"/?#@]+([/?#][^\s<>"]*)?$/, {
    error: 'address_not_web' satisfies FigureRefusal['kind'],
  })

const size = z.number({ error: 'value_missing' }).min(0).max(1e15)
const whole = z.int().min(0).max(1e15)
export const year = z.int().min(1000).max(9998)
const isoDay = z.string().refine(isIsoDay)

const number = z.strictObject({ kind: z.literal('number'), value: size })
const range = z
  .strictObject({ kind: z.literal('range'), min: size, max: size })
  .refine(({ min, max }) => min <= max, { path: ['max'], error: 'min_above_max' })
const quantity = z.strictObject({ kind: z.literal('words'), quantity: z.enum(quantities) })
const counted = z.discriminatedUnion('kind', [number, range])

const area = z.discriminatedUnion(
  'kind',
  [
    /** `within`: in how many countries or States of the world, where the source says so. */
    z.strictObject({
      kind: z.literal('world'),
      within: z.strictObject({ count: whole, of: z.enum(['countries', 'member_states']) }).nullable(),
    }),
    z.strictObject({
      kind: z.literal('country'),
      country: z.enum(countryCodes, { error: 'area_unknown' satisfies FigureRefusal['kind'] }),
    }),
    z.strictObject({ kind: z.literal('region'), name: inLanguages(200) }),
  ],
  { error: 'area_unknown' satisfies FigureRefusal['kind'] },
)

/** A part of a share: its number where it is known, what it counts in words. */
const part = z
  .strictObject({ count: whole.nullable(), words: inLanguages(500).nullable() })
  .refine(({ count, words: said }) => count !== null || said !== null)
export const share = z.strictObject({
  numerator: part.nullable(),
  denominator: part.nullable(),
  /** Of how many it is not known; they stand beside the denominator. */
  unknowns: whole.nullable(),
})

const citation = z.strictObject({
  kind: z.literal('citation'),
  /** Who says so. */
  publisher: words(300, 'citation_without_publisher'),
  /** Who is quoted as saying so, where it was read at somebody else's. Both are kept. */
  quotedIn: words(300).nullable(),
  title: words(500).nullable(),
  year: year.nullable(),
  page: words(60).nullable(),
  address: webAddress.nullable(),
  /** Day on which somebody compared the figure with this source; null: not yet. */
  checkedOn: isoDay.nullable(),
})

const term = z.string().regex(/^[A-Za-z0-9_.-]{1,60}$/)
const query = z.strictObject({
  unit: z.enum(units),
  measure: z.enum(measures),
  by: z.enum(breakdowns).nullable(),
  level: z.enum(levels),
  dating: z.enum(datings),
  attempts: z.boolean(),
  country: z.string().refine(isCountryCode).nullable(),
  what: term.nullable(),
  from: year.nullable(),
  to: year.nullable(),
}) satisfies z.ZodType<Query>

/** A computed figure of which nobody has asked for the number. */
export const NOT_COUNTED = 'not_counted'

/** What the query answered on that day. A later answer makes a new version of the figure. */
const frozen = z.strictObject(
  {
    value: counted,
    /** Of a breakdown, as many rows as the answer had. */
    rows: z
      .array(
        z.strictObject({
          code: term,
          value: counted,
          share: z.strictObject({ numerator: whole, denominator: whole, unknown: whole }).nullable(),
        }),
      )
      .max(1000),
    /** Told, but not of which row; null: nothing. Absent: frozen before it was kept. */
    apart: counted.nullable().optional(),
    on: isoDay,
    /** Data version of the answer. */
    version: words(200),
    vocabulary: words(40),
    /** By the server that counted, never shown to the public. Absent: released before numbers were stamped. */
    stamp: z.string().max(100).optional(),
  },
  { error: ({ input }) => (input === undefined ? NOT_COUNTED : undefined) },
)
export const computation = z.strictObject({ kind: z.literal('query'), query, frozen })

const shape = z.strictObject({
  /** The language it was written in; the others are translations. */
  lang: language,
  statement: inLanguages(500),
  /** The same thing counted by another publisher has the same key, and both stand side by side. */
  about: slug.nullable(),
  value: z.discriminatedUnion('kind', [number, range, quantity], { error: 'value_missing' }),
  unit: z.enum(figureUnits, { error: 'unit_missing' satisfies FigureRefusal['kind'] }),
  comparison: z.enum(comparisons),
  /** Its source calls it an estimate. */
  estimate: z.boolean(),
  /** EDTF; null: not stated. */
  period: z
    .string()
    .max(60)
    .refine((text) => parseEdtf(text).ok, { error: 'period_unreadable' satisfies FigureRefusal['kind'] })
    .nullable(),
  area,
  share: share.nullable(),
  source: z.discriminatedUnion('kind', [citation, computation], { error: 'source_missing' }),
  /** Norms that the number speaks to, each with how it was called: its text may be taken back. */
  cites: z
    .array(citationShape.extend({ words: words(600) }))
    .max(20)
    .refine((list) => citedOnce(list))
    .optional(),
})
type Shape = z.infer<typeof shape>

/** A figure as a document holds it. */
export const figureBody = shape.superRefine((figure, context) => {
  for (const { kind, field } of refusalsOf(figure))
    context.addIssue({ code: 'custom', message: kind, path: field.split('.') })
})
export type FigureBody = z.infer<typeof figureBody>
export type FigureValue = FigureBody['value']
export type FigureArea = FigureBody['area']
export type FigureShare = NonNullable<FigureBody['share']>
export type FigureSource = FigureBody['source']
export type Citation = Extract<FigureSource, { kind: 'citation' }>
export type Computation = Extract<FigureSource, { kind: 'query' }>
export type Frozen = Computation['frozen']

/** A figure from outside, or everything that is wrong with it. */
export const parseFigure = (given: unknown): Result<FigureBody, readonly FigureRefusal[]> => {
  const parsed = figureBody.safeParse(given)
  return parsed.success ? ok(parsed.data) : err(parsed.error.issues.map(refusalOfIssue))
}

export const refusalOfIssue = (issue: {
  readonly message: string
  readonly path: readonly PropertyKey[]
}): FigureRefusal => ({
  kind: figureRefusals.find((kind) => kind === issue.message) ?? 'does_not_fit',
  field: issue.path.map(String).join('.'),
})

/** What no field shows alone. */
const refusalsOf = (figure: Shape): readonly FigureRefusal[] => [
  ...(figure.statement[figure.lang] === undefined
    ? [{ kind: 'statement_missing', field: `statement.${figure.lang}` } as const]
    : []),
  ...refusalsOfValue(figure),
  ...refusalsOfShare(figure),
  ...refusalsOfQuery(figure),
]

const refusalsOfValue = ({ value, unit }: Shape): readonly FigureRefusal[] => {
  const refusals: FigureRefusal[] = []
  if (unit !== 'percent' && unit !== 'times' && numbersOf(value).some((one) => !Number.isInteger(one)))
    refusals.push({ kind: 'value_not_whole', field: 'value' })
  if (unit === 'percent' && numbersOf(value).some((one) => one > 100))
    refusals.push({ kind: 'share_above_100', field: 'value' })
  return refusals
}

const refusalsOfShare = ({ value, unit, share: parts }: Shape): readonly FigureRefusal[] => {
  if (unit === 'percent' && (parts?.denominator ?? null) === null)
    return [{ kind: 'share_without_denominator', field: 'share' }]
  const all = parts?.denominator?.count ?? null
  if (all === null) return []
  // Where the unit is no percentage, the value itself is what is counted of the denominator: 0 of 50 states.
  const own = unit === 'percent' || unit === 'times' ? [] : numbersOf(value)
  return [parts?.numerator?.count ?? 0, ...own].some((one) => one > all)
    ? [{ kind: 'denominator_below_numerator', field: 'share.denominator' }]
    : []
}

/** A computed figure says exactly what its query answered, in the unit of the query. */
const refusalsOfQuery = ({ value, unit, comparison, source }: Shape): readonly FigureRefusal[] => {
  if (source.kind !== 'query')
    return comparison === 'of_told' ? [{ kind: 'comparison_of_counted', field: 'comparison' }] : []
  const refusals: FigureRefusal[] = []
  if (unit !== (source.query.measure === 'count' ? source.query.unit : 'percent'))
    refusals.push({ kind: 'unit_not_of_query', field: 'unit' })
  if (!sameNumbers(value, source.frozen.value)) refusals.push({ kind: 'value_not_of_query', field: 'value' })
  if (comparison !== comparisonOf(source.query))
    refusals.push({ kind: 'comparison_not_of_query', field: 'comparison' })
  return refusals
}

/**
 * How a computed number relates to what it counts: never exactly, since nobody knows of cases that were written down
 * after the last refresh.
 */
export const comparisonOf = ({ measure }: Pick<Query, 'measure'>): Comparison =>
  measure === 'count' ? 'at_least' : 'of_told'

/** The numbers of a value; a quantity in words has none. */
const numbersOf = (value: FigureValue): readonly number[] => {
  switch (value.kind) {
    case 'number':
      return [value.value]
    case 'range':
      return [value.min, value.max]
    case 'words':
      return []
  }
}

const sameNumbers = (one: FigureValue, other: FigureValue): boolean =>
  one.kind === other.kind && numbersOf(one).join('/') === numbersOf(other).join('/')
