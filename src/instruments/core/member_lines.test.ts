import { expect, test } from 'vitest'
import { readMembers } from './member_lines.ts'

test('a line each gives a member with group and identifier; who has no vote is kept as such', () => {
  expect(readMembers('Ana Ruiz\tGreens\tp1\n\nDan Wu;Left\nEve;;;no vote\nليلى\tاليسار')).toEqual({
    ok: true,
    value: [
      { id: 'p1', name: 'Ana Ruiz', group: 'Greens', votes: true },
      { id: 'dan-wu', name: 'Dan Wu', group: 'Left', votes: true },
      { id: 'eve', name: 'Eve', group: null, votes: false },
      { id: 'member-5', name: 'ليلى', group: 'اليسار', votes: true },
    ],
  })
})

const refusal = (text: string) => {
  const read = readMembers(text)
  return read.ok ? null : read.error
}

test('two of one identifier, a bad identifier and hidden signs are refused with the line', () => {
  expect(refusal('Ana\nana')).toEqual({ kind: 'named_twice', at: 'line 2, ana' })
  expect(refusal('Ana\tLeft\t?')).toEqual({ kind: 'value_wrong', at: 'line 1, ?' })
  expect(refusal('Bo\nAna\u202E')).toEqual({ kind: 'value_wrong', at: 'line 2' })
  expect(refusal('\tLeft')).toEqual({ kind: 'value_wrong', at: 'line 1' })
  expect(refusal(Array.from({ length: 2001 }, (_, at) => `M${at}`).join('\n'))).toEqual({
    kind: 'too_large',
    at: 'line 2001',
  })
})
