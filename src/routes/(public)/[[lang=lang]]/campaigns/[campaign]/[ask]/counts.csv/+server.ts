/** How many have acted, by day and country: the numbers of the page as CSV, where the page shows them. */
import { error } from '@sveltejs/kit'
import { publicCountsCsv } from '#campaigns/core/counts_csv.ts'
import { isSigned } from '#campaigns/core/signing.ts'
import { askOf } from '../../../../../ask_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const ask = await askOf(platform, params)
  if (!isSigned(ask.body) || ask.state === 'before') return error(404)
  const services = platform?.req?.services
  const numbers = await (services?.numbers ?? error(503)).of(ask.id, 'signature')
  return new Response(publicCountsCsv(numbers), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="counts-${params.ask}.csv"`,
      // As long as the page is kept.
      expires: new Date((services?.clock().getTime() ?? 0) + 60_000).toUTCString(),
    },
  })
}
