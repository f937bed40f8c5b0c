/** The deadlines of a text as iCalendar. */
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { calendarResponse } from '../../../../../deadline_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ platform, params: { slug, lang } }) =>
  calendarResponse(platform, { instrument: slug }, lang ?? SOURCE_LANGUAGE)
