/**
 * Becoming host of a class or group, and the host's own page behind the link of their mail. Looking changes nothing, and
 * no cache keeps it.
 */
import { error, fail, redirect } from '@sveltejs/kit'
import type { PartRefusal } from '#campaigns/core/taking_part.ts'
import type { OpenAsk } from '#campaigns/server/campaigns.service.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { askOf, neededCampaigns } from '../../../../../ask_pages.ts'
import { neededTakingPart, readerOf } from '../../../../../taking_part_pages.ts'
import { formOf } from '../../../../../form_of.ts'
import type { Actions, PageServerLoad } from './$types'

type Platform = Readonly<App.Platform> | undefined

const hostOf = async (platform: Platform, ask: OpenAsk, k: string) => {
  const found = await neededTakingPart(platform).host(ask, k)
  if (found === null) return null
  const { kind, announced, ends_on: endsOn, counted, refused, sessions } = found
  return { kind, announced, endsOn, counted, refused, sessions }
}

export const load: PageServerLoad = async ({ platform, params, url, request, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  const ask = await askOf(platform, params)
  if (ask.body.form !== 'classroom') return error(404)
  const k = url.searchParams.get('k')
  const asked = k !== null && request.method !== 'POST'
  return {
    ask: ask.body,
    isOpen: ask.state === 'open',
    today: neededCampaigns(platform).now.toISOString().slice(0, 10),
    k,
    host: asked ? await hostOf(platform, ask, k) : null,
  }
}

type Counted = {
  readonly k: string
  readonly host: Awaited<ReturnType<typeof hostOf>>
  readonly refusal: { readonly kind: PartRefusal; readonly n: number | null } | null
  readonly done: boolean
}

export const actions: Actions = {
  default: async ({ platform, params, request }) => {
    const services = neededTakingPart(platform)
    const ask = await askOf(platform, params)
    const read = readerOf(await formOf(request))
    const language = params.lang ?? SOURCE_LANGUAGE
    if (read('act')[0] === 'count') {
      const k = read('k')[0] ?? ''
      const done = await services.count(ask, k, read)
      const n = Number(read('n')[0] ?? '') || null
      const refusal = done.ok ? null : { kind: done.error, n }
      const counted: Counted = { k, host: await hostOf(platform, ask, k), refusal, done: done.ok }
      return done.ok ? { counted, form: null } : fail(400, { counted, form: null })
    }
    const done = await services.register({ ask, language, read })
    switch (done.kind) {
      case 'thanks':
        return redirect(303, pathInLanguage('/campaigns/thanks', language))
      case 'refused':
        return fail(400, { counted: null, form: done.form })
      case 'crowded':
        return fail(503, { counted: null, form: null, crowded: true })
      case 'full':
      case 'nowhere':
        return error(404)
    }
  },
}
