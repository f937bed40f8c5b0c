/** Figures of all countries, or of one. */
import { isCountryCode } from '#kernel/core/vocabulary/countries.ts'
import { neededServices } from '../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, url }) => {
  const asked = url.searchParams.get('country') ?? ''
  const country = isCountryCode(asked) ? asked : null
  const { byCountry, world, countries, countedAt } = await neededServices(platform).figures()
  return {
    country,
    byCountry: country === null ? byCountry : null,
    tables: country === null ? world : (countries.get(country) ?? null),
    // Only those whose name is told by a number anyway.
    choices: byCountry.rows.map(({ code }) => code).filter(isCountryCode),
    countedAt: countedAt.toISOString(),
  }
}
