/** All campaigns, and what is asked now. */
import { linesOf, neededCampaigns, untilNextHour } from '../../ask_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, setHeaders }) => {
  const { campaigns, now } = neededCampaigns(platform)
  const [all, asks] = await Promise.all([campaigns.campaigns(now), campaigns.asks(now)])
  untilNextHour(setHeaders, asks, now)
  return {
    campaigns: all.map(({ body }) => body),
    lines: linesOf(asks).filter(({ state }) => state !== 'closed'),
  }
}
