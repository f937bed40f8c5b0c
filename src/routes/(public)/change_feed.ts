/** Changes of texts and of what belongs to them as an Atom feed: of one text, or of all. */
import { error } from '@sveltejs/kit'
import { atomFeed } from '#cases/core/feeds.ts'
import { deadlineBody } from '#instruments/core/deadline.ts'
import { titleIn } from '#instruments/core/released_instrument.ts'
import {
  changedKinds,
  changeWords,
  instrumentOfDocument,
  pathOfDocument,
} from '#instruments/ui/deadlines/change_words.ts'
import { pathInLanguage } from '#languages/address.ts'
import { translator } from '#languages/translate.ts'
import { documentFeed } from '#releases/core/feed.ts'
import { neededInstruments, neededServices, publicServices } from './public_services.ts'

type Asked = { readonly platform: Readonly<App.Platform> | undefined; readonly lang: string }

export const changeFeed = async ({ platform, lang }: Asked, slug: string | null): Promise<Response> => {
  const t = translator(lang)
  const { documents, origin, today } = neededServices(platform)
  const all = (await Promise.all(changedKinds.map((kind) => documents.all(kind)))).flat()
  const own = all
    .filter((one) => slug === null || instrumentOfDocument(one) === slug)
    // One of an older form is shown on no page, so nothing leads to it.
    .filter(({ kind, body }) => kind !== 'deadline' || deadlineBody.safeParse(body).success)
  if (slug !== null && own.length === 0) return error(404)
  const found = slug === null ? null : await neededInstruments(platform).instruments.find(slug)
  const name = found ? titleIn(found.body, lang).words : slug
  const home = slug === null ? '/instruments' : `/instruments/${slug}`
  const organisation = (await publicServices(platform).organisation?.name()) ?? 'Amparo'
  const address = (path: string): string => origin + pathInLanguage(path, lang)
  const feed = documentFeed(own, {
    lang,
    title: name === null ? t('deadlines.feed.title') : t('deadlines.feed.titleOf', { name }),
    author: organisation,
    home: address(home),
    self: address(`${home}/feed.atom`),
    madeAt: `${today}T00:00:00Z`,
    wordsOf: (document) => changeWords(t, document),
    addressOf: (document) => address(pathOfDocument(document)),
  })
  return new Response(atomFeed(feed), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8' },
  })
}
