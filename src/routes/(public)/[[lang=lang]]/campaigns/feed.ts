/** The feed of asks in a language, for both of its forms: what is asked, of whom, until when. */
import { momentWords, said } from '#campaigns/ui/public/public_words.ts'
import type { OpenAsk } from '#campaigns/server/campaigns.service.ts'
import type { Feed } from '#cases/core/feeds.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { type Translate, translator } from '#languages/translate.ts'
import { documentFeed } from '#releases/core/feed.ts'
import { neededCampaigns } from '../../ask_pages.ts'
import { publicServices } from '../../public_services.ts'

export const loadFeed = async (
  platform: Readonly<App.Platform> | undefined,
  given: { readonly lang: string | undefined; readonly name: 'feed.atom' | 'feed.json' },
): Promise<Feed> => {
  const t = translator(given.lang ?? SOURCE_LANGUAGE)
  const { campaigns, origin, now } = neededCampaigns(platform)
  const organisation = (await publicServices(platform).organisation?.name()) ?? 'Amparo'
  const address = (path: string): string => origin + pathInLanguage(path, t.lang)
  const begun = (await campaigns.asks(now)).filter(({ state }) => state !== 'before')
  return documentFeed(begun, {
    lang: t.lang,
    title: t('campaign_out.feed.title', { organisation }),
    author: organisation,
    home: address('/campaigns'),
    self: address(`/campaigns/${given.name}`),
    madeAt: `${now.toISOString().slice(0, 10)}T00:00:00Z`,
    wordsOf: (ask) => wordsOf(t, ask),
    addressOf: ({ body }) => address(`/campaigns/${body.campaign}/${body.slug}`),
  })
}

const wordsOf = (t: Translate, { body, state }: OpenAsk) => {
  const title = said(t, body.title, body.lang)
  const moment = momentWords(t, body.to, body.zone)
  const until = state === 'open' ? t('campaigns.until', { moment }) : t('campaigns.closed', { moment })
  return {
    title: title.words,
    lang: title.attributes.lang ?? t.lang,
    summary: `${said(t, body.request, body.lang).words} ${until}`,
  }
}
