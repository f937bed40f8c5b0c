/** One of them, with the way to its helper. */
import { resourceOf } from '#campaigns/core/osdi.ts'
import { hal, listed, osdiAsk, osdiBase } from '../../../osdi_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params: { kind, id } }) =>
  hal(resourceOf(osdiBase(platform), kind, listed(platform, await osdiAsk(platform, kind, id))))
