/** The whole directory as CSV, for whoever asks it on their own device. */
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { inOrder, programmesCsv } from '#missions/core/programme_list.ts'
import { neededMissions } from '../../../mission_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const { missions, today } = neededMissions(platform)
  const lang = params.lang ?? SOURCE_LANGUAGE
  const all = inOrder(await missions.programmes(), lang).map(({ body }) => body)
  return new Response(programmesCsv(all, lang, today), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="programmes.csv"',
    },
  })
}
