/** A campaign with its asks and what followed. */
import { error } from '@sveltejs/kit'
import { saidIn } from '#campaigns/core/letter.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { linesOf, neededCampaigns, untilNextHour } from '../../../ask_pages.ts'
import { outcomeLines } from '../../../mover_pages.ts'
import { readTheme } from '../../../theme_of.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, setHeaders }) => {
  const { campaigns, services, now } = neededCampaigns(platform)
  const campaign = (await campaigns.findCampaign(params.campaign)) ?? error(404)
  const { body, releasedOn, deskName } = campaign
  const [asks, outcomes, theme] = await Promise.all([
    campaigns.asks(now),
    campaigns.outcomes(body.slug, now),
    body.theme === null ? null : readTheme(services.documents, body.theme),
  ])
  const own = asks.filter((one) => one.body.campaign === body.slug)
  untilNextHour(setHeaders, own, now)
  const wanted = params.lang ?? SOURCE_LANGUAGE
  return {
    campaign: { body, releasedOn, deskName },
    lines: linesOf(own),
    outcomes: await outcomeLines(services, outcomes, own),
    theme:
      theme && body.theme !== null
        ? { slug: body.theme, title: saidIn(theme.title, { wanted, written: theme.lang }).words }
        : null,
  }
}
