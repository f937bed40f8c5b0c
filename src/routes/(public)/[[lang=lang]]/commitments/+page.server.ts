/** All commitments, each with the days of its signs. */
import { neededMissions } from '../../mission_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform }) => {
  const all = await neededMissions(platform).missions.commitments()
  return {
    commitments: all
      .map(({ body: { slug, government, title, lang, madeOn, by, evidence } }) => ({
        slug,
        government,
        title,
        lang,
        madeOn,
        by,
        evidence: evidence.map(({ on, sign }) => ({ on, sign })),
      }))
      .toSorted((a, b) => (a.madeOn < b.madeOn ? 1 : a.madeOn > b.madeOn ? -1 : 0)),
  }
}
