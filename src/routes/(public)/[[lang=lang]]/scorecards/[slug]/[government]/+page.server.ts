/** One government of a scorecard. */
import { countedGovernment } from '../../../../scorecard_pages.ts'
import { missionLine, neededMissions } from '../../../../mission_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { missions } = neededMissions(platform)
  const { scorecard, count } = await countedGovernment(platform, params)
  const counted = new Set(Object.values(count.commitments).flat())
  const [all, commitments] = await Promise.all([missions.missions(), missions.commitments()])
  return {
    scorecard,
    count,
    missions: all
      .filter(({ body }) => count.missions.includes(body.slug))
      .map(({ body }) => missionLine(body)),
    commitments: commitments
      .filter(({ body }) => counted.has(body.slug))
      .map(({ body: { slug, title, lang } }) => ({ slug, title, lang })),
  }
}
