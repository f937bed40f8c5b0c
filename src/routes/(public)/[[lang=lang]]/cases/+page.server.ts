/** The list of public cases, as the address asks for it. */
import { listAddress, readListQuery } from '#cases/ui/public/query.ts'
import { neededServices } from '../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, url }) => {
  const { publications } = neededServices(platform)
  const { page, ...query } = readListQuery(url.searchParams)
  const [list, countries] = await Promise.all([
    publications.listPublications({ ...query, page }),
    publications.countByCountry(),
  ])
  return {
    list,
    query,
    countries: countries.flatMap(({ country }) => country ?? []),
    question: listAddress({ ...query, page }).split('?')[1] ?? '',
  }
}
