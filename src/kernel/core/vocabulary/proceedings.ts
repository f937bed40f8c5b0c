/** Terms of courts and detention: sentences, appeals, hearings, categories of arbitrary detention. */
import { codesOf } from './terms.ts'

/** `custodial`: served in custody. `length`: a term in years, months, days belongs to it. */
export const sentenceKinds = [
  { code: 'prison', custodial: true, length: true },
  { code: 'life', custodial: true, length: false },
  { code: 'death', custodial: true, length: false },
  { code: 'suspended', custodial: false, length: true },
  { code: 'house_arrest', custodial: false, length: true },
  { code: 'probation', custodial: false, length: true },
  { code: 'community_service', custodial: false, length: true },
  { code: 'fine', custodial: false, length: false },
  { code: 'exile', custodial: false, length: true },
  { code: 'ban', custodial: false, length: true },
  { code: 'corporal', custodial: false, length: false },
] as const satisfies readonly {
  readonly code: string
  readonly custodial: boolean
  readonly length: boolean
}[]
export type SentenceKind = (typeof sentenceKinds)[number]['code']
export const sentenceKindCodes: readonly SentenceKind[] = codesOf(sentenceKinds)

export const appealOutcomes = ['upheld', 'reduced', 'increased', 'quashed', 'retrial'] as const

export const hearingOutcomes = ['held', 'adjourned', 'closed', 'cancelled', 'unknown'] as const

/** The five categories of the Working Group on Arbitrary Detention; any one makes a detention arbitrary. */
export const detentionCategories = ['I', 'II', 'III', 'IV', 'V'] as const
