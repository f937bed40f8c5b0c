/** A supporter's own page. Looking at it changes nothing; each button sends a form. No cache keeps it. */
import { error, fail } from '@sveltejs/kit'
import type { ReplaceErrors, ReplaceValues } from '#campaigns/core/replacing.ts'
import type { OwnPages } from '#campaigns/server/own_page.service.ts'
import type { OwnDone } from '#campaigns/ui/supporters/own_words.ts'
import { formOf } from '../../../form_of.ts'
import type { Actions, PageServerLoad } from './$types'

const neededPages = (platform: Readonly<App.Platform> | undefined): OwnPages =>
  platform?.req?.services.ownPages ?? error(503)

/** 128 bits; nothing else is looked for. */
const isKey = (text: string): boolean => /^[A-Za-z0-9_-]{22}$/.test(text)

export const load: PageServerLoad = async ({ platform, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  const key = url.searchParams.get('k') ?? ''
  const own = isKey(key) ? await neededPages(platform).find(key) : null
  return { key, own }
}

type Said = {
  readonly done: OwnDone | null
  readonly values?: ReplaceValues
  readonly errors?: ReplaceErrors
}
const done = (what: OwnDone): Said => ({ done: what })
const gone = () => fail(404, { done: null } satisfies Said as Said)

export const actions: Actions = {
  default: async ({ platform, request, url, params }) => {
    const pages = neededPages(platform)
    const key = url.searchParams.get('k') ?? ''
    if (!isKey(key)) return gone()
    const form = await formOf(request)
    const read = (name: string): readonly string[] =>
      form.getAll(name).filter((one): one is string => typeof one === 'string')
    switch (read('act')[0]) {
      case 'erase':
        return (await pages.erase(key, false)) ? done('erased') : gone()
      case 'take_back':
        return (await pages.erase(key, true)) ? done('tookBack') : gone()
      case 'unfollow':
        return (await pages.unfollow(key)) ? done('unfollowed') : gone()
      case 'see':
        return (await pages.askToSee(key)) ? done('asked') : gone()
      case 'replace': {
        const replaced = await pages.replace(key, read, params.lang ?? 'en')
        if (replaced.ok) return done('replaced')
        if (replaced.error.kind === 'link_ended') return gone()
        const { values, errors } = replaced.error
        return fail(400, { done: null, values, errors } satisfies Said as Said)
      }
      case undefined:
      default:
        return fail(400, { done: null } satisfies Said as Said)
    }
  },
}
