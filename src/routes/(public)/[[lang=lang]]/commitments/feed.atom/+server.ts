/** Commitments as a feed. */
import { missionFeed } from '../../../mission_feed.ts'
import { neededMissions } from '../../../mission_pages.ts'
import { said } from '#missions/ui/public/words.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const all = await neededMissions(platform).missions.commitments()
  return missionFeed(
    { platform, lang: params.lang, home: '/commitments' },
    all.map(({ id, version, updatedAt, body }) => ({
      id,
      version,
      updatedAt,
      path: `/commitments/${body.slug}`,
      title: body.title,
      lang: body.lang,
      summary: (t) => said(t, body.promise, body.lang).words,
    })),
  )
}
