/** The home page's list of cases published last. */
import { publicServices } from '../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform }) => ({
  recent: (await publicServices(platform).publications?.recent()) ?? [],
})
