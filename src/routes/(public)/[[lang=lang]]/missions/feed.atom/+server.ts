/** Missions and their public records as a feed. */
import type { Translate } from '#languages/translate.ts'
import { missionFeed } from '../../../mission_feed.ts'
import { neededMissions } from '../../../mission_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const { missions } = neededMissions(platform)
  const all = await missions.missions()
  const records = await missions.records()
  const entries = [
    ...all.map(({ id, version, updatedAt, body }) => ({
      id,
      version,
      updatedAt,
      path: `/missions/${body.host.toLowerCase()}/${body.slug}`,
      title: body.name,
      lang: body.lang,
      summary: (t: Translate) => t('missions.feed.mission'),
    })),
    ...records.flatMap(({ id, version, updatedAt, body }) =>
      all
        .filter((one) => one.body.slug === body.mission)
        .map((one) => ({
          id,
          version,
          updatedAt,
          path: `/missions/${one.body.host.toLowerCase()}/${one.body.slug}/${body.year}`,
          title: one.body.name,
          lang: one.body.lang,
          summary: (t: Translate) => t('missions.feed.record', { year: String(body.year) }),
        })),
    ),
  ] satisfies Parameters<typeof missionFeed>[1]
  return missionFeed({ platform, lang: params.lang, home: '/missions' }, entries)
}
