/** The table of SDG indicator 16.10.1, of all countries or of one. */
import { neededServices } from '../../../public_services.ts'
import { sdgFilter } from '../../../sdg_filter.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, url }) => {
  const { figures } = neededServices(platform)
  const filter = sdgFilter(url.searchParams)
  const [rows, lines, all] = await Promise.all([
    figures.sdgTable(filter),
    figures.sdgLines(filter),
    figures.sdgLines({ ...filter, country: null }),
  ])
  return {
    country: filter.country,
    question: filter.country === null ? '' : `country=${filter.country}`,
    rows,
    years: lines.filter(({ sex, standing }) => sex === 'total' && standing === 'verified'),
    // Only those whose name a line tells anyway.
    countries: [...new Set(all.map(({ country }) => country))].filter((code) => /^[A-Z]{2}$/.test(code)),
  }
}
