/** All amendments to a draft as one list of Akoma Ntoso. */
import { writeAknAmendmentList } from '#instruments/core/akn_amendment_write.ts'
import { aknResponse } from '../../../../../akn_response.ts'
import { amendmentsTo } from '../../../../../amendment_pages.ts'
import { neededInstruments } from '../../../../../public_services.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const { draft, amendments, instrument } = await amendmentsTo(platform, params.slug)
  const { origin } = neededInstruments(platform)
  const xml = writeAknAmendmentList({ instrument, amendments, origin }, draft)
  return aknResponse(xml, draft.instrument, 'amendments')
}
