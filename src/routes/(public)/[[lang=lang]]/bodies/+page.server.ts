/** The bodies whose members are known here. */
import { neededBodies } from '../../body_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform }) => ({
  bodies: await neededBodies(platform).bodies.all(),
})
