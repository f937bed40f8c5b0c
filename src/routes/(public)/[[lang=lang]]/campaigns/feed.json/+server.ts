/** Asks as a JSON Feed. */
import { jsonFeed } from '#cases/core/feeds.ts'
import { loadFeed } from '../feed.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) =>
  new Response(jsonFeed(await loadFeed(platform, { lang: params.lang, name: 'feed.json' })), {
    headers: { 'content-type': 'application/feed+json; charset=utf-8' },
  })
