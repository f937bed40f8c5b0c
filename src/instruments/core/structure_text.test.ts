import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { flatten } from './instrument.ts'
import { findStructure, LARGEST_TEXT, MOST_LINES } from './structure_text.ts'
import { realText } from '../../../tests/support/real_texts.ts'
import { counter, structureOf } from './testing.ts'

const numbersIn = (text: string): readonly string[] =>
  flatten(structureOf(text).provisions).map(({ provision }) => provision.number)
const textsIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    flatten(structureOf(text).provisions).map(({ provision }) => [provision.number, provision.text]),
  )
const doubtsIn = (text: string): readonly string[] => structureOf(text).doubts.map(({ kind }) => kind)
const range = (prefix: string, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${prefix}${from + i}`)

test('a complete draft of the UN: 3 preambular paragraphs, 35 operative ones, (a) to (g) under the thirtieth', () => {
  const draft = realText('A-C.3-78-L.41_draft.txt')
  const letters = [...'abcdefg'].map((mark) => `OP30(${mark})`)
  expect(numbersIn(draft)).toEqual([
    ...range('PP', 1, 3),
    ...range('OP', 1, 30),
    ...letters,
    ...range('OP', 31, 35),
  ])
  const { opening, complete, kind } = structureOf(draft)
  expect([opening, complete, kind]).toEqual(['The General Assembly,', true, 'resolution'])
})

test('page headers and footnotes inside its paragraphs are taken out and told', () => {
  const draft = realText('A-C.3-78-L.41_draft.txt')
  const found = structureOf(draft)
  expect(textsIn(draft)['OP1']).toBe(
    'Takes note of the report of the Secretary-General submitted pursuant to resolution 77/228 and the report of ' +
      'the Special Rapporteur of the Human Rights Council on the situation of human rights in the Islamic Republic ' +
      'of Iran, submitted pursuant to Council resolution 52/27;',
  )
  const told = found.doubts.map(({ kind }) => kind)
  expect(told.filter((kind) => kind === 'footnotes_in_paragraph')).toHaveLength(3)
  expect(told.filter((kind) => kind === 'page_break_in_paragraph')).toHaveLength(2)
  expect(found.doubts.find(({ kind }) => kind === 'footnote_glued_to_number')).toMatchObject({
    found: expect.stringContaining('77/2285'),
    assumed: expect.stringMatching(/77\/228$/),
  })
  expect(JSON.stringify(found.provisions)).not.toMatch(/23-21227|2321227|L\.41|____/)
})

test('its thirteen footnotes are kept with the paragraph that each belongs to', () => {
  const { footnotes } = structureOf(realText('A-C.3-78-L.41_draft.txt'))
  expect(footnotes.map(({ number, provision }) => `${number} ${provision}`)).toEqual(
    [
      'PP1',
      'PP1',
      'PP3',
      'PP3',
      'OP1',
      'OP1',
      'OP10',
      'OP11',
      'OP12',
      'OP13',
      'OP30(d)',
      'OP30(d)',
      'OP30(g)',
    ].map((provision, i) => `${i + 1} ${provision}`),
  )
  expect(footnotes[2]?.text).toMatch(/^See Official Records .* chap\. III\.$/)
})

test('footnotes whose numbers, footer and words come apart are put together', () => {
  const found = structureOf(realText('A-C.3-70-L.46-Rev.1_as-orally-revised.head-fragment.txt'))
  expect(found.footnotes).toEqual([
    { number: '1', text: 'Resolution 217 A (III).', provision: 'PP2' },
    { number: '2', text: 'Resolution 2200 A (XXI), annex.', provision: 'PP2' },
  ])
  expect(found.title).toMatch(
    /^Human Rights Defenders in the context of the Declaration .* Fundamental Freedoms$/,
  )
  expect(found.provisions.map(({ number }) => number)).toEqual(['PP1', 'PP2', 'PP3'])
  expect(found.provisions[2]?.text).toContain('Groups and Organs of Society to Promote')
  expect(found.provisions[2]?.cut).toEqual({ start: false, end: true })
  expect(found.complete).toBe(false)
})

test('words that an extraction broke are joined, each told', () => {
  const texts = textsIn(realText('A-C.3-70-L.46-Rev.1_as-tabled.preamble-fragment.txt'))
  expect(texts['PP2']).toBe(
    'Guided also by the Universal Declaration of Human Rights, the International Covenants on Human Rights and ' +
      'other relevant instruments,',
  )
  expect(texts['PP6']).toContain('to promote and give full effect')
  expect(texts['PP6']).toContain('in their respective languages')
  const broken = structureOf(realText('A-RES-70-161.fragments.txt')).doubts.filter(
    ({ kind }) => kind === 'broken_word',
  )
  expect(broken.map(({ assumed }) => assumed)).toEqual([
    'monitoring',
    'communities',
    'free',
    'inter',
    'referred',
  ])
})

test('two clauses on one line are parted', () => {
  const council = realText('A-HRC-31-L.28.preamble-fragment.txt')
  expect(numbersIn(council)).toEqual(range('PP', 1, 5))
  expect(doubtsIn(council)).toContain('clauses_glued')
  expect(structureOf(council).complete).toBe(false)
})

test('the end of a record after the last paragraph is not part of it', () => {
  const adopted = structureOf(realText('A-RES-53-144.resolution-part.txt'))
  expect(adopted.provisions.map(({ number }) => number)).toEqual([...range('PP', 1, 4), 'OP1', 'OP2'])
  expect(adopted.doubts).toEqual([{ kind: 'not_kept', line: 8, found: '85th plenary meeting', assumed: '' }])
  expect(adopted.complete).toBe(true)
})

test('in fragments of pages numbers are kept, assumed from their neighbours, or said to be unknown', () => {
  const fragments = realText('A-RES-70-161.fragments.txt')
  expect(numbersIn(fragments)).toEqual([
    ...range('PPX', 1, 6),
    ...range('OP', 6, 10),
    'OP10(a)',
    ...[...'efgh'].map((mark) => `OP10(${mark})`),
    'OP11',
    ...range('OP', 16, 19),
    ...[...'abc'].map((mark) => `OP19(${mark})`),
    'OP20',
    'OP21',
    ...range('OP', 23, 28),
  ])
  const { doubts, complete } = structureOf(fragments)
  expect(complete).toBe(false)
  expect(doubts.filter(({ kind }) => kind === 'number_assumed').map(({ assumed }) => assumed)).toEqual([
    'OP10(e)',
    'OP23',
  ])
  expect(doubts.filter(({ kind }) => kind === 'position_unknown').map(({ assumed }) => assumed)).toEqual([
    'PPX1',
  ])
  const cut = flatten(structureOf(fragments).provisions).filter(({ provision }) => provision.cut.end)
  expect(cut.map(({ provision }) => provision.number)).toEqual(['PPX6', 'OP10(a)', 'OP11', 'OP21', 'OP28'])
})

test('fragments of 2017 and paragraphs of 2011', () => {
  expect(numbersIn(realText('A-RES-72-247.fragments.txt'))).toEqual([
    ...range('OP', 4, 7),
    ...range('OP', 11, 14),
  ])
  expect(textsIn(realText('A-RES-72-247.fragments.txt'))['OP6']).toContain(
    '(the Paris Principles), in the continued',
  )
  expect(numbersIn(realText('A-C.3-66-L.44-Rev.1_OP1-6.txt'))).toEqual(range('OP', 1, 6))
})

test('resolutions of the US Congress: Whereas clauses, with numbers inside', () => {
  const senate = structureOf(realText('BILLS-115sres407is.head-fragment.txt'))
  expect(senate.title).toMatch(/^Recognizing the critical work .* good governance\.$/)
  expect(flatten(senate.provisions).map(({ provision }) => provision.number)).toEqual([
    'PP1',
    'PP1(1)',
    'PP1(2)',
    'PP2',
    'PP3',
    'PP3(1)',
    'PP3(2)',
    'PP4',
    'PP5',
  ])
  const house = realText('BILLS-115hres750ih.head-fragment.txt')
  expect(numbersIn(house)).toEqual(range('PP', 1, 5))
  expect(textsIn(house)['PP4']).toContain('in Article 2 that everyone')
})

test('what a US resolution resolves stands after its Whereas clauses', () => {
  const text = [
    'Whereas defenders are at risk: Now, therefore, be it',
    'Resolved, That the Senate—',
    '(1) recognizes their work; and',
    '(2) calls on the President—',
    '(A) to raise their cases; and',
    '(B) to report.',
  ].join('\n')
  expect(numbersIn(text)).toEqual(['PP1', 'OP1', 'OP2', 'OP2(A)', 'OP2(B)'])
  expect(structureOf(text).enacting).toBe('Resolved, That the Senate—')
  expect(numbersIn('Whereas one;\nResolved, That the House honours them.')).toEqual(['PP1', 'OP1'])
})

test('articles with paragraphs and letters, numbered as they are cited', () => {
  const numbers = numbersIn(realText('declaration-hrd-gist.txt'))
  expect(numbers).toEqual(
    expect.arrayContaining(['Article 1', 'Article 9', '5(a)', '9.1', '9.3(a)', '9.3(c)', '9.4', '12.2']),
  )
  const { provisions, kind } = structureOf(realText('declaration-hrd-gist.txt'))
  expect(provisions).toHaveLength(20)
  expect(flatten(provisions).filter(({ provision }) => provision.children.length === 0)).toHaveLength(36)
  expect(kind).toBe('declaration')
})

test('a list of duties', () => {
  const { provisions, title, kind } = structureOf(realText('duties-of-missions.txt'))
  expect(provisions.map(({ number }) => number)).toEqual(
    Array.from({ length: 24 }, (_, i) => `E${String(i + 1).padStart(2, '0')}`),
  )
  expect([title, kind]).toEqual(['Duties of missions towards human rights defenders', 'guideline'])
})

test('after (h) comes the letter (i), after a colon the Roman number', () => {
  const letters = [...'abcdefghij'].map((mark) => `(${mark}) To act;`)
  expect(numbersIn(['The General Assembly,', '1. Urges:', ...letters].join('\n')).at(-1)).toBe('OP1(j)')
  const roman = [
    'The General Assembly,',
    '1. Urges:',
    '(a) To act:',
    '(i) Soon;',
    '(ii) Well;',
    '(b) To report.',
  ]
  expect(numbersIn(roman.join('\n'))).toEqual(['OP1', 'OP1(a)', 'OP1(a)(i)', 'OP1(a)(ii)', 'OP1(b)'])
})

test('a line that begins with a number inside a sentence begins no paragraph', () => {
  const text =
    'The General Assembly,\nRecalling the events of\n12. December,\n1. Urges States to act by\n2030. They know\n(a) of it;\n2. Decides.'
  expect(numbersIn(text)).toEqual(['PP1', 'OP1', 'OP2'])
})

test('operative paragraphs without numbers are counted, and it is said', () => {
  const text =
    'The Human Rights Council,\nRecalling its work,\nUrges States to act;\nDecides to remain seized.'
  expect(numbersIn(text)).toEqual(['PP1', 'OP1', 'OP2'])
  expect(doubtsIn(text)).toEqual(['unnumbered_operative'])
})

test('French and Spanish resolutions', () => {
  const french =
    'L’Assemblée générale,\nRappelant sa résolution 53/144,\nGravement préoccupée par les attaques,\n1. Exhorte les États à agir;\n2. Décide de rester saisie.'
  expect(numbersIn(french)).toEqual(['PP1', 'PP2', 'OP1', 'OP2'])
  const spanish = 'La Asamblea General,\nRecordando su resolución 53/144,\n1. Insta a los Estados a actuar;'
  expect(numbersIn(spanish)).toEqual(['PP1', 'OP1'])
})

test('a missing number is told', () => {
  expect(structureOf('The General Assembly,\nNoting,\n1. Urges;\n3. Decides.').doubts).toMatchObject([
    { kind: 'number_jump', line: 4, assumed: 'OP3' },
  ])
})

test('only the first of two texts is read, and it is said where the second begins', () => {
  const text = 'The General Assembly,\nNoting,\n1. Urges.\nThe Human Rights Council,\n1. Decides.'
  expect(numbersIn(text)).toEqual(['PP1', 'OP1'])
  expect(structureOf(text).doubts).toMatchObject([{ kind: 'second_text', line: 4 }])
})

test('a symbol that stands once on its line is words; footnotes without a footer end where sentences do', () => {
  const kept = 'The General Assembly,\n1. Takes note of the report in document\nA/78/511/Add.1\nand decides.'
  expect(textsIn(kept)['OP1']).toBe('Takes note of the report in document A/78/511/Add.1 and decides.')
  expect(doubtsIn(kept)).toEqual(['symbol_line_kept'])
  const open =
    'The General Assembly,\n1. Notes resolution one,1 and\n__________\n1 Resolution 1.\nalso decides.'
  expect(textsIn(open)['OP1']).toBe('Notes resolution one, and also decides.')
  expect(doubtsIn(open)).toEqual(['footnotes_end_unclear', 'footnotes_in_paragraph'])
})

test('digits after a word that fit no sequence of footnotes are kept, and it is said', () => {
  const text =
    'The General Assembly,\n1. Notes one,5 two,2 and three.\n__________\n5 Resolution 5.\n23-12345 1/2'
  expect(textsIn(text)['OP1']).toBe('Notes one, two,2 and three.')
  expect(doubtsIn(text)).toEqual(['footnote_mark_kept'])
})

test('refused: nothing, too much, and text that has no structure', () => {
  const newId = counter('p')
  expect(findStructure(' \n\t\n', { newId })).toEqual({ ok: false, error: { kind: 'empty' } })
  expect(findStructure('é'.repeat(LARGEST_TEXT / 2 + 1), { newId })).toEqual({
    ok: false,
    error: { kind: 'too_large', limit: LARGEST_TEXT },
  })
  expect(findStructure('1. Urges\n'.repeat(MOST_LINES), { newId })).toEqual({
    ok: false,
    error: { kind: 'too_many_lines', limit: MOST_LINES },
  })
  expect(findStructure('Dear Ambassador,\nwe write to you.\n[...] Yours', { newId })).toEqual({
    ok: false,
    error: { kind: 'no_structure', lines: 3 },
  })
})

test('whatever is pasted is read or refused, with numbers that stand once', () => {
  const line = fc.constantFrom(
    'The General Assembly,',
    'Recalling its work,',
    '1. Urges',
    '2.',
    '(a) To act;',
    '(i) Soon;',
    '[...] rest;',
    'cut [TRUNCATED]',
    '=== page 2 ===',
    '__________',
    '1 Resolution 1.',
    'A/C.3/1/L.1',
    '',
    'Article 1',
    'E01 Visit',
    'Resolved, That the Senate—',
    'Whereas one;',
    'Annex',
    'words 3 and more,',
    'Decides.',
    '12. Also',
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const found = findStructure(lines.join('\n'), { newId: counter('p') })
      if (!found.ok) return
      const all = flatten(found.value.provisions).map(({ provision }) => provision)
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
      expect(all.map(({ number }) => number).toSorted()).toEqual(
        [...new Set(all.map(({ number }) => number))].toSorted(),
      )
    }),
    { numRuns: 500 },
  )
})

test('a text at the limit is read within seconds', () => {
  const text = `The General Assembly,\n${Array.from({ length: 900 }, (_, i) => `${i + 1}. Urges States to protect human rights defenders, number ${i}, ${'in law and in practice, '.repeat(220)} in law and in practice, and to report on it to the Assembly at its next session;`).join('\n')}`
  expect(text.length).toBeGreaterThan(LARGEST_TEXT * 0.9)
  expect(structureOf(text).provisions).toHaveLength(900)
})
