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
  offsetsBy,
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
import {
  ANY,
  type Label,
  type Offset,
  offsets as allOffsets,
  type ToldFact,
  type ToldNumber,
} from './told.ts'

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

const withOffset = (persons: number, offset: Offset, more: readonly ToldFact[] = []) =>
  refreshTold([...factsFor(persons), ...more], { before: [], day, offsetOf: () => offset })

describe('with what a label sets aside', () => {
  test('a number is told when as many more are there, and what is set aside goes up with the rest', () => {
    expect(withOffset(8, 4)).toEqual({ numbers: [], waiting: 8 })
    expect(withOffset(9, 4)).toMatchObject({ numbers: [{ what: 'arrest', number: 5 }], waiting: 4 })
    expect(brief(withOffset(9, 4, factsFor(5, { what: 'threat' }, 9)).numbers)).toEqual([
      'CO 2020 arrest 5',
      'CO 2020 * 5',
    ])
  })

  test.each(allOffsets)('of %i, it is told of no fewer than five persons', (offset) => {
    expect(withOffset(4, offset, [fact(3, { weight: 40 })]).numbers).toEqual([])
  })

  test('a range reaches at least as far as it may be', () => {
    const group = fact(20, { weight: 10, spread: 6 })
    for (const offset of allOffsets) {
      const [told] = withOffset(20, offset, [group]).numbers
      expect(told!.max).toBeGreaterThanOrEqual(told!.number + 6)
      expect(told!.max % 5).toBe(0)
    }
    expect(withOffset(20, 4).numbers).toMatchObject([{ number: 15, max: 15 }])
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
const someKey = fc.nat()
const keyOf = (label: Label): string => `${label.level} ${label.country} ${label.year} ${label.what}`

describe('for all facts', () => {
  test('every told number is a multiple of five with five persons behind it', () => {
    fc.assert(
      fc.property(somePersons, someKey, (persons, key) => {
        const told = tellAll(persons, new Map(), { offsets: offsetsBy(key) })
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
      fc.property(somePersons, someKey, (persons, key) => {
        const told = tellAll(persons, new Map(), { offsets: offsetsBy(key) })
        const numbers = numbersOf(told)
        for (const [partition, order] of waysOfTelling) {
          if (partition.kind === 'sectors') continue
          const facts = toldFacts(persons, partition)
          const { waiting } = told.get(partitionName(partition, order))!
          const all = toldIn(numbers, partition, order).reduce((sum, { number }) => sum + number, 0)
          expect(all + waiting).toBe(facts.reduce((sum, { weight }) => sum + weight, 0))
        }
      }),
      runs,
    )
  })

  test('no answer says more than there is', () => {
    fc.assert(
      fc.property(somePersons, someQuery, someKey, (persons, query, key) => {
        const counted = countOf(query, persons)
        const answer = answerQuery(query, worldFor(query, persons, key))
        expect(leastOf(answer.total)).toBeLessThanOrEqual(counted.total.min)
        for (const { code, number } of answer.rows)
          expect(leastOf(number)).toBeLessThanOrEqual(counted.rows.get(code)?.min ?? 0)
      }),
      { numRuns: 200 },
    )
  })

  test('between two refreshes no number moves by one to four, and none grows without five more persons', () => {
    fc.assert(
      fc.property(somePersons, somePersons, fc.nat(30), someKey, (persons, others, kept, key) => {
        const offsets = offsetsBy(key)
        const next = [...persons.slice(0, kept), ...others]
        const first = tellAll(persons, new Map(), { offsets })
        const second = tellAll(next, first, { offsets })
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
      fc.property(somePersons, hidden, someQuery, someKey, (persons, one, query, key) => {
        const without = answerQuery(query, worldFor(query, persons, key))
        const withOne = answerQuery(query, worldFor(query, [...persons, one], key))
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
      fc.property(somePersons, someKey, someQuery, someQuery, (persons, key, ...queries) => {
        const told = queries.flatMap((query) => {
          const { total, apart, around, rows } = answerQuery(query, worldFor(query, persons, key))
          return [total.told, apart.told, around, ...rows.map(({ number }) => number.told)]
        })
        for (const one of told) for (const other of told) expect(Math.abs(one - other) % 5).toBe(0)
      }),
      runs,
    )
  })

  test('what is public, what is told and what waits are together a full count of what may be counted', () => {
    fc.assert(
      fc.property(somePersons, someKey, (persons, key) => {
        const told = tellAll(persons, new Map(), { offsets: offsetsBy(key) })
        const world = worldOf(persons, told)
        const counted = persons.map((one) =>
          one.known ? { ...one, events: one.events.filter(({ shown }) => shown) } : one,
        )
        const query = { ...allOf, level: 'REP' } as const
        for (const unit of ['events', 'acts', 'victims', 'persons'] as const) {
          const answer = answerQuery({ ...query, unit }, world)
          const { waiting } = told.get(
            partitionName({ kind: unit, dating: 'incident', attempts: false }, []),
          )!
          const most =
            unit === 'events' || unit === 'persons' ? counted : persons.filter(({ known }) => !known)
          expect(leastOf(answer.total) + waiting).toBe(countOf({ ...query, unit }, most).total.min)
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
