/**
 * Facts in a bundle: out of a case field by field, by what the person agreed to on that day; into a case of the receiver's, where
 * the consent stands as the sender tells it.
 */
import { type FactOf, factsOf, readLog, wordsOf } from '#cases/core/read_log.ts'
import { codedGender, codedSector } from '#kernel/core/vocabulary/people.ts'
import { foldLetters } from '#kernel/core/fold_text.ts'
import type { Bundle, Facts } from './bundle.ts'
import type { Side } from './bundle_journal.ts'
import { appearanceOf, type ReportPurpose } from './reports/appearance.ts'
import type { TopicField } from './reports/exclusion_topics.ts'
import { type Exclusion, exclusionOf } from './reports/exclusions.ts'
import { type CaseSource, exclusionsOf } from './reports/shown_case.ts'

const identityFields = [
  'names',
  'born',
  'nationalities',
  'gender',
  'sectors',
  'occupation',
  'work',
  'place',
] as const

/** What may be chosen, one by one. Nothing is chosen beforehand: together even a month and a court point at somebody. */
export const factFields = ['country', ...identityFields, 'charges', 'hearings'] as const
export type FactField = (typeof factFields)[number]

const purposes = { mission: 'confidential', organisation: 'partner' } as const satisfies Record<
  Side,
  ReportPurpose
>

export const purposeTo = (side: Side): ReportPurpose => purposes[side]

export const scopeTo = (side: Side): 'C2' | 'C3' => (side === 'mission' ? 'C3' : 'C2')

export type FactsWanted = {
  readonly side: Side
  /** The receiver, as the desk calls it. */
  readonly name: string
  readonly fields: readonly FactField[]
  readonly summary?: string
}

/** Whether the person agreed to this receiver: a consent that names partners is for those alone. */
export const agreedTo = (
  source: CaseSource,
  { side, name }: Pick<FactsWanted, 'side' | 'name'>,
): 'yes' | 'no' | 'other_partner' => {
  if (appearanceOf(source.state, purposeTo(side)) !== 'named') return 'no'
  const consent = consentTo(source, side)
  if (consent === undefined) return 'no'
  const partners = wordsOf(consent).partners ?? []
  const key = foldLetters(name).trim()
  return partners.length === 0 || partners.some((one) => foldLetters(one).trim() === key)
    ? 'yes'
    : 'other_partner'
}

const consentTo = ({ state, entries }: CaseSource, side: Side): FactOf<'consent'> | undefined =>
  factsOf(readLog(entries), 'consent').find(({ id }) => id === state.consents[scopeTo(side)].entry)

/** What of a text the person excluded when they agreed to this side: words of the exclusion. */
export const excludedIn = (source: CaseSource, side: Side, text: string): readonly string[] =>
  exclusionTo(source, side)?.hits(text) ?? []

const exclusionTo = (source: CaseSource, side: Side): Exclusion | null =>
  exclusionOf(exclusionsOf(source, purposeTo(side)), namesToKeep(source))

const namesToKeep = ({ entries }: CaseSource): readonly string[] => {
  const identity = factsOf(readLog(entries), 'identity').at(-1)
  const names = identity === undefined ? [] : (wordsOf(identity).names ?? [])
  return names.filter(({ kind }) => kind === 'full').map(({ text }) => text)
}

export type ToldFacts = {
  readonly facts: Facts
  /** Chosen, and left out or told in part, since the person excluded it. */
  readonly leftOut: readonly FactField[]
}

/** Null: the person did not agree. What they excluded is not told, nor that it is excluded. */
export const factsFrom = (source: CaseSource, wanted: FactsWanted): ToldFacts | null => {
  if (agreedTo(source, wanted) !== 'yes') return null
  const { state, entries } = source
  const consent = consentTo(source, wanted.side)!
  const { date: given, capacity, way, risksExplained, assent, expires } = consent.coded
  const identity = factsOf(readLog(entries), 'identity').at(-1)
  const all: Fields = { ...personIn(source), ...courtIn(source) }
  const told = withoutExcluded(all, exclusionTo(source, wanted.side))
  const chosen = Object.fromEntries(
    wanted.fields.flatMap((field) => (told[field] === undefined ? [] : [[field, told[field]]])),
  )
  const facts: Facts = {
    consent: {
      scope: scopeTo(wanted.side),
      given,
      capacity,
      way,
      risksExplained,
      ...(assent !== undefined && { assent }),
      ...(expires !== undefined && { expires }),
    },
    holder: identity?.coded.holder ?? 'person',
    // Whoever acts for a child has to know it.
    ...(identity?.coded.minor === true && { minor: true }),
    ...(state.synthetic && { synthetic: true }),
    ...chosen,
    ...(wanted.summary && { summary: wanted.summary }),
  }
  const leftOut = wanted.fields.filter((field) => lengthOf(told[field]) < lengthOf(all[field]))
  return { facts, leftOut }
}

const lengthOf = (value: Fields[FactField]): number =>
  value === undefined ? 0 : Array.isArray(value) ? value.length : 1

const oneOf = <T>(name: FactField, value: T | undefined, stays: boolean): Readonly<Record<string, T>> =>
  value === undefined || !stays ? {} : { [name]: value }

const withoutExcluded = (all: Fields, exclusion: Exclusion | null): Fields => {
  if (exclusion === null) return all
  const { hits, field } = exclusion
  const isTold = (about: TopicField | null, said = ''): boolean =>
    (about === null || field(about).length === 0) && hits(said).length === 0
  const { names, born, nationalities, gender, sectors, occupation, work, place, charges, hearings } = all
  const some = <T>(name: FactField, values: readonly T[] | undefined, stays: (value: T) => boolean) => {
    const left = (values ?? []).filter(stays)
    return oneOf(name, left, left.length > 0)
  }
  return {
    ...oneOf('country', all.country, true),
    ...some('names', names, ({ text, kind }) => kind === 'full' || isTold('aliases', text)),
    ...oneOf('born', born, isTold('born')),
    ...oneOf('nationalities', nationalities, isTold('nationalities')),
    ...oneOf('gender', gender, isTold('gender')),
    ...oneOf('sectors', sectors, true),
    ...oneOf('occupation', occupation, isTold('occupation', occupation)),
    ...oneOf('work', work, isTold('work', work)),
    ...oneOf('place', place, isTold('place', place)),
    ...some('charges', charges, ({ law }) => isTold('charges', law)),
    ...some('hearings', hearings, ({ court }) => isTold('hearings', court)),
  }
}

type Fields = Partial<Pick<Facts, FactField>>

const personIn = ({ state, entries }: CaseSource): Fields => {
  const identity = factsOf(readLog(entries), 'identity').at(-1)
  const words = identity ? wordsOf(identity) : {}
  const names = words.names?.map(({ text, kind }) => ({ text, kind }))
  const { born, nationalities, occupation, work, place } = words
  const gender = words.gender ?? identity?.coded.gender
  const sectors = words.sectors ?? identity?.coded.sectors
  return {
    ...(state.country !== null && { country: state.country as NonNullable<Facts['country']> }),
    ...(names?.length && { names }),
    ...(born !== undefined && { born }),
    ...(nationalities?.length && { nationalities }),
    ...(gender !== undefined && { gender }),
    ...(sectors?.length && { sectors }),
    ...(occupation !== undefined && { occupation }),
    ...(work !== undefined && { work }),
    ...(place !== undefined && { place }),
  }
}

const courtIn = ({ state, entries }: CaseSource): Fields => {
  const log = readLog(entries)
  const charges = factsOf(log, 'charge').map((fact) => {
    const { law } = wordsOf(fact)
    const { groups, deathPossible } = fact.coded
    return { groups, deathPossible, ...(law !== undefined && { law }) }
  })
  const heard = new Map(factsOf(log, 'hearing').map((fact) => [fact.id, fact]))
  const lines = new Map(state.courtDays.map((line) => [line.entry, line]))
  const hearings = [...lines.values()].flatMap(({ entry, newest, day }) => {
    const fact = heard.get(newest)
    if (fact === undefined) return []
    const { court } = wordsOf(fact)
    return [{ hearing: entry, day, type: fact.coded.type, ...(court !== undefined && { court }) }]
  })
  return {
    ...(charges.length > 0 && { charges: charges.slice(-50) }),
    ...(hearings.length > 0 && { hearings: hearings.slice(-50) }),
  }
}

export type TakeFacts = {
  readonly bundle: Pick<Bundle, 'from'>
  readonly facts: Facts
  /** The receiver's own organisation: the consent was for it, and for nobody it may know. */
  readonly own: string
  /** Words that say who told it, in the language of whoever takes it in. */
  readonly told: string
  /** Ids that follow from the bundle: taken in a second time they are the same. */
  readonly idAt: (name: string) => string
}

export type Taken = {
  readonly entries: readonly {
    readonly id: string
    readonly kind: string
    readonly coded: unknown
    readonly words: unknown
  }[]
  readonly hearings: readonly { readonly theirs: string; readonly ours: string }[]
}

/** For a case that is there: what was agreed to, its days in court, and the words. Who it is, the case says itself. */
export const entriesToAdd = ({ bundle, facts, own, told, idAt }: TakeFacts): Taken => {
  const { consent } = facts
  const hearings = (facts.hearings ?? []).map((one, n) => ({ ...one, ours: idAt(`hearing ${n}`) }))
  const consentEntry = {
    id: idAt('consent'),
    kind: 'consent',
    coded: {
      // A partner may keep what it was given; to tell it on, it asks the person itself.
      purposes: consent.scope === 'C3' ? { C0: 'yes', C3: 'yes' } : { C0: 'yes' },
      capacity: consent.capacity,
      way: consent.way,
      date: consent.given,
      risksExplained: consent.risksExplained,
      ...(consent.assent !== undefined && { assent: consent.assent }),
      ...(consent.expires !== undefined && { expires: consent.expires }),
    },
    words: {
      partners: [own],
      collectedBy: bundle.from.organisation,
      note: told,
      ...(consent.exclusions !== undefined && { exclusions: consent.exclusions }),
    },
  }
  return {
    entries: [
      consentEntry,
      ...hearings.map(({ ours, day, type, court }) => ({
        id: ours,
        kind: 'hearing',
        coded: { day, type },
        words: { ...(court !== undefined && { court }), note: told },
      })),
      {
        id: idAt('note'),
        kind: 'note',
        coded: { toCode: false },
        words: { title: told.slice(0, 200).toWellFormed(), text: facts.summary ?? told },
      },
    ],
    hearings: hearings.map(({ hearing, ours }) => ({ theirs: hearing, ours })),
  }
}

export const entriesToOpen = (given: TakeFacts): Taken => {
  const { facts, told, idAt } = given
  const added = entriesToAdd(given)
  const { country, gender, sectors = [] } = facts
  const opened = {
    id: idAt('opened'),
    kind: 'opened',
    coded: { dark: false, ...(country && { country }), ...(facts.synthetic && { synthetic: true }) },
    words: { reason: told },
  }
  const identity = {
    id: idAt('identity'),
    kind: 'identity',
    coded: {
      holder: facts.holder,
      ...(country && { country }),
      sectors: [...new Set(sectors.map(codedSector))].slice(0, 12),
      ...(gender && { gender: codedGender(gender) }),
      ...(facts.minor && { minor: true }),
    },
    words: {
      ...Object.fromEntries(
        identityFields.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])),
      ),
      note: told,
    },
  }
  const charges = (facts.charges ?? []).map(({ groups, deathPossible, law }, n) => ({
    id: idAt(`charge ${n}`),
    kind: 'charge',
    coded: { groups, deathPossible },
    words: { ...(law !== undefined && { law }), note: told },
  }))
  return { ...added, entries: [opened, identity, ...charges, ...added.entries] }
}
