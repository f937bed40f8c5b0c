/** Cases, rows and words for tests of missions and their reports. */
import { foldCase } from '#cases/core/fold.ts'
import { type Draft, event, logOf, meeting, opened, TODAY } from '#cases/core/testing.ts'
import type { hostCountries } from '#missions/core/host_countries.ts'
import type { EngagementRow } from '#missions/core/rows.ts'
import type { CaseSource } from '#missions/core/reports/shown_case.ts'
import type { ReportWords } from '#missions/core/reports/words.ts'

/** Keys and codes as they are, so that a test reads what is told of whom and not how. */
export const words: ReportWords = {
  lang: 'en',
  dir: 'ltr',
  say: (key, params = {}) =>
    `${key.replace('mission_reports.', '')} ${Object.values(params).join(' ')}`.trim(),
  term: (_, code) => code,
  date: (edtf) => edtf,
  country: (code) => code,
  list: (items) => items.join(', '),
  number: String,
}

let made = 0

export type Purposes = Readonly<Record<string, 'yes' | 'no' | 'withdrawn'>>

export const consent = (purposes: Purposes, more: object = {}, exclusions = 'not her school'): Draft => ({
  id: 'consent',
  kind: 'consent',
  coded: { purposes, capacity: 'self', way: 'written', date: '2024-02', risksExplained: true, ...more },
  words: { exclusions, partners: ['Mission of Lindland'] },
})

export const person = (
  name: string,
  given: {
    readonly purposes?: Purposes
    readonly exclusions?: string
    readonly more?: readonly Draft[]
  } = {},
): CaseSource => {
  const entries = logOf(
    opened,
    {
      id: 'identity',
      kind: 'identity',
      coded: { holder: 'person', country: 'TJ', sectors: ['JUST'] },
      words: {
        names: [
          { text: name, kind: 'full' },
          { text: `${name} al-Alias`, kind: 'alias' },
        ],
        occupation: `the lawyer ${name}`,
        work: `${name} defends the village.`,
        health: 'a weak heart',
      },
    },
    {
      ...event('arrest', 'arrest', '2024-01'),
      words: {
        date: '2024-01-14',
        place: `house of ${name}`,
        narrative: `${name} was taken at dawn.`,
        title: `Arrest of ${name}`,
      },
    },
    {
      id: 'charge',
      kind: 'charge',
      coded: { groups: ['security'], deathPossible: false },
      words: { law: 'Criminal Code', article: '179' },
    },
    {
      id: 'need',
      kind: 'need',
      coded: { type: 'legal', urgency: 'now', state: 'open' },
      words: { text: `a lawyer for ${name}`, amount: 2000, currency: 'EUR' },
    },
    {
      id: 'contact',
      kind: 'contact',
      coded: { safe: true },
      words: {
        name: `Sister of ${name}`,
        card: { avoid: ['calls at night'], danger: 'the house is watched' },
      },
    },
    {
      id: 'engagement',
      kind: 'engagement',
      coded: { ...meeting, date: '2024-03' },
      words: {
        ask: `Free ${name}`,
        reply: `${name} is unknown to us`,
        addressees: [`Lawyer of ${name}`],
        nextStep: `Call ${name}`,
      },
    },
    ...(given.purposes ? [consent(given.purposes, {}, given.exclusions)] : []),
    ...(given.more ?? []),
  )
  return {
    case: String(made++).padStart(22, '0'),
    entries,
    state: foldCase(entries, TODAY),
  }
}

export const briefForm = (audience: 'confidential' | 'public') => ({
  occasion: 'Visit',
  visitor: 'A minister',
  from: '2024-07-01',
  to: '2024-07-03',
  country: 'TJ',
  audience,
  asks: 'Release',
  avoid: '',
})

export const row = (more: Partial<EngagementRow>): EngagementRow => ({
  mission: 'm',
  log: 'l',
  entry: 'e',
  type: 'meeting',
  duties: ['E05'],
  officer: null,
  role: 'ambassador',
  date: '2024-03',
  result: 'done',
  requestedBy: 'defender',
  requested: null,
  daysToAnswer: null,
  hearing: null,
  country: null,
  due: null,
  ...more,
})

type PublicMission = Parameters<typeof hostCountries>[0][number]

export const publicMission = (given: Partial<PublicMission>): PublicMission => ({
  host: 'CO',
  alsoFor: [],
  government: 'XA',
  guidelines: ['EU'],
  ...given,
})

/** Told in every place that a report fills; `secret` stands in each, beside a word of what is excluded. */
export const tellingOf = (word: string, secret: string): readonly Draft[] => {
  const text = `${secret} ${word}`
  return [
    {
      ...event('second', 'threat', '2024-03'),
      words: {
        date: '2024-03-02',
        place: text,
        narrative: text,
        title: text,
        perpetrators: [{ name: text }],
      },
    },
    {
      id: 'second-identity',
      kind: 'identity',
      coded: { holder: 'person', country: 'TJ', sectors: ['JUST'] },
      words: {
        names: [
          { text: 'Nodira Saidova', kind: 'full' },
          { text, kind: 'alias' },
        ],
        occupation: text,
        employer: text,
        work: text,
        place: text,
      },
    },
    {
      id: 'second-charge',
      kind: 'charge',
      coded: { groups: ['security'], deathPossible: false },
      words: { law: text, wording: text, authority: text },
    },
    {
      id: 'second-need',
      kind: 'need',
      coded: { type: 'other', urgency: 'now', state: 'open' },
      words: { text },
    },
    {
      id: 'second-hearing',
      kind: 'hearing',
      coded: { day: '2024-05-02', type: 'trial' },
      words: { court: text },
    },
    {
      id: 'second-contact',
      kind: 'contact',
      coded: { safe: true },
      words: { name: 'Somebody', card: { avoid: [text], danger: text } },
    },
    {
      id: 'second-engagement',
      kind: 'engagement',
      coded: {
        type: 'statement',
        duties: ['E12'],
        role: 'ambassador',
        date: '2024-04',
        result: 'done',
        requestedBy: 'mission',
        confidentiality: 'public',
      },
      words: { ask: text, reply: text, addressees: [text], followedBy: text, nextStep: text, reason: text },
    },
    {
      id: 'second-assessment',
      kind: 'assessment',
      coded: { definition: 'WGAD', answers: [{ question: 'WGAD2', answer: 'yes' }], judgedAt: '2024-05' },
      words: { answers: [{ question: 'WGAD2', reason: text }], reasons: text },
    },
  ]
}
