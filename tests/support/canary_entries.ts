/** Entries of every kind, with canaries in as many of their words as there are. */
import type { NewEntry } from '../../src/cases/client/views.ts'
import { needStates, needUrgencies, supportStates } from '../../src/cases/core/terms.ts'
import {
  closingReasons,
  codedSupportKind,
  needCodes,
  supportGivers,
  supportKindCodes,
} from '../../src/kernel/core/vocabulary/casework.ts'
import {
  definitionAnswers,
  definitionQuestionCodes,
  definitions,
} from '../../src/kernel/core/vocabulary/definitions.ts'
import { canaries } from './canary_words.ts'
import { aMeeting } from './engagements.ts'

const c = (at: number): string => canaries[at]!
export const allCanaries = canaries.join('\n')
const all = allCanaries
const each = (fields: string, text: string): Record<string, string> =>
  Object.fromEntries(fields.split(' ').map((field) => [field, text]))

const names = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((at) => ({ text: c(at), kind: 'full' }))
const supportKind = supportKindCodes.find((code) => codedSupportKind(code) === code)

/** What a new case begins with, of every kind that can stand there. */
export const canaryEntries: readonly NewEntry[] = [
  {
    kind: 'opened',
    coded: { dark: false, country: 'UZ' },
    words: { reference: c(0), tags: [c(8)], reason: all },
  },
  {
    kind: 'identity',
    coded: { holder: 'person', country: 'UZ', sectors: ['JUST'] },
    words: {
      names,
      identifiers: [{ type: 'passport', value: c(17) }],
      members: [c(9)],
      ...each('birthplace place occupation employer reference', c(10)),
      ...each('work appearance health belief family note', all),
    },
  },
  { kind: 'note', coded: { toCode: true }, words: { title: c(1), text: all } },
  {
    kind: 'event',
    coded: { type: 'arrest', date: '2026-03', country: 'UZ', acts: [], verification: 'VER' },
    words: {
      title: c(14),
      place: c(12),
      date: '2026-03-14',
      victims: [{ victim: 1, name: c(2) }],
      perpetrators: [{ name: c(21), unit: c(13), rank: c(3), note: all }],
      ...each('narrative conditions sentence conflict note', all),
    },
  },
  {
    kind: 'charge',
    coded: { groups: [], deathPossible: false },
    words: { ...each('law article authority caseNumber', c(21)), ...each('wording translation note', all) },
  },
  {
    kind: 'hearing',
    coded: { day: '2026-12-01', type: 'trial' },
    words: { ...each('court judge prosecutor', c(6)), lawyers: [c(7)], observers: [c(8)], note: all },
  },
  {
    kind: 'source',
    coded: { connection: 'witness', reliability: 'A' },
    words: { ...each('who title publisher', c(22)), ...each('how citation note', all) },
  },
  {
    kind: 'assessment',
    coded: {
      definition: definitions[0],
      answers: [{ question: definitionQuestionCodes[0], answer: definitionAnswers[0] }],
      judgedAt: '2026-03',
    },
    words: { reasons: all, judges: [c(3)] },
  },
  {
    kind: 'consent',
    coded: {
      purposes: { C1: 'yes' },
      capacity: 'self',
      way: 'oral',
      date: '2026-03',
      risksExplained: true,
    },
    words: {
      ...each('giver relation collectedBy', c(0)),
      partners: [c(9)],
      ...each('exclusions risks note', all),
    },
  },
  {
    kind: 'need',
    coded: { type: needCodes[0], urgency: needUrgencies[0], state: needStates[0] },
    words: { text: all },
  },
  {
    kind: 'contact',
    coded: { safe: true },
    words: {
      ...each('name relation', c(22)),
      channels: [
        { channel: 'signal', address: c(19), note: all },
        { channel: 'signal', address: c(17) },
      ],
      card: { hours: c(15), use: [c(18)], avoid: [c(13)], danger: all, agreedSign: c(16) },
      note: all,
    },
  },
  {
    kind: 'support',
    coded: { type: supportKind, by: supportGivers[0], state: supportStates[0] },
    words: { giver: c(8), text: all, note: all },
  },
  {
    kind: 'risk',
    coded: { level: 'high' },
    words: each('threats vulnerabilities capacities plan note', all),
  },
  { kind: 'task', coded: { state: 'open' }, words: { title: c(10), text: all } },
  { kind: 'link', coded: {}, words: { name: c(8), note: all } },
  {
    kind: 'engagement',
    coded: { ...aMeeting, date: '2026-03' },
    words: {
      date: '2026-03-14',
      addressees: [c(7)],
      jointWith: [c(9)],
      riskChecked: { on: '2026-03-13', text: all },
      meeting: { participants: [{ name: c(2), consented: true }], decisions: [c(10)] },
      ...each('place form', c(12)),
      ...each('what ask reply reason followedBy nextStep', all),
    },
  },
]

/** A dark case: even the coded parts are sealed. */
export const darkEntries: readonly NewEntry[] = [
  { kind: 'opened', coded: { dark: true }, words: { reason: all } },
  ...canaryEntries.slice(1, 4),
]

/** What follows once the first entries have their ids, by their kinds. */
export const laterEntries = (ids: ReadonlyMap<string, string>, publication: string): readonly NewEntry[] => [
  {
    kind: 'correction',
    coded: { corrects: ids.get('note'), coded: { toCode: false } },
    words: { title: c(11), text: all },
  },
  { kind: 'cover', coded: { hearing: ids.get('hearing'), officer: 4 }, words: { note: all } },
  { kind: 'withdrawal', coded: { of: publication, reason: 'danger' }, words: { note: all } },
  {
    kind: 'erasure',
    coded: { erases: ids.get('task'), parts: ['sealed'], reason: 'mistake' },
    words: { note: all },
  },
  { kind: 'closed', coded: { reason: closingReasons[0] }, words: { text: all } },
  { kind: 'case_erasure', coded: { reason: 'mistake' }, words: { note: all } },
]
