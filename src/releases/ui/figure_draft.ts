/** A figure while it is being written: how it begins, and what each choice of its kind brings with it. */
import { emptyQuery, type Query } from '#figures/core/query.ts'
import { inSomeLanguages } from '#releases/core/languages_of.ts'
import { valueAt, withValue } from '#releases/core/paths.ts'

type Part = Readonly<Record<string, unknown>>

export const emptyCitation: Part = {
  kind: 'citation',
  publisher: '',
  quotedIn: null,
  title: null,
  year: null,
  page: null,
  address: null,
  checkedOn: null,
}

export const emptyValues: Readonly<Record<string, Part>> = {
  number: { kind: 'number', value: '' },
  range: { kind: 'range', min: '', max: '' },
  words: { kind: 'words', quantity: 'thousands' },
}

export const emptyAreas = (lang: string): Readonly<Record<string, Part>> => ({
  world: { kind: 'world', within: null },
  country: { kind: 'country', country: '' },
  region: { kind: 'region', name: { [lang]: '' } },
})

export const emptyShare: Part = { numerator: null, denominator: null, unknowns: null }

export const emptyFigure = (lang: string): Part => ({
  lang,
  statement: { [lang]: '' },
  about: null,
  value: emptyValues.number,
  unit: 'persons',
  comparison: 'as_stated',
  estimate: false,
  period: null,
  area: emptyAreas(lang).world,
  share: null,
  source: emptyCitation,
})

/** Without `frozen`: nothing is counted before a writer asks. */
export const emptyComputation: Part = { kind: 'query', query: emptyQuery }

/** Where and when a query counts, said with the figure. */
export const placeOf = ({ country, from, to }: Query): Part => ({
  area: country === null ? { kind: 'world', within: null } : { kind: 'country', country },
  period: periodOf(from, to),
})

const periodOf = (from: number | null, to: number | null): string | null => {
  if (from === null && to === null) return null
  return from === to ? String(from) : `${from ?? '..'}/${to ?? '..'}`
}

/** Another question has not been counted yet. */
export const followFigure = (body: Part, path: string): Part =>
  path.startsWith('source.query.') ? (withValue(body, 'source.frozen', undefined) as Part) : body

/** What was left empty is not stated: null, and never an empty word. */
export const tidyFigure = (body: Part): Part => {
  const { lang } = body
  const share = body.share as Part | null
  const area = body.area as Part
  return {
    ...body,
    statement: inSomeLanguages(body.statement, lang),
    area: area.kind === 'region' ? { ...area, name: inSomeLanguages(area.name, lang) } : area,
    share: share && {
      numerator: tidyPart(share.numerator),
      denominator: tidyPart(share.denominator),
      unknowns: share.unknowns ?? null,
    },
  }
}

const tidyPart = (part: unknown): Part | null => {
  const words = inSomeLanguages(valueAt(part, 'words'), null)
  const count = valueAt(part, 'count') ?? null
  const said = Object.keys(words).length > 0 ? words : null
  return count === null && said === null ? null : { count, words: said }
}
