/** The form alone: where it comes back to with something to mend, and where a link may lead that only wants a signature. */
import { error, fail, redirect } from '@sveltejs/kit'
import { isSigned } from '#campaigns/core/signing.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { askOf } from '../../../../../ask_pages.ts'
import { formOf } from '../../../../../form_of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { body, state } = await askOf(platform, params)
  if (!isSigned(body)) return error(404)
  const { campaign, slug, receivers, title, request, notFor, lang } = body
  return { ask: { campaign, slug, receivers, title, request, notFor, lang }, state }
}

export const actions: Actions = {
  default: async ({ platform, params, request }) => {
    const signing = platform?.req?.services.signing ?? error(503)
    const language = params.lang ?? SOURCE_LANGUAGE
    const form = await formOf(request)
    const read = (name: string): readonly string[] =>
      form.getAll(name).filter((one): one is string => typeof one === 'string')
    const done = await signing.sign({ campaign: params.campaign, ask: params.ask, language, read })
    switch (done.kind) {
      case 'thanks':
        return redirect(303, pathInLanguage('/campaigns/thanks', language))
      case 'refused':
        return fail(400, { ...done.form, crowded: false })
      case 'crowded':
        return fail(503, { ...done.form, crowded: true })
      case 'nowhere':
        return error(404)
    }
  },
}
