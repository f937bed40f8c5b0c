import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { realFile, realVersion } from '../../../tests/support/real_texts.ts'
import type { Amendment, AmendmentKind } from './amendment.ts'
import { readInstruction } from './amendment_grammar.ts'
import { applyAll, type Outcome, previewOutcome } from './apply.ts'
import { findProvision, flatten, type Text } from './instrument.ts'
import { compareTexts } from './redline.ts'
import { summarise } from './redline_summary.ts'
import { counter, resolution } from './testing.ts'

const base = resolution(
  ['Recognizing the legitimate work of human rights defenders,'],
  [
    'Urges States to protect human rights defenders and to protect journalists;',
    'Calls upon all States to end impunity;',
    'Strongly urges States to:',
    'Requests the Secretary-General to report.',
  ],
)

type Given = Partial<Omit<Amendment, 'id' | 'operations'>>

const amendment = (id: string, text: string, given: Given = {}): Amendment => {
  const { operations, refusals } = readInstruction(text, {
    of: given.kind === 'sub_amendment' ? 'amendment' : 'version',
  })
  expect(refusals).toEqual([])
  const kind: AmendmentKind = 'amendment'
  return {
    id,
    kind,
    symbol: null,
    to: 'v',
    sponsors: [],
    tabledOn: null,
    withdrawnOn: null,
    ...given,
    operations,
  }
}
const applied = (text: Text, ...amendments: readonly Amendment[]): Outcome =>
  applyAll(text, amendments, { newId: counter('n') })
const textIn = ({ provisions }: Text, number: string): string | undefined =>
  findProvision(provisions, number)?.text
const numbers = (text: string): readonly string[] =>
  one(text).provisions.map(({ number, text: own }) => `${number} ${own.split(' ')[0]}`)
const one = (text: string): Outcome => applied(base, amendment('A1', text))
const conflictsOf = (...texts: readonly string[]): readonly object[] =>
  applied(base, ...texts.map((text, i) => amendment(`A${i + 1}`, text))).conflicts.map(
    ({ amendment: id, obstacle }) => ({
      id,
      ...obstacle,
    }),
  )

test('each operation does what it says', () => {
  expect(textIn(one('In OP2, replace “all States” by “States concerned”.'), 'OP2')).toBe(
    'Calls upon States concerned to end impunity;',
  )
  expect(textIn(one('In OP1, delete “and to protect journalists”.'), 'OP1')).toBe(
    'Urges States to protect human rights defenders;',
  )
  expect(textIn(one('In OP2, insert “, as appropriate,” after “States”.'), 'OP2')).toBe(
    'Calls upon all States, as appropriate, to end impunity;',
  )
  expect(textIn(one('In OP2, insert “alleged” before “impunity”.'), 'OP2')).toBe(
    'Calls upon all States to end alleged impunity;',
  )
  expect(textIn(one('At the end of OP4 add “, within existing resources”.'), 'OP4')).toBe(
    'Requests the Secretary-General to report, within existing resources.',
  )
  expect(textIn(one('Replace OP2 by “Invites States to cooperate;”'), 'OP2')).toBe(
    'Invites States to cooperate;',
  )
})

test('paragraphs are counted again after one was deleted, inserted or moved', () => {
  expect(numbers('Delete OP1.')).toEqual(['PP1 Recognizing', 'OP1 Calls', 'OP2 Strongly', 'OP3 Requests'])
  expect(numbers('After OP1 insert a new paragraph reading “2. Decides;”')).toEqual([
    'PP1 Recognizing',
    'OP1 Urges',
    'OP2 Decides;',
    'OP3 Calls',
    'OP4 Strongly',
    'OP5 Requests',
  ])
  expect(numbers('Move OP2 to the end of the preamble.')).toEqual([
    'PP1 Recognizing',
    'PP2 Calls',
    'OP1 Urges',
    'OP2 Strongly',
    'OP3 Requests',
  ])
})

test('letters are counted again, numbers of articles are kept', () => {
  const draft = realVersion('A-C.3-78-L.41_draft.txt')
  const without = applied(
    draft,
    amendment(
      'A1',
      'Delete paragraph 30 (b). After paragraph 30 (c) insert a new sub-paragraph reading “Listening;”',
    ),
  )
  expect(
    findProvision(without.provisions, 'OP30')?.children.map(
      ({ number, text }) => `${number} ${text.split(' ')[0]}`,
    ),
  ).toEqual([
    'OP30(a) Cooperating',
    'OP30(b) Increasing',
    'OP30(c) Listening;',
    'OP30(d) Continuing',
    'OP30(e) Implementing',
    'OP30(f) Building',
    'OP30(g) Following',
  ])
  const declaration = realVersion('declaration-hrd-gist.txt')
  const more = applied(
    declaration,
    amendment('A1', 'Delete article 3. After article 7 insert a new paragraph reading “Right to rest.”'),
  )
  expect(more.provisions.slice(1, 8).map(({ number }) => number)).toEqual([
    'Article 2',
    'Article 4',
    'Article 5',
    'Article 6',
    'Article 7',
    'Article 7bis',
    'Article 8',
  ])
})

test('conflicts are named, with the amendment that came before', () => {
  expect(conflictsOf('Delete OP9.')).toEqual([{ id: 'A1', kind: 'no_such_provision', number: 'OP9' }])
  expect(conflictsOf('Delete OP2.', 'In OP2, delete “all”.')).toEqual([
    { id: 'A2', kind: 'target_deleted', number: 'OP2', by: 'A1' },
  ])
  expect(conflictsOf('In OP2, replace “all States” by “States”.', 'In OP2, delete “all”.')).toEqual([
    { id: 'A2', kind: 'words_changed_before', quote: 'all', by: 'A1' },
  ])
  expect(conflictsOf('In OP2, delete “some”.')).toEqual([
    { id: 'A1', kind: 'quote_not_found', quote: 'some' },
  ])
  expect(conflictsOf('In OP1, delete “to protect”.')).toEqual([
    { id: 'A1', kind: 'quote_found_twice', quote: 'to protect', times: 2 },
  ])
  expect(conflictsOf('Replace OP2 by “Invites;”', 'Replace OP2 by “Notes;”')).toEqual([
    { id: 'A2', kind: 'target_replaced', number: 'OP2', by: 'A1' },
  ])
  expect(conflictsOf('In OP2, delete “all”.', 'Delete OP2.')).toEqual([
    { id: 'A2', kind: 'target_changed', number: 'OP2', by: 'A1' },
  ])
  expect(conflictsOf('Move OP2 after OP3.', 'Move OP2 after OP4.')).toEqual([
    { id: 'A2', kind: 'target_moved', number: 'OP2', by: 'A1' },
  ])
  expect(conflictsOf('Move OP2 after OP2.')).toEqual([{ id: 'A1', kind: 'not_possible_here' }])
  expect(conflictsOf('After OP9 insert a new paragraph reading “Decides;”')).toEqual([
    { id: 'A1', kind: 'no_such_provision', number: 'OP9' },
  ])
})

test('of an amendment in conflict nothing is applied', () => {
  const outcome = applied(base, amendment('A1', 'Delete OP1. Delete OP9.'))
  expect([outcome.applied, outcome.provisions.length]).toEqual([[], base.provisions.length])
})

test('words that stand twice are all changed when the instruction says so', () => {
  expect(
    textIn(
      applied(base, amendment('A1', 'In OP1, replace “protect” by “support” wherever it appears.')),
      'OP1',
    ),
  ).toBe('Urges States to support human rights defenders and to support journalists;')
})

test('a quotation finds its words whatever signs it is printed with, and only whole words', () => {
  const text = resolution([], ['Urges States’ bodies within their mandates – with care – to act;'])
  expect(textIn(applied(text, amendment('A1', `In OP1, delete "States' bodies".`)), 'OP1')).toMatch(
    /^Urges within/,
  )
  expect(textIn(applied(text, amendment('A1', 'In OP1, replace “with” by “without”.')), 'OP1')).toContain(
    '– without care',
  )
})

test('the resulting paragraph that an instruction gives is checked: the amendment of 1948 on its base', () => {
  const file = JSON.parse(realFile('amendment-grammar-samples.json')) as {
    instructions: readonly { id: string; quote: string }[]
    'base_fragment_A_C.1_394_Rev.2': { OP3: string }
  }
  const words = file['base_fragment_A_C.1_394_Rev.2'].OP3
  const text = resolution([], ['Decides;', 'Decides;', 'Decides;', 'Decides;', words])
  const quote = file.instructions.find(({ id }) => id === 'A/789#4')?.quote ?? ''
  const outcome = applied(text, amendment('A/789#4', quote))
  expect(outcome.applied).toEqual(['A/789#4'])
  expect(textIn(outcome, 'OP5')).toContain('either with the Conciliation Commission')
  expect(outcome.differences).toHaveLength(1)
  const told = outcome.differences[0]?.words
    .filter(({ kind }) => kind !== 'same')
    .map(({ kind, text: word }) => `${kind}${word}`)
  expect(told).toEqual([
    'deleted upon',
    'inserted UPON',
    'deleted Resolution',
    'inserted resolution',
    'deleted a',
    'inserted the',
  ])
})

test('a sub-amendment changes the words of an amendment before it is applied', () => {
  const tabled = amendment('A1', 'Replace OP2 by “Invites States to cooperate, as appropriate;”')
  const sub = amendment('S1', 'Delete “, as appropriate”; replace “Invites” by “Urges”.', {
    kind: 'sub_amendment',
    to: 'A1',
  })
  const outcome = applied(base, tabled, sub)
  expect(textIn(outcome, 'OP2')).toBe('Urges States to cooperate;')
  expect(outcome.applied).toEqual(['S1', 'A1'])
  const lost = applied(base, amendment('S2', 'Delete “all”.', { kind: 'sub_amendment', to: 'A9' }))
  expect(lost.conflicts).toMatchObject([
    { amendment: 'S2', obstacle: { kind: 'no_such_amendment', id: 'A9' } },
  ])
  const missing = applied(base, tabled, amendment('S3', 'Delete “all”.', { kind: 'sub_amendment', to: 'A1' }))
  expect(missing.conflicts).toMatchObject([{ amendment: 'S3', obstacle: { kind: 'quote_not_found' } }])
})

test('an oral revision comes first and is the text that is amended', () => {
  const later = amendment('A1', 'In OP2, delete “gender-responsive”.')
  const revision = amendment('R1', 'In OP2, replace “end” by “take gender-responsive steps to end”.', {
    kind: 'oral_revision',
  })
  const outcome = applied(base, later, revision)
  expect([outcome.conflicts, textIn(outcome, 'OP2')]).toEqual([
    [],
    'Calls upon all States to take steps to end impunity;',
  ])
})

test('what is withdrawn, or has no sponsor left, has no effect', () => {
  const sponsors = [{ who: 'XX', since: '2015-11-20', withdrawnOn: '2015-11-25' }]
  const outcome = applied(
    base,
    amendment('A1', 'Delete OP1.', { withdrawnOn: '2015-11-25' }),
    amendment('A2', 'Delete OP2.', { sponsors }),
  )
  expect([outcome.applied, outcome.withdrawn, outcome.provisions.length]).toEqual([[], ['A1', 'A2'], 5])
})

test('the outcome of any of them can be seen and compared', () => {
  const all = [
    amendment('A1', 'Delete OP2.'),
    amendment('A2', 'In OP1, delete “and to protect journalists”.'),
  ]
  const outcome = previewOutcome(base, all, { adopted: new Set(['A2']), newId: counter('n') })
  expect(summarise(compareTexts(base, outcome))).toEqual([
    { kind: 'changed', numbers: ['OP1'] },
    { kind: 'words', added: 0, removed: 4 },
  ])
})

const words = 'Urges States to protect defenders and their families from all reprisals'.split(' ')

test('replacing words and replacing them back gives the text again', () => {
  fc.assert(
    fc.property(fc.nat(words.length - 1), fc.integer({ min: 1, max: 3 }), (from, length) => {
      const text = resolution([], [`${words.join(' ')};`])
      const old = words.slice(from, from + length).join(' ')
      const there = applied(text, amendment('A1', `In OP1, replace “${old}” by “entirely other words”.`))
      const back = applied(there, amendment('A2', `In OP1, replace “entirely other words” by “${old}”.`))
      expect(back.provisions).toEqual(text.provisions)
    }),
  )
})

test('deleting words and inserting them again gives the text again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: words.length - 1 }), (at) => {
      const text = resolution([], [`${words.join(' ')};`])
      const there = applied(text, amendment('A1', `In OP1, delete “${words[at]}”.`))
      const back = applied(there, amendment('A2', `In OP1, insert “${words[at]}” after “${words[at - 1]}”.`))
      expect(back.provisions).toEqual(text.provisions)
    }),
  )
})

const instruction = fc.constantFrom(
  'Delete OP1.',
  'In OP2, delete “all”.',
  'Replace OP3 by “Notes;”',
  'In PP1, delete “legitimate”.',
  'At the end of OP4 add “annually”.',
  'After OP2 insert a new paragraph reading “Decides;”',
  'Move OP4 before OP1.',
)

test('whatever is adopted, numbers and ids stand once and every amendment is applied or in conflict', () => {
  fc.assert(
    fc.property(fc.array(instruction, { maxLength: 8 }), (texts) => {
      const outcome = applied(base, ...texts.map((text, i) => amendment(`A${i}`, text)))
      const all = flatten(outcome.provisions).map(({ provision }) => provision)
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
      expect(new Set(all.map(({ number }) => number)).size).toBe(all.length)
      expect(outcome.applied.length + outcome.conflicts.length).toBe(texts.length)
    }),
  )
})

const textsAfter = (list: readonly string[]): readonly unknown[] =>
  applied(base, ...list.map((text, i) => amendment(`A${i}`, text))).provisions.map(({ number, text }) => [
    number,
    text,
  ])

test('amendments to different paragraphs give the same text in any order', () => {
  const texts = [
    'Delete OP1.',
    'In OP2, delete “all”.',
    'Replace OP3 by “Notes;”',
    'In PP1, delete “legitimate”.',
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(texts, { minLength: 4, maxLength: 4 }), (order) => {
      expect(textsAfter(order)).toEqual(textsAfter(texts))
    }),
  )
})
