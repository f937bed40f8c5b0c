/** One amendment as Akoma Ntoso. */
import { error } from '@sveltejs/kit'
import { writeAknAmendment } from '#instruments/core/akn_amendment_write.ts'
import { aknResponse } from '../../../../../../akn_response.ts'
import { amendmentsTo } from '../../../../../../amendment_pages.ts'
import { neededInstruments } from '../../../../../../public_services.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const { amendments, instrument } = await amendmentsTo(platform, params.slug)
  const amendment = amendments.find(({ body }) => body.slug === params.amendment)
  if (!amendment) return error(404)
  const { origin } = neededInstruments(platform)
  const xml = writeAknAmendment({ instrument, amendments, origin }, amendment)
  return aknResponse(xml, amendment.body.instrument, amendment.body.slug)
}
