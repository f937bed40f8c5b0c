import { expect, test } from 'vitest'

import { aPerson, anEvent, worldOf, type SeenPerson } from '../../../tests/support/counted_facts.ts'
import { sdgLines, sdgTable } from './sdg.ts'

const all = { country: null, from: null, to: null, level: 'REP' } as const
const many = (count: number, person: SeenPerson) => Array.from({ length: count }, () => person)
const row = (persons: readonly SeenPerson[], category: string, filter: object = {}) =>
  sdgTable(worldOf(persons), { ...all, ...filter }).find((one) => one.category === category)

const killed = (given: Parameters<typeof anEvent>[0] = {}) => aPerson(anEvent({ acts: ['1 K01'], ...given }))

test('only what a competent body established is called verified', () => {
  const persons = [
    ...many(5, killed({ level: 'OFF' })),
    ...many(10, killed()),
    ...many(5, killed({ level: 'REP' })),
  ]
  expect(row(persons, 'A')).toMatchObject({ verified: 5, documented: 15 })
  expect(row(persons, 'A', { level: 'VER' })).toMatchObject({ verified: 5, documented: 10 })
})

test('categories stand by their letter, then the unknown, then what is told of none', () => {
  expect(sdgTable(worldOf([]), all).map(({ category }) => category)).toEqual([
    'A',
    'B',
    'C',
    'D',
    'E',
    'F',
    'unknown',
    '*',
  ])
})

test('the sex of the only victim of a case on one person is told, of others it is not known', () => {
  const two = killed({ acts: ['1 K01', '2 K01'] })
  const persons = [...many(5, killed()), ...many(5, two)]
  const sexes = row(persons, 'A')?.bySex
  expect(sexes).toEqual([
    { sex: 'W', verified: 0, documented: 5 },
    { sex: 'M', verified: 0, documented: 0 },
    { sex: 'unknown', verified: 0, documented: 10 },
  ])
})

test('attempts are left out, and what is told of no category stands by itself', () => {
  const attempted = killed({ acts: ['1 K01 attempted'] })
  const persons = [...many(9, attempted), ...many(3, killed()), ...many(3, killed({ acts: ['1 T01'] }))]
  expect(row(persons, 'A')).toMatchObject({ documented: 0 })
  expect(row(persons, '*')).toEqual({ category: '*', verified: 0, documented: 5, bySex: [] })
})

test('a line names country, year, category, sex and standing; a filter takes what lies wholly in it', () => {
  const persons = [...many(5, killed({ country: 'EG', year: 2019 })), ...many(5, killed({ country: null }))]
  expect(sdgLines(worldOf(persons), { ...all, country: 'EG', from: 2019, to: 2019 })).toEqual([
    { country: 'EG', year: '2019', category: 'A', sex: 'W', standing: 'documented', victims: 5 },
    { country: 'EG', year: '2019', category: 'A', sex: 'total', standing: 'documented', victims: 5 },
  ])
  expect(sdgLines(worldOf(persons), all)).toHaveLength(4)
})

test('lines stand by letter as well, and what is told of no place stands last', () => {
  const abroad = many(5, killed({ country: null }))
  const persons = [
    ...['1 T01', '1 E01', '1 K01'].flatMap((act) => many(5, killed({ acts: [act] }))),
    ...abroad,
  ]
  const lines = sdgLines(worldOf(persons), all).filter(({ sex }) => sex === 'total')
  const categories = lines.filter(({ country }) => country === 'CO').map(({ category }) => category)
  expect(categories).toEqual(['A', 'B', 'C'])
  expect(lines.at(-1)?.country).toBe('unknown')
})
