/** New and changed figures as an Atom feed. */
import { atomFeed } from '#cases/core/feeds.ts'
import { documentFeed } from '#releases/core/feed.ts'
import { figuresOfDocuments } from '#figures/core/released_figure.ts'
import { feedWords } from '#figures/ui/feed_words.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { pathInLanguage } from '#languages/address.ts'
import { translator } from '#languages/translate.ts'
import { neededServices, publicServices } from '../../../public_services.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const t = translator(params.lang ?? SOURCE_LANGUAGE)
  const { documents, origin, today } = neededServices(platform)
  const organisation = (await publicServices(platform).organisation?.name()) ?? null
  const addressOf = (path: string): string => origin + pathInLanguage(path, t.lang)
  const feed = documentFeed(figuresOfDocuments(await documents.all('figure')), {
    lang: t.lang,
    title: organisation ? t('figures.feed.titleOf', { organisation }) : t('figures.feed.title'),
    author: organisation ?? 'Amparo',
    home: addressOf('/figures'),
    self: addressOf('/figures/feed.atom'),
    madeAt: `${today}T00:00:00Z`,
    wordsOf: (figure) => feedWords(t, figure),
    addressOf: ({ id }) => addressOf(`/figures/${id}`),
  })
  return new Response(atomFeed(feed), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8' },
  })
}
