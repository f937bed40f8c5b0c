/**
 * What a mission may log in a case: nothing that shows the defender beside it without their consent, nobody sent to a
 * hearing that is over. Devices and the server ask the same; what stands in sealed words only devices can ask.
 */
import { addDays } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { consentNeeded, type EngagementResult } from '#kernel/core/vocabulary/missions.ts'
import { type ConsentProblem, consentProblemOf } from './consents.ts'
import { type Day, isBefore, spanOf } from './days.ts'
import { mayGiveWay } from './engagements.ts'
import type { CodedOf } from './entry.ts'
import type { EngagementCoded, EngagementWords } from './kinds/engagement.ts'
import type { CaseState } from './state.ts'

export type EngagementPurpose = 'C3' | 'C5' | 'C8'

export type EngagementProblem =
  | ConsentProblem
  /** Of an act beside the defender: they are asked again before each one. */
  | 'not_asked_again'
  | 'risk_not_checked'
  | 'reason_missing'
  | 'done_in_future'
  | 'other_type'
  | 'same_as_itself'
  | 'same_as_no_engagement'
  /** Of another log: the link goes from the act with the greater id. */
  | 'same_as_other_way'
  | 'hearing_over'

export type EngagementRefusal = {
  readonly kind: 'engagement_refused'
  readonly why: EngagementProblem
  /** Of the consent that is needed. */
  readonly purpose: EngagementPurpose | null
}

type Decision = Result<void, EngagementRefusal>

/** Whatever came of them, these were asked for in the defender's name. */
const shown: readonly EngagementResult[] = ['done', 'pending', 'refused_by_host', 'postponed']

/** Days within which the defender was asked again. */
const ASKED_WITHIN = 30

const refuse = (why: EngagementProblem, purpose: EngagementPurpose | null = null): Decision =>
  err({ kind: 'engagement_refused', why, purpose })

export type ProposedEngagement = {
  readonly coded: EngagementCoded
  /** Undefined: not opened. */
  readonly words: EngagementWords | null | undefined
  /** The entry itself, or the one that it corrects, where that is known. */
  readonly id: string | undefined
  readonly corrects: boolean
}

/** Its shape and references are checked already. */
export const decideEngagement = (state: CaseState, proposed: ProposedEngagement, today: Day): Decision => {
  const { coded, words } = proposed
  const rules = [
    () => decideChain(state, proposed),
    () => decideConsent(state, proposed, today),
    () => (words === undefined ? ok(undefined) : decideEngagementWords(coded, words ?? {}, today)),
    () => (words === undefined ? ok(undefined) : decideCare(coded, words ?? {})),
  ]
  for (const rule of rules) {
    const decision = rule()
    if (!decision.ok) return decision
  }
  return ok(undefined)
}

function decideChain(state: CaseState, { coded, id }: ProposedEngagement): Decision {
  const before = state.engagementsLogged.find((one) => one.id === coded.updates)
  if (before !== undefined && before.coded.type !== coded.type) return refuse('other_type')
  const { sameAs } = coded
  if (sameAs === undefined) return ok(undefined)
  if (sameAs === id || sameAs === coded.updates) return refuse('same_as_itself')
  const kind = state.kinds.get(sameAs)
  if (kind !== undefined && kind !== 'engagement') return refuse('same_as_no_engagement')
  const first = firstOf(state, coded.updates ?? id)
  const isElsewhere = !state.authors.has(sameAs)
  return isElsewhere && first !== undefined && !mayGiveWay(first, sameAs)
    ? refuse('same_as_other_way')
    : ok(undefined)
}

/** The first entry of a chain, by any of them. */
function firstOf({ engagementsLogged }: CaseState, of: string | undefined): string | undefined {
  const before = new Map(engagementsLogged.map(({ id, coded }) => [id, coded.updates]))
  let first = of
  // As many steps as there are entries: corrections may turn a chain into a ring.
  for (let step = before.size; step > 0 && first !== undefined; step--) first = before.get(first) ?? first
  return first
}

/** What rested on this consent before shows nothing more of anybody: it may be corrected and led on. */
function decideConsent(state: CaseState, { coded, id, corrects }: ProposedEngagement, today: Day): Decision {
  const purpose = consentNeeded[coded.type]
  if (purpose === undefined || !shown.includes(coded.result)) return ok(undefined)
  const earlier = state.engagementsLogged.find((one) => one.id === (corrects ? id : coded.updates))?.coded
  if (coded.consent !== undefined && earlier && isSameAct(earlier, coded)) return ok(undefined)
  // Of what cannot all be read, the consent may be a part.
  const unread = state.incomplete && !state.consentsGiven.some((one) => one.id === coded.consent)
  if (coded.consent !== undefined && unread) return ok(undefined)
  const on = { given: state.consentsGiven, consents: state.consents, asOf: today }
  const problem = consentProblemOf(coded.consent, purpose, on)
  return problem === null ? ok(undefined) : refuse(problem, purpose)
}

/** On a later day, or at another hearing, it would be a new act under the name of the old one. */
function isSameAct(earlier: EngagementCoded, coded: EngagementCoded): boolean {
  const alike = (['type', 'result', 'consent', 'hearing'] as const).every(
    (field) => earlier[field] === coded[field],
  )
  return alike && spanOf(coded.date).latest <= spanOf(earlier.date).latest
}

/** What the words of every engagement must say, in a case and in the journal. */
export const decideEngagementWords = (
  { result }: Pick<EngagementCoded, 'result'>,
  words: EngagementWords,
  today: Day,
): Decision => {
  const isOpen = result === 'done' || result === 'pending'
  if (!isOpen && (words.reason ?? '').trim() === '') return refuse('reason_missing')
  // A day of grace: the member's evening may be the next day elsewhere.
  const isAhead = words.date !== undefined && spanOf(words.date).earliest > addDays(today, 1)
  return result === 'done' && isAhead ? refuse('done_in_future') : ok(undefined)
}

/** Before a defender is seen beside the mission, or named by it: asked again, and the risk looked at. */
function decideCare(coded: EngagementCoded, words: EngagementWords): Decision {
  const purpose = consentNeeded[coded.type]
  if (coded.result !== 'done' || (purpose !== 'C8' && purpose !== 'C5')) return ok(undefined)
  if (purpose === 'C8' && !wasAskedAgain(coded, words)) return refuse('not_asked_again', purpose)
  return words.riskChecked === undefined ? refuse('risk_not_checked', purpose) : ok(undefined)
}

function wasAskedAgain({ date }: EngagementCoded, words: EngagementWords): boolean {
  if (words.askedAgainOn === undefined) return false
  const [act, asked] = [spanOf(words.date ?? date), spanOf(words.askedAgainOn)]
  const from = { ...act, earliest: addDays(act.earliest, -ASKED_WITHIN) }
  return !isBefore(asked, from) && !isBefore(act, asked)
}

/** Nobody is sent to what is over; for a hearing of today it is not too late. */
export const decideCover = (
  { courtDays, kinds, incomplete }: CaseState,
  { hearing }: CodedOf<'cover'>,
  today: Day,
): Decision => {
  const days = courtDays.filter(({ ids }) => ids.includes(hearing))
  if (days.length === 0 && incomplete && !kinds.has(hearing)) return ok(undefined)
  // A day of grace: the member's evening may be the next day elsewhere.
  const isAhead = days.some(({ day, held }) => !held && day >= addDays(today, -1))
  return isAhead ? ok(undefined) : refuse('hearing_over')
}
