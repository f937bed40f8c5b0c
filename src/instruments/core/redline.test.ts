import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { realVersion } from '../../../tests/support/real_texts.ts'
import { flatten, type Text } from './instrument.ts'
import { applyRedline, carryIds, type Change, compareTexts } from './redline.ts'
import { summarise } from './redline_summary.ts'
import { resolution } from './testing.ts'

const PREAMBLE = [
  'Guided by the purposes and principles of the Charter of the United Nations,',
  'Recognizing the vital and legitimate work of human rights defenders in promoting all rights,',
  'Gravely concerned by threats and attacks against those who cooperate with the Organization,',
]
const OPERATIVE = [
  'Condemns all acts of intimidation and reprisal by State and non-State actors;',
  'Urges States to release persons detained in violation of their obligations, and to end impunity for such acts;',
  'Calls upon all States to create and maintain a safe and enabling environment for civil society;',
  'Requests the Secretary-General to report to the Assembly at its seventy-second session;',
]
const base = resolution(PREAMBLE, OPERATIVE, 'a')
const plain = (text: Text): readonly (readonly [string, string, number])[] =>
  flatten(text.provisions).map(({ provision, depth }) => [provision.number, provision.text, depth])
const kinds = (changes: readonly Change[]): readonly string[] => changes.map(({ kind }) => kind)

test('a text compared with itself has nothing changed', () => {
  const { changes } = compareTexts(base, resolution(PREAMBLE, OPERATIVE, 'b'))
  expect(kinds(changes).every((kind) => kind === 'same')).toBe(true)
  expect(summarise({ changes })).toEqual([{ kind: 'nothing_changed' }])
})

test('a paragraph moved from the operative part to the preamble is found, with the words that changed', () => {
  const moved =
    'Calling upon all States to create and maintain a safe and enabling environment for civil society,'
  const redline = compareTexts(base, resolution([...PREAMBLE, moved], OPERATIVE.toSpliced(2, 1), 'b'))
  expect(summarise(redline)).toEqual([
    { kind: 'moved', from: 'OP3', to: 'PP4', across: true, changed: true },
    { kind: 'renumbered', count: 1 },
    { kind: 'words', added: 1, removed: 1 },
  ])
})

test('paragraphs that changed places, one added, one deleted', () => {
  const [first = '', second = '', third = '', fourth = ''] = OPERATIVE
  const other = 'Encourages regional organizations to consider the situation of journalists;'
  const redline = compareTexts(base, resolution(PREAMBLE, [second, first, third, other], 'b'))
  expect(summarise(redline)).toEqual([
    { kind: 'added', numbers: ['OP4'] },
    { kind: 'deleted', numbers: ['OP4'] },
    { kind: 'moved', from: 'OP1', to: 'OP2', across: false, changed: false },
    { kind: 'renumbered', count: 1 },
    { kind: 'words', added: 9, removed: 12 },
  ])
  expect(fourth).toContain('Requests')
})

test('a paragraph split in two and two merged into one are told as such, from either side', () => {
  const halves = [
    'Urges States to release persons detained in violation of their obligations;',
    'Also urges States to end impunity for such acts;',
  ]
  const split = resolution(PREAMBLE, OPERATIVE.toSpliced(1, 1, ...halves), 'b')
  expect(summarise(compareTexts(base, split))[0]).toEqual({ kind: 'split', from: 'OP2', to: ['OP2', 'OP3'] })
  expect(summarise(compareTexts(split, base))[0]).toEqual({ kind: 'merged', from: ['OP2', 'OP3'], to: 'OP2' })
})

test('ids go over to the new version, and what is new keeps its own', () => {
  const now = resolution(
    PREAMBLE,
    ['Decides to remain seized of the question of journalists;', ...OPERATIVE],
    'b',
  )
  const carried = carryIds(now.provisions, compareTexts(base, now))
  expect(carried.map(({ number, id }) => [number, id])).toEqual([
    ...['PP1', 'PP2', 'PP3'].map((number, i) => [number, `a${i + 1}`]),
    ['OP1', 'b4'],
    ...['OP2', 'OP3', 'OP4', 'OP5'].map((number, i) => [number, `a${i + 4}`]),
  ])
})

test('of fragments the ends are not compared and what only one has is neither added nor deleted', () => {
  const tabled = realVersion('A-C.3-70-L.46-Rev.1_as-tabled.preamble-fragment.txt', 'a')
  const revised = realVersion('A-C.3-70-L.46-Rev.1_as-orally-revised.head-fragment.txt', 'b')
  const redline = compareTexts(tabled, revised)
  expect(kinds(redline.changes)).toEqual(['same', 'same', 'same', 'unknown', 'unknown', 'unknown'])
  expect(summarise(redline)).toEqual([
    { kind: 'nothing_changed' },
    { kind: 'not_compared', old: ['PP4', 'PP5', 'PP6'], new: [] },
  ])
})

test('the resolution of the Council of 2016 against the draft of 2015: what was added to the fifth paragraph', () => {
  const draft = realVersion('A-C.3-70-L.46-Rev.1_as-tabled.preamble-fragment.txt', 'a')
  const council = realVersion('A-HRC-31-L.28.preamble-fragment.txt', 'b')
  const { changes } = compareTexts(draft, council)
  const fifth = changes.find((change) => change.kind === 'changed' && change.new.number === 'PP5')
  expect(fifth).toMatchObject({ old: { number: 'PP5' }, move: null })
  const inserted = fifth?.kind === 'changed' ? fifth.words.filter(({ kind }) => kind === 'inserted') : []
  expect(inserted.map(({ text }) => text.trim())).toEqual([
    'full and effective',
    ', support',
    'protection',
    ', including women human rights defenders,',
  ])
})

const paragraph = fc.constantFrom(
  ...OPERATIVE,
  'Urges States to end impunity for such acts;',
  'Urges States to release persons detained in violation of their obligations;',
  'Decides to continue its consideration of the question;',
  'Requests the Secretary-General to report;',
  'Calls upon States to maintain an environment for civil society, as appropriate;',
)
const clause = fc.constantFrom(
  ...PREAMBLE,
  'Recalling its resolutions,',
  'Recognizing the work of defenders in promoting rights,',
)
const version = (prefix: string): fc.Arbitrary<Text> =>
  fc
    .tuple(fc.array(clause, { maxLength: 5 }), fc.array(paragraph, { minLength: 1, maxLength: 8 }))
    .map(([preamble, operative]) => resolution(preamble, operative, prefix))

test('applying a redline to the old text gives the new one', () => {
  fc.assert(
    fc.property(version('a'), version('b'), (old, now) => {
      const applied = applyRedline(old, compareTexts(old, now))
      expect(applied?.map(({ provision, depth }) => [provision.number, provision.text, depth])).toEqual(
        plain(now),
      )
    }),
    { numRuns: 300 },
  )
})

test('it is not applied to another text than the one it was made of', () => {
  const redline = compareTexts(base, resolution(PREAMBLE, OPERATIVE.slice(1), 'b'))
  expect(applyRedline(resolution(PREAMBLE, OPERATIVE.toReversed(), 'c'), redline)).toBeNull()
})

const numbers = (list: readonly { readonly number: string }[]): string =>
  list.map(({ number }) => number).join('+')

const facts = (changes: readonly Change[], turned: boolean): readonly string[] =>
  changes
    .map((change) => {
      switch (change.kind) {
        case 'same':
        case 'changed': {
          const [from, to] = turned ? [change.new, change.old] : [change.old, change.new]
          return `${change.kind} ${from.number}>${to.number} ${change.move !== null}`
        }
        case 'added':
          return `${turned ? 'deleted' : 'added'} ${change.new.number}`
        case 'deleted':
          return `${turned ? 'added' : 'deleted'} ${change.old.number}`
        case 'split':
          return `${turned ? 'merged' : 'split'} ${change.old.number} ${numbers(change.pieces.map((piece) => piece.new))}`
        case 'merged':
          return `${turned ? 'split' : 'merged'} ${change.new.number} ${numbers(change.pieces.map((piece) => piece.old))}`
        case 'unknown':
          return `unknown ${change.known.number}`
      }
    })
    .toSorted()

test('read backwards it tells the same with the roles changed', () => {
  fc.assert(
    fc.property(version('a'), version('b'), (old, now) => {
      expect(facts(compareTexts(now, old).changes, true)).toEqual(
        facts(compareTexts(old, now).changes, false),
      )
    }),
    { numRuns: 300 },
  )
})

test('every provision of both texts stands in the redline once', () => {
  fc.assert(
    fc.property(version('a'), version('b'), (old, now) => {
      const { changes } = compareTexts(old, now)
      const olds = changes.flatMap((change) => {
        if (change.kind === 'merged') return change.pieces.map((piece) => piece.old.at)
        return change.kind === 'added' || change.kind === 'unknown' ? [] : [change.old.at]
      })
      expect(olds.toSorted((a, b) => a - b)).toEqual(flatten(old.provisions).map((_, i) => i))
    }),
  )
})

test('sub-paragraphs are compared under the paragraph that they belong to', () => {
  const draft = realVersion('A-C.3-78-L.41_draft.txt', 'a')
  const letters = draft.provisions.map((provision) =>
    provision.number === 'OP30' ? { ...provision, children: provision.children.toSpliced(1, 1) } : provision,
  )
  const { changes } = compareTexts(draft, { provisions: letters, complete: true })
  expect(changes.filter(({ kind }) => kind !== 'same')).toMatchObject([
    { kind: 'deleted', old: { number: 'OP30(b)' } },
  ])
})
