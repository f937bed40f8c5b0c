/** One version of an instrument as Akoma Ntoso. */
import { writeAknVersion } from '#instruments/core/akn_write.ts'
import { aknResponse } from '../../../../../akn_response.ts'
import { instrumentOf, versionOf } from '../../../../../instrument_pages.ts'
import { neededInstruments } from '../../../../../public_services.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const instrument = await instrumentOf(platform, params.slug)
  const version = versionOf(instrument.body, params.version)
  const { origin } = neededInstruments(platform)
  return aknResponse(writeAknVersion({ instrument, origin }, version), instrument.body.slug, version.id)
}
