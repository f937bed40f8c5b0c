/** Signing a letter as an organisation. */
import { askOf, neededCampaigns, untilNextHour } from '../../../../../ask_pages.ts'
import { letterAskOf, signOnBy, takesNames } from '../../../../../sign_on_pages.ts'
import { error } from '@sveltejs/kit'
import { formOf } from '../../../../../form_of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, setHeaders }) => {
  const open = await letterAskOf(platform, params)
  untilNextHour(setHeaders, [open], neededCampaigns(platform).now)
  return { ask: open.body, deskName: open.deskName, takes: takesNames(platform, open) }
}

export const actions: Actions = {
  default: async ({ platform, params, request }) => {
    const open = await askOf(platform, params)
    if (open.body.form !== 'sign_on' || takesNames(platform, open) === null) return error(404)
    return signOnBy(platform, { open, form: await formOf(request), lang: params.lang })
  },
}
