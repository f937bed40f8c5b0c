/** Countries of which a mission is known, on the map of the world. */
import { groundUnder } from '#cases/core/world.ts'
import { hostCountries } from '#missions/core/host_countries.ts'
import { neededMissions } from '../../mission_pages.ts'
import { neededServices } from '../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform }) => {
  const all = await neededMissions(platform).missions.missions()
  const world = neededServices(platform).publications.worldMap()
  const countries = hostCountries(all.map(({ body }) => body))
  const { width, height } = world
  const ground = groundUnder(world, new Set(countries.map(({ country }) => country)))
  return {
    world: { width, height, ...ground },
    countries: countries.map((one) => ({ ...one, shape: world.shapes.get(one.country) ?? null })),
  }
}
