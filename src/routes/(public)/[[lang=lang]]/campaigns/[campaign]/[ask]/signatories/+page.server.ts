/** Who signed a letter. */
import { neededCampaigns, untilNextHour } from '../../../../../ask_pages.ts'
import { letterAskOf, signedLetterViewOf } from '../../../../../sign_on_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, setHeaders }) => {
  const open = await letterAskOf(platform, params)
  untilNextHour(setHeaders, [open], neededCampaigns(platform).now)
  return { letter: await signedLetterViewOf(platform, open, params.lang) }
}
