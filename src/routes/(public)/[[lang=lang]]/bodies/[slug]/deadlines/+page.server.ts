/** The deadlines of a body. */
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { deadlinePage } from '../../../../deadline_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ platform, params: { slug, lang } }) =>
  deadlinePage(platform, { body: slug }, lang ?? SOURCE_LANGUAGE)
