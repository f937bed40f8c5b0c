import { expect, test } from 'vitest'
import { unStates } from '#instruments/core/un_states.ts'
import { readPastedList } from './pasted_list.ts'

const options = [
  { code: 'yes', label: 'Yes', key: 'y' },
  { code: 'no', label: 'No', key: 'n' },
  { code: 'abstain', label: 'Abstained', key: 'a' },
  { code: 'absent', label: 'Absent', key: 'x' },
]
const seats = unStates.map(({ code, name, group }) => ({ id: code, name, group }))
const read = (text: string, on = '2015-12-17') => {
  const { marks, doubts } = readPastedList(text, { seats, options, on })
  return {
    marks: marks.map(({ member, code }) => `${member} ${code}`),
    doubts: doubts.map(({ kind, line, text: words }) => `${line} ${kind} ${words}`),
  }
}

test('a member and its vote on each line are read, by name or code, whatever parts them', () => {
  expect(read('Albania\tY\nFrance\tyes\r\nIran (Islamic Republic of);No\nCuba:  abstaining\nYU,N')).toEqual({
    marks: ['AL yes', 'FR yes', 'IR no', 'CU abstain', 'RS no'],
    doubts: [],
  })
  expect(read('Y\tAlbania')).toEqual({ marks: ['AL yes'], doubts: [] })
})

test('names under headings are read as press releases write them, over ends of lines', () => {
  const text = `In favour:  Albania, Antigua and Barbuda, Bolivia, Bosnia
and Herzegovina, Republic of
Korea, Trinidad and Tobago, Viet Nam and Zimbabwe.

Against (2):  China, Russian Federation.

Abstaining:  Algeria, Lao People’s Democratic Republic.

Absent:  Afghanistan, and Türkiye`
  expect(read(text)).toEqual({
    marks: [
      'AL yes',
      'AG yes',
      'BO yes',
      'BA yes',
      'KR yes',
      'TT yes',
      'VN yes',
      'ZW yes',
      'CN no',
      'RU no',
      'DZ abstain',
      'LA abstain',
      'AF absent',
      'TR absent',
    ],
    doubts: [],
  })
})

test('a heading may stand alone with a name on each line below it, in other languages too', () => {
  expect(read('In favour\nAlbania\nFrance\n\nVotent contre :\nChina\nالممتنعون:\nAlgeria')).toEqual({
    marks: ['AL yes', 'FR yes', 'CN no', 'DZ abstain'],
    doubts: [],
  })
})

test('a name that nobody bears is listed with its line, and nothing is guessed', () => {
  expect(read('In favour: Albania, Atlantis, Guinea-\nAgainst: Korea')).toEqual({
    marks: ['AL yes'],
    doubts: ['1 name_unknown Atlantis', '1 name_unknown Guinea-', '2 name_unknown Korea'],
  })
})

test('who stands under two votes gets neither, and both lines are named', () => {
  expect(read('Albania\tY\nFrance\tN\nAlbania\tN')).toEqual({
    marks: ['FR no'],
    doubts: ['1 twice AL', '3 twice AL'],
  })
  expect(read('Albania\tY\nAlbania\tY')).toEqual({ marks: ['AL yes'], doubts: [] })
})

test('a name without vote and heading is said, and so is a vote that is no option', () => {
  expect(read('Albania\nFrance\tmaybe').doubts).toEqual([
    '1 vote_unknown Albania',
    '2 vote_unknown France\tmaybe',
  ])
})

test('of two members with one name none is taken; a State that sat not yet is unknown', () => {
  const two = [
    { id: 'a1', name: 'Ana Silva', group: null },
    { id: 'a2', name: 'Ana Silva', group: null },
  ]
  expect(readPastedList('Ana Silva\tY', { seats: two, options }).marks).toEqual([])
  expect(readPastedList('a2\tY', { seats: two, options }).marks).toHaveLength(1)
  expect(read('YU\tY', '1999-01-01').doubts).toEqual(['1 name_unknown YU'])
})

test('a whole roll call of 193 comes through', () => {
  const text = unStates.map(({ name }, index) => `${name}\t${index % 3 === 0 ? 'N' : 'Y'}`).join('\n')
  const { marks, doubts } = readPastedList(text, { seats, options })
  expect([marks.length, doubts]).toEqual([193, []])
})

test('a line that is no list is given up soon, however long it is', () => {
  const begun = performance.now()
  for (const line of [`a${' '.repeat(50_000)}b|`, `${'1'.repeat(50_000)}x`, `Yes: ${'.'.repeat(50_000)}x`])
    expect(read(line).marks).toEqual([])
  expect(performance.now() - begun).toBeLessThan(1000)
})
