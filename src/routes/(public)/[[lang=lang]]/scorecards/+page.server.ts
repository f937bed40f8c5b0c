/** All scorecards, the latest first. */
import { neededMissions } from '../../mission_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform }) => {
  const all = await neededMissions(platform).missions.scorecards()
  return {
    scorecards: all
      .toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
      .map(({ body: { slug, title, lang, governments, from, to }, deskName, releasedOn }) => ({
        slug,
        title,
        lang,
        governments,
        from,
        to,
        deskName,
        releasedOn,
      })),
  }
}
