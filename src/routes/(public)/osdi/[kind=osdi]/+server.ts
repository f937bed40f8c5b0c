/** Petitions, or actions in which people write themselves, that are open. */
import { listOf } from '#campaigns/core/osdi.ts'
import { hal, listed, osdiAsks, osdiBase } from '../../osdi_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params: { kind } }) => {
  const asks = await osdiAsks(platform, kind)
  return hal(
    listOf(
      osdiBase(platform),
      kind,
      asks.map((ask) => listed(platform, ask)),
    ),
  )
}
