/** The public cases behind one number of an answer. */
import { error } from '@sveltejs/kit'
import { parseBehind } from '#figures/core/behind.ts'
import { explorePath } from '../../../../explore_answers.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, url }) => {
  const find = platform?.req?.services.casesBehind ?? error(503)
  const asked = [...url.searchParams].filter(([name]) => name !== 'page')
  const parsed = parseBehind(asked)
  if (!parsed.ok) return error(404)
  const page = url.searchParams.get('page') ?? '1'
  const list = await find(parsed.value, /^\d{1,6}$/.test(page) ? Number(page) : 1)
  return { list: list ?? error(404), behind: parsed.value, asked, back: explorePath(parsed.value.query) }
}
