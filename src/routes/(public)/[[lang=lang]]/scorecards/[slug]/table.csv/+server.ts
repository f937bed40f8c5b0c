/** A scorecard as CSV: a row for each commitment state and each duty of each government. */
import { scorecardCsv } from '#missions/core/scorecard_files.ts'
import { countedScorecard } from '../../../../scorecard_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const { counts } = await countedScorecard(platform, params.slug)
  return new Response(scorecardCsv(counts), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="scorecard-${params.slug}.csv"`,
    },
  })
}
