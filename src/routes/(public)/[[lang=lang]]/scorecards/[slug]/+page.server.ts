/** One scorecard. */
import { neededMissions } from '../../../mission_pages.ts'
import { countedScorecard } from '../../../scorecard_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { found, counts, today } = await countedScorecard(platform, params.slug)
  return {
    scorecard: found.body,
    deskName: found.deskName,
    counts,
    today,
    changes: await neededMissions(platform).missions.changes('scorecard', found.id),
  }
}
