/** Countries of which a mission is known. */
import { neededMissions } from '../../mission_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform }) => {
  const all = (await neededMissions(platform).missions.missions()).map(({ body }) => body)
  const countries = [...new Set(all.flatMap(({ host, alsoFor }) => [host, ...alsoFor]))]
  return {
    countries: countries.map((country) => {
      const posted = all.filter(({ host }) => host === country)
      const others = all.filter(({ host, alsoFor }) => host !== country && alsoFor.includes(country))
      return {
        country,
        missions: posted.length,
        others: others.length,
        governments: [...new Set([...posted, ...others].map(({ government }) => government))],
      }
    }),
  }
}
