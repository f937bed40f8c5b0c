/** Consent: for what, by whom, how; the bases of a publication; why something is withdrawn or erased. */
import { codesOf } from './terms.ts'

/** `byDefault`: the answer while nothing is recorded. `asked`: how often the question must be put. */
export const consentScopes = [
  { code: 'C0', byDefault: false, asked: 'once' },
  { code: 'C1', byDefault: true, asked: 'once' },
  { code: 'C2', byDefault: false, asked: 'per_partner' },
  { code: 'C3', byDefault: false, asked: 'per_partner' },
  { code: 'C4', byDefault: false, asked: 'once' },
  { code: 'C5', byDefault: false, asked: 'once' },
  { code: 'C6', byDefault: false, asked: 'per_item' },
  { code: 'C7', byDefault: false, asked: 'per_partner' },
  { code: 'C8', byDefault: false, asked: 'per_act' },
] as const satisfies readonly {
  readonly code: string
  readonly byDefault: boolean
  readonly asked: 'once' | 'per_partner' | 'per_item' | 'per_act'
}[]
export type ConsentScope = (typeof consentScopes)[number]['code']
export const consentScopeCodes: readonly ConsentScope[] = codesOf(consentScopes)

/** In which capacity somebody consents. A child's guardian consents, and the child assents. */
export const consentCapacities = ['self', 'guardian', 'family', 'lawyer', 'representative'] as const

export const consentWays = ['written', 'oral', 'recorded'] as const

export const publicationBases = ['consent', 'family_or_representative', 'already_public'] as const
export type PublicationBasis = (typeof publicationBases)[number]

export const withdrawalReasons = [
  'consent_withdrawn',
  'consent_expired',
  'danger',
  'mistake',
  'request_of_family',
  'legal_order',
  'no_longer_needed',
] as const

export const erasureReasons = [
  'request_of_person',
  'consent_withdrawn',
  'danger',
  'mistake',
  'not_needed',
  'retention_ended',
  'legal_duty',
] as const
