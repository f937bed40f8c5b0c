import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { uncut } from '#instruments/core/instrument.ts'
import { nextNumber } from './next_number.ts'
import {
  correct,
  type Correctable,
  type Correction,
  pathsOf,
  type ProvisionRow,
  toRows,
  toTree,
} from './provision_rows.ts'

const row = (number: string, text: string, depth = 0): ProvisionRow => ({
  id: number,
  part: number.startsWith('PP') ? 'preamble' : 'operative',
  number,
  text,
  cut: uncut,
  depth,
})
const given: Correctable = {
  rows: [
    row('PP1', 'Recalling its resolutions'),
    row('OP1', 'Calls upon States'),
    row('OP1(a)', 'to act,', 1),
    row('OP1(b)', 'to report;', 1),
    row('OP2', 'Decides to remain seized.'),
  ],
  footnotes: [{ number: '1', text: 'A note.', provision: 'OP1(b)' }],
}
const after = (...corrections: readonly Correction[]) => corrections.reduce(correct, given)
const told = ({ rows }: Correctable) => rows.map(({ number, depth, text }) => `${depth} ${number} ${text}`)

test('a changed number is the number of all that stands under it, and footnotes follow', () => {
  const made = after({ kind: 'number', at: 1, number: 'OP7' })
  expect(made.rows.map(({ number }) => number)).toEqual(['PP1', 'OP7', 'OP7(a)', 'OP7(b)', 'OP2'])
  expect(made.footnotes[0]?.provision).toBe('OP7(b)')
})

test('a paragraph goes one level deeper with the number of its place, and back', () => {
  const deeper = after({ kind: 'deeper', at: 4 })
  expect(told(deeper).at(-1)).toBe('1 OP1(c) Decides to remain seized.')
  expect(correct(deeper, { kind: 'higher', at: 4 })).toEqual(given)
})

test('a paragraph that is no child of the one before cannot go deeper than one level under it', () => {
  expect(after({ kind: 'deeper', at: 2 })).toBe(given)
  expect(told(after({ kind: 'deeper', at: 3 }))[3]).toBe('2 OP1(a)(i) to report;')
})

test('neighbours change places with all that stands under them, numbers stay in order, footnotes go along', () => {
  const moved = after({ kind: 'down', at: 1 })
  expect(told(moved)).toEqual([
    '0 PP1 Recalling its resolutions',
    '0 OP1 Decides to remain seized.',
    '0 OP2 Calls upon States',
    '1 OP2(a) to act,',
    '1 OP2(b) to report;',
  ])
  expect(moved.footnotes[0]?.provision).toBe('OP2(b)')
  expect(correct(moved, { kind: 'up', at: 2 })).toEqual(given)
  expect(after({ kind: 'up', at: 1 })).toBe(given)
  expect(after({ kind: 'down', at: 4 })).toBe(given)
})

test('paragraphs of an article follow its number', () => {
  const article = {
    ...given,
    rows: [row('Article 5', 'Everyone'), row('5.1', 'has', 1), row('5.1(a)', 'it', 2)],
  }
  const made = correct(article, { kind: 'number', at: 0, number: 'Article 7' })
  expect(made.rows.map(({ number }) => number)).toEqual(['Article 7', '7.1', '7.1(a)'])
})

test('two are joined under the number of the first, split at the cursor, and counted on', () => {
  const joined = after({ kind: 'join', at: 3 })
  expect(told(joined)[2]).toBe('1 OP1(a) to act, to report;')
  expect(joined.footnotes[0]?.provision).toBe('OP1(a)')
  const apart = correct(joined, { kind: 'split', at: 2, place: 7, id: 'new' })
  expect(told(apart)).toEqual(told(given))
  const split = after({ kind: 'split', at: 1, place: 5, id: 'new' })
  expect(told(split).slice(1, 3)).toEqual(['0 OP1 Calls', '0 OP2 upon States'])
  expect(told(correct(split, { kind: 'number_on', at: 2 })).at(-1)).toBe('0 OP3 Decides to remain seized.')
})

test('a line that is taken out leaves what stood under it, one level higher at most', () => {
  const made = after({ kind: 'remove', at: 1 })
  expect(made.rows.map(({ depth }) => depth)).toEqual([0, 0, 0, 0])
  expect(after({ kind: 'remove', at: 3 }).footnotes[0]?.provision).toBeNull()
})

test('numbers follow one another as they are printed', () => {
  const of = ['PP3', 'OP10(c)', 'OP1(a)(iii)', '9.3', 'Article 9', 'E09', 'OP1(h)', 'OP1(z)', '?']
  expect(of.map(nextNumber)).toEqual([
    'PP4',
    'OP10(d)',
    'OP1(a)(iv)',
    '9.4',
    'Article 10',
    'E10',
    'OP1(i)',
    null,
    null,
  ])
})

test('whatever is corrected, the list and the tree say the same', () => {
  const kinds = ['deeper', 'higher', 'join', 'remove', 'number_on', 'split'] as const
  const correction = fc.record({
    kind: fc.constantFrom(...kinds),
    at: fc.nat(6),
    place: fc.nat(30),
    id: fc.uuid(),
  })
  fc.assert(
    fc.property(fc.array(correction, { maxLength: 12 }), (list) => {
      const { rows } = after(...list)
      const tree = toTree(rows)
      expect(toRows(tree)).toEqual(rows)
      const under = (path: string) =>
        path
          .split('.')
          .slice(1)
          .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], tree)
      expect(pathsOf(rows).map((path) => (under(path) as ProvisionRow).id)).toEqual(rows.map(({ id }) => id))
    }),
  )
})
