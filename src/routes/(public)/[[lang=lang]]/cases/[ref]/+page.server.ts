/** A public case. What was withdrawn, never was or cannot be answers alike. */
import { error } from '@sveltejs/kit'
import { neededServices } from '../../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { publications, origin } = neededServices(platform)
  const one = await publications.findPublication(params.ref)
  if (!one) return error(404)
  return { one, address: `${origin}/cases/${one.ref}` }
}
