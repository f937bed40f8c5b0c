/** Scorecards as a feed. */
import { missionFeed } from '../../../mission_feed.ts'
import { neededMissions } from '../../../mission_pages.ts'
import { said } from '#missions/ui/public/words.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const all = await neededMissions(platform).missions.scorecards()
  return missionFeed(
    { platform, lang: params.lang, home: '/scorecards' },
    all.map(({ id, version, updatedAt, body }) => ({
      id,
      version,
      updatedAt,
      path: `/scorecards/${body.slug}`,
      title: body.title,
      lang: body.lang,
      summary: (t) => said(t, body.method, body.lang).words,
    })),
  )
}
