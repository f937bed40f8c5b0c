/** The feed of public cases in a language, for both of its forms. */
import type { Feed, FeedItem } from '#cases/core/feeds.ts'
import type { PublicCase } from '#cases/core/public_case.ts'
import { countryWord } from '#cases/ui/public/words.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { pathInLanguage } from '#languages/address.ts'
import { type Translate, translator } from '#languages/translate.ts'
import { neededServices, publicServices } from '../../public_services.ts'

export const loadFeed = async (
  platform: Readonly<App.Platform> | undefined,
  given: { readonly lang: string | undefined; readonly name: 'feed.atom' | 'feed.json' },
): Promise<Feed> => {
  const t = translator(given.lang ?? SOURCE_LANGUAGE)
  const { publications, origin, today } = neededServices(platform)
  const organisation = (await publicServices(platform).organisation?.name()) ?? null
  const cases = await publications.feed()
  const addressOf = (path: string): string => origin + pathInLanguage(path, t.lang)
  return {
    lang: t.lang,
    title: organisation ? t('public_cases.feed.titleOf', { organisation }) : t('public_cases.feed.title'),
    author: organisation ?? 'Amparo',
    home: addressOf('/cases'),
    self: addressOf(`/cases/${given.name}`),
    updatedAt: cases[0]?.updatedAt ?? `${today}T00:00:00Z`,
    items: cases.map((one) => itemOf(t, one, addressOf(`/cases/${one.ref}`))),
  }
}

const itemOf = (t: Translate, one: PublicCase, url: string): FeedItem => {
  const country = countryWord(t, one.country ?? null)
  const words = one.summary ?? (country ? t('public_cases.feed.noWords', { country }) : '')
  const death =
    one.sentence?.kind === 'death' ? t('public_cases.deathPassed') : t('public_cases.deathPossible')
  const marked = one.deathPossible || one.sentence?.kind === 'death' ? `${death}. ${words}` : words
  return {
    url,
    lang: one.lang,
    title: [one.name, one.title].filter(Boolean).join(': ') || t('public_cases.noName'),
    summary: marked,
    publishedAt: one.updatedAt,
    updatedAt: one.updatedAt,
  }
}
