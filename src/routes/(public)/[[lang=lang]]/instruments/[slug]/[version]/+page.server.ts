/** An instrument in one of its versions. */
import { instrumentOf, versionOf } from '../../../../instrument_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const instrument = await instrumentOf(platform, params.slug)
  return { instrument, version: versionOf(instrument.body, params.version) }
}
