/** A scorecard as its pages and files read it: counted now, from what is open now. */
import { error } from '@sveltejs/kit'
import { governmentOf, neededMissions } from './mission_pages.ts'

type Platform = Readonly<App.Platform> | undefined

export const scorecardOf = async (platform: Platform, slug: string) =>
  (await neededMissions(platform).missions.findScorecard(slug)) ?? error(404)

export const countedScorecard = async (platform: Platform, slug: string) => {
  const { missions, today, origin } = neededMissions(platform)
  const found = await scorecardOf(platform, slug)
  return { found, counts: await missions.count(found.body), today, origin }
}

/** Of one of its governments; of any other there is no page. */
export const countedGovernment = async (
  platform: Platform,
  params: { readonly slug: string; readonly government: string },
) => {
  const { missions } = neededMissions(platform)
  const found = await scorecardOf(platform, params.slug)
  const government = governmentOf(params.government)
  if (!found.body.governments.includes(government)) return error(404)
  const { from, to } = found.body
  const count = (await missions.count({ governments: [government], from, to }))[0] ?? error(404)
  const { slug, title, lang } = found.body
  return { scorecard: { slug, title, lang }, count }
}
