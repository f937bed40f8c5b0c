/** An instrument in all its versions as Akoma Ntoso. */
import { writeAknInstrument } from '#instruments/core/akn_write.ts'
import { aknResponse } from '../../../../akn_response.ts'
import { instrumentOf } from '../../../../instrument_pages.ts'
import { neededInstruments } from '../../../../public_services.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const instrument = await instrumentOf(platform, params.slug)
  const { origin } = neededInstruments(platform)
  return aknResponse(writeAknInstrument({ instrument, origin }), instrument.body.slug)
}
