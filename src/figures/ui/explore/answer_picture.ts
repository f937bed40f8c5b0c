/** The picture of an answer: countries on a map, years as columns, classes as bars, shares as parts of a whole. Pure. */
import type { WorldMap } from '#cases/core/world.ts'
import { type Answer, leastOf, type Share, UNKNOWN } from '#figures/core/answer.ts'
import {
  countToNumber,
  nothingTold,
  type Picture,
  type PictureNumber,
  type YearPoint,
} from '#figures/core/picture.ts'
import { isTrait, type Query, queryToAddress } from '#figures/core/query.ts'
import { countryName, formatDay } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { rowWord, whatWord, yearsWords } from '../query_words.ts'
import { answerNotes } from './answer_notes.ts'

export type PictureGiven = {
  readonly answer: Answer
  readonly world: WorldMap
  readonly organisation: string | null
  /** Permanent, whole. */
  readonly address: string
}

/** Null: there is nothing to draw. */
export const answerPicture = (t: Translate, given: PictureGiven): Picture | null => {
  const { answer } = given
  if (!isTold(answer)) return null
  const frame = frameOf(t, given)
  if (answer.query.measure !== 'count') return sharePicture(t, answer, frame)
  const apart = leastOf(answer.apart) > 0 ? countToNumber(answer.apart) : null
  const rows = answer.rows.map(({ code, number }) => ({
    code,
    name: rowWord(t, answer.query, code),
    number: countToNumber(number),
  }))
  switch (answer.query.by) {
    case 'country':
      return { ...frame, kind: 'map', world: given.world, rows, apart }
    case 'year':
      return { ...frame, kind: 'columns', points: pointsOf(answer), apart }
    case 'what':
    case 'sector':
    case 'custody':
      return { ...frame, kind: 'bars', rowsAre: classWord(t, answer.query), rows, apart }
    case null:
      return null
  }
}

/** More would be too small to read. */
const MOST_PANELS = 6

/** Years of several countries, each on the same scale; `answers` are of the same question, country by country. */
export const multiplesPicture = (
  t: Translate,
  given: PictureGiven & { readonly answers: readonly Answer[] },
): Picture | null => {
  const all = given.answers.map((answer) => ({
    code: answer.query.country ?? UNKNOWN,
    name: areaWord(t, answer.query),
    points: pointsOf(answer),
  }))
  const panels = all.filter(({ points }) => points.length > 0).slice(0, MOST_PANELS)
  if (panels.length < 2) return null
  const frame = frameOf(t, given)
  return {
    ...frame,
    id: `${frame.id}-countries`,
    kind: 'multiples',
    title: t('explore.multiples'),
    // They stand under the picture of the same answer.
    notes: [],
    rowsAre: t('explore.country'),
    panels,
    apart: null,
  }
}

export const isTold = ({ rows, total, around }: Answer): boolean =>
  rows.length > 0 || leastOf(total) > 0 || (total.max ?? 0) > 0 || around > 0

const measureWord = (t: Translate, { unit, measure }: Query): string =>
  measure === 'count' ? t(`figures.query.unit.${unit}`) : t(`figures.query.${measure}.${unit}`)

const areaWord = (t: Translate, { country }: Query): string =>
  country === null ? t('figures.query.everywhere') : countryName(country, t.lang)

/** What the rows of an answer are called together. */
export const classWord = (t: Translate, { unit, by }: Pick<Query, 'unit' | 'by'>): string => {
  switch (by) {
    case 'country':
      return t('explore.by.country')
    case 'year':
      return t('explore.by.year')
    case 'sector':
    case 'custody':
      return t(`explore.by.${by}`)
    case 'what':
      return t(`explore.what.${unit}`)
    case null:
      return t('explore.class')
  }
}

const frameOf = (t: Translate, { answer, organisation, address }: PictureGiven) => {
  const { query } = answer
  const broken = query.by === null ? [] : [t(`figures.query.by.${query.by}`)]
  const of = query.what === null ? [] : [whatWord(t, query.unit, query.what)]
  return {
    id: `explore${queryToAddress(query)
      .replaceAll(/[^a-z0-9]+/gi, '-')
      .toLowerCase()}`.slice(0, 60),
    lang: t.lang,
    title: [[measureWord(t, query), ...of].join(': '), ...broken].join(' · '),
    unit: query.measure === 'count' ? t(`explore.unit.${query.unit}`) : t('explore.share'),
    scale: isPercent(query) ? ('percent' as const) : ('count' as const),
    period: yearsWords(t, query),
    area: areaWord(t, query),
    source: [
      organisation ?? 'Amparo',
      ...(answer.toldOn === null ? [] : [formatDay(answer.toldOn, t.lang)]),
    ].join(', '),
    notes: answerNotes(t, answer),
    address,
  }
}

/** A share of classes stands as bars of percent; of countries and years as parts of each whole. */
const isPercent = ({ measure, by }: Query): boolean => measure === 'share' && (by === 'what' || isTrait(by))

const pointsOf = ({ rows }: Answer): readonly YearPoint[] =>
  rows
    .filter(({ code }) => /^\d{4}$/.test(code))
    .map(({ code, number }) => ({ year: Number(code), number: countToNumber(number) }))

type Frame = ReturnType<typeof frameOf>

const sharePicture = (t: Translate, answer: Answer, frame: Frame): Picture | null => {
  const { query } = answer
  if (isPercent(query)) {
    const rows = answer.rows.map(({ code, share }) => ({
      code,
      name: rowWord(t, query, code),
      number: percentOf(share),
    }))
    return { ...frame, kind: 'bars', rowsAre: classWord(t, query), rows, apart: null }
  }
  const rows = [
    ...answer.rows.flatMap(({ code, share }) => stackedRow(rowWord(t, query, code), { code, share, query })),
    ...stackedRow(t('explore.total'), { code: 'total', share: answer.share, query }),
  ]
  if (rows.length === 0) return null
  const part = query.what === null ? t('explore.noConviction') : whatWord(t, query.unit, query.what)
  const rest = query.what === null ? t('explore.conviction') : t('explore.others')
  return {
    ...frame,
    kind: 'stacked',
    rowsAre: classWord(t, query),
    parts: [
      { code: 'counted', name: part },
      { code: 'rest', name: rest },
    ],
    rows,
  }
}

const percentOf = (share: Share | null): PictureNumber =>
  share === null || share.denominator === 0 ? nothingTold : { value: percent(share), max: null, least: false }

/** Never over one hundred: where one is in several classes, only their sum is. */
export const percent = ({ numerator, denominator }: Share): number =>
  denominator === 0 ? 0 : Math.min(100, (100 * numerator) / denominator)

const stackedRow = (
  name: string,
  { code, share, query }: { readonly code: string; readonly share: Share | null; readonly query: Query },
) => {
  if (share === null || share.denominator + share.unknown === 0) return []
  const { numerator, denominator, unknown } = share
  // Unknown is a part of what a share is of; killings whose follow-up is not known stand beside it (N10).
  const known = query.measure === 'impunity' ? denominator : denominator - unknown
  const counts = [numerator, Math.max(0, known - numerator)]
  return [{ code, name, counts, unknown }]
}
