/** A letter with those who signed it, as pages and paper show it: words that are the reader's, names as they were given. */
import type { Logo } from './logo.ts'
import type { SignatoryKind, SignatoryState } from './sign_on.ts'

export type SignedName = {
  readonly kind: SignatoryKind
  readonly name: string
  readonly localName: string | null
  readonly localLanguage: string | null
  readonly country: string | null
  readonly withdrewOn: string | null
  /** Of those who gave the right to show it; null where none is shown. */
  readonly logo: Logo | null
}
export type NameGroup = { readonly country: string | null; readonly names: readonly SignedName[] }

/** Names as a reader looks for them: without a leading article, by the rules of the language. */
const sorted = (names: readonly SignedName[], lang: string): readonly SignedName[] => {
  const collator = new Intl.Collator(lang, { sensitivity: 'base', numeric: true })
  const key = ({ name }: SignedName) => name.replace(/^(the|la|le|les|el|los|al-)\s+/i, '')
  return names.toSorted((a, b) => collator.compare(key(a), key(b)) || (a.name < b.name ? -1 : 1))
}

/** By country where at least half say which; otherwise one alphabet. */
export const groupNames = (
  names: readonly SignedName[],
  given: { readonly lang: string; readonly countryName: (code: string) => string },
): readonly NameGroup[] => {
  const { lang, countryName } = given
  const withCountry = names.filter(({ country }) => country !== null).length
  if (names.length === 0) return []
  if (withCountry * 2 < names.length) return [{ country: null, names: sorted(names, lang) }]
  const collator = new Intl.Collator(lang)
  const codes = [...new Set(names.flatMap(({ country }) => country ?? []))].toSorted((a, b) =>
    collator.compare(countryName(a), countryName(b)),
  )
  const of = (code: string | null) =>
    sorted(
      names.filter(({ country }) => country === code),
      lang,
    )
  return [...codes, ...(withCountry < names.length ? [null] : [])].map((country) => ({
    country,
    names: of(country),
  }))
}

type InLanguages = Readonly<Record<string, string>>

/** What pages are given of a letter with its names. */
export type SignedLetterView = {
  readonly ask: { readonly campaign: string; readonly slug: string }
  readonly lang: string
  readonly title: string
  readonly to: readonly string[]
  readonly paragraphs: readonly string[]
  readonly on: string
  readonly countWords: string
  readonly main: readonly NameGroup[]
  readonly late: readonly NameGroup[]
  readonly sha256: string | null
  /** More logos than a page should weigh: they stand on paper. */
  readonly logosOnPaper: boolean
}

/** What pages are given of a signature behind its link. */
export type OwnSignatureView = {
  readonly title: InLanguages
  readonly lang: string
  readonly name: string
  readonly state: SignatoryState
  readonly listed: boolean
  readonly logo: boolean
  readonly as: 'own' | 'second'
  readonly mayComment: boolean
  readonly redline: readonly { readonly kind: string; readonly text: string }[] | null
  /** What the desk answered, and whether the text was changed for it; ISO days. */
  readonly comments: readonly {
    readonly on: string
    readonly answeredOn: string | null
    readonly changed: boolean | null
    readonly reply: string | null
  }[]
}
