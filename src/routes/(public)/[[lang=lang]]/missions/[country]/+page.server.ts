/** The missions in one country, and those that look after it from elsewhere. */
import { error } from '@sveltejs/kit'
import { countryOf, dutyParagraphs, neededMissions } from '../../../mission_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const country = countryOf(params.country)
  const { missions, today } = neededMissions(platform)
  const all = (await missions.missions()).map(({ body }) => body)
  const own = all
    .filter(({ host, alsoFor }) => host === country || alsoFor.some((one) => one === country))
    .toSorted((a, b) => Number(b.host === country) - Number(a.host === country) || (a.slug < b.slug ? -1 : 1))
  if (own.length === 0) return error(404)
  return { country, missions: own, paragraphs: await dutyParagraphs(platform, params.lang), today }
}
