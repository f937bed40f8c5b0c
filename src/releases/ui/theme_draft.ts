/** A theme while it is being written: how it begins, and what a preview shows of one that is not whole yet. */
import { type ThemeBody, themeBody, type ThemeWords } from '#figures/core/theme.ts'
import { languages } from '#languages/translate.ts'
import { inSomeLanguages } from '#releases/core/languages_of.ts'
import { valueAt } from '#releases/core/paths.ts'

export const emptyWords: ThemeWords = { title: '', lead: '', text: [], claims: [], asks: [] }

export const emptyTheme = (lang: string): Readonly<Record<string, unknown>> => ({
  slug: '',
  order: 0,
  lang,
  words: { [lang]: emptyWords },
  figures: [],
  cases: [],
  instruments: [],
  campaigns: [],
})

/** With a sign for each word that is missing, so that the page can be looked at from the first line on. */
export const themePreview = (body: unknown, lang: string): ThemeBody => {
  const whole = themeBody.safeParse(body)
  if (whole.success && whole.data.words[lang]) return whole.data
  const words = (of: string): ThemeWords => {
    const text = (field: string) => String(valueAt(body, `words.${of}.${field}`) ?? '') || '…'
    const list = (field: string) => (valueAt(body, `words.${of}.${field}`) ?? []) as never[]
    return {
      title: text('title'),
      lead: text('lead'),
      text: list('text'),
      claims: list('claims'),
      asks: list('asks'),
    }
  }
  const written = languages.filter((of) => valueAt(body, `words.${of}`) !== undefined)
  const list = (field: string) => (valueAt(body, field) ?? []) as never[]
  return {
    slug: String(valueAt(body, 'slug') ?? ''),
    order: 0,
    lang: written.includes(lang) ? lang : (written[0] ?? lang),
    words: Object.fromEntries([...(written.length > 0 ? written : [lang])].map((of) => [of, words(of)])),
    figures: list('figures'),
    cases: list('cases'),
    instruments: list('instruments'),
    campaigns: list('campaigns'),
  }
}

/** A title that is not translated is not there. */
export const tidyTheme = (body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const links = (field: string) =>
    ((body[field] ?? []) as readonly Readonly<Record<string, unknown>>[]).map((link) => ({
      ...link,
      title: inSomeLanguages(link.title, body.lang),
    }))
  const words = Object.entries((body.words ?? {}) as Record<string, Part>).map(([lang, own]) => [
    lang,
    Array.isArray(own.claims) ? { ...own, claims: own.claims.map(tidyClaim) } : own,
  ])
  return {
    ...body,
    words: Object.fromEntries(words) as unknown,
    instruments: links('instruments'),
    campaigns: links('campaigns'),
  }
}

type Part = Readonly<Record<string, unknown>>

/** A reason whose source names nothing has none. */
const tidyClaim = ({ source, ...claim }: Part): Part => {
  const said = (source ?? {}) as Part
  if (Object.values(said).every((one) => one === null || one === undefined || one === '')) return claim
  return { ...claim, source: { publisher: '', title: null, year: null, url: null, ...said } }
}

/** The reference in the address of a public case, as it is copied from a browser; anything else stays as it is. */
export const refOfAddress = (typed: string): string =>
  /^[^?#]*\/cases\/([A-Za-z0-9_-]{22})\/?(?:[?#].*)?$/.exec(typed)?.[1] ?? typed

const lists = ['text', 'claims', 'asks'] as const
export type Lack = { readonly lang: string; readonly fields: readonly (typeof lists)[number][] }

/** What pages of begun translations will have less of than the page in the language it was written in. */
export const lacksOf = (body: unknown): readonly Lack[] => {
  const source = String(valueAt(body, 'lang') ?? '')
  const size = (lang: string, field: string): number => {
    const list = valueAt(body, `words.${lang}.${field}`)
    return Array.isArray(list) ? list.length : 0
  }
  return languages
    .filter((lang) => lang !== source && valueAt(body, `words.${lang}`) !== undefined)
    .map((lang) => ({ lang, fields: lists.filter((field) => size(lang, field) < size(source, field)) }))
    .filter(({ fields }) => fields.length > 0)
}
