/** The instruments by kind, without their texts. */
import { neededInstruments } from '../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform }) => ({
  instruments: await neededInstruments(platform).instruments.all(),
})
