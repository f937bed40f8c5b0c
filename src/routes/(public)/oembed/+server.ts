/** What another site needs in order to show a figure or an ask in a frame. */
import { said } from '#campaigns/ui/public/public_words.ts'
import {
  oembedAnswer,
  type OEmbedFacts,
  type OEmbedPage,
  type OEmbedRefusal,
  parseOEmbed,
} from '#figures/core/oembed.ts'
import { statementIn } from '#figures/ui/figure_words.ts'
import { isLanguagePrefix, pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { translator } from '#languages/translate.ts'
import { neededCampaigns } from '../ask_pages.ts'
import { findFigure } from '../figure_pages.ts'
import { neededServices, publicServices } from '../public_services.ts'
import type { RequestHandler } from './$types'

/** As oEmbed 1.0 asks for them. */
const statusByRefusal: Readonly<Record<OEmbedRefusal['kind'], number>> = {
  no_url: 400,
  wrong_size: 400,
  format_not_offered: 501,
  not_ours: 404,
}

/** For programs: the words of a refusal are its kind. */
const refuse = (kind: OEmbedRefusal['kind']): Response =>
  new Response(`${kind}\n`, {
    status: statusByRefusal[kind],
    headers: { 'content-type': 'text/plain; charset=utf-8', 'access-control-allow-origin': '*' },
  })

export const GET: RequestHandler = async ({ platform, url }) => {
  // Where we were asked is an address of ours, too (src/platform/server/http.ts lets no other through).
  const asked = parseOEmbed(url.searchParams, [neededServices(platform).origin, url.origin])
  if (!asked.ok) return refuse(asked.error.kind)
  const { page, prefix, width, height } = asked.value
  if (prefix !== null && !isLanguagePrefix(prefix)) return refuse('not_ours')
  const facts = await factsOf(platform, page, prefix)
  if (facts === null) return refuse('not_ours')
  const answer = oembedAnswer({ width, height }, facts)
  return new Response(JSON.stringify(answer), {
    headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
  })
}

type Platform = Readonly<App.Platform> | undefined

const factsOf = async (
  platform: Platform,
  page: OEmbedPage,
  prefix: string | null,
): Promise<OEmbedFacts | null> => {
  if (page.kind === 'ask') return askFacts(platform, page, prefix ?? SOURCE_LANGUAGE)
  const params = { id: page.id, ...(prefix !== null && { lang: prefix }) }
  const loaded = await findFigure({ platform, params })
  if (loaded === null) return null
  const { figure, lang, organisation, address } = loaded
  return {
    title: statementIn(figure.body, lang).text,
    lang,
    embed: `${address}/embed`,
    home: `${new URL(address).origin}/`,
    provider: organisation ?? 'Amparo',
    author: figure.deskName,
  }
}

const askFacts = async (
  platform: Platform,
  { campaign, ask: slug }: Extract<OEmbedPage, { kind: 'ask' }>,
  lang: string,
): Promise<OEmbedFacts | null> => {
  const { campaigns, now, origin } = neededCampaigns(platform)
  const ask = await campaigns.findAsk(campaign, slug, now)
  if (ask === null) return null
  const organisation = (await publicServices(platform).organisation?.name()) ?? null
  return {
    title: said(translator(lang), ask.body.title, ask.body.lang).words,
    lang,
    embed: `${origin}${pathInLanguage(`/campaigns/${campaign}/${slug}`, lang)}/widget`,
    home: `${origin}/`,
    provider: organisation ?? 'Amparo',
    author: ask.deskName,
  }
}
