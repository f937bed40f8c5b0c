/** A message of solidarity, or what people tell of a meeting or call. */
import { error, fail, redirect } from '@sveltejs/kit'
import { messageFormOf } from '#campaigns/core/message.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { askOf } from '../../../../../ask_pages.ts'
import { readerOf } from '../../../../../taking_part_pages.ts'
import { formOf } from '../../../../../form_of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { body, state } = await askOf(platform, params)
  const kind = messageFormOf(body) ?? error(404)
  const { campaign, slug, receivers, title, notFor, lang, targets } = body
  return { ask: { campaign, slug, receivers, title, notFor, lang, targets }, kind, state }
}

export const actions: Actions = {
  default: async ({ platform, params, request }) => {
    const messages = platform?.req?.services.messages ?? error(503)
    const ask = await askOf(platform, params)
    const language = params.lang ?? SOURCE_LANGUAGE
    const done = await messages.write({ ask, language, read: readerOf(await formOf(request)) })
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
