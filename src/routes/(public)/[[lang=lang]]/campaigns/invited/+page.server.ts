/** A letter under embargo, for those who were sent its link; nothing of it is kept by any cache. */
import { error } from '@sveltejs/kit'
import { neededSignOn, signOnBy, takesNames } from '../../../sign_on_pages.ts'
import { formOf } from '../../../form_of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  const k = url.searchParams.get('k') ?? ''
  const open = await neededSignOn(platform).signOn.findInvited(k)
  if (!open) return error(404)
  return { ask: open.body, deskName: open.deskName, takes: takesNames(platform, open), k }
}

export const actions: Actions = {
  default: async ({ platform, url, params, request }) => {
    const open = await neededSignOn(platform).signOn.findInvited(url.searchParams.get('k') ?? '')
    if (!open || takesNames(platform, open) === null) return error(404)
    return signOnBy(platform, { open, form: await formOf(request), lang: params.lang })
  },
}
