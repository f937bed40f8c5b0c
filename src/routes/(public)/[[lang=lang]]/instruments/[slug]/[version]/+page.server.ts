/** An instrument in one of its versions. */
import { countAmendmentsTo } from '../../../../amendment_pages.ts'
import { instrumentOf, versionOf } from '../../../../instrument_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const instrument = await instrumentOf(platform, params.slug)
  const version = versionOf(instrument.body, params.version)
  return { instrument, version, amendments: await countAmendmentsTo(platform, params.slug) }
}
