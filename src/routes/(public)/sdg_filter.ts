/** What of the table of SDG indicator 16.10.1 an address asks for. */
import type { SdgFilter } from '#figures/core/sdg.ts'
import { isCountryCode } from '#kernel/core/vocabulary/countries.ts'

/** What this organisation verified itself counts as documented; what is known less well is left out. */
export const sdgFilter = (asked: URLSearchParams): SdgFilter => {
  const country = asked.get('country') ?? ''
  return { country: isCountryCode(country) ? country : null, from: null, to: null, level: 'VER' }
}
