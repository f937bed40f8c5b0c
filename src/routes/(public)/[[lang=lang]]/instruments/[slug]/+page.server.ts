/** An instrument in its last version. One that was withdrawn or never was answers alike. */
import { latestVersion } from '#instruments/core/released_instrument.ts'
import { instrumentOf, relatedTo, sponsorMembersOf } from '../../../instrument_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const instrument = await instrumentOf(platform, params.slug)
  return {
    instrument,
    version: latestVersion(instrument.body),
    related: await relatedTo(platform, params.slug),
    sponsorMembers: await sponsorMembersOf(platform, instrument.body),
  }
}
