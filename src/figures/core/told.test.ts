import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { leastOf } from './answer.ts'
import { answerQuery } from './answer_query.ts'
import { countOf } from './count.ts'
import { emptyQuery, type Query } from './query.ts'
import {
  anEvent,
  aPerson,
  numbersOf,
  refreshTold,
  somePerson,
  somePersons,
  someQuery,
  tellAll,
  toldFacts,
  waysOfTelling,
  worldFor,
  worldOf,
} from '../../../tests/support/counted_facts.ts'
import { partitionName, toldIn } from './partitions.ts'
import { ANY, type Label, type ToldFact, type ToldNumber } from './told.ts'

const day = '2026-11-22'
const fact = (person: number, given: Partial<ToldFact> = {}): ToldFact => ({
  level: 'VER',
  country: 'CO',
  year: '2020',
  what: 'arrest',
  person,
  weight: 1,
  spread: 0,
  ...given,
})
const factsFor = (persons: number, given: Partial<ToldFact> = {}, from = 0): readonly ToldFact[] =>
  Array.from({ length: persons }, (_, at) => fact(from + at, given))
const tell = (facts: readonly ToldFact[], before: readonly ToldNumber[] = []) =>
  refreshTold(facts, { before, day })
const brief = (numbers: readonly ToldNumber[]) =>
  numbers.map(({ country, year, what, number }) => `${country} ${year} ${what} ${number}`)

describe('numbers in fives', () => {
  test('fewer than five of something are told nowhere', () => {
    expect(tell(factsFor(4))).toEqual({ numbers: [], waiting: 4 })
  })

  test('what is over five goes up, and is told with its neighbours', () => {
    const facts = [...factsFor(7), ...factsFor(8, { what: 'threat' }, 7)]
    expect(brief(tell(facts).numbers)).toEqual(['CO 2020 arrest 5', 'CO 2020 threat 5', 'CO 2020 * 5'])
  })

  test('small countries are told together, as of no country', () => {
    const facts = ['CO', 'EG', 'TT'].flatMap((country, at) => factsFor(2, { country }, 2 * at))
    expect(tell(facts)).toMatchObject({
      numbers: [{ country: ANY, year: ANY, what: ANY, number: 5 }],
      waiting: 1,
    })
  })

  test('many events of four persons are not told', () => {
    const facts = Array.from({ length: 40 }, (_, at) => fact(at % 4))
    expect(tell(facts)).toEqual({ numbers: [], waiting: 40 })
  })

  test('levels are never told together', () => {
    expect(tell([...factsFor(3), ...factsFor(3, { level: 'OFF' }, 3)]).numbers).toEqual([])
  })

  test('a group counts by its least size and may be as many as its most', () => {
    const facts = [...factsFor(4), fact(4, { weight: 25, spread: 10 })]
    expect(tell(facts)).toMatchObject({ numbers: [{ number: 25, max: 35, persons: 5 }], waiting: 4 })
  })
})

describe('from one refresh to the next', () => {
  test('a number grows only with five more persons, and says since when', () => {
    const before = tell(factsFor(8)).numbers
    const more = [...factsFor(8), ...factsFor(8), ...factsFor(4, {}, 8)]
    expect(brief(tell(more, before).numbers)).toContain('CO 2020 arrest 5')
    const grown = refreshTold([...more, fact(12)], { before, day: '2026-11-29' }).numbers
    expect(grown[0]).toMatchObject({ number: 20, persons: 13, toldOn: '2026-11-29' })
  })

  test('a number sinks to what is left, in fives', () => {
    const before = tell(factsFor(20)).numbers
    expect(brief(tell(factsFor(14), before).numbers)).toEqual(['CO 2020 arrest 10'])
    expect(tell(factsFor(4), before).numbers).toEqual([])
  })

  test('a group that is written otherwise does not move a number that stays', () => {
    const before = tell([...factsFor(4), fact(4, { weight: 6, spread: 0 })]).numbers
    expect(tell([...factsFor(4), fact(4, { weight: 6, spread: 9 })], before).numbers).toEqual(before)
  })
})

describe('in each order of places', () => {
  // Two of each of three types in each of three countries: in no country five of a type.
  const persons = ['CO', 'EG', 'TT'].flatMap((country) =>
    ['arrest', 'threat', 'death'].flatMap((type) =>
      [2019, 2020].map((year) => aPerson(anEvent({ type, country, year }))),
    ),
  )
  const rowsOf = (query: Partial<Query>) => {
    const { rows, apart, total } = answerQuery({ ...emptyQuery, ...query }, worldOf(persons))
    return [...rows.map(({ code, number }) => `${code} ${number.told}`), `* ${apart.told}`, total.told]
  }

  test('a question is answered from the places that it names, and from no others', () => {
    expect(rowsOf({ by: 'what' })).toEqual(['arrest 5', 'death 5', 'threat 5', '* 0', 15])
    expect(rowsOf({ by: 'country' })).toEqual(['CO 5', 'EG 5', 'TT 5', '* 0', 15])
    expect(rowsOf({ by: 'year' })).toEqual(['2019 5', '2020 5', '* 5', 15])
  })

  test('what a question breaks down by is given up first, so that the rest of it stays', () => {
    expect(rowsOf({ by: 'country', what: 'arrest' })).toEqual(['* 5', 5])
    expect(rowsOf({ by: 'what', country: 'CO' })).toEqual(['* 5', 5])
    expect(rowsOf({ by: 'year', what: 'arrest' })).toEqual(['* 5', 5])
    expect(rowsOf({ by: 'what', from: 2019, to: 2019 })).toEqual(['* 5', 5])
  })
})

const runs = { numRuns: 40 }
const keyOf = (label: Label): string => `${label.level} ${label.country} ${label.year} ${label.what}`

describe('for all facts', () => {
  test('every told number is a multiple of five with five persons behind it', () => {
    fc.assert(
      fc.property(somePersons, (persons) => {
        const told = tellAll(persons)
        for (const [partition, order] of waysOfTelling) {
          const facts = toldFacts(persons, partition)
          for (const number of told.get(partitionName(partition, order))!.numbers) {
            expect(number.number % 5).toBe(0)
            const behind = new Set(facts.filter((one) => isUnder(one, number)).map(({ person }) => person))
            expect(number.persons).toBeGreaterThanOrEqual(5)
            expect(behind.size).toBeGreaterThanOrEqual(number.persons)
          }
        }
      }),
      runs,
    )
  })

  test('every fact is told once or waits, in each order of places', () => {
    fc.assert(
      fc.property(somePersons, (persons) => {
        const told = tellAll(persons)
        const numbers = numbersOf(told)
        for (const [partition, order] of waysOfTelling) {
          if (partition.known || partition.kind === 'sectors') continue
          const facts = [true, false].flatMap((known) => toldFacts(persons, { ...partition, known }))
          const waiting = [true, false].reduce(
            (all, known) => all + told.get(partitionName({ ...partition, known }, order))!.waiting,
            0,
          )
          const all = toldIn(numbers, partition, order).reduce((sum, { number }) => sum + number, 0)
          expect(all + waiting).toBe(facts.reduce((sum, { weight }) => sum + weight, 0))
        }
      }),
      runs,
    )
  })

  test('no answer says more than there is', () => {
    fc.assert(
      fc.property(somePersons, someQuery, (persons, query) => {
        const counted = countOf(query, persons)
        const answer = answerQuery(query, worldFor(query, persons))
        expect(leastOf(answer.total)).toBeLessThanOrEqual(counted.total.min)
        for (const { code, number } of answer.rows)
          expect(leastOf(number)).toBeLessThanOrEqual(counted.rows.get(code)?.min ?? 0)
      }),
      { numRuns: 200 },
    )
  })

  test('between two refreshes no number moves by one to four, and none grows without five more persons', () => {
    fc.assert(
      fc.property(somePersons, somePersons, fc.nat(30), (persons, others, kept) => {
        const next = [...persons.slice(0, kept), ...others]
        const first = tellAll(persons)
        const second = tellAll(next, first)
        for (const [partition, order] of waysOfTelling) {
          const name = partitionName(partition, order)
          const before = new Map(first.get(name)!.numbers.map((one) => [keyOf(one), one]))
          for (const now of second.get(name)!.numbers) {
            const then = before.get(keyOf(now))
            expect(Math.abs(now.number - (then?.number ?? 0)) % 5).toBe(0)
            if (now.number > (then?.number ?? 0))
              expect(now.persons).toBeGreaterThanOrEqual((then?.persons ?? 0) + 5)
          }
        }
      }),
      runs,
    )
  })

  test('one person more or less moves every answer by a multiple of five', () => {
    const hidden = somePerson({ known: false })
    fc.assert(
      fc.property(somePersons, hidden, someQuery, (persons, one, query) => {
        const without = answerQuery(query, worldFor(query, persons))
        const withOne = answerQuery(query, worldFor(query, [...persons, one]))
        const numbers = (answer: typeof without) =>
          new Map([
            ['total', answer.total.told],
            ...answer.rows.map((row) => [row.code, row.number.told] as const),
          ])
        const [a, b] = [numbers(without), numbers(withOne)]
        for (const code of new Set([...a.keys(), ...b.keys()]))
          expect(Math.abs((b.get(code) ?? 0) - (a.get(code) ?? 0)) % 5).toBe(0)
        expect(withOne.total.public).toBe(without.total.public)
      }),
      { numRuns: 100 },
    )
  })

  test('every told number in an answer is a multiple of five, and so is the difference of any two', () => {
    fc.assert(
      fc.property(somePersons, someQuery, someQuery, (persons, ...queries) => {
        const told = queries.flatMap((query) => {
          const { total, apart, around, rows } = answerQuery(query, worldFor(query, persons))
          return [total.told, apart.told, around, ...rows.map(({ number }) => number.told)]
        })
        for (const one of told) for (const other of told) expect(Math.abs(one - other) % 5).toBe(0)
      }),
      runs,
    )
  })

  test('what is public, what is told and what waits are together what a full count gives', () => {
    fc.assert(
      fc.property(somePersons, (persons) => {
        const told = tellAll(persons)
        const world = worldOf(persons, told)
        const query = { ...allOf, level: 'REP' } as const
        for (const unit of ['events', 'acts', 'victims', 'persons'] as const) {
          const answer = answerQuery({ ...query, unit }, world)
          const waiting = [false, true].reduce(
            (all, known) =>
              all +
              told.get(partitionName({ kind: unit, dating: 'incident', attempts: false, known }, []))!
                .waiting,
            0,
          )
          expect(leastOf(answer.total) + waiting).toBe(countOf({ ...query, unit }, persons).total.min)
        }
      }),
      runs,
    )
  })
})

const allOf = {
  unit: 'events',
  measure: 'count',
  by: null,
  level: 'REP',
  dating: 'incident',
  attempts: false,
  country: null,
  what: null,
  from: null,
  to: null,
} as const

/** Whether a fact may be among those of a label. */
const isUnder = (one: ToldFact, label: Label): boolean =>
  one.level === label.level &&
  (['country', 'year', 'what'] as const).every((at) => label[at] === ANY || label[at] === one[at])
