/**
 * Facts in a bundle: out of a case field by field, by what the person agreed to on that day; into a case of the receiver's, where
 * the consent stands as the sender tells it.
 */
import { factsOf, readLog, wordsOf } from '#cases/core/read_log.ts'
import { codedGender, codedSector } from '#kernel/core/vocabulary/people.ts'
import { foldLetters } from '#kernel/core/fold_text.ts'
import type { Bundle, Facts } from './bundle.ts'
import type { Side } from './bundle_journal.ts'
import { appearanceOf, consentToName, type ReportPurpose } from './reports/appearance.ts'
import type { CaseSource } from './reports/shown_case.ts'

/** What may be chosen, one by one. Nothing is chosen beforehand: together even a month and a court point at somebody. */
export const factFields = [
  'country',
  'names',
  'born',
  'nationalities',
  'gender',
  'sectors',
  'occupation',
  'work',
  'place',
  'charges',
  'hearings',
] as const
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
  { state, entries }: CaseSource,
  { side, name }: Pick<FactsWanted, 'side' | 'name'>,
): 'yes' | 'no' | 'other_partner' => {
  const purpose = purposeTo(side)
  if (appearanceOf(state, purpose) !== 'named') return 'no'
  const given = state.consents[consentToName(purpose)].entry
  const consent = factsOf(readLog(entries), 'consent').find(({ id }) => id === given)
  if (consent === undefined) return 'no'
  const partners = wordsOf(consent).partners ?? []
  const key = foldLetters(name).trim()
  return partners.length === 0 || partners.some((one) => foldLetters(one).trim() === key)
    ? 'yes'
    : 'other_partner'
}

/** Null: the person did not agree. */
export const factsFrom = (source: CaseSource, wanted: FactsWanted): Facts | null => {
  if (agreedTo(source, wanted) !== 'yes') return null
  const { state, entries } = source
  const log = readLog(entries)
  const scope = scopeTo(wanted.side)
  const consent = factsOf(log, 'consent').find(({ id }) => id === state.consents[scope].entry)!
  const { date: given, capacity, way, risksExplained, assent, expires } = consent.coded
  const { exclusions } = wordsOf(consent)
  const identity = factsOf(log, 'identity').at(-1)
  const all = { ...personIn(source), ...courtIn(source) }
  const chosen = Object.fromEntries(
    wanted.fields.flatMap((field) => (all[field] === undefined ? [] : [[field, all[field]]])),
  )
  return {
    consent: {
      scope,
      given,
      capacity,
      way,
      risksExplained,
      ...(assent !== undefined && { assent }),
      ...(expires !== undefined && { expires }),
      ...(exclusions !== undefined && { exclusions }),
    },
    holder: identity?.coded.holder ?? 'person',
    // Whoever acts for a child has to know it.
    ...(identity?.coded.minor === true && { minor: true }),
    ...(state.synthetic && { synthetic: true }),
    ...chosen,
    ...(wanted.summary && { summary: wanted.summary }),
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
  const words = [
    'names',
    'born',
    'nationalities',
    'gender',
    'sectors',
    'occupation',
    'work',
    'place',
  ] as const
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
        words.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])),
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
