/** An ask for a frame on another site. */
import { askOf, askViewOf, neededCampaigns, untilNextHour } from '../../../../../ask_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, setHeaders }) => {
  const open = await askOf(platform, params)
  const { campaigns, services, now } = neededCampaigns(platform)
  untilNextHour(setHeaders, await campaigns.asks(now), now)
  const [view, counts] = await Promise.all([
    askViewOf(platform, open, params.lang),
    services.actions?.countsOf(open.id) ?? [],
  ])
  return { view, confirmed: confirmedOf(counts) }
}

const confirmedOf = (counts: readonly { readonly kind: string; readonly number: number }[]): number =>
  counts.filter(({ kind }) => kind === 'confirmed').reduce((sum, { number }) => sum + number, 0)
