/** The members of a body as CSV: every membership that is held. */
import { membersCsv } from '#instruments/core/member_csv.ts'
import { bodyOf } from '../../../../body_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const { roll, slug } = await bodyOf(platform, params.slug)
  return new Response(membersCsv(roll), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="members-${slug}.csv"`,
    },
  })
}
