/** The list of public cases, as the address asks for it. */
import { listAddress, readListQuery } from '#cases/ui/public/query.ts'
import { keyToCitation } from '#kernel/core/citation.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { neededServices } from '../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, url }) => {
  const { publications, norms } = neededServices(platform)
  const { page, ...query } = readListQuery(url.searchParams)
  const norm = keyToCitation(query.norm ?? '')
  const [list, countries, cited] = await Promise.all([
    publications.listPublications({ ...query, page }),
    publications.countByCountry(),
    norms.lines(norm ? [norm] : [], params.lang ?? SOURCE_LANGUAGE),
  ])
  return {
    list,
    norms: cited,
    query,
    countries: countries.flatMap(({ country }) => country ?? []),
    question: listAddress({ ...query, page }).split('?')[1] ?? '',
  }
}
