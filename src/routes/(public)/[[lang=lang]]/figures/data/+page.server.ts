/** Open data: the files of today, the snapshots, what each column means, how all of it may be used. */
import { openDataOf } from './open_data.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform }) => ({
  snapshots: await openDataOf(platform).snapshots(),
  licence: platform?.req?.services.config.licence ?? null,
})
