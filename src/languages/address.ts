/** Where a language stands in an address: `/…` is English, `/ar/…` Arabic; the desk takes it from a cookie. */
import { SOURCE_LANGUAGE } from './catalogue.ts'
import { isLanguage, languages } from './translate.ts'

/** The cookie in which the desk keeps the member's choice. */
export const LANGUAGE_COOKIE = 'lang'

/** English has no prefix, so that each page has one address per language. */
export const isLanguagePrefix = (segment: string): boolean =>
  segment !== SOURCE_LANGUAGE && isLanguage(segment)

export const languageOfPath = (pathname: string): string => {
  const first = pathname.split('/')[1] ?? ''
  return isLanguagePrefix(first) ? first : SOURCE_LANGUAGE
}

/** `pathInLanguage('/help', 'ar')` is `/ar/help`; a prefix already there is replaced. */
export const pathInLanguage = (pathname: string, lang: string): string => {
  const [, first = '', ...rest] = pathname.split('/')
  const bare = isLanguagePrefix(first) ? `/${rest.join('/')}` : pathname
  if (lang === SOURCE_LANGUAGE) return bare
  return bare === '/' ? `/${lang}` : `/${lang}${bare}`
}

/** The first language of an Accept-Language header that there is. */
export const preferredLanguage = (header: string | null): string => {
  const wishes = (header ?? '').split(',').map((wish) => {
    const [tag = '', quality] = wish.split(';q=')
    return { lang: tag.trim().toLowerCase().split('-')[0] ?? '', weight: quality ? Number(quality) : 1 }
  })
  const best = wishes.toSorted((a, b) => b.weight - a.weight).find((wish) => languages.includes(wish.lang))
  return best?.lang ?? SOURCE_LANGUAGE
}
