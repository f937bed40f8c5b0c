/** An ask for a frame on another site. */
import { askOf, askViewOf, neededCampaigns, untilNextHour } from '../../../../../ask_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, setHeaders }) => {
  const open = await askOf(platform, params)
  const { campaigns, now } = neededCampaigns(platform)
  untilNextHour(setHeaders, await campaigns.asks(now), now)
  return { view: await askViewOf(platform, open, params.lang) }
}
