/** Small vocabularies only the cases use. Their labels are messages: `cases_status.<name>.<code>`. */

/** Who the case is about: one person, several without a name of their own, or a body. */
export const holderKinds = ['person', 'group', 'organisation'] as const
export type HolderKind = (typeof holderKinds)[number]

export const nameKinds = ['full', 'alias', 'pseudonym'] as const

/** What the law threatens with at most. */
export const penaltyKinds = ['fine', 'prison', 'life', 'death', 'other'] as const

/** What a charge is built on: what is held against defenders in place of their work. */
export const chargeGroups = [
  'security',
  'terrorism',
  'treason',
  'extremism',
  'expression',
  'defamation',
  'assembly',
  'association',
  'foreign_funding',
  'public_order',
  'immigration',
  'property',
  'tax_or_finance',
  'violence',
  'other',
] as const

export const chargeSeverities = ['administrative', 'minor', 'serious', 'gravest'] as const

/** What is imposed with bail, conditional release or a suspended sentence. */
export const releaseConditions = [
  'reporting',
  'travel_ban',
  'residence',
  'curfew',
  'silence',
  'no_contact',
  'no_work',
  'no_internet',
  'monitoring',
  'money',
  'other',
] as const
export type ReleaseCondition = (typeof releaseConditions)[number]

export const hearingTypes = [
  'remand',
  'preliminary',
  'trial',
  'verdict',
  'sentencing',
  'appeal',
  'other',
] as const
export type HearingType = (typeof hearingTypes)[number]

export const needUrgencies = ['now', 'weeks', 'later'] as const

export const needStates = ['open', 'met', 'dropped'] as const

export const supportStates = ['planned', 'given', 'refused', 'ended'] as const

export const evidenceTypes = ['image', 'audio', 'video', 'document', 'other'] as const
export type EvidenceType = (typeof evidenceTypes)[number]

/** What is done with a piece of evidence, for the chain of custody. */
export const custodyActs = [
  'received',
  'opened',
  'checked',
  'copied',
  'exported',
  'handed_over',
  'returned',
  'destroyed',
] as const
export type CustodyAct = (typeof custodyActs)[number]

export const consentAnswers = ['yes', 'no', 'withdrawn'] as const

/** The four axes of status. */
export const statusAxes = ['custody', 'proceedings', 'safety', 'accountability'] as const
export type StatusAxis = (typeof statusAxes)[number]

/**
 * Custody. `unknown` is a dark case seen from outside or a log that cannot be read whole; `free` was found alive
 * and free; `ambiguous` waits for somebody to say which of two events came first.
 */
export const custodyStatuses = [
  'unknown',
  'never_held',
  'held',
  'house_arrest',
  'disappeared',
  'abducted',
  'released',
  'at_large',
  'exiled',
  'free',
  'deceased',
  'ambiguous',
] as const
export type CustodyStatus = (typeof custodyStatuses)[number]

/** Safety and life. A death not yet likely enough is reported, never stated. */
export const safetyStatuses = [
  'unknown',
  'none_reported',
  'at_risk',
  'disappeared',
  'reported_dead',
  'deceased',
] as const
export type SafetyStatus = (typeof safetyStatuses)[number]

/** Accountability of perpetrators, defined for killings only. */
export const accountabilityStatuses = [
  'unknown',
  'not_defined',
  'none_known',
  'investigation',
  'suspects_arrested',
  'partial',
  'full',
  'closed_without_result',
] as const
export type AccountabilityStatus = (typeof accountabilityStatuses)[number]

/** Proceedings of the whole case: the phases of its charges, or none, or not decidable. */
export const proceedingsStatuses = [
  'unknown',
  'none',
  'open',
  'convicted_not_final',
  'final',
  'ended',
  'ambiguous',
] as const
export type ProceedingsStatus = (typeof proceedingsStatuses)[number]

/** What a publication may show; every field is chosen by itself. */
export const publicationFields = [
  'title',
  'name',
  'country',
  'summary',
  'status',
  'timeline',
  'charges',
  'sentence',
  'deathPossible',
  'demands',
  'sources',
  'norms',
] as const
export type PublicationField = (typeof publicationFields)[number]

export const partNames = ['coded', 'sealed', 'open'] as const
export type PartName = (typeof partNames)[number]
