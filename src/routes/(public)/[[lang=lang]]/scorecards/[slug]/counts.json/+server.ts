/** A scorecard as JSON: its method, its numbers and the pages of what they count. */
import { scorecardJson } from '#missions/core/scorecard_files.ts'
import { countedScorecard } from '../../../../scorecard_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const { found, counts, today, origin } = await countedScorecard(platform, params.slug)
  const answer = scorecardJson({ scorecard: found.body, publisher: found.deskName, counts, today, origin })
  return new Response(JSON.stringify(answer), {
    headers: { 'content-type': 'application/json; charset=utf-8' },
  })
}
