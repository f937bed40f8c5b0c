/**
 * What of a case a report may hold. Of one that is named: the person's own words and what happened, without health,
 * belief, family, contacts and what only the desk is to know. Of one with a number: terms and months, and no words at
 * all, since names stand in words.
 */
import type { CaseEntry } from '#cases/core/entry.ts'
import { spanOf } from '#cases/core/days.ts'
import { countedEngagements, engagementsOf } from '#cases/core/engagements.ts'
import { factsOf, type CaseLog, type FactOf, readLog, wordsOf } from '#cases/core/read_log.ts'
import type { CaseState } from '#cases/core/state.ts'
import { allows, appearanceOf, consentToName, mayTell, type ReportPurpose } from './appearance.ts'
import { exclusionOf } from './exclusions.ts'
import { limitEngagement, type Limits, limitPerson } from './limited_person.ts'
import type { Person, ShownEngagement, ShownEvent } from './person.ts'

export type CaseSource = {
  readonly case: string
  readonly state: CaseState
  readonly entries: readonly CaseEntry[]
}

export type ShownCase = {
  readonly case: string
  readonly as: 'named' | 'numbered'
  readonly country: string | null
  readonly custody: string
  readonly synthetic: boolean
  readonly engagements: readonly ShownEngagement[]
  /** Null: it has a number. */
  readonly person: Person | null
  /** What the person excluded and was therefore left out: for the desk alone. Null: nothing is excluded, or no word is told. */
  readonly limits: Limits | null
}

export type Gathered = {
  readonly shown: readonly ShownCase[]
  readonly leftOut: number
}

/** Cases in the order given, as far as their people agreed; `wishes`: less than that. */
export const gather = (
  sources: readonly CaseSource[],
  purpose: ReportPurpose,
  wishes: Readonly<Record<string, 'named' | 'numbered'>> = {},
): Gathered => {
  const shown = sources.flatMap((source) => {
    const one = showCase(source, purpose, wishes[source.case] ?? 'named')
    return one === null ? [] : [one]
  })
  return { shown, leftOut: sources.length - shown.length }
}

/** Null: left out. */
export const showCase = (
  { case: id, state, entries }: CaseSource,
  purpose: ReportPurpose,
  wish: 'named' | 'numbered',
): ShownCase | null => {
  const most = appearanceOf(state, purpose)
  if (most === 'left_out') return null
  const as = allows(most, wish) ? wish : 'numbered'
  const log = readLog(entries)
  const isNamed = as === 'named'
  const shown: ShownCase = {
    case: id,
    as,
    country: state.country,
    custody: state.custody.status,
    synthetic: state.synthetic,
    engagements: engagementsIn(log, purpose, isNamed),
    person: isNamed ? personOf(log, state, purpose) : null,
    limits: null,
  }
  return limited(shown, exclusionsOf({ entries, state }, purpose))
}

/** What the person excluded when they agreed to be named for this purpose; null: nothing. */
export const exclusionsOf = (
  { entries, state }: Pick<CaseSource, 'entries' | 'state'>,
  purpose: ReportPurpose,
): string | null => {
  // A visitor is told whom to meet: what was excluded from visits holds there too.
  const scopes = [consentToName(purpose), ...(tellsOfMeetings(purpose) ? (['C8'] as const) : [])]
  const given = new Set(
    scopes.filter((scope) => state.consents[scope].allowed).map((scope) => state.consents[scope].entry),
  )
  const said = factsOf(readLog(entries), 'consent')
    .filter(({ id }) => given.has(id))
    .flatMap((consent) => wordsOf(consent).exclusions ?? [])
    .filter((text) => text.trim() !== '')
  return said.length === 0 ? null : [...new Set(said)].join('\n')
}

const tellsOfMeetings = (purpose: ReportPurpose): boolean =>
  purpose === 'confidential' || purpose === 'public'

const limited = (shown: ShownCase, exclusions: string | null): ShownCase => {
  const { person } = shown
  if (person === null || exclusions === null) return shown
  const own = person.names
  const exclusion = exclusionOf(exclusions, own)
  if (exclusion === null) return shown
  const { value, leftOut } = limitPerson(person, exclusion)
  const engagements = shown.engagements.map((one) => limitEngagement(one, exclusion))
  return {
    ...shown,
    person: value,
    engagements: engagements.map((one) => one.value),
    limits: { exclusions, own, leftOut: [...leftOut, ...engagements.flatMap((one) => one.leftOut)] },
  }
}

/** Every name in the words of a case, as it was written: what must not stand where it was not agreed to. */
export const namesOf = (entries: readonly CaseEntry[]): readonly string[] =>
  factsOf(readLog(entries), 'identity').flatMap((fact) => (wordsOf(fact).names ?? []).map(({ text }) => text))

const personOf = (log: CaseLog, state: CaseState, purpose: ReportPurpose): Person => {
  const identity = factsOf(log, 'identity').at(-1)
  const said = identity === undefined ? {} : wordsOf(identity)
  const names = said.names ?? []
  const consent = factsOf(log, 'consent').find(
    ({ id }) => id === state.consents[consentToName(purpose)].entry,
  )
  const agreed = consent === undefined ? {} : wordsOf(consent)
  return {
    names: names.filter(({ kind }) => kind === 'full').map(({ text }) => text),
    aliases: names.filter(({ kind }) => kind !== 'full').map(({ text }) => text),
    born: said.born ?? null,
    nationalities: said.nationalities ?? [],
    gender: identity?.coded.gender ?? null,
    occupation: said.occupation ?? null,
    employer: said.employer ?? null,
    work: said.work ?? null,
    sectors: identity?.coded.sectors ?? [],
    place: said.place ?? null,
    custodyBasis: state.custody.basis,
    heldSince: heldSince(log, state),
    pastEnd: state.pastEnd,
    deathPossible: state.deathPossible,
    consent: {
      collected: consent?.coded.date ?? null,
      expires: state.consents[consentToName(purpose)].expires,
      partners: agreed.partners ?? [],
    },
    keeps: state.consents.C0.allowed,
    mayMeet: state.consents.C8.allowed,
    events: eventsIn(log),
    ...courtOf(log),
    needs: needsIn(log),
    avoid: avoidIn(log),
    assessment: assessmentIn(log),
  }
}

/** As it was said: a month stays a month. */
const heldSince = (log: CaseLog, { custody: { since } }: CaseState): string | null => {
  if (since === null) return null
  const began = factsOf(log, 'event').find(({ coded }) => {
    const span = spanOf(coded.date)
    return span.earliest === since.earliest && span.latest === since.latest
  })
  if (began === undefined) return since.earliest === since.latest ? since.earliest : null
  return wordsOf(began).date ?? began.coded.date ?? null
}

const eventsIn = (log: CaseLog): readonly ShownEvent[] =>
  factsOf(log, 'event')
    .filter(({ coded }) => coded.verification !== 'REJ')
    .map((fact) => ({ fact, words: wordsOf(fact), from: spanOf(fact.coded.date).earliest }))
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.fact.seq - b.fact.seq))
    .map(({ fact: { coded }, words }) => ({
      type: coded.type,
      date: words.date ?? coded.date ?? null,
      country: coded.country ?? null,
      place: words.place ?? null,
      title: words.title ?? null,
      narrative: words.narrative ?? null,
      violations: coded.acts.map(({ violation }) => violation),
      perpetrators: [...new Set(coded.acts.flatMap(({ perpetrators }) => perpetrators))],
      named: (words.perpetrators ?? []).map(({ name, rank, unit }) =>
        [rank, name, unit].filter((part) => part !== undefined).join(', '),
      ),
      verification: coded.verification,
      disputed: coded.disputed === true,
    }))

const courtOf = (log: CaseLog): Pick<Person, 'charges' | 'hearings'> => ({
  charges: factsOf(log, 'charge').map((fact) => {
    const { law, article, wording, translation, authority } = wordsOf(fact)
    return {
      groups: fact.coded.groups,
      law: [law, article].filter((part) => part !== undefined).join(', '),
      wording: translation ?? wording ?? null,
      authority: authority ?? null,
    }
  }),
  hearings: latest(factsOf(log, 'hearing')).map((fact) => ({
    day: fact.coded.day,
    type: fact.coded.type,
    outcome: fact.coded.outcome ?? null,
    court: wordsOf(fact).court ?? null,
  })),
})

const needsIn = (log: CaseLog): Person['needs'] =>
  latest(factsOf(log, 'need'))
    .filter(({ coded }) => coded.state === 'open')
    .map((fact) => {
      const words = wordsOf(fact)
      return {
        type: fact.coded.type,
        urgency: fact.coded.urgency,
        text: words.text ?? null,
        amount: words.amount ?? null,
        currency: words.currency ?? null,
      }
    })

/** From the cards of safe contact: no name and no address of it. */
const avoidIn = (log: CaseLog): readonly string[] =>
  latest(factsOf(log, 'contact')).flatMap((fact) => {
    const { card } = wordsOf(fact)
    return [...(card?.avoid ?? []), ...(card?.danger === undefined ? [] : [card.danger])]
  })

const assessmentIn = (log: CaseLog): Person['assessment'] => {
  const last = factsOf(log, 'assessment').findLast(({ coded }) => coded.definition === 'WGAD')
  if (last === undefined) return null
  const words = wordsOf(last)
  return {
    answers: last.coded.answers.map(({ question, answer }) => ({
      question,
      answer,
      reason: words.answers?.find((one) => one.question === question)?.reason ?? null,
    })),
    reasons: words.reasons ?? null,
  }
}

/** What a later entry tells anew stands for the one before. */
const latest = <K extends 'hearing' | 'need' | 'contact'>(
  facts: readonly FactOf<K>[],
): readonly FactOf<K>[] => {
  const told = new Set(facts.map(({ coded }) => (coded as { readonly updates?: string }).updates))
  return facts.filter(({ id }) => !told.has(id))
}

const engagementsIn = (
  log: CaseLog,
  purpose: ReportPurpose,
  withWords: boolean,
): readonly ShownEngagement[] => {
  const said = new Map(factsOf(log, 'engagement').map((fact) => [fact.id, wordsOf(fact)]))
  return countedEngagements(engagementsOf(log))
    .filter(({ coded }) => mayTell(purpose, coded))
    .map(({ newest, coded }) => ({ coded, words: said.get(newest) ?? {} }))
    .map(({ coded, words }) => ({
      type: coded.type,
      duties: coded.duties,
      result: coded.result,
      date: (withWords ? words.date : undefined) ?? coded.date,
      daysToAnswer: coded.daysToAnswer ?? null,
      words: withWords
        ? {
            addressees: words.addressees ?? [],
            ask: words.ask ?? null,
            reply: words.reply ?? null,
            reason: words.reason ?? null,
            followedBy: words.followedBy ?? null,
            nextStep: words.nextStep ?? null,
          }
        : null,
    }))
    .map((one) => ({ one, from: spanOf(one.date).earliest }))
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .map(({ one }) => one)
}
