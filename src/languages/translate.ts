/** Words for people: a translator per language with plurals, falling back to English and saying so. */
import { catalogue as shipped } from '#languages/shipped'
import { SOURCE_LANGUAGE, type Catalogue } from './catalogue.ts'
import type { MessageKey } from './keys.ts'

export type { MessageKey } from './keys.ts'
export type Params = Readonly<Record<string, string | number>>
export type Direction = 'ltr' | 'rtl'

export type Translate = {
  (key: MessageKey, params?: Params): string
  readonly lang: string
  /** For keys made at run time, such as the label of a vocabulary term; null when there is no such message. */
  readonly find: (key: string, params?: Params) => string | null
}

/** The languages there are, English first: the folders of messages. */
export const languages: readonly string[] = Object.keys(shipped).toSorted((a, b) =>
  a === SOURCE_LANGUAGE ? -1 : b === SOURCE_LANGUAGE ? 1 : a.localeCompare(b),
)

export const isLanguage = (text: string): boolean => Object.hasOwn(shipped, text)

const rightToLeftScripts = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg'])

export const direction = (lang: string): Direction =>
  rightToLeftScripts.has(new Intl.Locale(lang).maximize().script ?? '') ? 'rtl' : 'ltr'

/** The locale that Intl gets for a language: a message, so that a new language can choose its own. */
export const localeOf = (lang: string, catalogue: Catalogue = shipped): string =>
  catalogue[lang]?.['languages.locale'] ?? lang

/** What Intl makes for a locale takes longer to make than to use: it is kept. */
export const perLocale = <Made>(make: (locale: string) => Made) => {
  const kept = new Map<string, Made>()
  return (locale: string): Made => {
    const made = kept.get(locale) ?? make(locale)
    kept.set(locale, made)
    return made
  }
}

const pluralRules = perLocale((locale) => new Intl.PluralRules(locale))
const numbers = perLocale((locale) => new Intl.NumberFormat(locale))

const made = new Map<string, Translate>()

export const translator = (lang: string, catalogue: Catalogue = shipped): Translate => {
  const known = catalogue === shipped ? made.get(lang) : undefined
  if (known) return known
  const find = (key: string, params: Params = {}): string | null => {
    const own = lookUp(catalogue, lang, key, params)
    if (own !== null) return own
    const english = lang === SOURCE_LANGUAGE ? null : lookUp(catalogue, SOURCE_LANGUAGE, key, params)
    return english === null ? null : markForeign(english)
  }
  const translate = Object.assign((key: MessageKey, params?: Params) => find(key, params) ?? key, {
    lang,
    find,
  })
  if (catalogue === shipped) made.set(lang, translate)
  return translate
}

const lookUp = (catalogue: Catalogue, lang: string, key: string, params: Params): string | null => {
  const messages = catalogue[lang]
  if (!messages) return null
  const text = messages[key] ?? pluralForm(messages, localeOf(lang, catalogue), key, params)
  return text === undefined ? null : fill(text, params, lang, localeOf(lang, catalogue))
}

/** Plurals go by the parameter `n`. */
const pluralForm = (
  messages: Readonly<Record<string, string>>,
  locale: string,
  key: string,
  params: Params,
) => {
  if (typeof params.n !== 'number') return undefined
  const category = pluralRules(locale).select(params.n)
  return messages[`${key}#${category}`] ?? messages[`${key}#other`]
}

const fill = (text: string, params: Params, lang: string, locale: string): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? numbers(locale).format(value) : isolate(value, lang)
  })

const rightToLeftLetters = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u
const leftToRightLetters = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u

/** A name in letters of the other direction would reorder the sentence around it: first-strong isolate. */
const isolate = (value: string, lang: string): string => {
  const other = direction(lang) === 'rtl' ? leftToRightLetters : rightToLeftLetters
  return other.test(value) ? isolated(value) : value
}

/** Apart from its neighbours' direction. */
export const isolated = (text: string): string => `\u2068${text}\u2069`

/** English inside another language, marked so that a reader and a translator see it. */
const markForeign = (text: string): string => `${isolated(text)} [${SOURCE_LANGUAGE}]`
