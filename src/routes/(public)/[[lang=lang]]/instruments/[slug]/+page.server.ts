/** An instrument in its last version. One that was withdrawn or never was answers alike. */
import { latestVersion } from '#instruments/core/released_instrument.ts'
import { countAmendmentsTo } from '../../../amendment_pages.ts'
import { instrumentOf } from '../../../instrument_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const instrument = await instrumentOf(platform, params.slug)
  const amendments = await countAmendmentsTo(platform, params.slug)
  return { instrument, version: latestVersion(instrument.body), amendments }
}
