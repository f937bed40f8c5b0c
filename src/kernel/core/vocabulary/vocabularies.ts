/**
 * Every vocabulary whose terms a person reads, by the name its labels carry: term `arrest` of `eventType` is
 * labelled by the message `vocabulary.eventType.arrest`. Countries are not here; see countries.ts.
 */
import {
  closingReasons,
  contactChannels,
  linkKindCodes,
  needCodes,
  riskLevels,
  supportGivers,
  supportKindCodes,
  taskStates,
} from './casework.ts'
import {
  consentCapacities,
  consentScopeCodes,
  consentWays,
  erasureReasons,
  publicationBases,
  withdrawalReasons,
} from './consent.ts'
import { definitionAnswers, definitionQuestionCodes, definitions } from './definitions.ts'
import {
  accountabilityStages,
  custodyBases,
  eventAxes,
  eventTypeCodes,
  proceedingPhases,
  proceedingStatuses,
} from './events.ts'
import {
  confidentialities,
  dutyCodes,
  engagementResults,
  engagementTypes,
  guidelines,
  officerRoles,
  posts,
  proposed2011Codes,
  requesters,
} from './missions.ts'
import { genderCodes, perpetratorCodes, sectorCodes } from './people.ts'
import { appealOutcomes, detentionCategories, hearingOutcomes, sentenceKindCodes } from './proceedings.ts'
import { informationCredibility, sourceConnections, sourceReliability, verificationCodes } from './sources.ts'
import { codesOf } from './terms.ts'
import { sdgCategories, violationCodes } from './violations.ts'

export const vocabularies = {
  accountability: accountabilityStages,
  appealOutcome: appealOutcomes,
  closingReason: closingReasons,
  consentCapacity: consentCapacities,
  consentScope: consentScopeCodes,
  consentWay: consentWays,
  contactChannel: contactChannels,
  custodyBasis: custodyBases,
  definition: definitions,
  definitionAnswer: definitionAnswers,
  definitionQuestion: definitionQuestionCodes,
  detentionCategory: detentionCategories,
  erasureReason: erasureReasons,
  eventAxis: eventAxes,
  eventType: eventTypeCodes,
  gender: genderCodes,
  hearingOutcome: hearingOutcomes,
  informationCredibility,
  linkKind: linkKindCodes,
  need: needCodes,
  perpetrator: perpetratorCodes,
  proceeding: codesOf(proceedingStatuses),
  proceedingPhase: proceedingPhases,
  publicationBasis: publicationBases,
  riskLevel: riskLevels,
  sdgCategory: codesOf(sdgCategories),
  sector: sectorCodes,
  sentenceKind: sentenceKindCodes,
  sourceConnection: sourceConnections,
  sourceReliability,
  supportGiver: supportGivers,
  supportKind: supportKindCodes,
  taskState: taskStates,
  verification: verificationCodes,
  violation: violationCodes,
  withdrawalReason: withdrawalReasons,
  confidentiality: confidentialities,
  duty: dutyCodes,
  engagementResult: engagementResults,
  engagementType: engagementTypes,
  guideline: guidelines,
  officerRole: officerRoles,
  post: posts,
  proposed2011: proposed2011Codes,
  requester: requesters,
} as const satisfies Readonly<Record<string, readonly string[]>>
export type VocabularyName = keyof typeof vocabularies
