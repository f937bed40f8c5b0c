import { expect, test } from 'vitest'
import { realFile } from '../../../tests/support/real_texts.ts'
import type { Operation } from './amendment.ts'
import { readInstruction } from './amendment_grammar.ts'

type Sample = {
  readonly id: string
  readonly quote: string
  readonly expected: {
    readonly op: string
    readonly targets: readonly string[]
    readonly old?: string
    readonly new?: string
    readonly resulting_paragraph_given?: boolean
  }
}
const samples = (
  JSON.parse(realFile('amendment-grammar-samples.json')) as { instructions: readonly Sample[] }
).instructions

test.each(samples)('$id as it was written in 1948', ({ quote, expected }) => {
  const { operations, refusals } = readInstruction(quote)
  expect(refusals).toEqual([])
  expect(operations).toHaveLength(1)
  const { op, targets, old, new: now } = expected
  expect(operations[0]).toMatchObject({
    op: op.replace('-', '_'),
    targets,
    ...(old === undefined ? {} : { old }),
    ...(now === undefined ? {} : { new: now }),
  })
  expect(operations[0]?.resulting !== null).toBe(expected.resulting_paragraph_given === true)
})

const bare = (operation: Operation): Partial<Operation> =>
  Object.fromEntries(Object.entries(operation).filter(([, value]) => value !== null && value !== false))

const understood: readonly (readonly [string, readonly object[]])[] = [
  [
    'In operative paragraph 8, delete “strongly urges the release of”.',
    [{ op: 'delete_words', targets: ['OP8'], old: 'strongly urges the release of' }],
  ],
  [
    'After paragraph 3 insert a new paragraph reading: “Urges States to act;”',
    [{ op: 'insert', place: { where: 'after', number: 'OP3' }, new: 'Urges States to act;' }],
  ],
  [
    'After paragraph 3, insert a new paragraph reading as follows:\n\nUrges States to act;\nand to report;',
    [{ op: 'insert', place: { where: 'after', number: 'OP3' }, new: 'Urges States to act; and to report;' }],
  ],
  [
    'Replace “legitimate” by “important” in preambular paragraph 4.',
    [{ op: 'replace_words', targets: ['PP4'], old: 'legitimate', new: 'important' }],
  ],
  [
    'In the fourth preambular paragraph, replace the word “calls upon” with “invites”.',
    [{ op: 'replace_words', targets: ['PP4'], old: 'calls upon', new: 'invites' }],
  ],
  [
    'Replace operative paragraph 12 with the following: “Takes note of the report.”',
    [{ op: 'replace', targets: ['OP12'], new: 'Takes note of the report.' }],
  ],
  ['Operative paragraph 5 should be deleted.', [{ op: 'delete', targets: ['OP5'] }]],
  [
    'Delete preambular paragraphs 3 and 7 and operative paragraphs 2 to 4.',
    [{ op: 'delete', targets: ['PP3', 'PP7', 'OP2', 'OP3', 'OP4'] }],
  ],
  [
    'At the end of operative paragraph 6 add “, as appropriate”.',
    [{ op: 'insert_words', targets: ['OP6'], place: { where: 'end' }, new: ', as appropriate' }],
  ],
  [
    'In operative paragraph 6, add “as appropriate” at the end.',
    [{ op: 'insert_words', targets: ['OP6'], place: { where: 'end' }, new: 'as appropriate' }],
  ],
  [
    'Insert “alleged” before “violations” in paragraph 9 (b).',
    [
      {
        op: 'insert_words',
        targets: ['OP9(b)'],
        place: { where: 'before', words: 'violations' },
        new: 'alleged',
      },
    ],
  ],
  [
    'In operative paragraph 9, after the words “human rights defenders” insert “, in accordance with national law,”.',
    [
      {
        op: 'insert_words',
        targets: ['OP9'],
        place: { where: 'after', words: 'human rights defenders' },
        new: ', in accordance with national law,',
      },
    ],
  ],
  [
    'Substitute “States” for “all States” in operative paragraph 10.',
    [{ op: 'replace_words', targets: ['OP10'], old: 'all States', new: 'States' }],
  ],
  [
    'In paragraph 10, for “shall” substitute “should” wherever it appears.',
    [{ op: 'replace_words', targets: ['OP10'], old: 'shall', new: 'should', each: true }],
  ],
  [
    'Substitute “Notes the report;” for operative paragraph 2.',
    [{ op: 'replace', targets: ['OP2'], new: 'Notes the report;' }],
  ],
  ['Delete sub-paragraph (c) of operative paragraph 10.', [{ op: 'delete', targets: ['OP10(c)'] }]],
  [
    'Move operative paragraph 4 after operative paragraph 9.',
    [{ op: 'move', targets: ['OP4'], place: { where: 'after', number: 'OP9' } }],
  ],
  [
    'Move operative paragraph 4 to the end of the preamble.',
    [{ op: 'move', targets: ['OP4'], place: { where: 'end', of: 'preamble' } }],
  ],
  ['Move OP4 to become PP2.', [{ op: 'move', targets: ['OP4'], place: { where: 'before', number: 'PP2' } }]],
  [
    'Add a new paragraph at the end of the preamble reading “Mindful of national law,”',
    [{ op: 'insert', place: { where: 'end', of: 'preamble' }, new: 'Mindful of national law,' }],
  ],
  [
    'Insert a new operative paragraph 9 reading “Decides;”.',
    [{ op: 'insert', place: { where: 'after', number: 'OP8' }, number: 'OP9', new: 'Decides;' }],
  ],
  [
    'Insert a new operative paragraph 8 bis: “Decides;”.',
    [{ op: 'insert', place: { where: 'after', number: 'OP8' }, number: 'OP8bis', new: 'Decides;' }],
  ],
  [
    'Before operative paragraph 1, insert a new operative paragraph reading «Décide;».',
    [{ op: 'insert', place: { where: 'before', number: 'OP1' }, new: 'Décide;' }],
  ],
  [
    'Amend operative paragraph 3 to read as follows: “Urges;”',
    [{ op: 'replace', targets: ['OP3'], new: 'Urges;' }],
  ],
  ['In article 9, delete “public”.', [{ op: 'delete_words', targets: ['Article 9'], old: 'public' }]],
]

test.each(understood)('%s', (text, expected) => {
  const { operations, refusals } = readInstruction(text)
  expect(refusals).toEqual([])
  expect(operations.map(bare)).toEqual(expected)
})

test('several operations in one instruction', () => {
  const text =
    'In paragraph 8, delete “strongly” and replace “urges” by “invites”; insert “as appropriate” after “States”. ' +
    'Delete operative paragraph 9.\n2. After operative paragraph 10, insert a new paragraph reading “Decides.”'
  const { operations, refusals } = readInstruction(text)
  expect(refusals).toEqual([])
  expect(operations.map(bare)).toEqual([
    { op: 'delete_words', targets: ['OP8'], old: 'strongly' },
    { op: 'replace_words', targets: ['OP8'], old: 'urges', new: 'invites' },
    {
      op: 'insert_words',
      targets: ['OP8'],
      place: { where: 'after', words: 'States' },
      new: 'as appropriate',
    },
    { op: 'delete', targets: ['OP9'] },
    { op: 'insert', place: { where: 'after', number: 'OP10' }, new: 'Decides.' },
  ])
})

test('quotations may hold quotations, line breaks, and words of instruction', () => {
  const { operations } = readInstruction(
    'In OP2, replace “the “so-called”\ndefenders, delete paragraph 3,” by “them”.',
  )
  expect(operations).toMatchObject([{ old: 'the “so-called” defenders, delete paragraph 3,', new: 'them' }])
})

test('of an amendment, words need no paragraph', () => {
  expect(readInstruction('Replace “invites” by “urges”.', { of: 'amendment' }).operations).toMatchObject([
    { op: 'replace_words', targets: [], old: 'invites', new: 'urges' },
  ])
})

const refused: readonly (readonly [string, string, number])[] = [
  ['', 'empty', 0],
  ['In operative paragraph 8, delete “strongly.', 'unclosed_quotation', 33],
  ['Delete the third paragraph.', 'not_understood', 0],
  ['Delete operative paragraph 3. Soften paragraph 4 a little.', 'not_understood', 30],
  ['Delete “strongly”.', 'no_target', 0],
  ['After paragraph 3 insert a new preambular paragraph reading “Recalling,”', 'ambiguous_part', 0],
  ['In operative paragraph 8, delete the second sentence.', 'not_understood', 0],
  ['In operative paragraph 8, delete “a” unless “b”.', 'not_understood', 0],
  ['Add a new paragraph reading “Decides;”', 'no_target', 0],
  ['Delete “a” and “b” and delete '.repeat(2000), 'too_long', 50_000],
]

test.each(refused)('not guessed: %.60s', (text, kind, at) => {
  expect(readInstruction(text).refusals).toMatchObject([{ kind, at }])
})

test('what is understood beside what is not is kept, and the place of the rest is told', () => {
  const text = 'Delete operative paragraph 3. Soften paragraph 4 a little.'
  const { operations, refusals } = readInstruction(text)
  expect(operations).toMatchObject([{ op: 'delete', targets: ['OP3'] }])
  expect(refusals[0]?.text).toBe('Soften paragraph 4 a little')
})
