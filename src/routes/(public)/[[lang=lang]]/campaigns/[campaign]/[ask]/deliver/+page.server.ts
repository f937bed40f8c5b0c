/** A message of one's own to the targets of an ask, where its desk lets the server send it. */
import { error, fail, redirect } from '@sveltejs/kit'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { askOf } from '../../../../../ask_pages.ts'
import { formOf } from '../../../../../form_of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { body, state } = await askOf(platform, params)
  if (body.delivery === null) return error(404)
  const { campaign, slug, receivers, targets, title, request, notFor, lang } = body
  return { ask: { campaign, slug, receivers, targets, title, request, notFor, lang }, state }
}

export const actions: Actions = {
  default: async ({ platform, params, request }) => {
    const delivery = platform?.req?.services.delivery ?? error(503)
    const language = params.lang ?? SOURCE_LANGUAGE
    const form = await formOf(request)
    const read = (name: string): readonly string[] =>
      form.getAll(name).filter((one): one is string => typeof one === 'string')
    const done = await delivery.send({ campaign: params.campaign, ask: params.ask, language, read })
    switch (done.kind) {
      case 'thanks':
        return redirect(303, pathInLanguage('/campaigns/thanks', language))
      case 'refused':
        return fail(400, { form: done.form, crowded: false })
      case 'crowded':
        return fail(503, { form: null, crowded: true })
      case 'nowhere':
        return error(404)
    }
  },
}
