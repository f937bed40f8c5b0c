/**
 * What an invented mission did in two years, as its officers log it: cases with consents, hearings and engagements, and
 * the journal where no single case is meant. The same seed and plan give the same log; days are counted back from today.
 */
import type { NewEntry } from '#cases/client/views.ts'
import { citableTexts } from '#instruments/core/citable.ts'
import type { Citation } from '#kernel/core/citation.ts'
import { addDays } from '#kernel/core/iso_day.ts'
import {
  consentNeeded,
  duties,
  type Duty,
  type EngagementResult,
  type EngagementType,
  type Requester,
} from '#kernel/core/vocabulary/missions.ts'
import { rightToObserve } from '#missions/core/court_day.ts'

import { drawsFrom, type Draws } from './draws.ts'
import { identityOf, openingOf, SYNTHETIC } from './example_cases.ts'
import { exampleInstruments } from './example_instruments.ts'
import { hearingEntries, type HearingDay } from './example_mission_court.ts'
import { governmentOf, INVENTED, type MissionPlan } from './example_mission_plans.ts'
import { officerNames, whatWasDone } from './example_mission_words.ts'
import { examplePerson } from './example_people.ts'

export type MissionLog = {
  /** Each case of the mission, from its opening. */
  readonly cases: readonly (readonly NewEntry[])[]
  /** Of the journal: officers and what no single case means; the profile knows desks and is written by whoever founds them. */
  readonly journal: readonly JournalDraft[]
}
export type JournalDraft = {
  readonly id: string
  readonly kind: string
  readonly coded: unknown
  readonly words: unknown
}

/** Inside the 24 months that pages show, whatever the day of the month; in the last days nothing was done. */
const DAYS = 690
const LATEST = 5
/** An officer who left did so as many days ago. */
export const LEFT = 240

/** Where no single case is meant. */
const general: readonly EngagementType[] = [
  'situation_report',
  'report',
  'mission_contact',
  'coordination_meeting',
  'multilateral_action',
  'visit_programme',
  'dialogue',
  'network_meeting',
  'tools_check',
]
/** What somebody asks for. */
const asked: Readonly<Partial<Record<EngagementType, Requester>>> = {
  demarche: 'organisation',
  visa_support: 'defender',
  grant_referral: 'defender',
  detention_visit: 'family',
  meeting: 'defender',
  trial_observation: 'family',
  psychosocial_support: 'organisation',
}

type Act = {
  readonly type: EngagementType
  readonly result: EngagementResult
  readonly why?: string
  readonly hearing?: HearingDay
}
/** `turn`: among those of its type, from the newest. */
type PlacedAct = Act & { readonly turn: number }

export const missionLog = (
  plan: MissionPlan,
  {
    seed,
    today,
    joint,
  }: { readonly seed: string; readonly today: string; readonly joint: readonly string[] },
): MissionLog => {
  const draws = drawsFrom(`${seed} ${plan.key}`)
  const cases = Array.from({ length: plan.cases }, (_, place) => newCase(plan, draws, { place, today }))
  const journal = rosterOf(plan, draws, today)
  const acts = spread(actsOf(plan, draws), draws)
  for (const [place, act] of acts.entries()) {
    const step = DAYS / acts.length
    const back = Math.floor((place + 0.5) * step) + draws.between(0, Math.floor(step / 2))
    const day = addDays(today, -LATEST - back)
    const at = { plan, draws, place, day, today, joint }
    if (general.includes(act.type)) journal.push(engagementOf(act, at, null))
    else {
      const here = cases[place % cases.length]!
      here.told.push({ day, entries: inCase(act, at, here) })
    }
  }
  for (const [place, { days, officer }] of plan.ahead.entries()) {
    const here = cases[(place + 1) % cases.length]!
    const hearing = { id: draws.id(), day: addDays(today, days), plan: 'ahead', officer } as const
    here.told.push({ day: hearing.day, entries: hearingEntries(hearing, here.person, draws) })
  }
  waiting(plan, { draws, cases, today })
  if (plan.loggedTwice) logAgain(cases, draws)
  return { cases: cases.map(told), journal }
}

type Here = ReturnType<typeof newCase>

const newCase = (
  plan: MissionPlan,
  draws: Draws,
  { place, today }: { readonly place: number; readonly today: string },
) => {
  const person = examplePerson(draws, plan.host)
  const reference = `${plan.key.toUpperCase().slice(0, 12)}-${place + 1}`
  const consent = draws.id()
  const purposes = { C0: 'yes', C1: 'yes', C2: 'yes', C3: 'yes', C5: 'yes', C8: 'yes' }
  const begun: readonly NewEntry[] = [
    openingOf({ dark: false, country: plan.host, reference }),
    identityOf(draws, person, reference),
    {
      id: consent,
      kind: 'consent',
      coded: {
        purposes,
        capacity: 'self',
        way: 'written',
        date: addDays(today, -LATEST - DAYS - 90).slice(0, 7),
        risksExplained: true,
      },
      words: { risks: 'Being seen with a mission was spoken about.', note: SYNTHETIC },
    },
    {
      kind: 'charge',
      coded: { groups: ['expression'], severity: 'serious', deathPossible: false },
      words: { note: SYNTHETIC },
    },
  ]
  return { person, consent, begun, told: [] as { day: string; entries: readonly NewEntry[] }[] }
}

const told = ({ begun, told: all }: Here): readonly NewEntry[] => [
  ...begun,
  ...all.toSorted((a, b) => (a.day < b.day ? -1 : 1)).flatMap(({ entries }) => entries),
]

const rosterOf = (plan: MissionPlan, draws: Draws, today: string): JournalDraft[] =>
  plan.officers.map((role, place) => {
    const officer = place + 1
    const posted = !plan.left.includes(officer)
    return {
      id: draws.id(),
      kind: 'officer',
      coded: { officer, role, liaison: officer === 1, posted },
      words: {
        name: officerNames(plan.key, officer),
        since: addDays(today, -1000).slice(0, 7),
        ...(posted ? {} : { until: addDays(today, -LEFT).slice(0, 7) }),
        note: INVENTED,
      },
    }
  })

const actsOf = (plan: MissionPlan, draws: Draws): readonly Act[] => [
  ...Object.entries(plan.done).flatMap(([type, count]) =>
    Array.from({ length: count }, () => ({ type: type as EngagementType, result: 'done' as const })),
  ),
  ...plan.hearings.map((fate) => {
    const hearing = { id: draws.id(), day: '', plan: fate, officer: null } as const
    return { type: 'trial_observation', result: resultOf[fate], hearing } as const
  }),
  ...(plan.not ?? []),
]

/** Of a hearing that nobody went to nothing is logged; `pending` stands for that here and is written nowhere. */
const resultOf = {
  observed: 'done',
  refused: 'refused_by_host',
  declined: 'declined',
  postponed: 'postponed',
  missed: 'pending',
} as const

/** The newest first, and those of each type over all of the time: what is done twice is done once in each year. */
const spread = (all: readonly Act[], draws: Draws): readonly PlacedAct[] =>
  [...Map.groupBy(all, ({ type }) => type).values()]
    .flatMap((alike) =>
      alike.map((act, turn) => ({
        act: { ...act, turn },
        at: (turn + draws.between(10, 80) / 100) / alike.length,
      })),
    )
    .toSorted((a, b) => a.at - b.at)
    .map(({ act }) => act)

type At = {
  readonly plan: MissionPlan
  readonly draws: Draws
  readonly place: number
  readonly day: string
  readonly today: string
  readonly joint: readonly string[]
}

const inCase = (act: PlacedAct, at: At, here: Here): readonly NewEntry[] => {
  if (act.hearing === undefined) return [engagementOf(act, at, here)]
  const hearing = { ...act.hearing, day: at.day }
  const before = hearingEntries(hearing, here.person, at.draws, observing())
  return hearing.plan === 'missed' ? before : [...before, engagementOf({ ...act, hearing }, at, here)]
}

const engagementOf = (act: PlacedAct, at: At, here: Here | null): JournalDraft => {
  const { plan, draws, place, day } = at
  const officer = officerOf(at)
  const isAsked = asked[act.type] !== undefined && (act.type !== 'meeting' || place % 3 > 0)
  const days = isAsked ? draws.between(...plan.answers) : null
  const answeredOn = addDays(day, -draws.between(0, 2))
  const requestedOn = days === null ? null : addDays(answeredOn, -days)
  const fulfils = dutiesOf(act)
  // Of the newest alone something is still to be done.
  const due = place < 8 && place % 3 === 0 ? addDays(at.today, draws.between(-4, 25)) : null
  const purpose = consentNeeded[act.type]
  return {
    id: draws.id(),
    kind: 'engagement',
    coded: {
      type: act.type,
      duties: fulfils,
      provisions: fulfils.flatMap((duty) => provisionOf(duty, plan)),
      officer,
      role: plan.officers[officer - 1]!,
      date: day.slice(0, 7),
      result: act.result,
      requestedBy: requestedOn === null ? 'mission' : asked[act.type]!,
      ...(requestedOn === null ? {} : { requested: requestedOn.slice(0, 7), daysToAnswer: days }),
      confidentiality: purpose === 'C5' ? 'public' : 'internal',
      ...(act.hearing && { hearing: act.hearing.id }),
      ...(here && purpose && { consent: here.consent }),
      ...(here ? {} : { country: plan.host }),
      ...(due === null ? {} : { due }),
    },
    words: {
      date: day,
      ...(requestedOn === null ? {} : { requestedOn, answeredOn }),
      ...(due === null ? {} : { nextStep: 'Write to whoever was met, and say what follows.' }),
      ...(here && purpose ? { askedAgainOn: addDays(day, -6), riskChecked: riskOf(day) } : {}),
      ...whatWasDone({ ...act, day, plan, joint: at.joint, place }),
    },
  }
}

const riskOf = (day: string) => ({ on: addDays(day, -3), text: `${SYNTHETIC} The person saw no new danger.` })

/** They take turns, unless the first does nearly all; who left does nothing after. */
const officerOf = ({ plan, place, day, today }: At): number => {
  const { length } = plan.officers
  const turn = (place % length) + 1
  const wanted =
    plan.firstOfTen === undefined ? turn : place % 10 < plan.firstOfTen ? 1 : 2 + (place % (length - 1))
  return plan.left.includes(wanted) && day >= addDays(today, -LEFT - 40) ? 1 : wanted
}

const meetings: readonly (readonly Duty[])[] = [['E05'], ['E07'], ['E05', 'E21']]

const dutiesOf = ({ type, turn }: PlacedAct): readonly Duty[] => {
  if (type === 'meeting') return meetings[turn % meetings.length]!
  if (type === 'risk_check') return ['E19', 'E20']
  return duties.filter((one) => (one.types as readonly string[]).includes(type)).map(({ code }) => code)
}

/** Asked for and not answered yet. */
const waiting = (
  plan: MissionPlan,
  { draws, cases, today }: { readonly draws: Draws; readonly cases: readonly Here[]; readonly today: string },
): void => {
  for (let place = 0; place < plan.waiting; place += 1) {
    const day = addDays(today, -Math.round(plan.answers[1] * 0.7) - 2 - place)
    const coded = {
      type: 'visa_support',
      duties: ['E13'],
      officer: 1,
      role: plan.officers[0]!,
      date: day.slice(0, 7),
      result: 'pending',
      requestedBy: 'defender',
      requested: day.slice(0, 7),
      confidentiality: 'internal',
      due: addDays(today, 4 + place),
    }
    const words = { date: day, requestedOn: day, what: SYNTHETIC, nextStep: 'Ask the visa section again.' }
    const entries = [{ id: draws.id(), kind: 'engagement', coded, words }]
    cases[(place + 2) % cases.length]!.told.push({ day, entries })
  }
}

/** By the second officer who was there; it counts once. */
const logAgain = (cases: readonly Here[], draws: Draws): void => {
  for (const { told: all } of cases) {
    const place = all.findIndex(({ entries: [one] }) => typeOf(one) === 'meeting')
    const { day, entries } = all[place] ?? { day: '', entries: [] }
    const [one] = entries
    if (one === undefined) continue
    const coded = { ...(one.coded as object), officer: 2, role: 'ambassador', sameAs: one.id }
    all[place] = { day, entries: [...entries, { ...one, id: draws.id(), coded }] }
    return
  }
}

const typeOf = (entry: NewEntry | undefined): unknown =>
  (entry?.coded as { type?: unknown } | undefined)?.type

let texts: ReturnType<typeof citableTexts> | undefined
const readTexts = () => (texts ??= citableTexts(exampleInstruments()))
const observing = (): Citation | null => rightToObserve(readTexts())

const textOf = { XA: 'eu-guidelines-hrd', XB: 'norway-guidelines-hrd', XC: 'duties-of-missions' } as const

/** The paragraph of what binds the government, where it says this duty. */
const provisionOf = (duty: Duty, plan: MissionPlan): readonly Citation[] => {
  const instrument = duty.startsWith('D') ? 'duties-proposed-2011' : textOf[governmentOf(plan).government]
  const found = readTexts().find(({ slug }) => slug === instrument)
  return (found?.provisions ?? [])
    .filter(({ number }) => number === duty)
    .map(({ id }) => ({ instrument, provision: id }))
}
