/** A public case. What was withdrawn, never was or cannot be answers alike. */
import { error } from '@sveltejs/kit'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { openLinesFor } from '../../../ask_pages.ts'
import { adoptionsFor } from '../../../mover_pages.ts'
import { neededServices } from '../../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, setHeaders }) => {
  const { publications, norms, origin } = neededServices(platform)
  const services = platform?.req?.services
  const one = await publications.findPublication(params.ref)
  if (!one) return error(404)
  const lang = params.lang ?? SOURCE_LANGUAGE
  return {
    one,
    norms: await norms.lines(one.norms ?? [], lang),
    asks: await openLinesFor(platform, setHeaders, { publication: one.ref }),
    adoptions: services ? await adoptionsFor(services, one.ref) : [],
    address: `${origin}/cases/${one.ref}`,
  }
}
