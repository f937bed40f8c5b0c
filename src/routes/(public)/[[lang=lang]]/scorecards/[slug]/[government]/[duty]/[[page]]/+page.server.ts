/** The acts that one number of a scorecard counts. */
import { error } from '@sveltejs/kit'
import { countedGovernment } from '../../../../../../scorecard_pages.ts'
import { dutyOf, missionLine, neededMissions, partOf } from '../../../../../../mission_pages.ts'
import type { PageServerLoad } from './$types'

/** Acts on one page. */
const PART = 100

export const load: PageServerLoad = async ({ platform, params }) => {
  const { scorecard, count } = await countedGovernment(platform, params)
  const code = dutyOf(params.duty)
  const duty = count.duties.find((one) => one.duty === code) ?? error(404)
  const { items, ...part } = partOf([...duty.done, ...duty.notDone], params.page, PART)
  const named = new Set(items.flatMap((one) => [one.mission, ...one.missions]))
  const all = await neededMissions(platform).missions.missions()
  return {
    scorecard,
    government: count.government,
    count: duty,
    acts: items,
    part,
    missions: all.filter(({ body }) => named.has(body.slug)).map(({ body }) => missionLine(body)),
  }
}
