import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { unStates } from '#instruments/core/un_states.ts'
import {
  actOfKey,
  type Change,
  countsOf,
  fillOpen,
  groupedSeats,
  nextOpen,
  placeOfName,
  stepOf,
} from './grid.ts'

const options = [
  { code: 'yes', label: 'Yes', key: 'y' },
  { code: 'no', label: 'No', key: 'n' },
  { code: 'abstain', label: 'Abstained', key: 'a' },
]
const seats = unStates
  .map(({ code, name, group }) => ({ id: code, name, group, groupName: group }))
  .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
const board = { options, at: 5, length: seats.length, rightToLeft: false }
const press = (key: string, more = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})

test('one key sets a vote, in capitals too, and by its place on a keyboard of another script', () => {
  expect(actOfKey(press('y'), board)).toEqual({ kind: 'mark', code: 'yes' })
  expect(actOfKey(press('N'), board)).toEqual({ kind: 'mark', code: 'no' })
  expect(actOfKey(press('غ', { code: 'KeyY' }), board)).toEqual({ kind: 'mark', code: 'yes' })
  // On a German keyboard Z stands where Y does elsewhere; what is written on the key counts.
  expect(actOfKey(press('z', { code: 'KeyY' }), board)).toBeNull()
})

test('keys of the browser and unknown ones are left alone', () => {
  for (const pressed of [
    press('a', { ctrlKey: true }),
    press('y', { altKey: true }),
    press('Tab'),
    press('q'),
  ])
    expect(actOfKey(pressed, board)).toBeNull()
})

test('arrows move within the list, and in the direction of the script', () => {
  expect(actOfKey(press('ArrowDown'), board)).toEqual({ kind: 'go', to: 6 })
  expect(actOfKey(press('ArrowRight'), { ...board, rightToLeft: true })).toEqual({ kind: 'go', to: 4 })
  expect(actOfKey(press('ArrowUp'), { ...board, at: 0 })).toEqual({ kind: 'go', to: 0 })
  expect(actOfKey(press('PageDown'), { ...board, at: 190 })).toEqual({ kind: 'go', to: 192 })
  expect(actOfKey(press('Home'), { ...board, length: 0 })).toEqual({ kind: 'go', to: 0 })
})

test('a slash asks for a name, a full stop for the next without a mark, Backspace and Control+Z take back', () => {
  expect(actOfKey(press('/'), board)).toEqual({ kind: 'jump' })
  expect(actOfKey(press('.'), board)).toEqual({ kind: 'next_open' })
  expect(actOfKey(press('Backspace'), board)).toEqual({ kind: 'undo' })
  expect(actOfKey(press('z', { ctrlKey: true }), board)).toEqual({ kind: 'undo' })
  expect(actOfKey(press('Delete'), board)).toEqual({ kind: 'clear' })
})

test('a name is found by its beginning, then by that of one of its words, without accents', () => {
  const nameAt = (typed: string) => seats[placeOfName(seats, typed, 'en') ?? -1]?.name
  expect(nameAt('cote')).toBe("Côte d'Ivoire")
  expect(nameAt('ko')).toBe("Democratic People's Republic of Korea")
  expect(nameAt('united k')).toBe('United Kingdom of Great Britain and Northern Ireland')
  expect(nameAt('xx')).toBeUndefined()
  expect(placeOfName(seats, ' ', 'en')).toBeNull()
})

test('the next without a mark goes round, and stays where everybody has one', () => {
  const marks = new Map(seats.slice(0, -1).map(({ id }) => [id, 'yes']))
  expect(nextOpen(seats, marks, 3)).toBe(192)
  expect(nextOpen(seats, new Map([...marks, ['ZW', 'no']]), 3)).toBe(3)
})

test('all that are left are filled, and counts add up to everybody', () => {
  const marks = new Map([['AF', 'no']])
  const filled = new Map([
    ...marks,
    ...fillOpen(seats, marks, 'yes').map(([id, code]) => [id, code!] as const),
  ])
  const { byCode, open } = countsOf(seats, options, filled)
  expect([byCode.get('yes'), byCode.get('no'), byCode.get('abstain'), open]).toEqual([192, 1, 0, 0])
  expect(countsOf(seats, options, marks).open).toBe(192)
})

test('groups keep everybody once', () => {
  const groups = groupedSeats(seats)
  expect(groups.map((group) => group.id).toSorted()).toEqual([
    'african',
    'asia_pacific',
    'eastern_european',
    'grulac',
    'weog',
  ])
  expect(groups.flatMap((group) => group.seats)).toHaveLength(193)
})

test('every step that was made can be taken back', () => {
  const change = fc.tuple(
    fc.constantFrom('AF', 'AL', 'DZ'),
    fc.constantFrom('yes', 'no', null),
  ) as fc.Arbitrary<Change>
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const marks = new Map<string, string>([['AL', 'no']])
      const steps = changes.flatMap((one) => {
        const step = stepOf(marks, 0, [one])
        put(marks, [one])
        return step ? [step] : []
      })
      for (const { before } of steps.toReversed()) put(marks, before)
      expect([...marks]).toEqual([['AL', 'no']])
    }),
  )
})

const put = (marks: Map<string, string>, changes: readonly Change[]) => {
  for (const [member, code] of changes) {
    if (code === null) marks.delete(member)
    else marks.set(member, code)
  }
}
