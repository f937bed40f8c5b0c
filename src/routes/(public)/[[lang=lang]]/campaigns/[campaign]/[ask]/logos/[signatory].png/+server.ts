/** The logo of one signatory, from here and nowhere else: pixels that the server wrote anew. */
import { error } from '@sveltejs/kit'
import { letterAskOf, neededSignOn } from '../../../../../../sign_on_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const open = await letterAskOf(platform, params)
  const picture = (await neededSignOn(platform).signOn.logosOf(open, [params.signatory])).get(
    params.signatory,
  )
  if (!picture) return error(404)
  return new Response(new Uint8Array(picture), {
    headers: {
      'content-type': 'image/png',
      'content-disposition': 'inline; filename="logo.png"',
      'x-content-type-options': 'nosniff',
      // Asked again each time: what is taken off is gone at once.
      'cache-control': 'no-cache',
    },
  })
}
