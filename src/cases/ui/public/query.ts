/** What the address of the list asks for; what cannot be asked is left out. Pure. */
import { isCountryCode } from '#kernel/core/vocabulary/countries.ts'
import { eventTypeCodes } from '#kernel/core/vocabulary/events.ts'
import { custodyStatuses } from '#cases/core/terms.ts'
import { keyToCitation } from '#kernel/core/citation.ts'

export type ListQuery = {
  readonly country?: string
  readonly event?: string
  readonly year?: number | 'unknown'
  readonly custody?: string
  /** Cases that show that they cite this provision. */
  readonly norm?: string
}

export const readListQuery = (asked: URLSearchParams): ListQuery & { readonly page: number } => {
  const [country, event, year, custody, norm] = ['country', 'event', 'year', 'custody', 'norm'].map(
    (name) => asked.get(name) ?? '',
  ) as [string, string, string, string, string]
  const page = asked.get('page') ?? '1'
  return {
    ...(isCountryCode(country) && { country }),
    ...((eventTypeCodes as readonly string[]).includes(event) && { event }),
    ...(/^\d{4}$/.test(year) ? { year: Number(year) } : year === 'unknown' ? { year } : {}),
    ...((custodyStatuses as readonly string[]).includes(custody) && { custody }),
    ...(keyToCitation(norm) && { norm }),
    page: /^\d{1,6}$/.test(page) ? Math.max(1, Number(page)) : 1,
  }
}

/** The address of a list, `/cases?country=CO&page=2`. */
export const listAddress = (query: ListQuery & { readonly page?: number }): string => {
  const asked = new URLSearchParams()
  for (const name of ['country', 'event', 'year', 'custody', 'norm'] as const)
    if (query[name] !== undefined) asked.set(name, String(query[name]))
  if (query.page !== undefined && query.page > 1) asked.set('page', String(query.page))
  return asked.size === 0 ? '/cases' : `/cases?${asked}`
}
