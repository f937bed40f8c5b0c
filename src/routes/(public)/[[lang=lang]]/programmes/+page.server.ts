/** The directory of programmes; `?need=&country=&who=&kind=` part it, by codes alone. */
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { answersQuestion, inOrder, isOld, readQuestion } from '#missions/core/programme_list.ts'
import { neededMissions, partOf } from '../../mission_pages.ts'
import type { PageServerLoad } from './$types'

const SHOWN = 25

export const load: PageServerLoad = async ({ platform, params, url }) => {
  const { missions, today } = neededMissions(platform)
  const all = await missions.programmes()
  const asked = readQuestion(url.searchParams)
  const found = inOrder(
    all.filter(({ body }) => answersQuestion(body, asked)),
    params.lang ?? SOURCE_LANGUAGE,
  )
  const { items, page, pages } = partOf(found, url.searchParams.get('page') ?? undefined, SHOWN)
  const criteria = all.map(({ body }) => body.criteria)
  return {
    programmes: items.map(({ body }) => {
      const { slug, kind, name, lang, operator, state, checkedOn } = body
      return { slug, kind, name, lang, operator, state, checkedOn, old: isOld(checkedOn, today) }
    }),
    asked,
    found: found.length,
    page,
    pages,
    /** What a question can tell apart here. */
    choices: {
      needs: [...new Set(criteria.flatMap(({ needs }) => needs))],
      countries: [
        ...new Set(criteria.flatMap(({ countries, notCountries }) => [...countries, ...notCountries])),
      ],
      who: [...new Set(criteria.flatMap(({ whoMayApply }) => whoMayApply))],
      kinds: [...new Set(all.map(({ body }) => body.kind))],
    },
  }
}
