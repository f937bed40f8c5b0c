/** The deadlines of a text. */
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { deadlinePage } from '../../../../deadline_pages.ts'
import { neededInstruments } from '../../../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params: { slug, lang } }) => {
  const page = await deadlinePage(platform, { instrument: slug }, lang ?? SOURCE_LANGUAGE)
  const instrument = await neededInstruments(platform).instruments.find(slug)
  return { ...page, history: instrument?.body.history ?? [] }
}
