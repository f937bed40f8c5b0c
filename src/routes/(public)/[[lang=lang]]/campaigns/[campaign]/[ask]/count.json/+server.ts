/** How many have acted: what the page shows, for programs. */
import { error } from '@sveltejs/kit'
import { askOf } from '../../../../../ask_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const ask = await askOf(platform, params)
  const counts = await (platform?.req?.services.actions ?? error(503)).countsOf(ask.id)
  const body = {
    campaign: params.campaign,
    ask: params.ask,
    state: ask.state,
    goal: ask.body.goal,
    counts: counts.map(({ kind, what, number }) => ({ kind, what, number })),
  }
  // So often it is counted again.
  const expires = new Date((platform?.req?.services.clock().getTime() ?? 0) + 10_000).toUTCString()
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json', expires } })
}
