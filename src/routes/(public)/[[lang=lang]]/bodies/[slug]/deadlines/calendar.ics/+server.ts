/** The deadlines of a body as iCalendar. */
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { calendarResponse } from '../../../../../deadline_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ platform, params: { slug, lang } }) =>
  calendarResponse(platform, { body: slug }, lang ?? SOURCE_LANGUAGE)
