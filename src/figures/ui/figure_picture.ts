/** A figure as a picture: a share as a bar of its whole, a breakdown as bars or years, any other as its number. Pure. */
import type { Computation, FigureBody, Frozen } from '#figures/core/figure.ts'
import { type Picture, type PictureNumber, type StackedPicture, UNKNOWN } from '#figures/core/picture.ts'
import type { ReleasedFigure } from '#figures/core/released_figure.ts'
import { pathInLanguage } from '#languages/address.ts'
import type { Translate } from '#languages/translate.ts'
import {
  areaWords,
  periodWords,
  type ShareWords,
  shareWords,
  sourceWords,
  statementIn,
  valueParts,
  valueWords,
} from './figure_words.ts'
import { behindAddress, rowWord } from './query_words.ts'

type Given = {
  readonly figure: ReleasedFigure
  readonly organisation: string | null
  /** Of the figure's page, whole. */
  readonly address: string
  /** Rows of a breakdown behind which a public case stands: of the others none can be opened. */
  readonly shownRows?: readonly string[]
}

/** The picture of a share or of a breakdown; null: the number says all there is. */
export const figurePicture = (t: Translate, given: Given): Picture | null =>
  sharePicture(t, given) ?? breakdownPicture(t, given)

/** For a file of its own, which any figure has. */
export const figureFile = (t: Translate, given: Given): Picture => ({
  ...(figurePicture(t, given) ?? {
    ...frameOf(t, given),
    kind: 'number',
    ...valueParts(t, given.figure.body),
  }),
  id: `figure-${given.figure.id}`,
})

const frameOf = (t: Translate, { figure, organisation, address }: Given) => {
  const { body } = figure
  const source = sourceWords(t, body)
  return {
    id: 'figure',
    lang: t.lang,
    title: statementIn(body, t.lang).text,
    unit: t(`themes.unit.${body.unit}`),
    scale: body.unit === 'percent' ? ('percent' as const) : ('count' as const),
    period: periodWords(t, body),
    area: areaWords(t, body.area),
    source: body.source.kind === 'query' && organisation !== null ? `${organisation}. ${source}` : source,
    notes: boundNotes(t, body),
    address,
  }
}

/** What a number counted here leaves out, where not all of it is public. */
export const boundNotes = (t: Translate, body: FigureBody): readonly string[] => {
  if (isLeast(body)) return [t('figures.page.lower')]
  return body.comparison === 'of_told' ? [t('figures.page.ofTold')] : []
}

const isLeast = ({ source, comparison }: FigureBody): boolean =>
  source.kind === 'query' && comparison === 'at_least'

/** The parts of a share in words. Of a count its own value is what is counted of the denominator: 0 of 50 states. */
export const sharePartsOf = (t: Translate, body: FigureBody): ShareWords | null => {
  const { share, unit, value } = body
  if (share === null) return null
  const words = shareWords(t, unit, share)
  const isOwn = share.numerator === null && unit !== 'percent' && unit !== 'times' && value.kind !== 'words'
  return isOwn ? { ...words, numerator: valueWords(t, { ...body, share: null }) } : words
}

const sharePicture = (t: Translate, given: Given): StackedPicture | null => {
  const { body } = given.figure
  const { share } = body
  const counted = shareCounts(body)
  const words = sharePartsOf(t, body)
  if (!share || !counted || !words) return null
  return {
    ...frameOf(t, given),
    kind: 'stacked',
    scale: 'count',
    rowsAre: t('figures.page.what'),
    parts: [
      { code: 'counted', name: share.numerator?.words ? words.numerator : t('figures.page.numerator') },
      { code: 'rest', name: t('figures.page.rest') },
    ],
    rows: [
      {
        code: 'figure',
        name: t('figures.page.row'),
        counts: [counted.numerator, counted.denominator - counted.numerator],
        unknown: share.unknowns ?? 0,
      },
    ],
  }
}

/** Only what the source states as numbers is drawn: 12 % of a number that nobody published is no number. */
const shareCounts = ({
  share,
  unit,
  value,
}: FigureBody): { readonly numerator: number; readonly denominator: number } | null => {
  const denominator = share?.denominator?.count ?? null
  const isCount = unit !== 'percent' && unit !== 'times' && value.kind === 'number'
  const numerator = share?.numerator?.count ?? (isCount ? value.value : null)
  return numerator === null || denominator === null || denominator === 0 ? null : { numerator, denominator }
}

const breakdownPicture = (t: Translate, given: Given): Picture | null => {
  const { source } = given.figure.body
  if (source.kind !== 'query' || source.query.by === null || source.frozen.rows.length === 0) return null
  return source.query.by === 'year' ? yearPicture(t, given, source) : barPicture(t, given, source)
}

const yearPicture = (t: Translate, given: Given, { query, frozen }: Computation): Picture => {
  const { shownRows = [] } = given
  const frame = frameOf(t, given)
  const least = isLeast(given.figure.body)
  const unknown = frozen.rows.find(({ code }) => code === UNKNOWN)
  const known = frozen.rows.filter(({ code }) => /^\d{4}$/.test(code))
  const said = unknown && numberOf(unknown.value, least).value
  return {
    ...frame,
    kind: 'columns',
    notes: [
      ...frame.notes,
      ...(said === undefined || said === null ? [] : [t('figures.page.unknownYear', { n: said })]),
    ],
    apart: apartOf(frozen, least),
    points: known
      .map(({ code, value }) => ({
        year: Number(code),
        number: numberOf(value, least),
        href: shownRows.includes(code) ? hrefOf(t, query, code) : null,
      }))
      .toSorted((a, b) => a.year - b.year),
  }
}

const barPicture = (t: Translate, given: Given, { query, frozen }: Computation): Picture => {
  const { shownRows = [] } = given
  return {
    ...frameOf(t, given),
    kind: 'bars',
    rowsAre: t(`figures.rowsAre.${query.by ?? 'what'}`),
    apart: apartOf(frozen, isLeast(given.figure.body)),
    rows: frozen.rows.map(({ code, value }) => ({
      code,
      name: rowWord(t, query, code),
      href: shownRows.includes(code) ? hrefOf(t, query, code) : null,
      number: numberOf(value, isLeast(given.figure.body)),
    })),
  }
}

/** Without it the rows would seem to be all there is of the number above them. */
const apartOf = ({ apart }: Frozen, least: boolean): PictureNumber | null =>
  apart ? numberOf(apart, least) : null

/** The public cases of that row today. */
const hrefOf = (t: Translate, query: Computation['query'], code: string): string | null => {
  const behind = behindAddress(query, code)
  return behind && pathInLanguage(behind, t.lang)
}

const numberOf = (value: Frozen['value'], least: boolean): PictureNumber =>
  value.kind === 'number'
    ? { value: value.value, max: null, least }
    : { value: value.min, max: value.max, least }
