/** New and changed documents of missions as an Atom feed, in a language. */
import { atomFeed } from '#cases/core/feeds.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { type Translate, translator } from '#languages/translate.ts'
import { said } from '#missions/ui/public/words.ts'
import { documentFeed } from '#releases/core/feed.ts'
import { neededMissions } from './mission_pages.ts'
import { publicServices } from './public_services.ts'

export type FeedEntry = {
  readonly id: string
  readonly version: number
  readonly updatedAt: string
  readonly path: string
  readonly title: Readonly<Record<string, string>>
  readonly lang: string
  readonly summary: (t: Translate) => string
}

type Asked = {
  readonly platform: Readonly<App.Platform> | undefined
  readonly lang: string | undefined
  /** Of the list that it belongs to. */
  readonly home: '/missions' | '/commitments' | '/scorecards'
}

export const missionFeed = async (
  { platform, lang, home }: Asked,
  entries: readonly FeedEntry[],
): Promise<Response> => {
  const t = translator(lang ?? SOURCE_LANGUAGE)
  const { origin, today } = neededMissions(platform)
  const organisation = (await publicServices(platform).organisation?.name()) ?? 'Amparo'
  const address = (path: string): string => origin + pathInLanguage(path, t.lang)
  const titles = {
    '/missions': 'missions.feed.title',
    '/commitments': 'commitments.feed.title',
    '/scorecards': 'scorecards.feed.title',
  } as const
  const feed = documentFeed(entries, {
    lang: t.lang,
    title: t(titles[home], { organisation }),
    author: organisation,
    home: address(home),
    self: address(`${home}/feed.atom`),
    madeAt: `${today}T00:00:00Z`,
    wordsOf: ({ title, lang: written, summary }) => {
      const found = said(t, title, written)
      return { title: found.words, lang: found.attributes.lang ?? t.lang, summary: summary(t) }
    },
    addressOf: ({ path }) => address(path),
  })
  return new Response(atomFeed(feed), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8' },
  })
}
