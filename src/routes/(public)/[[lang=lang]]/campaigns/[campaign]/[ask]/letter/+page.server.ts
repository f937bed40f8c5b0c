/** The letter of an ask, to print. */
import { askOf, askViewOf, neededCampaigns, untilNextHour } from '../../../../../ask_pages.ts'
import { signedLetterViewOf } from '../../../../../sign_on_pages.ts'
import { letterOf } from '../../../../../letter_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, url, setHeaders }) => {
  const asked = await askOf(platform, params)
  if (asked.body.form === 'sign_on') {
    untilNextHour(setHeaders, [asked], neededCampaigns(platform).now)
    return { kind: 'signed' as const, signed: await signedLetterViewOf(platform, asked, params.lang) }
  }
  const { open, letter, to, others, languages } = await letterOf(platform, params, url.searchParams)
  untilNextHour(setHeaders, [open], neededCampaigns(platform).now)
  const question = new URLSearchParams({ ...(to && { to: to.id }) }).toString()
  return {
    kind: 'letter' as const,
    view: await askViewOf(platform, open, params.lang),
    letter,
    to,
    others,
    languages,
    question,
  }
}
