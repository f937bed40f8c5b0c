/** The frozen list of a letter, which anybody can check: docs/formats/sign_on_list.md. */
import { error, json } from '@sveltejs/kit'
import { letterAskOf, neededSignOn } from '../../../../../sign_on_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const open = await letterAskOf(platform, params)
  const published = await neededSignOn(platform).signOn.publishedList(open)
  return published ? json(published) : error(404)
}
