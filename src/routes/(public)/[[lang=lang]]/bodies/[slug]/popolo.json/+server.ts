/** A body in Popolo form: every membership that is held. */
import { bodyPopolo } from '#instruments/core/body_popolo.ts'
import { bodyOf, neededBodies } from '../../../../body_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const body = await bodyOf(platform, params.slug)
  const parent = body.parent === null ? null : await neededBodies(platform).bodies.find(body.parent)
  return new Response(bodyPopolo(body, parent), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${body.slug}.popolo.json"`,
    },
  })
}
