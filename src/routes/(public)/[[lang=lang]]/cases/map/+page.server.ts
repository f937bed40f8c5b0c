/** The map of public cases: shapes of the countries that have any, and how many. */
import type { MapShape } from '#cases/server/world_map.ts'
import { neededServices } from '../../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform }) => {
  const { publications } = neededServices(platform)
  const counts = await publications.countByCountry()
  const { shapes, ...world } = publications.worldMap()
  const countries = counts.flatMap(({ country, count }) =>
    country === null ? [] : [{ code: country, count }],
  )
  return {
    world,
    countries: countries.map((one): typeof one & { shape: MapShape | null } => ({
      ...one,
      shape: shapes.get(one.code) ?? null,
    })),
    withoutCountry: counts.find(({ country }) => country === null)?.count ?? 0,
  }
}
