/** Where a program of another organisation begins. */
import { entryPoint } from '#campaigns/core/osdi.ts'
import { hal, osdiBase } from '../osdi_pages.ts'
import { publicServices } from '../public_services.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform }) =>
  hal(entryPoint(osdiBase(platform), (await publicServices(platform).organisation?.name()) ?? 'Amparo'))
