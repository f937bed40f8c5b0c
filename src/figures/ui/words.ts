/** Names of the classes of a figure, and where each number leads. Pure. */
import { listAddress } from '#cases/ui/public/query.ts'
import { type Dimension, UNKNOWN } from '#figures/core/figures.ts'
import { countryName } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'

export type ClassKind = 'country' | Dimension

const listByKind = {
  type: 'vocabulary.eventType',
  custody: 'cases_status.custodyStatus',
} as const

export const className = (t: Translate, kind: ClassKind, code: string): string => {
  if (code === UNKNOWN) return t(`figures.unknown.${kind}`)
  if (kind === 'country') return countryName(code, t.lang)
  if (kind === 'year') return code
  return t.find(`${listByKind[kind]}.${code}`) ?? code
}

/** The public cases behind a number; null where the list cannot ask for them. */
export const casesBehind = (kind: ClassKind, code: string, country: string | null): string | null => {
  if (country === UNKNOWN || (kind !== 'year' && code === UNKNOWN)) return null
  const within = country === null ? {} : { country }
  switch (kind) {
    case 'country':
      return listAddress({ country: code })
    case 'type':
      return listAddress({ ...within, event: code })
    case 'year':
      return listAddress({ ...within, year: code === UNKNOWN ? 'unknown' : Number(code) })
    case 'custody':
      return listAddress({ ...within, custody: code })
  }
}
