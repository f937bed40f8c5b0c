/** An event for calendars. */
import { error } from '@sveltejs/kit'
import { eventCalendar } from '#campaigns/ui/taking_part/event_calendar.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { translator } from '#languages/translate.ts'
import { askOf, neededCampaigns } from '../../../../../ask_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const open = await askOf(platform, params)
  const lang = params.lang ?? SOURCE_LANGUAGE
  const { origin } = neededCampaigns(platform)
  const page = origin + pathInLanguage(`/campaigns/${params.campaign}/${params.ask}`, lang)
  const calendar = eventCalendar(translator(lang), { ...open, page }) ?? error(404)
  return new Response(calendar, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="event.ics"',
    },
  })
}
