/** The letter of an ask, to print. */
import { askViewOf, neededCampaigns, untilNextHour } from '../../../../../ask_pages.ts'
import { letterOf } from '../../../../../letter_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, url, setHeaders }) => {
  const { open, letter, to, others, languages } = await letterOf(platform, params, url.searchParams)
  untilNextHour(setHeaders, [open], neededCampaigns(platform).now)
  const question = new URLSearchParams({ ...(to && { to: to.id }) }).toString()
  return { view: await askViewOf(platform, open, params.lang), letter, to, others, languages, question }
}
