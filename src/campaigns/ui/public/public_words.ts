/** Asks in words of a reader's language, and their addresses. Pure. */
import type { AskBody } from '#campaigns/core/ask.ts'
import { letterText, type LetterWords, saidIn } from '#campaigns/core/letter.ts'
import { mailtoOf, type Mailto } from '#campaigns/core/mailto.ts'
import type { Mover } from '#campaigns/core/mover.ts'
import type { NamedTarget } from '#campaigns/core/target.ts'
import { pathInLanguage } from '#languages/address.ts'
import { countryName, formatDay, formatList, languageNameIn } from '#languages/formats.ts'
import { type Direction, direction, isLanguage, translator, type Translate } from '#languages/translate.ts'

export type Said = {
  readonly words: string
  /** Of words that are not in the language of the page. */
  readonly attributes: { readonly lang?: string; readonly dir?: Direction }
}

/** In the reader's language, else in the one it was written in, and then marked so. */
export const said = (t: Translate, words: Readonly<Record<string, string>>, written: string): Said => {
  const found = saidIn(words, { wanted: t.lang, written })
  return { words: found.words, attributes: inTongue(t, found.lang) }
}

export const inTongue = (t: Translate, lang: string): Said['attributes'] =>
  lang === t.lang ? {} : { lang, dir: direction(lang) }

export const campaignPath = (t: Translate, campaign: string): string =>
  pathInLanguage(`/campaigns/${campaign}`, t.lang)

export const askPath = (
  t: Translate,
  { campaign, slug }: Pick<AskBody, 'campaign' | 'slug'>,
  rest = '',
): string => campaignPath(t, `${campaign}/${slug}${rest}`)

/** Which letter: to whom, and in which language; what is usual is not said. */
export const letterQuery = (asked: { readonly to?: string | null; readonly in?: string | null }): string => {
  const params = new URLSearchParams()
  if (asked.to) params.set('to', asked.to)
  if (asked.in) params.set('in', asked.in)
  return params.size === 0 ? '' : `?${params}`
}

/** "10 December 2026, 18:00 (clock of Europe/Zurich)": an hour without a place would be read as the reader's own. */
export const momentWords = (t: Translate, { day, time }: AskBody['from'], zone: string): string =>
  t('campaigns.moment', {
    day: formatDay(day, t.lang),
    time: `\u2066${time}\u2069`,
    zone: `\u2066${zone.replaceAll('_', ' ')}\u2069`,
  })

export const tongues = (t: Translate, languages: readonly string[]): string =>
  formatList(
    languages.map((one) => languageNameIn(one, t.lang)),
    t.lang,
  )

/** The name, where one is asked, or else the office. */
export const targetName = (t: Translate, target: NamedTarget, written: string): Said =>
  target.name === null ? said(t, target.office, written) : { words: target.name, attributes: {} }

/** The name, where there is one, or else the office or State. */
export const moverName = (t: Translate, { name, office, state, lang }: Mover): Said => {
  if (name !== null) return { words: name, attributes: {} }
  if (state !== null) return { words: countryName(state, t.lang), attributes: {} }
  return said(t, office ?? {}, lang)
}

/** What is put where the writer's own name goes, in the language of the letter. */
export const signHere = (lang: string): string =>
  translator(isLanguage(lang) ? lang : 'en')('campaigns.letter.sign')

export const letterWhole = (letter: LetterWords): string => letterText(letter, signHere(letter.lang))

export const mailOf = (ask: AskBody, target: NamedTarget, letter: LetterWords): Mailto | null =>
  target.mail === null
    ? null
    : mailtoOf({
        to: [target.mail],
        subject: saidIn(ask.title, { wanted: letter.lang, written: ask.lang }).words,
        body: letterWhole(letter),
      })

/** As it is dialled. */
export const telephone = (phone: string): string => `tel:${phone.replaceAll(/[^+\d]/g, '')}`
