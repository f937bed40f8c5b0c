/** Changes of one text as an Atom feed. */
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { changeFeed } from '../../../../change_feed.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ platform, params }) =>
  changeFeed({ platform, lang: params.lang ?? SOURCE_LANGUAGE }, params.slug)
