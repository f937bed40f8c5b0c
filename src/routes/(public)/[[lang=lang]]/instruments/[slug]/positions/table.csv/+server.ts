/** What is publicly known of the position of every member of a body, as CSV. */
import { positionsCsv } from '#instruments/core/position_csv.ts'
import { positionsOf } from '../../../../../position_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params, url }) => {
  const { slug, body, of, asOf, view } = await positionsOf(platform, params.slug, url.searchParams)
  return new Response(positionsCsv(view, { instrument: slug, body: body.slug, of, asOf }), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="positions-${slug}-${body.slug}.csv"`,
    },
  })
}
