/** The work on a case: needs and support, risk, tasks, contacts, links, closing. See [Note: sensitive terms]. */
import { codesOf } from './terms.ts'

export const riskLevels = ['low', 'medium', 'high', 'extreme'] as const

/** What a defender needs. Needs of body and mind are health data: coded as `other`. */
export const needs = [
  { code: 'legal', sensitive: false },
  { code: 'medical', sensitive: true },
  { code: 'psychosocial', sensitive: true },
  { code: 'security', sensitive: false },
  { code: 'digital', sensitive: false },
  { code: 'relocation', sensitive: false },
  { code: 'visa', sensitive: false },
  { code: 'financial', sensitive: false },
  { code: 'family', sensitive: false },
  { code: 'housing', sensitive: false },
  { code: 'work', sensitive: false },
  { code: 'advocacy', sensitive: false },
  { code: 'other', sensitive: false },
] as const satisfies readonly { readonly code: string; readonly sensitive: boolean }[]
export type Need = (typeof needs)[number]['code']
export const needCodes: readonly Need[] = codesOf(needs)

export const codedNeed = (code: Need): Need =>
  needs.find((one) => one.code === code)?.sensitive ? 'other' : code

/** What was done for a defender. Care of body and mind is coded as `other`. */
const supportKinds = [
  { code: 'legal_aid', sensitive: false },
  { code: 'medical_care', sensitive: true },
  { code: 'psychosocial_care', sensitive: true },
  { code: 'security_measures', sensitive: false },
  { code: 'digital_help', sensitive: false },
  { code: 'relocation', sensitive: false },
  { code: 'visa_support', sensitive: false },
  { code: 'grant', sensitive: false },
  { code: 'family_support', sensitive: false },
  { code: 'accompaniment', sensitive: false },
  { code: 'visit', sensitive: false },
  { code: 'trial_observation', sensitive: false },
  { code: 'quiet_advocacy', sensitive: false },
  { code: 'public_statement', sensitive: false },
  { code: 'un_submission', sensitive: false },
  { code: 'training', sensitive: false },
  { code: 'other', sensitive: false },
] as const satisfies readonly { readonly code: string; readonly sensitive: boolean }[]
export type SupportKind = (typeof supportKinds)[number]['code']
export const supportKindCodes: readonly SupportKind[] = codesOf(supportKinds)

export const codedSupportKind = (code: SupportKind): SupportKind =>
  supportKinds.find((one) => one.code === code)?.sensitive ? 'other' : code

export const supportGivers = ['us', 'others'] as const

export const taskStates = ['open', 'done', 'cancelled'] as const

export const contactChannels = [
  'in_person',
  'through_trusted_person',
  'signal',
  'other_messenger',
  'phone',
  'email',
  'encrypted_email',
  'post',
  'intake_receipt',
] as const

/** Links between people are sealed, for they draw a network; only that two cases are one person's is coded. */
export const linkKindCodes = [
  'same_person',
  'family',
  'co_defendant',
  'colleague',
  'same_organisation',
  'lawyer_of',
  'same_event',
  'other',
] as const
export type LinkKind = (typeof linkKindCodes)[number]

export const closingReasons = [
  'resolved',
  'referred',
  'request_of_person',
  'contact_lost',
  'out_of_scope',
  'duplicate',
  'deceased',
  'other',
] as const
