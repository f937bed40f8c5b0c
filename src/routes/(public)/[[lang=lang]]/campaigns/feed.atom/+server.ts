/** Asks as an Atom feed. */
import { atomFeed } from '#cases/core/feeds.ts'
import { loadFeed } from '../feed.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) =>
  new Response(atomFeed(await loadFeed(platform, { lang: params.lang, name: 'feed.atom' })), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8' },
  })
