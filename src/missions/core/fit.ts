/**
 * Whether a programme fits: its criteria held against what is answered of a defender. A criterion that a programme does
 * not state refuses nobody; a question that is not answered is never taken for a no. Pure: answers stay where they are.
 */
import type { Need } from '#kernel/core/vocabulary/casework.ts'
import type { OnlyCode, ProgrammeBody, WhoMayApply } from './programme.ts'

export type Criteria = ProgrammeBody['criteria']

/** Null, or left out of `groups`: not answered. */
export type Answers = {
  readonly needs: readonly Need[] | null
  /** Where the defender is at risk. */
  readonly country: string | null
  readonly holder: 'person' | 'group' | 'organisation' | null
  readonly who: WhoMayApply | null
  readonly groups: Readonly<Partial<Record<OnlyCode, boolean>>>
  readonly inExile: boolean | null
  /** What is asked for was paid already. */
  readonly paidAlready: boolean | null
  readonly atRisk: boolean | null
  /** Somebody else pays, or could. */
  readonly otherSource: boolean | null
}

export const questions = [
  'needs',
  'country',
  'holder',
  'who',
  'groups',
  'inExile',
  'paidAlready',
  'atRisk',
  'otherSource',
] as const satisfies readonly (keyof Answers)[]
export type Question = (typeof questions)[number]

export const noAnswers: Answers = {
  needs: null,
  country: null,
  holder: null,
  who: null,
  groups: {},
  inExile: null,
  paidAlready: null,
  atRisk: null,
  otherSource: null,
}

export type Fit =
  /** `unstated`: what the programme does not say and is to be asked. */
  | { readonly kind: 'fits'; readonly unstated: readonly Question[] }
  | { readonly kind: 'does_not_fit'; readonly because: readonly Question[] }
  | { readonly kind: 'not_known'; readonly ask: readonly Question[] }

type Held = 'met' | 'missed' | 'unanswered' | 'unstated'

/** One criterion that is missed refuses, whatever else is not answered. */
export const fitOf = (criteria: Criteria, answers: Answers): Fit => {
  const held = questions.map((question) => [question, checks[question](criteria, answers)] as const)
  const those = (kind: Held): readonly Question[] =>
    held.flatMap(([question, result]) => (result === kind ? [question] : []))
  const because = those('missed')
  if (because.length > 0) return { kind: 'does_not_fit', because }
  const ask = those('unanswered')
  return ask.length > 0 ? { kind: 'not_known', ask } : { kind: 'fits', unstated: those('unstated') }
}

const oneOf = (list: readonly string[], answer: string | null): Held =>
  list.length === 0 ? 'met' : answer === null ? 'unanswered' : list.includes(answer) ? 'met' : 'missed'

/** Of what a programme allows, forbids or leaves unsaid; who does not ask for it need not care. */
const allowed = (rule: Criteria['inExile'], answer: boolean | null): Held => {
  if (rule === 'yes' || answer === false) return 'met'
  if (rule === 'not_stated') return answer === null ? 'met' : 'unstated'
  return answer === null ? 'unanswered' : 'missed'
}

const wanted = (needed: boolean, answer: boolean | null): Held =>
  !needed ? 'met' : answer === null ? 'unanswered' : answer ? 'met' : 'missed'

const checks: Readonly<Record<Question, (criteria: Criteria, answers: Answers) => Held>> = {
  needs: ({ needs }, answers) => {
    if (needs.length === 0) return 'met'
    if (answers.needs === null) return 'unanswered'
    return answers.needs.some((one) => needs.includes(one)) ? 'met' : 'missed'
  },
  country: ({ countries, notCountries }, { country }) => {
    if (country !== null && (notCountries as readonly string[]).includes(country)) return 'missed'
    if (country === null && notCountries.length > 0) return 'unanswered'
    return oneOf(countries, country)
  },
  holder: ({ holders }, { holder }) => oneOf(holders, holder),
  who: ({ whoMayApply }, { who }) => (whoMayApply.includes('anyone') ? 'met' : oneOf(whoMayApply, who)),
  groups: ({ only }, { groups }) => {
    if (only.length === 0 || only.some((one) => groups[one] === true)) return 'met'
    return only.every((one) => groups[one] === false) ? 'missed' : 'unanswered'
  },
  inExile: ({ inExile }, answers) => allowed(inExile, answers.inExile),
  paidAlready: ({ retrospective }, answers) => allowed(retrospective, answers.paidAlready),
  atRisk: ({ atRiskBecauseOfWork }, { atRisk }) => wanted(atRiskBecauseOfWork, atRisk),
  otherSource: ({ noOtherSource }, { otherSource }) =>
    wanted(noOtherSource, otherSource === null ? null : !otherSource),
}
