/** The link of the mail shows a button; the button, or the code, confirms. Nothing of it is kept by any cache. */
import { error, fail } from '@sveltejs/kit'
import { receiversFor } from '#campaigns/core/supporter.ts'
import type { OpenAsk } from '#campaigns/server/campaigns.service.ts'
import type { ConfirmView } from '#campaigns/ui/signing/confirm_view.ts'
import { formOf } from '../../../form_of.ts'
import type { Actions, PageServerLoad } from './$types'

const neededActions = (platform: Readonly<App.Platform> | undefined) =>
  platform?.req?.services.actions ?? error(503)

export const load: PageServerLoad = async ({ platform, url, request, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  const key = url.searchParams.get('k')
  if (key === null || request.method === 'POST') return { view: { kind: 'code' } satisfies ConfirmView }
  const waiting = await neededActions(platform).findWaiting(key)
  if (waiting === null) return { view: { kind: 'ended' } satisfies ConfirmView }
  const { ask, held } = waiting
  const view: ConfirmView = {
    kind: 'waiting',
    key,
    ask: named(ask),
    typed: { name: held.name, mail: held.mail, country: held.country, message: held.message },
    receivers: receiversFor(ask.body.receivers, held).map(({ name }) => name),
  }
  return { view }
}

const named = ({ body: { campaign, slug, title, lang } }: OpenAsk) => ({ campaign, slug, title, lang })

export const actions: Actions = {
  default: async ({ platform, request }) => {
    const services = neededActions(platform)
    const form = await formOf(request)
    const text = (name: string): string => {
      const given = form.get(name)
      return typeof given === 'string' ? given : ''
    }
    if (text('erase') === '1') {
      await services.eraseWaiting(text('k'))
      return shown({ kind: 'erased' })
    }
    const key = form.has('k')
      ? ({ kind: 'link', k: text('k') } as const)
      : ({ kind: 'code', code: text('code') } as const)
    const done = await services.confirmAction(key)
    if (done.ok) return shown({ kind: 'done', ask: named(done.value.ask), own: done.value.own })
    if (done.error.kind === 'wait') return fail(429, { view: wide(done.error) })
    if (done.error.kind === 'full') return fail(409, { view: wide({ kind: 'full' }) })
    return fail(400, { view: wide({ kind: 'ended' }) })
  },
}

const wide = (view: ConfirmView): ConfirmView => view
const shown = (view: ConfirmView): { readonly view: ConfirmView } => ({ view })
