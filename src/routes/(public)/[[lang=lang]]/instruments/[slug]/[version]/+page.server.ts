/** An instrument in one of its versions. */
import { instrumentOf, relatedTo, sponsorMembersOf, versionOf } from '../../../../instrument_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const instrument = await instrumentOf(platform, params.slug)
  const version = versionOf(instrument.body, params.version)
  return {
    instrument,
    version,
    related: await relatedTo(platform, params.slug),
    sponsorMembers: await sponsorMembersOf(platform, instrument.body),
  }
}
