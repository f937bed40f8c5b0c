/**
 * The screen on which an officer logs what was done: which fields a type needs, what is filled in beforehand, and how an
 * earlier entry looks in it. Values are plain, so that a draft keeps them. Pure.
 */
import type { EngagementCoded, EngagementWords } from '#cases/core/kinds/engagement.ts'
import { citationKey } from '#kernel/core/citation.ts'
import {
  consentNeeded,
  type Duty,
  duties,
  type EngagementResult,
  type EngagementType,
} from '#kernel/core/vocabulary/missions.ts'

export const toolStates = ['works', 'blocked', 'slowed', 'intercepted', 'attacked', 'not_known'] as const
export type ToolState = (typeof toolStates)[number]
export const seats = ['obtained', 'refused', 'not_asked'] as const
export const interpreters = ['own', 'provided', 'none'] as const
export const decisions = ['open', 'granted', 'refused', 'withdrawn'] as const

export type ToolLine = {
  readonly tool: string
  readonly state: string
  readonly advice: string
  readonly source: string
  readonly seenOn: string
}
export type Participant = { readonly name: string; readonly consented: boolean }

/** `''` where a question stays open. */
export type YesNo = '' | 'yes' | 'no'

export type LogValues = {
  /** A case, `none` where no single case is meant, or nothing chosen yet. */
  readonly case: string
  readonly country: string
  readonly type: string
  readonly duties: readonly string[]
  readonly provisions: readonly string[]
  readonly officer: string
  readonly role: string
  readonly date: string
  readonly result: string
  readonly reason: string
  readonly what: string
  readonly place: string
  readonly form: string
  readonly addressees: string
  readonly ask: string
  readonly reply: string
  readonly address: string
  readonly hearing: string
  readonly seat: string
  readonly interpreter: string
  readonly counselPresent: YesNo
  readonly counselHeard: YesNo
  readonly publicAdmitted: YesNo
  readonly mediaAdmitted: YesNo
  readonly defendantPresent: YesNo
  readonly statements: string
  readonly nextHearing: string
  readonly outcome: string
  /** The event that tells of the refused seat is written with it. */
  readonly refusedEvent: boolean
  readonly accessGranted: YesNo
  readonly inPrivate: YesNo
  readonly health: string
  readonly programme: string
  readonly appliedOn: string
  readonly decision: string
  readonly decidedOn: string
  readonly amount: string
  readonly currency: string
  readonly participants: readonly Participant[]
  readonly decisions: string
  readonly tools: readonly ToolLine[]
  readonly requestedBy: string
  readonly requestedOn: string
  readonly answeredOn: string
  readonly confidentiality: string
  readonly jointWith: string
  readonly askedAgainOn: string
  readonly riskOn: string
  readonly riskText: string
  readonly followedBy: string
  readonly nextStep: string
  readonly due: string
  readonly documents: readonly string[]
}

/** What one type asks beyond what all ask: the day, who, the result, what was done, the next step. */
export const logParts = [
  'participants',
  'addressees',
  'place',
  'form',
  'ask',
  'address',
  'trial',
  'access',
  'programme',
  'tools',
  'askedAgain',
  'risk',
  'request',
  'joint',
] as const
export type LogPart = (typeof logParts)[number]

const partsByType: Readonly<Record<EngagementType, readonly LogPart[]>> = {
  situation_report: [],
  report: ['addressees'],
  mission_contact: ['addressees'],
  coordination_meeting: ['participants', 'place'],
  meeting: ['participants', 'place'],
  field_visit: ['place'],
  public_recognition: ['form', 'address'],
  trial_observation: ['trial'],
  detention_visit: ['place', 'request', 'access'],
  demarche: ['form', 'addressees', 'ask', 'joint'],
  statement: ['address', 'joint'],
  visa_support: ['request', 'programme'],
  grant_referral: ['programme'],
  accompaniment: ['place'],
  company_contact: ['addressees', 'ask'],
  multilateral_action: ['form', 'address', 'programme'],
  reprisal_response: ['addressees', 'ask'],
  risk_check: ['risk'],
  visit_programme: ['participants', 'addressees'],
  dialogue: ['addressees', 'ask'],
  psychosocial_support: [],
  network_meeting: ['participants', 'place'],
  tools_check: ['tools'],
}

/** Of what was not done, nothing that was seen there. */
const seenThere: readonly LogPart[] = ['participants', 'access', 'tools', 'address']

/** Whoever is seen beside the mission is asked again before each act; of them, and of whoever it names, the risk is weighed. */
const careOf = (type: string): readonly LogPart[] => {
  const purpose = consentNeeded[type as EngagementType]
  if (purpose === 'C8') return ['askedAgain', 'risk']
  return purpose === 'C5' ? ['risk'] : []
}

export const partsOf = (type: string, result: string): readonly LogPart[] => {
  const parts = partsByType[type as EngagementType] ?? []
  return result === 'done' ? [...parts, ...careOf(type)] : parts.filter((part) => !seenThere.includes(part))
}

/** Not every act in the UN is a referral; one that names its channel is followed to the decision, and pays nobody. */
export const programmeAsks = ({
  type,
  programme,
}: Pick<LogValues, 'type' | 'programme'>): 'name' | 'decision' | 'money' => {
  if (type !== 'multilateral_action') return 'money'
  return programme.trim() === '' ? 'name' : 'decision'
}

/** Whether the risk must have been weighed. */
export const wantsRisk = (type: string, result: string): boolean =>
  type === 'risk_check' || (result === 'done' && careOf(type).includes('risk'))

/** Whether somebody decided against it, and the reason is asked. */
export const wantsReason = (result: string): boolean =>
  (['refused_by_host', 'declined', 'postponed', 'cancelled_for_safety'] as EngagementResult[]).includes(
    result as EngagementResult,
  )

/** Every duty that this type fulfils. */
export const dutiesOf = (type: string): readonly Duty[] =>
  duties.filter((one) => (one.types as readonly string[]).includes(type)).map(({ code }) => code)

/**
 * Filled in with a type. A meeting may be in town or at the mission: that it was at the mission is added by hand, so that
 * no meeting counts twice by itself.
 */
export const presetDuties = (type: string): readonly Duty[] => dutiesOf(type).slice(0, 1)

/** Meetings that are of nobody's case. */
export const isNetwork = (type: string): boolean =>
  type === 'network_meeting' || type === 'coordination_meeting'

export type LogDefaults = {
  readonly today: string
  /** Of the officer at this device, where the roster says so. */
  readonly officer: number | null
  readonly role: string
  readonly country: string
}

export const emptyLog = ({ today, officer, role, country }: LogDefaults): LogValues => ({
  case: '',
  country,
  type: '',
  duties: [],
  provisions: [],
  officer: officer === null ? '' : String(officer),
  role,
  date: today,
  result: 'done',
  reason: '',
  what: '',
  place: '',
  form: '',
  addressees: '',
  ask: '',
  reply: '',
  address: '',
  hearing: '',
  seat: '',
  interpreter: '',
  counselPresent: '',
  counselHeard: '',
  publicAdmitted: '',
  mediaAdmitted: '',
  defendantPresent: '',
  statements: '',
  nextHearing: '',
  outcome: '',
  refusedEvent: true,
  accessGranted: '',
  inPrivate: '',
  health: '',
  programme: '',
  appliedOn: '',
  decision: 'open',
  decidedOn: '',
  amount: '',
  currency: '',
  participants: [],
  decisions: '',
  tools: [],
  requestedBy: 'mission',
  requestedOn: '',
  answeredOn: '',
  confidentiality: 'internal',
  jointWith: '',
  askedAgainOn: '',
  riskOn: '',
  riskText: '',
  followedBy: '',
  nextStep: '',
  due: '',
  documents: [],
})

export const emptyTool = (today: string): ToolLine => ({
  tool: '',
  state: 'blocked',
  advice: '',
  source: '',
  seenOn: today,
})

/** As one line each in a field of several lines. */
const asLines = (list: readonly string[] | undefined): string => (list ?? []).join('\n')

const yesNo = (value: boolean | undefined): YesNo => (value === undefined ? '' : value ? 'yes' : 'no')

type Stored = {
  readonly case: string | null
  readonly coded: EngagementCoded & { readonly country?: string | undefined }
  readonly words: EngagementWords | null
}

/** What a later entry of the same act begins with: all that is known, on today's date, its result to be said. */
export const valuesOfLogged = (stored: Stored, defaults: LogDefaults): LogValues => {
  const { coded, words } = stored
  const of: EngagementWords = words ?? {}
  return {
    ...emptyLog(defaults),
    ...valuesOfCoded(stored),
    ...valuesOfWords(of),
    requestedOn: of.requestedOn ?? coded.requested ?? '',
    // An act that waited is answered now, unless it says when.
    answeredOn:
      of.answeredOn ??
      (coded.result === 'pending' && (of.requestedOn ?? coded.requested) ? defaults.today : ''),
    refusedEvent: of.trial?.seat !== 'refused',
  }
}

const valuesOfCoded = ({ case: log, coded }: Stored): Partial<LogValues> => ({
  case: log ?? 'none',
  ...(coded.country === undefined ? {} : { country: coded.country }),
  type: coded.type,
  duties: coded.duties,
  provisions: (coded.provisions ?? []).map(citationKey),
  ...(coded.officer === undefined ? {} : { officer: String(coded.officer) }),
  role: coded.role,
  result: coded.result,
  requestedBy: coded.requestedBy,
  confidentiality: coded.confidentiality,
  hearing: coded.hearing ?? '',
  due: coded.due ?? '',
})

const valuesOfWords = (of: EngagementWords): Partial<LogValues> => ({
  reason: of.reason ?? '',
  what: of.what ?? '',
  place: of.place ?? '',
  form: of.form ?? '',
  addressees: asLines(of.addressees),
  ask: of.ask ?? '',
  reply: of.reply ?? '',
  address: of.address ?? '',
  jointWith: asLines(of.jointWith),
  askedAgainOn: of.askedAgainOn ?? '',
  riskOn: of.riskChecked?.on ?? '',
  riskText: of.riskChecked?.text ?? '',
  followedBy: of.followedBy ?? '',
  nextStep: of.nextStep ?? '',
  documents: of.documents ?? [],
  seat: of.trial?.seat ?? '',
  interpreter: of.trial?.interpreter ?? '',
  counselPresent: yesNo(of.trial?.counselPresent),
  counselHeard: yesNo(of.trial?.counselHeard),
  publicAdmitted: yesNo(of.trial?.publicAdmitted),
  mediaAdmitted: yesNo(of.trial?.mediaAdmitted),
  defendantPresent: yesNo(of.trial?.defendantPresent),
  statements: of.trial?.statements ?? '',
  nextHearing: of.trial?.nextHearing ?? '',
  accessGranted: yesNo(of.access?.granted),
  inPrivate: yesNo(of.access?.inPrivate),
  health: of.access?.health ?? '',
  programme: of.programme?.slug ?? '',
  appliedOn: of.programme?.appliedOn ?? '',
  decision: of.programme?.decision ?? 'open',
  decidedOn: of.programme?.decidedOn ?? '',
  amount: of.programme?.amount === undefined ? '' : String(of.programme.amount),
  currency: of.programme?.currency ?? '',
  participants: of.meeting?.participants ?? [],
  decisions: asLines(of.meeting?.decisions),
  tools: (of.tools ?? []).map((one) => ({ ...one, advice: one.advice ?? '' })),
})
