/** What a query asks, in words, so that a number says what it counts. Pure. */
import { UNKNOWN } from '#figures/core/answer.ts'
import { behindFilter } from '#figures/core/behind.ts'
import { type Query, queryToAddress, type Unit } from '#figures/core/query.ts'
import { countryName } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'

const vocabularies: { readonly [U in Unit]: string } = {
  persons: 'eventType',
  events: 'eventType',
  acts: 'violation',
  victims: 'sdgCategory',
}

/** One line a fact: what is counted, of what, where, when, from which level of verification on. */
export const queryWords = (t: Translate, query: Query): readonly string[] => {
  const { unit, measure, by, what, level, dating, attempts, country } = query
  return [
    measure === 'count' ? t(`figures.query.unit.${unit}`) : t(`figures.query.${measure}.${unit}`),
    ...(what === null ? [] : [t('figures.query.what', { what: whatWord(t, unit, what) })]),
    ...(by === null ? [] : [t(`figures.query.by.${by}`)]),
    country === null ? t('figures.query.everywhere') : countryName(country, t.lang),
    yearsWords(t, query),
    t(`figures.query.dating.${dating}`),
    t(level === 'OFF' ? 'figures.query.highest' : 'figures.query.level', {
      level: t(`vocabulary.verification.${level}`),
    }),
    ...(unit === 'acts' || unit === 'victims'
      ? [t(`figures.query.attempts.${attempts ? 'yes' : 'no'}`)]
      : []),
  ]
}

export const whatWord = (t: Translate, unit: Unit, code: string): string =>
  t.find(`vocabulary.${vocabularies[unit]}.${code}`) ?? code

/** What a row of its answer is called. */
export const rowWord = (t: Translate, { unit, by }: Pick<Query, 'unit' | 'by'>, code: string): string => {
  if (code === UNKNOWN) return t('pictures.unknown')
  switch (by) {
    case 'country':
      return countryName(code, t.lang)
    case 'what':
      return whatWord(t, unit, code)
    case 'sector':
      return t.find(`vocabulary.sector.${code}`) ?? code
    case 'custody':
      return t.find(`cases_status.custodyStatus.${code}`) ?? code
    case 'year':
    case null:
      return code
  }
}

export const yearsWords = (t: Translate, { from, to }: Query): string => {
  if (from === null && to === null) return t('figures.query.years.all')
  if (from === to) return t('figures.query.years.one', { year: String(from) })
  if (to === null) return t('figures.query.years.from', { from: String(from) })
  if (from === null) return t('figures.query.years.to', { to: String(to) })
  return t('figures.query.years.between', { from: String(from), to: String(to) })
}

/** The page where the same question is asked anew. */
export const exploreAddress = (query: Query): string => {
  const asked = queryToAddress(query)
  return asked === '' ? '/figures/explore' : `/figures/explore?${asked}`
}

/** The public cases that are counted, or those of one row; null where publications show nothing of what is asked. */
export const behindAddress = (query: Query, row: string | null): string | null => {
  if (behindFilter({ query, row }) === null) return null
  const asked = [queryToAddress(query), ...(row === null ? [] : [`row=${row}`])].filter((part) => part !== '')
  return ['/figures/explore/cases', ...(asked.length === 0 ? [] : [asked.join('&')])].join('?')
}
