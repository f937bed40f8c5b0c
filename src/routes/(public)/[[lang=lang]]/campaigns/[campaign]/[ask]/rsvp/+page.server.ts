/** Saying that one comes to an event. */
import { error, fail, redirect } from '@sveltejs/kit'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { askOf, askViewOf, neededCampaigns, untilNextHour } from '../../../../../ask_pages.ts'
import { neededTakingPart, readerOf } from '../../../../../taking_part_pages.ts'
import { formOf } from '../../../../../form_of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, setHeaders }) => {
  const open = await askOf(platform, params)
  if (open.body.event?.rsvp !== true) return error(404)
  untilNextHour(setHeaders, [open], neededCampaigns(platform).now)
  const { ask, mayCome, seats } = await askViewOf(platform, open, params.lang)
  const { campaign, slug, receivers, title, notFor, lang } = ask
  return { ask: { campaign, slug, receivers, title, notFor, lang }, mayCome, seats }
}

export const actions: Actions = {
  default: async ({ platform, params, request }) => {
    const ask = await askOf(platform, params)
    const language = params.lang ?? SOURCE_LANGUAGE
    const read = readerOf(await formOf(request))
    const done = await neededTakingPart(platform).come({ ask, language, read })
    switch (done.kind) {
      case 'thanks':
        return redirect(303, pathInLanguage('/campaigns/thanks', language))
      case 'refused':
        return fail(400, { form: done.form, stopped: undefined })
      case 'full':
        return fail(409, { form: null, stopped: 'full' as const })
      case 'crowded':
        return fail(503, { form: null, stopped: 'crowded' as const })
      case 'nowhere':
        return error(404)
    }
  },
}
