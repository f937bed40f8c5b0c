/** A signature behind the link of its mail: looking changes nothing, since scanners of mail open every link. */
import { fail } from '@sveltejs/kit'
import type { OwnSignatureView } from '#campaigns/core/signed_letter.ts'
import type { OwnAct, OwnSignature } from '#campaigns/server/sign_on.service.ts'
import { neededSignOn } from '../../../sign_on_pages.ts'
import { formOf } from '../../../form_of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, url, request, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  const k = url.searchParams.get('k') ?? ''
  const own = request.method === 'POST' ? null : await neededSignOn(platform).signOn.findOwn(k)
  return { k, own: own && viewOf(own) }
}

const viewOf = ({ ask, signature, as, mayComment, redline, comments }: OwnSignature): OwnSignatureView => ({
  title: ask.body.title,
  lang: ask.body.lang,
  name: signature.name,
  state: signature.state,
  listed: signature.listed,
  as,
  logo: signature.logo,
  mayComment,
  redline,
  comments,
})

const acts = ['confirm', 'withdraw', 'keep', 'unlist', 'no_logo'] as const

export const actions: Actions = {
  default: async ({ platform, request }) => {
    const { signOn } = neededSignOn(platform)
    const form = await formOf(request)
    const text = (name: string): string => {
      const given = form.get(name)
      return typeof given === 'string' ? given : ''
    }
    const [k, kind] = [text('k'), acts.find((one) => one === text('act'))]
    const act: OwnAct = kind ? { kind } : { kind: 'comment', text: text('text') }
    const done = await signOn.act(k, act)
    const own = done.ok ? done.value : await signOn.findOwn(k)
    const shown = { k, own: own && viewOf(own) }
    return done.ok
      ? { ...shown, done: true, refusal: null }
      : fail(400, { ...shown, done: false, refusal: done.error.kind })
  },
}
