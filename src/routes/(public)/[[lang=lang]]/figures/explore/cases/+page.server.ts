/** The public cases behind one number of an answer. */
import { error } from '@sveltejs/kit'
import { parseBehind } from '#figures/core/behind.ts'
import { exploreAddress } from '#figures/ui/query_words.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, url }) => {
  const find = platform?.req?.services.casesBehind ?? error(503)
  const asked = [...url.searchParams].filter(([name]) => name !== 'page')
  const parsed = parseBehind(asked)
  if (!parsed.ok) return error(404)
  const given = url.searchParams.get('page') ?? '1'
  const page = /^\d{1,6}$/.test(given) ? Number(given) : 1
  const list = await find(parsed.value, page)
  const question = new URLSearchParams(asked)
  if (page > 1) question.set('page', String(page))
  return {
    list: list ?? error(404),
    behind: parsed.value,
    asked,
    back: exploreAddress(parsed.value.query),
    question: question.toString(),
  }
}
