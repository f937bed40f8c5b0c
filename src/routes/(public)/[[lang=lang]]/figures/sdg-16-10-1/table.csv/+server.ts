/** The table of SDG indicator 16.10.1 as CSV, a line for each country, year, category and sex. */
import { sdgCsv } from '#figures/core/sdg_csv.ts'
import { neededServices } from '../../../../public_services.ts'
import { sdgFilter } from '../../../../sdg_filter.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, url }) => {
  const lines = await neededServices(platform).figures.sdgLines(sdgFilter(url.searchParams))
  return new Response(sdgCsv(lines), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="sdg-16-10-1.csv"',
    },
  })
}
