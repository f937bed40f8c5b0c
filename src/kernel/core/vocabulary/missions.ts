/**
 * What missions owe defenders and what they do for them. The 24 duties are those of the published guidelines of six
 * governments, in our words; the commitments and duties proposed in 2011 are read through them, so that one act is never
 * counted twice.
 */
import { countryCodes } from './countries.ts'
import { codesOf } from './terms.ts'

/** A State, the European Union, or one of three invented governments (codes that ISO 3166 leaves to users) for examples. */
export const governmentCodes = [...countryCodes, 'EU', 'XA', 'XB', 'XC'] as const
export type Government = (typeof governmentCodes)[number]

export const guidelines = ['EU', 'NO', 'GB', 'CA', 'CH', 'US', 'proposed_2011'] as const
export type Guideline = (typeof guidelines)[number]

/** Whose guidelines they are; the duties of 2011 were proposed to the United States and bind nobody. */
export const guidelineOfGovernment = (government: string): Guideline | null =>
  government === 'proposed_2011' ? null : (guidelines.find((one) => one === government) ?? null)

/** What was done, each with what a log of it holds (`engagement_details.ts` of the missions room). */
export const engagementTypes = [
  'situation_report',
  'report',
  'mission_contact',
  'coordination_meeting',
  'meeting',
  'field_visit',
  'public_recognition',
  'trial_observation',
  'detention_visit',
  'demarche',
  'statement',
  'visa_support',
  'grant_referral',
  'accompaniment',
  'company_contact',
  'multilateral_action',
  'reprisal_response',
  'risk_check',
  'visit_programme',
  'dialogue',
  'psychosocial_support',
  'network_meeting',
  'tools_check',
] as const
export type EngagementType = (typeof engagementTypes)[number]

/**
 * `stated`: the guideline contains the duty. `mentioned`: it speaks of it, or was seen in summary only. A guideline that
 * is not named does not contain it: whoever is bound by that one alone promised nothing, and lacks nothing.
 */
export const duties = [
  { code: 'E01', types: ['situation_report'], stated: ['EU', 'NO', 'CH'], mentioned: ['GB', 'CA', 'US'] },
  {
    code: 'E02',
    types: ['report'],
    stated: ['EU', 'NO', 'CH', 'proposed_2011'],
    mentioned: ['GB', 'CA', 'US'],
  },
  {
    code: 'E03',
    types: ['mission_contact'],
    stated: ['NO', 'US', 'proposed_2011'],
    mentioned: ['EU', 'GB', 'CA', 'CH'],
  },
  {
    code: 'E04',
    types: ['coordination_meeting'],
    stated: ['EU', 'NO', 'CH', 'proposed_2011'],
    mentioned: ['GB', 'CA', 'US'],
  },
  {
    code: 'E05',
    types: ['meeting'],
    stated: ['EU', 'GB', 'CH', 'US', 'proposed_2011'],
    mentioned: ['NO', 'CA'],
  },
  {
    code: 'E06',
    types: ['field_visit'],
    stated: ['EU', 'US', 'proposed_2011'],
    mentioned: ['NO', 'GB', 'CA', 'CH'],
  },
  {
    code: 'E07',
    types: ['meeting'],
    stated: ['EU', 'proposed_2011'],
    mentioned: ['NO', 'GB', 'CA', 'CH', 'US'],
  },
  {
    code: 'E08',
    types: ['public_recognition'],
    stated: ['EU', 'GB', 'CH', 'US', 'proposed_2011'],
    mentioned: ['NO', 'CA'],
  },
  {
    code: 'E09',
    types: ['trial_observation'],
    stated: ['EU', 'GB', 'proposed_2011'],
    mentioned: ['NO', 'CA', 'CH', 'US'],
  },
  { code: 'E10', types: ['detention_visit'], stated: ['EU', 'GB'], mentioned: ['NO', 'CA', 'CH', 'US'] },
  { code: 'E11', types: ['demarche'], stated: ['EU', 'NO', 'CH', 'US'], mentioned: ['GB', 'CA'] },
  {
    code: 'E12',
    types: ['statement'],
    stated: ['EU', 'NO', 'GB', 'CH', 'US', 'proposed_2011'],
    mentioned: ['CA'],
  },
  { code: 'E13', types: ['visa_support'], stated: ['EU', 'CH'], mentioned: ['NO', 'GB', 'CA', 'US'] },
  {
    code: 'E14',
    types: ['grant_referral'],
    stated: ['EU', 'US', 'proposed_2011'],
    mentioned: ['NO', 'GB', 'CA', 'CH'],
  },
  { code: 'E15', types: ['accompaniment'], stated: ['US'], mentioned: ['NO'] },
  { code: 'E16', types: ['company_contact'], stated: ['GB', 'CH'], mentioned: ['EU', 'NO', 'CA', 'US'] },
  {
    code: 'E17',
    types: ['multilateral_action'],
    stated: ['EU', 'NO', 'CH', 'US', 'proposed_2011'],
    mentioned: ['GB', 'CA'],
  },
  { code: 'E18', types: ['reprisal_response'], stated: ['CH'], mentioned: ['EU', 'NO', 'GB', 'CA', 'US'] },
  { code: 'E19', types: ['risk_check'], stated: ['GB', 'CA'], mentioned: ['EU', 'NO', 'CH', 'US'] },
  { code: 'E20', types: [], stated: ['GB', 'CA'], mentioned: [] },
  { code: 'E21', types: [], stated: ['EU', 'GB', 'CH'], mentioned: ['NO', 'CA', 'US'] },
  {
    code: 'E22',
    types: ['visit_programme'],
    stated: ['EU', 'NO', 'proposed_2011'],
    mentioned: ['GB', 'CA', 'CH', 'US'],
  },
  { code: 'E23', types: ['dialogue'], stated: ['EU', 'NO', 'proposed_2011'], mentioned: [] },
  { code: 'E24', types: ['psychosocial_support'], stated: ['GB'], mentioned: [] },
  // Two that only the proposal of 2011 has.
  { code: 'D5', types: ['network_meeting'], stated: ['proposed_2011'], mentioned: [] },
  { code: 'D9', types: ['tools_check'], stated: ['proposed_2011'], mentioned: [] },
] as const satisfies readonly {
  readonly code: string
  readonly types: readonly EngagementType[]
  readonly stated: readonly Guideline[]
  readonly mentioned: readonly Guideline[]
}[]
export type Duty = (typeof duties)[number]['code']
export const dutyCodes: readonly Duty[] = codesOf(duties)

/** The duties and commitments proposed in 2011, by those that fulfil them here. */
export const proposed2011 = [
  { code: 'C1', duties: ['E08', 'E12'] },
  { code: 'C2', duties: ['E11', 'E13', 'E18'] },
  { code: 'C3', duties: ['E22'] },
  { code: 'C4', duties: ['E23'] },
  { code: 'C5', duties: ['E12'] },
  { code: 'C6', duties: ['E17'] },
  { code: 'C7', duties: ['E14'] },
  { code: 'C8', duties: ['E17'] },
  { code: 'D1', duties: ['E05', 'E06', 'E07'] },
  { code: 'D2', duties: ['E03'] },
  { code: 'D3', duties: ['E09'] },
  { code: 'D4', duties: ['E04'] },
  { code: 'D5', duties: ['D5'] },
  { code: 'D6', duties: ['E08'] },
  { code: 'D7', duties: ['E02'] },
  { code: 'D8', duties: ['E14'] },
  { code: 'D9', duties: ['D9'] },
] as const satisfies readonly { readonly code: string; readonly duties: readonly Duty[] }[]
export const proposed2011Codes = codesOf(proposed2011)

export type Promised = 'stated' | 'mentioned' | 'not_promised'

/** What a mission bound by these guidelines promised of a duty: the most that any of them says. */
export const promisedBy = (duty: Duty, bound: readonly Guideline[]): Promised => {
  const { stated, mentioned } = duties.find(({ code }) => code === duty)!
  const names = (list: readonly Guideline[]): boolean => bound.some((one) => list.includes(one))
  return names(stated) ? 'stated' : names(mentioned) ? 'mentioned' : 'not_promised'
}

export const officerRoles = [
  'ambassador',
  'deputy',
  'human_rights_officer',
  'other_diplomat',
  'local_staff',
] as const
export type OfficerRole = (typeof officerRoles)[number]

/** A duty not done is recorded with its reason, not left out. */
export const engagementResults = [
  'done',
  'pending',
  'refused_by_host',
  'declined',
  'postponed',
  'cancelled_for_safety',
] as const
export type EngagementResult = (typeof engagementResults)[number]

export const requesters = ['defender', 'family', 'organisation', 'mission', 'headquarters'] as const
export type Requester = (typeof requesters)[number]

export const confidentialities = ['internal', 'shared', 'public'] as const

export const posts = ['embassy', 'delegation', 'consulate', 'representation', 'headquarters'] as const
export type Post = (typeof posts)[number]

/** What makes a defender visible with the mission beside them, by the purpose of the consent that it needs. */
export const consentNeeded: Readonly<Partial<Record<EngagementType, 'C3' | 'C5' | 'C8'>>> = {
  field_visit: 'C8',
  trial_observation: 'C8',
  detention_visit: 'C8',
  accompaniment: 'C8',
  public_recognition: 'C5',
  statement: 'C5',
  demarche: 'C3',
  company_contact: 'C3',
  multilateral_action: 'C3',
}
