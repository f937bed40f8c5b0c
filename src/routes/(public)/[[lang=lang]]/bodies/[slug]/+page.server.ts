/** A body on a day: its seats, and those of its members that the address asks for. */
import { dayShown } from '#instruments/core/body_page.ts'
import { memberQuestion, readMemberQuery } from '#instruments/ui/bodies/body_words.ts'
import { bodyOf, kinOf, neededBodies } from '../../../body_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, url }) => {
  const { bodies, today } = neededBodies(platform)
  const [body, all] = await Promise.all([bodyOf(platform, params.slug), bodies.all()])
  const asked = readMemberQuery(url.searchParams)
  const group = body.roll.groups.some(({ kind, id }) => kind === body.groupKind && id === asked.group)
    ? asked.group
    : null
  const query = { ...asked, group }
  return {
    body,
    ...kinOf(body, all),
    day: dayShown(body, today, query.on),
    query,
    question: memberQuestion(query),
  }
}
