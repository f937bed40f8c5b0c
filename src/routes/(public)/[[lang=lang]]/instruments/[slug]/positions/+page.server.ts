/** The positions on an instrument: `?body=`, `?of=amendment.{slug}`, `?rule=`, `?by=`. */
import { neededServices } from '../../../../public_services.ts'
import { positionsOf } from '../../../../position_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, url }) => ({
  ...(await positionsOf(platform, params.slug, url.searchParams)),
  world: neededServices(platform).publications.worldMap(),
})
