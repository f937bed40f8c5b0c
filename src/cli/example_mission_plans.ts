/**
 * Three governments that do not exist, their twelve missions in six host countries, forty officers, and how each mission
 * serves: what tests and whoever tries the example look for on the pages. Counts are of two years; the gaps are meant.
 */
import type { EngagementType, Guideline, OfficerRole } from '#kernel/core/vocabulary/missions.ts'

export const INVENTED = 'Invented: no such government, no such mission, no such act.'

export type InventedGovernment = 'XA' | 'XB' | 'XC'

export type GovernmentPlan = {
  readonly government: InventedGovernment
  readonly name: string
  /** Where its headquarters are said to sit: an invented government has no country of its own. */
  readonly seat: string
  readonly guidelines: readonly Guideline[]
}

export const governmentPlans: readonly GovernmentPlan[] = [
  { government: 'XA', name: 'Alandia', seat: 'CH', guidelines: ['EU'] },
  { government: 'XB', name: 'Borealia', seat: 'CH', guidelines: ['NO'] },
  { government: 'XC', name: 'Corvinia', seat: 'CH', guidelines: ['GB', 'proposed_2011'] },
]

/** What became of a hearing in one of the mission's cases. */
export type HearingPlan = 'observed' | 'refused' | 'declined' | 'postponed' | 'missed'

export type MissionPlan = {
  readonly key: string
  readonly government: InventedGovernment
  readonly city: string
  readonly host: string
  readonly post: 'embassy' | 'delegation'
  /** By number, from 1; the first is the liaison. One that left is no longer posted. */
  readonly officers: readonly OfficerRole[]
  readonly left: readonly number[]
  readonly cases: number
  /** Done in two years; observations follow from `hearings`. */
  readonly done: Readonly<Partial<Record<EngagementType, number>>>
  readonly hearings: readonly HearingPlan[]
  /** Days from now, and the officer who goes. */
  readonly ahead: readonly { readonly days: number; readonly officer: number | null }[]
  /** Days from request to answer. */
  readonly answers: readonly [number, number]
  readonly waiting: number
  /** Of ten acts, so many are the first officer's; undefined: they take turns. */
  readonly firstOfTen?: number
  /** One meeting was logged by two who were there, and linked. */
  readonly loggedTwice?: true
  /** What was to be done and was not, and why. */
  readonly not?: readonly { readonly type: EngagementType; readonly result: NotDone; readonly why: string }[]
}
type NotDone = 'refused_by_host' | 'declined' | 'postponed' | 'cancelled_for_safety'

const small: readonly OfficerRole[] = ['human_rights_officer', 'ambassador', 'local_staff']
const large: readonly OfficerRole[] = [...small, 'deputy']

/** What a mission of Borealia does: nearly the same in every place. */
const even = {
  government: 'XB',
  post: 'embassy',
  left: [],
  cases: 4,
  hearings: ['observed', 'missed'],
  answers: [3, 7],
  waiting: 1,
} as const
const evenActs = {
  situation_report: 2,
  report: 4,
  mission_contact: 2,
  coordination_meeting: 2,
  meeting: 4,
  demarche: 4,
  statement: 2,
  multilateral_action: 2,
  visit_programme: 2,
  dialogue: 2,
} as const

export const missionPlans: readonly MissionPlan[] = [
  // One officer does nearly all of it; more is done here than in the three others together.
  {
    key: 'alandia-bogota',
    government: 'XA',
    city: 'Bogotá',
    host: 'CO',
    post: 'embassy',
    officers: large,
    left: [4],
    cases: 4,
    done: {
      situation_report: 2,
      report: 6,
      mission_contact: 1,
      coordination_meeting: 3,
      meeting: 12,
      field_visit: 3,
      public_recognition: 2,
      detention_visit: 2,
      demarche: 4,
      statement: 2,
      visa_support: 2,
      grant_referral: 3,
      multilateral_action: 2,
      visit_programme: 2,
      dialogue: 2,
    },
    hearings: [...Array.from({ length: 8 }, () => 'observed' as const), 'missed'],
    ahead: [{ days: 3, officer: 1 }],
    answers: [3, 7],
    waiting: 1,
    firstOfTen: 9,
    loggedTwice: true,
  },
  // Five hearings, and nobody was ever at one, while others go: the widest gap of the government.
  {
    key: 'alandia-tegucigalpa',
    government: 'XA',
    city: 'Tegucigalpa',
    host: 'HN',
    post: 'embassy',
    officers: large,
    left: [],
    cases: 4,
    done: { report: 2, meeting: 5, demarche: 2, statement: 1, coordination_meeting: 1, grant_referral: 1 },
    hearings: ['missed', 'missed', 'missed', 'missed', 'missed'],
    ahead: [{ days: 12, officer: null }],
    answers: [3, 7],
    waiting: 1,
  },
  {
    key: 'alandia-ankara',
    government: 'XA',
    city: 'Ankara',
    host: 'TR',
    post: 'delegation',
    officers: small,
    left: [],
    cases: 4,
    done: { report: 2, meeting: 3, demarche: 1, coordination_meeting: 1, visa_support: 1 },
    hearings: ['observed', 'declined'],
    ahead: [],
    answers: [3, 7],
    waiting: 0,
  },
  // Answers after two months; everybody else after days.
  {
    key: 'alandia-cairo',
    government: 'XA',
    city: 'Cairo',
    host: 'EG',
    post: 'embassy',
    officers: small,
    left: [],
    cases: 4,
    done: { report: 2, meeting: 4, demarche: 2, visa_support: 1, grant_referral: 2, statement: 1 },
    hearings: ['observed', 'refused', 'missed'],
    ahead: [],
    answers: [55, 66],
    waiting: 2,
  },
  {
    ...even,
    key: 'borealia-bogota',
    city: 'Bogotá',
    host: 'CO',
    officers: small,
    done: evenActs,
    ahead: [{ days: 2, officer: null }],
  },
  {
    ...even,
    key: 'borealia-addis-ababa',
    city: 'Addis Ababa',
    host: 'ET',
    officers: small,
    // Nobody from headquarters came who could have been briefed: promised, and never done.
    done: { ...evenActs, visit_programme: 0, meeting: 6 },
    ahead: [],
  },
  {
    ...even,
    key: 'borealia-astana',
    city: 'Astana',
    host: 'KZ',
    officers: small,
    done: { ...evenActs, demarche: 5, meeting: 3 },
    ahead: [{ days: 20, officer: 3 }],
  },
  { ...even, key: 'borealia-ankara', city: 'Ankara', host: 'TR', officers: small, done: evenActs, ahead: [] },
  {
    key: 'corvinia-tegucigalpa',
    government: 'XC',
    city: 'Tegucigalpa',
    host: 'HN',
    post: 'embassy',
    officers: large,
    left: [2],
    cases: 4,
    done: {
      meeting: 7,
      report: 3,
      public_recognition: 1,
      detention_visit: 2,
      statement: 2,
      company_contact: 2,
      risk_check: 3,
      psychosocial_support: 2,
      network_meeting: 2,
      tools_check: 1,
      accompaniment: 1,
    },
    hearings: ['observed', 'observed', 'postponed'],
    ahead: [{ days: 1, officer: 4 }],
    answers: [2, 6],
    waiting: 1,
  },
  // Kept out of court twice; a visit to the field called off.
  {
    key: 'corvinia-cairo',
    government: 'XC',
    city: 'Cairo',
    host: 'EG',
    post: 'embassy',
    officers: large,
    left: [],
    cases: 4,
    done: { meeting: 5, report: 4, statement: 2, company_contact: 1, risk_check: 4, psychosocial_support: 1 },
    hearings: ['refused', 'refused', 'missed'],
    ahead: [{ days: 6, officer: null }],
    answers: [2, 6],
    waiting: 1,
    not: [
      { type: 'detention_visit', result: 'refused_by_host', why: 'The prison did not admit visitors.' },
      { type: 'field_visit', result: 'cancelled_for_safety', why: 'The road was watched.' },
    ],
  },
  {
    key: 'corvinia-addis-ababa',
    government: 'XC',
    city: 'Addis Ababa',
    host: 'ET',
    post: 'delegation',
    officers: large,
    left: [],
    cases: 4,
    done: { meeting: 6, report: 3, statement: 1, risk_check: 3, network_meeting: 2, grant_referral: 2 },
    hearings: ['observed'],
    ahead: [],
    answers: [2, 6],
    waiting: 1,
    not: [
      { type: 'visa_support', result: 'declined', why: 'The form asked for papers that the person has not.' },
      { type: 'meeting', result: 'postponed', why: 'The office was closed by the flood.' },
    ],
  },
  // Too little to say anything of.
  {
    key: 'corvinia-astana',
    government: 'XC',
    city: 'Astana',
    host: 'KZ',
    post: 'embassy',
    officers: ['human_rights_officer', 'ambassador'],
    left: [],
    cases: 2,
    done: { meeting: 1, report: 1 },
    hearings: [],
    ahead: [],
    answers: [4, 4],
    waiting: 0,
  },
]

export const governmentOf = (plan: MissionPlan): GovernmentPlan =>
  governmentPlans.find(({ government }) => government === plan.government)!

/** As its desk is called: short, since pictures cut what is long, and saying that it is invented. */
export const missionName = (plan: MissionPlan): string =>
  `${governmentOf(plan).name} in ${plan.city} (invented)`

export const headquartersName = ({ name }: GovernmentPlan): string => `${name} headquarters (invented)`
