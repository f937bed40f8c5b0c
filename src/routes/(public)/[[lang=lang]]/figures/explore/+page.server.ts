/** The explore page: a question from the address, its answer, or what is wrong with it. */
import { redirect } from '@sveltejs/kit'
import { emptyQuery, parseQuery, queryToAddress, units } from '#figures/core/query.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { exploreAddress } from '#figures/ui/query_words.ts'
import { explore } from '../../../explore_answers.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, url }) => {
  const asked = [...url.searchParams]
  const unit = units.find((one) => one === url.searchParams.get('unit')) ?? emptyQuery.unit
  const parsed = parseQuery(asked)
  if (!parsed.ok) return { asked, unit, refusals: parsed.error, explored: null }
  // One question has one address, so that it can be copied and kept: a form sends every field.
  const canonical = queryToAddress(parsed.value)
  if (url.searchParams.toString() !== canonical)
    redirect(303, pathInLanguage(exploreAddress(parsed.value), params.lang ?? SOURCE_LANGUAGE))
  const explored = await explore(platform, { query: parsed.value, lang: params.lang })
  return { asked, unit, refusals: [], explored, question: canonical }
}
