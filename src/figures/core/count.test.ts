/** The counting rules, each by its code (rules.ts). */
import { describe, expect, test } from 'vitest'

import { aPerson, anEvent, worldOf, type SeenPerson } from '../../../tests/support/counted_facts.ts'
import { happeningsOf } from '#cases/core/happenings.ts'
import { factsOf, readLog } from '#cases/core/read_log.ts'
import { caseOf, type Draft, event, idOf, TODAY } from '#cases/core/testing.ts'
import { VOCABULARY_VERSION } from '#kernel/core/vocabulary/terms.ts'
import { leastOf } from './answer.ts'
import { answerQuery } from './answer_query.ts'
import { countOf } from './count.ts'
import { actsByGroup, actsOf, clustersOf, personOf, victimsOf } from './facts.ts'
import { homeOf } from './partitions.ts'
import { sourcePatternsOf } from './patterns.ts'
import { emptyQuery, type Query } from './query.ts'

const ask = (query: Partial<Query>, ...persons: readonly SeenPerson[]) => {
  const { rows, total } = countOf({ ...emptyQuery, ...query }, persons)
  return { total: total.min, rows: Object.fromEntries([...rows].map(([code, { min }]) => [code, min])) }
}

describe('N1 one victim, one violation, one event make an act', () => {
  const both = anEvent({ acts: ['1 P01', '1 D01', '2 D01'] })

  test('a beating and two arrests are one event, three acts, two victims', () => {
    const person = aPerson(both)
    expect(ask({ unit: 'events' }, person).total).toBe(1)
    expect(ask({ unit: 'acts' }, person).total).toBe(3)
    expect(ask({ unit: 'victims' }, person).total).toBe(2)
  })

  test('the same act written twice is one', () => {
    expect(actsOf(anEvent({ acts: ['1 D01', '1 D01'] }), { attempts: true })).toHaveLength(1)
  })
})

const source = (id: string, more: object = {}): Draft => ({
  id,
  kind: 'source',
  coded: { connection: 'witness', reliability: 'B', ...more },
})
const killing = { acts: [{ victim: 1, violation: 'K01', perpetrators: [] }] }
const named = (draft: Draft, ...sources: readonly string[]): Draft => ({
  ...draft,
  words: { sources: sources.map(idOf) },
})

const patterns = (...drafts: readonly Draft[]) => sourcePatternsOf(readLog(caseOf(...drafts)), TODAY)

describe('N2 every report is kept and joined to the act it tells of', () => {
  const three = [source('a'), source('b'), source('c')]

  test('three sources on the same killing are three reports, one act, and the pattern 111', () => {
    const { events } = patterns(...three, named(event('k', 'death', '2020-01', killing), 'a', 'b', 'c'))
    expect(events).toEqual([{ event: idOf('k'), reports: 3, acts: 1, pattern: '111' }])
  })

  test('claims of the same happening are its reports, and only the best verified one counts', () => {
    const best = { ...killing, verification: 'VER', conflictsWith: [idOf('k')] }
    const { events } = patterns(
      ...three,
      named(event('k', 'death', '2020-01', killing), 'a'),
      named(event('v', 'death', '2020-02', best), 'c'),
    )
    expect(events).toEqual([{ event: idOf('v'), reports: 2, acts: 1, pattern: '101' }])
  })

  test('copies are reports, but one source; a note names its sources for its event', () => {
    const note: Draft = {
      id: 'n',
      kind: 'note',
      coded: { toCode: false },
      words: { text: 'Told by both.', sources: [idOf('a'), idOf('copy')] },
    }
    const { sources, events } = patterns(
      source('a'),
      source('copy', { derivedFrom: idOf('a') }),
      source('b'),
      note,
      event('k', 'death', '2020-01', { ...killing, fromNote: idOf('n') }),
    )
    expect(sources).toEqual([idOf('a'), idOf('b')])
    expect(events).toEqual([{ event: idOf('k'), reports: 2, acts: 1, pattern: '10' }])
  })

  test('words that are closed name no source', () => {
    expect(patterns(source('a'), event('k', 'death', '2020-01', killing)).events).toEqual([
      { event: idOf('k'), reports: 0, acts: 1, pattern: '0' },
    ])
  })

  test('of claims on the same happening one counts, however many are written', () => {
    const log = readLog(
      caseOf(
        event('one', 'arrest', '2020-01'),
        event('two', 'arrest', '2020-02', { conflictsWith: [idOf('one')] }),
      ),
    )
    expect(happeningsOf(factsOf(log, 'event'), TODAY).counted.map(({ id }) => id)).toEqual([idOf('two')])
  })
})

describe('N3 how many acts there are depends on how fine the vocabulary is', () => {
  const fine = anEvent({ acts: ['1 D01', '1 D02', '1 P01'] })

  test('the same event has three acts by code and two by group', () => {
    expect(actsOf(fine, { attempts: true })).toHaveLength(3)
    expect(actsByGroup(fine)).toBe(2)
  })

  test('an answer names the version of the vocabulary', () => {
    expect(answerQuery({ ...emptyQuery, unit: 'acts' }, worldOf([aPerson(fine)])).vocabulary).toBe(
      VOCABULARY_VERSION,
    )
  })
})

describe('N4 a person counts once in a number', () => {
  const twice = aPerson(anEvent({ year: 2019, acts: ['1 D01'] }), anEvent({ year: 2021, acts: ['1 D01'] }))

  test('arrested in 2019 and 2021: two acts, one person, one in each year; the years do not add up', () => {
    expect(ask({ unit: 'acts' }, twice).total).toBe(2)
    expect(ask({ unit: 'persons', by: 'year', from: 2019, to: 2021 }, twice)).toEqual({
      total: 1,
      rows: { '2019': 1, '2021': 1 },
    })
  })

  test('cases that are linked as of the same person are one person, through any chain of links', () => {
    const clusters = clustersOf([
      ['b', ['a']],
      ['c', ['d']],
      ['d', ['b']],
      ['x', ['y']],
    ])
    expect(['a', 'b', 'c', 'd'].map((log) => clusters.get(log))).toEqual(['a', 'a', 'a', 'a'])
    expect(clusters.get('y')).toBe('x')
    expect(clusters.get('z')).toBeUndefined()
  })

  test('told once, a person is at home at the best verified, then most serious, then earliest event', () => {
    const early = anEvent({ year: 2010 })
    const late = anEvent({ year: 2015 })
    const serious = anEvent({ year: 2016, acts: ['1 T01'] })
    const official = anEvent({ year: 2020, level: 'OFF' })
    expect(homeOf([late, early])).toBe(early)
    expect(homeOf([late, serious, early])).toBe(serious)
    expect(homeOf([late, serious, official])).toBe(official)
    expect(homeOf([])).toBeNull()
  })
})

const categories = (acts: readonly string[], attempts = false) =>
  victimsOf(anEvent({ acts }), { attempts }).map(({ category }) => category)

describe('N5 a victim counts once in an incident, by the most serious act', () => {
  test('arrest, torture and threat in one incident are torture, once', () => {
    expect(categories(['1 D01', '1 T01', '1 H01'])).toEqual(['C'])
  })

  test.each([
    [['1 T01', '1 K01'], 'A'],
    [['1 E01', '1 T01'], 'C'],
    [['1 D01', '1 E01'], 'B'],
    [['1 E02', '1 D01'], 'D'],
    [['1 H01', '1 E02'], 'E'],
    [['1 S05', '1 H01'], 'F'],
  ])('of %j it is %s', (acts, category) => {
    expect(categories(acts)).toEqual([category])
  })

  test('attempts count only when they are asked for', () => {
    expect(categories(['1 K01 attempted', '1 D01'])).toEqual(['D'])
    expect(categories(['1 K01 attempted', '1 D01'], true)).toEqual(['A'])
    expect(categories(['1 K04'])).toEqual([])
    const query = { unit: 'victims', by: 'what' } as const
    const person = aPerson(anEvent({ acts: ['1 K01 attempted'] }))
    expect(ask(query, person).total).toBe(0)
    expect(ask({ ...query, attempts: true }, person).rows).toEqual({ A: 1 })
  })

  test('an act without a place in the indicator makes no victim of it', () => {
    expect(categories(['1 S05', '1 X01'])).toEqual([])
  })
})

describe('N6 nothing is imputed', () => {
  test('an event without acts, country and year is an event, and no act and no victim', () => {
    const bare = aPerson(anEvent({ country: null, year: null }))
    expect(ask({ by: 'country' }, bare).rows).toEqual({ unknown: 1 })
    expect(ask({ by: 'year' }, bare).rows).toEqual({ unknown: 1 })
    expect(ask({ unit: 'acts' }, bare).total).toBe(0)
    expect(ask({ unit: 'victims' }, bare).total).toBe(0)
    expect(ask({ country: 'CO' }, bare).total).toBe(0)
  })
})

describe('N7 the year is that of the incident, unless another is named', () => {
  const learned = aPerson(anEvent({ year: 2016, recorded: 2017 }))

  test('killed in 2016 and learned of in 2017', () => {
    expect(ask({ by: 'year' }, learned).rows).toEqual({ '2016': 1 })
    expect(ask({ by: 'year', dating: 'recorded' }, learned).rows).toEqual({ '2017': 1 })
  })

  test('a period leaves out what has no known year', () => {
    expect(ask({ from: 1900, to: 2100 }, aPerson(anEvent({ year: null }))).total).toBe(0)
  })

  test('the year of writing down has no public part, since no publication shows it', () => {
    const world = worldOf([{ ...aPerson(anEvent({ shown: true })), known: true }])
    expect(answerQuery(emptyQuery, world).total.public).toBe(1)
    expect(answerQuery({ ...emptyQuery, dating: 'recorded' }, world).total.public).toBe(1)
    expect(answerQuery({ ...emptyQuery, dating: 'recorded', by: 'year' }, world).total.public).toBeNull()
  })
})

const many = (count: number, make: (at: number) => SeenPerson): readonly SeenPerson[] =>
  Array.from({ length: count }, (_, at) => make(at))
const answer = (query: Partial<Query>, persons: readonly SeenPerson[]) =>
  answerQuery({ ...emptyQuery, ...query }, worldOf(persons))

describe('N8 a share has its numerator, its denominator and what is not known', () => {
  const persons = [
    ...many(12, () => aPerson(anEvent({ acts: ['1 K01'] }))),
    ...many(20, () => aPerson(anEvent({ acts: ['1 D01'] }))),
    ...many(6, () => aPerson(anEvent({ acts: ['1 K06'] }))),
  ]

  test('of all classes, each with the same denominator', () => {
    const { rows } = answer({ unit: 'victims', measure: 'share', by: 'what' }, persons)
    // 10 + 20 + 5 told by category; of the three that are left over nothing is told.
    expect(rows.find(({ code }) => code === 'A')?.share).toEqual({
      numerator: 10,
      denominator: 35,
      unknown: 5,
    })
  })

  test('of one class, in all and by year', () => {
    const { share, rows } = answer({ unit: 'victims', measure: 'share', what: 'D', by: 'year' }, persons)
    expect(share).toEqual({ numerator: 20, denominator: 35, unknown: 5 })
    expect(rows).toMatchObject([{ code: '2020', share: { numerator: 20, denominator: 35, unknown: 5 } }])
  })

  test('what is told of no class is as unknown', () => {
    const mixed = [
      ...many(8, () => aPerson(anEvent())),
      ...many(7, () => aPerson(anEvent({ type: 'threat' }))),
    ]
    expect(answer({ measure: 'share', what: 'arrest' }, mixed).share).toEqual({
      numerator: 5,
      denominator: 15,
      unknown: 5,
    })
  })
})

test('N9 a person of two sectors counts in both, and once in the total', () => {
  const person = { ...aPerson(anEvent()), sectors: ['ENV', 'LAND'] }
  expect(ask({ unit: 'persons', by: 'sector' }, person)).toEqual({ total: 1, rows: { ENV: 1, LAND: 1 } })
  const told = answer(
    { unit: 'persons', by: 'sector' },
    many(5, () => person),
  )
  expect(told.rows.map(({ number }) => number.told)).toEqual([5, 5])
  expect(told.total.told).toBe(5)
})

const followed = (followUp: 'untold' | 'no_conviction' | 'conviction' | null) =>
  aPerson(anEvent({ type: 'death', followUp }))

const seen = (followUpShown: boolean) => ({
  ...aPerson(anEvent({ followUp: 'no_conviction', shown: true, followUpShown })),
  known: true,
})

describe('N10 unknown is a class', () => {
  test('a sector that is not coded, and one coded as unknown', () => {
    const persons = [[], ['UNK']].map((sectors) => ({ ...aPerson(anEvent()), sectors }))
    expect(ask({ unit: 'persons', by: 'sector' }, ...persons).rows).toEqual({ unknown: 2 })
  })

  test('an unexplained death is a victim of no known category', () => {
    const person = aPerson(anEvent({ acts: ['1 K06'] }))
    expect(ask({ unit: 'victims', by: 'what' }, person).rows).toEqual({ unknown: 1 })
  })

  test('impunity is asked of killings alone, and of those whose follow-up is known', () => {
    const persons = [
      ...many(15, () => followed('no_conviction')),
      ...many(5, () => followed('conviction')),
      ...many(20, () => followed('untold')),
      ...many(30, () => followed(null)),
    ]
    for (const unit of ['events', 'persons'] as const) {
      const { total, share } = answer({ unit, measure: 'impunity' }, persons)
      expect(leastOf(total)).toBe(40)
      expect(share).toEqual({ numerator: 15, denominator: 20, unknown: 20 })
    }
    expect(answer({ measure: 'impunity', by: 'country' }, persons).rows).toMatchObject([
      { code: 'CO', share: { numerator: 15, denominator: 20, unknown: 20 } },
    ])
  })

  test('a public killing counts when its follow-up is public as well', () => {
    const { total, share } = answer({ measure: 'impunity' }, [seen(true), seen(true), seen(false)])
    expect(total.public).toBe(2)
    expect(share).toEqual({ numerator: 2, denominator: 2, unknown: 0 })
  })
})

const group = (holder: string, min: number | null, max: number | null): SeenPerson => ({
  ...personOf(
    [{ holder, min, max, gender: null, sectors: [], custody: null, custodyShown: null, known: false }],
    [],
  ),
  events: [anEvent()],
})

describe('N11 a group is a range', () => {
  test('about thirty farmers, written as 25 to 35, are 25 to 35 persons and one event', () => {
    const farmers = group('group', 25, 35)
    expect(countOf({ ...emptyQuery, unit: 'persons' }, [farmers]).total).toEqual({ min: 25, max: 35 })
    expect(ask({ unit: 'events' }, farmers).total).toBe(1)
  })

  test('several persons without a size are two at least, an organisation without one is no person', () => {
    expect(group('group', null, null)).toMatchObject({ min: 2, max: 2 })
    expect(group('organisation', null, null)).toMatchObject({ min: 0, max: 0 })
    expect(group('organisation', 40, 60)).toMatchObject({ min: 40, max: 60 })
  })

  test('told in fives, it stays a range', () => {
    const persons = [...many(5, () => aPerson(anEvent())), group('group', 25, 35)]
    expect(answer({ unit: 'persons' }, persons).total).toEqual({ public: 0, told: 30, max: 40 })
  })
})

describe('N12 a number is a lower bound', () => {
  const shown = { ...aPerson(anEvent({ shown: true })), known: true }

  test('what waits to be told is in no number', () => {
    expect(answer({}, [shown, aPerson(anEvent())]).total).toEqual({ public: 1, told: 0, max: null })
  })

  test('of acts nothing is public by itself', () => {
    expect(answer({ unit: 'acts' }, [shown]).total.public).toBe(null)
  })

  test('what is told of no country may belong to one, and is in no total of one', () => {
    const persons = ['CO', 'EG', 'TT'].flatMap((country) => many(2, () => aPerson(anEvent({ country }))))
    expect(answer({ country: 'CO' }, persons)).toMatchObject({ total: { told: 0 }, around: 5 })
    expect(answer({ by: 'country' }, persons)).toMatchObject({
      rows: [],
      apart: { told: 5 },
      total: { told: 5 },
    })
  })
})

describe('custody now', () => {
  test('a person is in one line: as published where that is public, else as the case is now', () => {
    const persons = [...many(5, () => inCustody('held')), inCustody('released', 'held')]
    expect(answer({ unit: 'persons', by: 'custody' }, persons).rows).toMatchObject([
      { code: 'held', number: { public: 1, told: 5 } },
    ])
  })

  test('of cases that say otherwise none is chosen, and what is not known is a class', () => {
    expect([
      custodyIn('held', 'released'),
      custodyIn('held', 'unknown'),
      custodyIn(null),
      custodyIn('unknown'),
    ]).toEqual(['ambiguous', 'held', 'unknown', 'unknown'])
  })
})

const holder = {
  holder: 'person',
  min: null,
  max: null,
  gender: null,
  sectors: [],
  custodyShown: null,
  known: false,
}

const inCustody = (custody: string, custodyShown: string | null = null) => ({
  ...aPerson(anEvent({ shown: custodyShown !== null })),
  custody,
  custodyShown,
  known: custodyShown !== null,
})

const custodyIn = (...statuses: readonly (string | null)[]) =>
  personOf(
    statuses.map((custody) => ({ ...holder, custody })),
    [anEvent()],
  ).custody

test('N13 an answer carries its question and the version of its data, so that it can be frozen', () => {
  const query = { ...emptyQuery, unit: 'persons', by: 'year' } as const
  expect(answerQuery(query, { ...worldOf([]), version: '7' })).toMatchObject({ query, version: '7' })
})

const tortured = (known: boolean) => (person: SeenPerson) => ({
  ...person,
  known,
  events: [anEvent({ acts: ['1 T01'], shown: known })],
})

describe('N14 small numbers of unpublished cases are told nowhere', () => {
  const hidden = many(4, () => aPerson(anEvent({ country: 'TT' })))
  const shown = many(3, () => ({ ...aPerson(anEvent({ country: 'TT', shown: true })), known: true }))

  test('four beside three that are public: three', () => {
    expect(answer({ country: 'TT' }, [...hidden, ...shown]).total).toEqual({ public: 3, told: 0, max: null })
  })

  test('victims of public cases are never told together with others', () => {
    const four = many(4, () => tortured(true)(shown[0]!))
    const fifth = tortured(false)(hidden[0]!)
    expect(leastOf(answer({ unit: 'victims' }, [...four, fifth]).total)).toBe(0)
  })
})

describe('levels of verification', () => {
  test('a number is of its level and above', () => {
    const person = aPerson(...(['OFF', 'VER', 'CORR', 'REP'] as const).map((level) => anEvent({ level })))
    expect((['OFF', 'VER', 'CORR', 'REP'] as const).map((level) => ask({ level }, person).total)).toEqual([
      1, 2, 3, 4,
    ])
  })
})
