/** Missions, records, commitments and scorecards that their schemas take, of three invented governments. */
import { type CommitmentBody, commitmentBody } from '../../src/missions/core/commitment.ts'
import { type MissionBody, missionBody } from '../../src/missions/core/mission.ts'
import {
  type MissionRecordBody,
  missionRecordBody,
  type PublicEngagement,
} from '../../src/missions/core/mission_record.ts'
import { type ProgrammeBody, programmeBody } from '../../src/missions/core/programme.ts'
import { type ScorecardBody, scorecardBody } from '../../src/missions/core/scorecard.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import type { DeskDocument } from '../../src/releases/core/wire.ts'
import { value } from './app.ts'
import { seenOf } from './documents.ts'

export const sourceOf = (title = 'Annual report') => ({
  publisher: 'Ministry of Alandia',
  title,
  address: 'https://alandia.example/report',
  checkedOn: '2026-10-01',
})

export const missionOf = (overrides: Partial<MissionBody> = {}): MissionBody =>
  missionBody.parse({
    lang: 'en',
    slug: 'alandia-bogota',
    name: { en: 'Embassy of Alandia in Bogotá', ar: 'سفارة ألانديا في بوغوتا' },
    government: 'XA',
    host: 'CO',
    alsoFor: [],
    post: 'embassy',
    city: { en: 'Bogotá', ar: 'بوغوتا' },
    shadow: false,
    guidelines: ['EU'],
    contactNamed: 'yes',
    contact: {
      office: { en: 'Human rights section' },
      mail: 'rights@alandia.example',
      phone: '+57 1 555 0100',
      link: 'https://alandia.example/bogota',
      hours: { en: 'Monday to Thursday, 9 to 12' },
      languages: ['es', 'en'],
      recipient: null,
    },
    askSafely: { en: 'Ask for a call back from a number that is not ours.' },
    sources: [sourceOf()],
    checkedOn: '2026-10-01',
    ...overrides,
  })

export const actOf = (overrides: Partial<PublicEngagement> = {}): PublicEngagement => ({
  id: 'trial-in-march',
  type: 'trial_observation',
  duties: ['E09'],
  on: '2026-03-12',
  result: 'done',
  what: { en: 'The embassy observed a hearing and said so on its site.' },
  jointWith: [],
  about: null,
  sources: [sourceOf('Embassy news')],
  ...overrides,
})

export const recordOf = (overrides: Partial<MissionRecordBody> = {}): MissionRecordBody =>
  missionRecordBody.parse({
    lang: 'en',
    slug: 'alandia-bogota-2026',
    mission: 'alandia-bogota',
    year: 2026,
    engagements: [actOf()],
    ...overrides,
  })

export const signOf = (
  overrides: Partial<CommitmentBody['evidence'][number]> = {},
): CommitmentBody['evidence'][number] => ({
  id: 'first-meeting',
  on: '2026-02',
  sign: 'partly_kept',
  what: { en: 'Two of four missions met defenders.' },
  sources: [sourceOf('Press release')],
  ...overrides,
})

export const commitmentOf = (overrides: Partial<CommitmentBody> = {}): CommitmentBody =>
  commitmentBody.parse({
    lang: 'en',
    slug: 'alandia-meets',
    government: 'XA',
    title: { en: 'Meet defenders every year', ar: 'لقاء المدافعين كل عام' },
    promise: { en: 'Every mission meets defenders at least once a year.' },
    madeOn: '2025-06-01',
    by: '2026-12-31',
    provision: null,
    proposed: 'D1',
    duties: ['E05'],
    evidence: [signOf()],
    sources: [sourceOf('Speech of the minister')],
    ...overrides,
  })

export const scorecardOf = (overrides: Partial<ScorecardBody> = {}): ScorecardBody =>
  scorecardBody.parse({
    lang: 'en',
    slug: 'keeping-their-word',
    title: { en: 'Keeping their word', ar: 'الوفاء بالوعد' },
    governments: ['XA', 'XB'],
    from: 2025,
    to: 2026,
    method: { en: 'We read what governments publish.\n\nWe asked each of them.' },
    replies: [
      {
        government: 'XA',
        askedOn: '2026-09-01',
        answeredOn: '2026-09-20',
        reply: { en: 'We do more quietly.' },
      },
      { government: 'XB', askedOn: '2026-09-01', answeredOn: null, reply: null },
    ],
    ...overrides,
  })

export const programmeOf = (overrides: Partial<ProgrammeBody> = {}): ProgrammeBody =>
  programmeBody.parse({
    lang: 'en',
    slug: 'quick-fund',
    kind: 'emergency_fund',
    name: { en: 'Quick fund', ar: 'الصندوق السريع' },
    operator: 'Foundation of Alandia',
    state: 'open',
    about: { en: 'Lawyers and digital security within a week.' },
    notFunded: { en: 'What is already paid.' },
    howToApply: null,
    link: 'https://alandia.example/fund',
    most: { amount: 5000, currency: 'EUR' },
    answerWithin: 7,
    deadline: { on: null, words: null },
    publicity: 'confidential',
    criteria: {
      needs: ['legal', 'digital'],
      countries: ['CO'],
      notCountries: [],
      holders: ['person'],
      only: [],
      whoMayApply: ['defender', 'mission'],
      inExile: 'no',
      retrospective: 'no',
      atRiskBecauseOfWork: true,
      noOtherSource: false,
    },
    needsInApplication: [{ en: 'What happened' }],
    sources: [sourceOf('Page of the fund')],
    checkedOn: '2026-10-01',
    ...overrides,
  })

type Kind = 'mission' | 'mission_record' | 'commitment' | 'scorecard' | 'programme'
type Team = { readonly desk: string; readonly writer: Workbench; readonly second: Workbench }

/** Written by the writer, released by the second lead, through the API as members do it. */
export const releaseMissionKind = async (
  { desk, writer, second }: Team,
  kind: Kind,
  body: Readonly<Record<string, unknown>>,
): Promise<DeskDocument> => {
  const drafted = value(await writer.saveDocument({ desk, document: null, kind, body, seen: null }))
  const propose = { kind: 'propose', ...seenOf(drafted) } as const
  const proposed = value(await writer.actOnDocument({ desk, document: drafted.id, act: propose }))
  const release = { kind: 'release', ...seenOf(proposed) } as const
  return value(await second.actOnDocument({ desk, document: drafted.id, act: release }))
}
