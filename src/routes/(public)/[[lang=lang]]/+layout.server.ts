/** What every public page knows: its language and whose installation this is. */
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { publicServices } from '../public_services.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ params, platform }) => ({
  lang: params.lang ?? SOURCE_LANGUAGE,
  contact: platform?.req?.services.config.contact ?? null,
  demo: platform?.req?.services.config.demo === true,
  organisation: (await publicServices(platform).organisation?.name()) ?? null,
})
