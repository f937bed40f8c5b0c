/** The link of a letter shows a button; the button, or a mail program's single press, ends letters of that kind. */
import { error } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

const needed = (platform: Readonly<App.Platform> | undefined) =>
  platform?.req?.services.unsubscribe ?? error(503)

export const load: PageServerLoad = ({ platform, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  const key = url.searchParams.get('k') ?? ''
  return { key: needed(platform).knows(key) ? key : null }
}

export const actions: Actions = {
  default: async ({ platform, url }) => {
    await needed(platform).stop(url.searchParams.get('k') ?? '')
    return { done: true }
  },
}
