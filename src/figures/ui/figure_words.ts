/** A figure in the words of a page's language: its value, period, area, share and source. Pure. */
import type { Citation, FigureArea, FigureBody, FigureShare, FigureUnit } from '#figures/core/figure.ts'
import { countryName, formatDay, formatEdtf, formatNumber } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'

/** "more than 3,500 persons (estimate)", "0 of 50 states", "thousands of persons". */
export const valueWords = (
  t: Translate,
  {
    value,
    unit,
    comparison,
    estimate,
    share,
  }: Pick<FigureBody, 'value' | 'unit' | 'comparison' | 'estimate' | 'share'>,
): string => {
  const counted = countedWords(t, { value, unit, share })
  const compared =
    comparison === 'as_stated' ? counted : t(`themes.comparison.${comparison}`, { value: counted })
  return estimate ? t('themes.estimate', { value: compared }) : compared
}

/** The same, taken apart at its first number, so that the number may stand large; no number: all of it is `before`. */
export const valueParts = (
  t: Translate,
  figure: Parameters<typeof valueWords>[1],
): { readonly before: string; readonly number: string; readonly after: string } => {
  const words = valueWords(t, figure)
  const found = /\d[\d.,]*%?/.exec(words)
  if (!found) return { before: words, number: '', after: '' }
  const [number] = found
  return {
    before: words.slice(0, found.index),
    number,
    after: words.slice(found.index + number.length),
  }
}

/** "312 persons", without comparison and estimate. */
const countedWords = (t: Translate, { value, unit, share }: Pick<FigureBody, 'value' | 'unit' | 'share'>) => {
  switch (value.kind) {
    case 'number': {
      const all = unit === 'percent' || unit === 'times' ? null : (share?.denominator?.count ?? null)
      if (all === null) return countWords(t, unit, value.value)
      return t('themes.ofAll', { part: numberWord(t, value.value), all: countWords(t, unit, all) })
    }
    case 'range':
      return t('themes.range', { min: numberWord(t, value.min), counted: countWords(t, unit, value.max) })
    case 'words':
      return t(`themes.quantity.${value.quantity}`, { units: t(`themes.unit.${unit}`) })
  }
}

export const countWords = (t: Translate, unit: FigureUnit, n: number): string =>
  t(`themes.count.${unit}`, { n })

const numberWord = (t: Translate, n: number): string => formatNumber(n, t.lang)

/** What is not stated is said so; a figure counted here without a period covers every year recorded here. */
export const periodWords = (
  t: Translate,
  { period, source }: Pick<FigureBody, 'period' | 'source'>,
): string => {
  if (period !== null) return formatEdtf(period, t.lang)
  return t(source.kind === 'query' ? 'themes.period.all' : 'themes.period.notStated')
}

export const areaWords = (t: Translate, area: FigureArea): string => {
  switch (area.kind) {
    case 'world':
      return area.within === null
        ? t('themes.area.world')
        : t(`themes.area.${area.within.of}`, { n: area.within.count })
    case 'country':
      return countryName(area.country, t.lang)
    case 'region':
      return inLanguage(area.name, t.lang) ?? ''
  }
}

export type ShareWords = {
  readonly numerator: string
  readonly denominator: string
  readonly unknowns: string
}

/** The parts of a share; each that its source leaves out is "not stated". */
export const shareWords = (t: Translate, unit: FigureUnit, share: FigureShare): ShareWords => {
  const counted = (n: number): string =>
    unit === 'percent' || unit === 'times' ? numberWord(t, n) : countWords(t, unit, n)
  const part = (one: FigureShare['numerator']): string => {
    if (one === null) return t('themes.notStated')
    const said = one.words === null ? null : inLanguage(one.words, t.lang)
    if (one.count === null) return said ?? t('themes.notStated')
    return said === null ? counted(one.count) : `${numberWord(t, one.count)} (${said})`
  }
  return {
    numerator: part(share.numerator),
    denominator: part(share.denominator),
    unknowns: share.unknowns === null ? t('themes.notStated') : counted(share.unknowns),
  }
}

/** Of a percentage all its parts in one line; of another unit the value says it already. */
export const shareLine = (t: Translate, { unit, share }: Pick<FigureBody, 'unit' | 'share'>): string | null =>
  unit === 'percent' && share !== null ? t('themes.share', shareWords(t, unit, share)) : null

/** "Front Line Defenders, press release on S.Res.407, 2018"; who is quoted and who quotes both stand there. */
export const sourceWords = (t: Translate, { source }: Pick<FigureBody, 'source'>): string =>
  source.kind === 'citation'
    ? citationWords(t, source)
    : t('themes.source.here', { date: formatDay(source.frozen.on, t.lang) })

const citationWords = (t: Translate, { publisher, quotedIn, title, year, page }: Citation): string =>
  [
    isolated(t, publisher),
    quotedIn === null ? null : t('themes.source.quotedIn', { who: quotedIn }),
    title === null ? null : isolated(t, title),
    year === null ? t('themes.source.noYear') : String(year),
    page === null ? null : t('themes.source.page', { page }),
  ]
    .filter((one) => one !== null)
    .join(t('themes.source.comma'))

/** Names keep their own direction inside the line. */
const isolated = (t: Translate, text: string): string => t('themes.source.name', { name: text })

/** The statement in the page's language, or in the one it was written in. */
export const statementIn = (
  { statement, lang }: Pick<FigureBody, 'statement' | 'lang'>,
  wanted: string,
): { readonly lang: string; readonly text: string } =>
  statement[wanted] === undefined
    ? { lang, text: statement[lang] ?? '' }
    : { lang: wanted, text: statement[wanted] }

/** Words in a language; where there are none, the first there are. */
export const inLanguage = (words: Readonly<Record<string, string>>, lang: string): string | null =>
  words[lang] ?? words.en ?? Object.values(words)[0] ?? null

/** Figures about the same thing beside each other, where the first of them stands. */
export const groupByAbout = <F extends { readonly body: Pick<FigureBody, 'about'> }>(
  figures: readonly F[],
): readonly (readonly F[])[] => {
  const groups = Map.groupBy(figures, (one) => one.body.about ?? one)
  return [...groups.values()]
}
