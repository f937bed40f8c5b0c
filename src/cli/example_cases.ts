/**
 * Synthetic cases by the number: the same seed gives the same cases. Each is marked synthetic in its coded part and
 * says so in its words. The demo takes two hundred; a benchmark takes as many cases and events as it wants.
 */
import type { NewEntry } from '#cases/client/views.ts'
import { newestVersion } from '#cases/core/entry.ts'
import { foldCase } from '#cases/core/fold.ts'
import { addDays, daysInMonth } from '#kernel/core/iso_day.ts'

import { drawsFrom, type Draws } from './draws.ts'
import { besides, type Chain, chains, type Step } from './example_chains.ts'
import { exampleCountries, examplePerson, type ExamplePerson } from './example_people.ts'
import { citesOf } from './example_norms.ts'
import { examplePublication } from './example_publication.ts'

export type ExampleDesk = Chain['desk']

export type ExampleCase = {
  readonly desk: ExampleDesk
  readonly entries: readonly NewEntry[]
  /** The publication among the entries, and whether a second lead releases it. */
  readonly publication: { readonly entry: string; readonly release: boolean } | null
}

export type ExampleWish = {
  readonly seed: string
  readonly cases: number
  /** ISO day; nothing happens after it, tasks are due around it. */
  readonly today: string
  /** Events of every case; as many as its chain has, unless told. */
  readonly events?: number
}

export const SYNTHETIC = 'Synthetic example: no such person, no such event.'

export function* exampleCases(wish: ExampleWish): Generator<ExampleCase> {
  for (let number = 1; number <= wish.cases; number++) yield exampleCase(wish, number)
}

/** One case; it depends on the seed and its number alone. */
export const exampleCase = (wish: ExampleWish, number: number): ExampleCase => {
  const draws = drawsFrom(`${wish.seed} ${number}`)
  // The tens shift the countries, so that no chain belongs to some of them.
  const chain = chains[number % chains.length]!
  const country = exampleCountries[(number + Math.floor(number / chains.length)) % exampleCountries.length]!
  const person = examplePerson(draws, country)
  const dark = number % 25 === 7
  const reference = `EX-${String(number).padStart(4, '0')}`
  const told = tellChain(draws, chain, { wish, person })
  const sources = sourcesOf(draws)
  const events = told.map((event) => withSources(event, sources, draws))
  const closing = dark || number % 6 !== 5 ? null : closingOf(told)
  const before = [
    openingOf({ dark, country, reference }),
    identityOf(draws, person, reference),
    ...sources,
    ...events,
    ...consentOf(draws, number),
    ...careOf(draws, number, wish.today),
  ]
  const publishes = !dark && number % 8 === 3
  const publication = publishes ? publicationOf(before, { draws, person, wish }) : null
  return {
    desk: chain.desk,
    entries: [...before, ...(publication ? [publication] : []), ...(closing ? [closing] : [])],
    // One waits, so that the second lead has something to do.
    publication: publication ? { entry: publication.id ?? '', release: number !== 27 } : null,
  }
}

export const openingOf = (given: { dark: boolean; country: string; reference: string }): NewEntry => ({
  kind: 'opened',
  coded: { dark: given.dark, country: given.country, synthetic: true },
  words: { reference: given.reference, tags: ['synthetic'], reason: SYNTHETIC },
})

const openSectors = [
  'LAND',
  'ENV',
  'WOMEN',
  'EXPR',
  'PROT',
  'JUST',
  'CORR',
  'LAB',
  'MIGR',
  'CHILD',
  'DEMO',
  'DISAP',
  'TORT',
]
const occupations = [
  'lawyer',
  'journalist',
  'teacher',
  'farmer',
  'trade unionist',
  'student',
  'nurse',
  'community leader',
]

export const identityOf = (draws: Draws, person: ExamplePerson, reference: string): NewEntry => ({
  kind: 'identity',
  coded: {
    holder: 'person',
    country: person.country,
    sectors: [...draws.some(openSectors, 1, 2)],
    gender: draws.pick(['W', 'M', 'U', 'R']),
  },
  words: {
    names: [
      ...person.names.map((name) => ({ ...name, kind: 'full' })),
      { text: person.pseudonym, kind: 'pseudonym' },
    ],
    place: person.town,
    occupation: draws.pick(occupations),
    reference,
    tags: ['synthetic'],
    note: SYNTHETIC,
  },
})

type Telling = { readonly wish: ExampleWish; readonly person: ExamplePerson }
type Told = NewEntry & { readonly id: string; readonly coded: Readonly<Record<string, unknown>> }

/** The events of a chain, and the charge before the event that brings it. None lies in the future. */
const tellChain = (draws: Draws, chain: Chain, { wish, person }: Telling): readonly Told[] => {
  const now = monthOf(wish.today)
  const length = chain.steps.reduce((sum, one) => sum + one.gap[1], 0)
  const start = now - draws.between(2, Math.max(6, length + 30))
  const told: Told[] = []
  let month = start
  let last: { readonly id: string; readonly sure: boolean } | null = null
  for (const one of chain.steps) {
    const gap = last === null ? 0 : draws.between(...one.gap)
    month += gap
    if (month > now) break
    if (one.type === 'charge') told.push(chargeOf(draws))
    const vague = draws.oneIn(9)
    const after: readonly string[] = last && (gap === 0 || vague || !last.sure) ? [last.id] : []
    const event = eventOf(draws, one, { month, now, vague, after, person })
    told.push(event)
    last = { id: event.id, sure: !vague }
    if (one.lastOneIn !== undefined && draws.oneIn(one.lastOneIn)) break
  }
  while (told.length < (wish.events ?? 0)) {
    const when = draws.between(start, Math.min(month, now))
    told.push(eventOf(draws, draws.pick(besides), { month: when, now, vague: false, after: [], person }))
  }
  return told
}

const chargeGroups = [
  'security',
  'terrorism',
  'treason',
  'extremism',
  'expression',
  'defamation',
  'assembly',
  'foreign_funding',
]
/** The wordings are those that the founding documents name; who is charged with them here is invented. */
const wordings = [
  'waging war against the state',
  'secession',
  'spreading false information',
  'insulting an official',
]

const chargeOf = (draws: Draws): Told => {
  const grave = draws.oneIn(8)
  return {
    id: draws.id(),
    kind: 'charge',
    coded: {
      groups: [...draws.some(grave ? chargeGroups.slice(0, 3) : chargeGroups, 1, 2)],
      severity: grave ? 'gravest' : 'serious',
      maxPenalty: grave ? { kind: 'death' } : { kind: 'prison', years: draws.between(3, 15) },
      deathPossible: grave,
    },
    words: {
      wording: grave ? draws.pick(wordings.slice(0, 2)) : draws.pick(wordings.slice(2)),
      note: SYNTHETIC,
    },
  }
}

type Happening = {
  readonly month: number
  readonly now: number
  readonly vague: boolean
  readonly after: readonly string[]
  readonly person: ExamplePerson
}

const verifications = ['VER', 'VER', 'VER', 'VER', 'CORR', 'CORR', 'REP', 'REP', 'UNREV', 'OFF']

const eventOf = (draws: Draws, one: Step, given: Happening): Told => {
  const { month, now, vague, after, person } = given
  const exact = !vague && month < now && draws.below(10) < 6 ? dayIn(draws, month) : null
  const cites = citesOf(one.type)
  const { sentence, ...more } = (one.more ?? {}) as { readonly sentence?: 'drawn' }
  return {
    id: draws.id(),
    kind: 'event',
    coded: {
      type: one.type,
      date: vague ? draws.pick([yearText(month), `${monthText(month)}~`]) : monthText(month),
      country: person.country,
      acts: one.acts.map(([violation, by]) => ({ violation, victim: 1, perpetrators: [by] })),
      verification: draws.pick(verifications),
      ...(after.length === 0 ? {} : { after: [...after] }),
      ...(cites.length === 0 ? {} : { cites: [...cites] }),
      ...(sentence ? { sentence: { kind: 'prison', length: { years: draws.between(2, 12) } } } : {}),
      ...more,
    },
    words: {
      ...(exact === null ? {} : { date: exact }),
      place: person.town,
      narrative: `${SYNTHETIC} ${narratives[draws.below(narratives.length)]}`,
    },
  }
}

const narratives = [
  'Told by a relative on the telephone; a second person confirmed it.',
  'Two colleagues saw it and wrote down what they saw the same evening.',
  'The lawyer sent a copy of the record, which the desk has read.',
  'Reported by a local organisation; the desk asked back and had an answer.',
] as const

const connections = ['relative', 'colleague', 'lawyer', 'ngo', 'witness', 'reporter']

const sourcesOf = (draws: Draws): readonly Told[] =>
  Array.from({ length: draws.between(1, 3) }, () => ({
    id: draws.id(),
    kind: 'source',
    coded: {
      connection: draws.pick(connections),
      reliability: draws.pick(['A', 'B', 'C']),
      credibility: draws.pick(['1', '2', '3']),
    },
    words: { who: `Invented source ${draws.between(10, 99)}`, note: SYNTHETIC },
  }))

const withSources = (event: Told, sources: readonly Told[], draws: Draws): NewEntry => {
  if (event.kind !== 'event') return event
  const named = draws.some(
    sources.map(({ id }) => id),
    1,
    2,
  )
  return { ...event, words: { ...(event.words as object), sources: [...named] } }
}

const consentOf = (draws: Draws, number: number): readonly NewEntry[] => {
  const publishes = number % 8 === 3
  if (!publishes && draws.below(3) === 0) return []
  return [
    {
      id: draws.id(),
      kind: 'consent',
      coded: {
        purposes: {
          C0: 'yes',
          C1: publishes || !draws.oneIn(20) ? 'yes' : 'no',
          C2: draws.pick(['yes', 'no']),
          C3: draws.pick(['yes', 'no']),
          C4: draws.pick(['yes', 'no', 'no']),
          C5: publishes ? 'yes' : 'no',
        },
        capacity: draws.pick(['self', 'self', 'family', 'lawyer']),
        way: draws.pick(['written', 'oral']),
        date: '2024',
        risksExplained: true,
      },
      words: { risks: 'Reprisals against the family were spoken about.', note: SYNTHETIC },
    },
  ]
}

const careOf = (draws: Draws, number: number, today: string): readonly NewEntry[] => {
  const entries: NewEntry[] = []
  if (draws.oneIn(2)) {
    const level = draws.pick(['low', 'medium', 'high', 'extreme'])
    const reviewDay = addDays(today, draws.between(20, 120))
    entries.push({
      kind: 'risk',
      coded: { level, reviewDay },
      words: { plan: 'A call every Friday.', note: SYNTHETIC },
    })
  }
  if (draws.oneIn(3)) {
    const due = addDays(today, draws.between(-5, 25))
    const title = draws.pick([
      'Call the family',
      'Ask the lawyer for the file',
      'Renew the consent',
      'Write to the mission',
    ])
    entries.push({ kind: 'task', coded: { state: 'open', due }, words: { title, text: SYNTHETIC } })
  }
  if (draws.oneIn(4)) {
    const coded = {
      type: draws.pick(['legal', 'security', 'financial', 'relocation']),
      urgency: 'weeks',
      state: 'open',
    }
    entries.push({ kind: 'need', coded, words: { text: SYNTHETIC } })
  }
  if (number % 10 === 4) {
    const text = `${SYNTHETIC} A neighbour called: two cars have stood before the house since Monday.`
    entries.push({ kind: 'note', coded: { toCode: true }, words: { title: 'Call from a neighbour', text } })
  }
  if (draws.oneIn(4)) entries.push(judgedOf())
  return entries
}

const judgedOf = (): NewEntry => ({
  kind: 'assessment',
  coded: {
    definition: 'HRD',
    answers: ['HRD1', 'HRD2', 'HRD3'].map((question) => ({ question, answer: 'yes' })),
    judgedAt: '2025',
  },
  words: { reasons: SYNTHETIC },
})

const closingOf = (told: readonly Told[]): NewEntry | null => {
  const last = told.at(-1)?.coded.type
  const reason = last === 'release_unconditional' || last === 'verdict_acquitted' ? 'resolved' : null
  return reason === null ? null : { kind: 'closed', coded: { reason }, words: { text: SYNTHETIC } }
}

type Publishing = { readonly draws: Draws; readonly person: ExamplePerson; readonly wish: ExampleWish }

const publicationOf = (entries: readonly NewEntry[], { draws, person, wish }: Publishing): NewEntry => {
  const asCase = entries.map((entry, seq) => ({
    ...entry,
    id: entry.id ?? `entry-${seq}`,
    seq,
    at: `${wish.today}T00:00:00Z`,
    author: '',
    kindVersion: newestVersion(entry.kind),
  }))
  const consent = entries.find(({ kind }) => kind === 'consent')?.id ?? ''
  return examplePublication({
    state: foldCase(asCase, wish.today),
    entries: asCase,
    name: person.pseudonym,
    consent,
    id: draws.id(),
    ref: draws.id(),
    synthetic: SYNTHETIC,
  })
}

/** Months since the year 0, to count with. */
const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
const yearText = (month: number): string => String(Math.floor(month / 12))
const monthText = (month: number): string => `${yearText(month)}-${String((month % 12) + 1).padStart(2, '0')}`
const dayIn = (draws: Draws, month: number): string => {
  const last = daysInMonth(Math.floor(month / 12), (month % 12) + 1)
  return `${monthText(month)}-${String(draws.between(1, last)).padStart(2, '0')}`
}
