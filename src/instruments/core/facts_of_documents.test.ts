import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { exampleInstruments } from '../../cli/example_instruments.ts'
import { exampleVotes } from '../../cli/example_votes.ts'
import type { Roll } from './bodies.ts'
import { factsOfAmendment, factsOfSponsorship, factsOfVote } from './facts_of_documents.ts'
import { memberOfName } from './member_names.ts'
import type { PositionFact } from './positions.ts'
import { builtInBodies, findBuiltIn, type ReleasedBody, seatsOfBody } from './released_body.ts'
import type { ReleasedAmendment } from './released_amendment.ts'
import { countWhip } from './whip.ts'
import {
  bodiesOfGround,
  countingDay,
  familyOf,
  openFacts,
  type OpenGround,
  subjectsOf,
} from './whip_ground.ts'

const slug = 'human-rights-defenders-2015'
const told = { deskName: 'North', releasedOn: '2026-11-01', version: 1 }
const votes = exampleVotes()
  .map((body) => ({ ...told, body }))
  .toSorted((a, b) => (a.body.on < b.body.on ? -1 : 1))
const released = (of: string) => ({ ...told, body: exampleInstruments().find((one) => one.slug === of)! })
const assembly = findBuiltIn('un-ga')!
const ground = (given: Partial<OpenGround> = {}): OpenGround => ({
  slug,
  instrument: released(slug),
  votes,
  amendments: [],
  entered: [],
  ...given,
})
const family = familyOf(assembly, builtInBodies)
const today = '2026-11-22'

const stances = (facts: readonly PositionFact[]) => new Set(facts.map(({ stance }) => stance))

test('what a vote does not know by name is no fact: the committee gives no yes, the plenary gives all', () => {
  const [committee, plenary] = votes.map((vote) => factsOfVote(vote))
  expect(stances(committee!)).toEqual(new Set(['votes_no', 'votes_abstain']))
  expect(committee).toHaveLength(54)
  expect(plenary).toHaveLength(193)
  expect(plenary!.filter(({ stance }) => stance === 'votes_yes')).toHaveLength(127)
  expect(plenary![0]).toMatchObject({ confidence: 'record', confidential: false, enteredBy: 'North' })
  expect(plenary!.every(({ source }) => source !== '')).toBe(true)
})

test('ids tell the document and the member, and are the same each time', () => {
  const ids = factsOfVote(votes[1]!).map(({ id }) => id)
  expect(new Set(ids).size).toBe(193)
  expect(factsOfVote(votes[1]!).map(({ id }) => id)).toEqual(ids)
  expect(ids).toContain(`vote:${slug}:plenary:NO`)
})

const votedOn = (kind: 'amendment' | 'motion', symbol: string | null) =>
  factsOfVote({ ...votes[1]!, body: { ...votes[1]!.body, subject: { kind, symbol } } }, [
    amendment({ symbols: ['A/C.3/70/L.69'] }),
  ])[0]?.of

test('a vote on an amendment stands for the amendment of that symbol, a vote on a motion for itself', () => {
  expect(votedOn('amendment', 'A/C.3/70/L. 69')).toEqual({ kind: 'amendment', id: 'l-69' })
  expect(votedOn('amendment', 'A/C.3/70/L.70')).toEqual({ kind: 'amendment', id: 'plenary' })
  expect(votedOn('motion', null)).toEqual({ kind: 'motion', id: 'plenary' })
})

const amendment = (given: Partial<ReleasedAmendment['body']>): ReleasedAmendment => ({
  ...told,
  body: {
    instrument: slug,
    draft: { symbol: null, title: { en: 'A draft' } },
    version: null,
    slug: 'l-69',
    kind: 'amendment',
    lang: 'en',
    symbols: [],
    name: null,
    sponsors: [],
    tabledOn: '2015-11',
    state: 'tabled',
    stateOn: null,
    note: null,
    votes: null,
    example: false,
    content: { kind: 'described', what: {}, points: [] },
    sources: [{ publisher: 'P', title: 'T', address: 'https://example.org/t', checkedOn: null }],
    ...given,
  },
})

test('sponsors of an amendment: joined, left, by the last day that a date can mean; groups and undated ones are told apart', () => {
  const sponsors = [
    { who: 'China', since: null, withdrawnOn: null },
    { who: 'Egypt', since: '2015-11-20', withdrawnOn: '2015-11-24' },
    { who: 'African Group', since: '2015-11-20', withdrawnOn: null },
  ]
  const { facts, unmatched } = factsOfAmendment(amendment({ sponsors }), assembly)
  expect(facts.map(({ member, stance, on }) => [member, stance, on])).toEqual([
    ['CN', 'sponsor', '2015-11-30'],
    ['EG', 'sponsor', '2015-11-20'],
    ['EG', 'withdrew', '2015-11-24'],
  ])
  expect(facts[0]?.source).toBe('P: T, https://example.org/t')
  expect(unmatched).toEqual(['African Group'])
  const undated = factsOfAmendment(amendment({ sponsors: sponsors.slice(0, 1), tabledOn: null }), assembly)
  expect(undated).toEqual({ facts: [], unmatched: ['China'] })
})

const person = (id: string, name: string, area: string) => ({
  member: { id, kind: 'person' as const, name, identifiers: [] },
  membership: {
    member: id,
    body: 'house',
    groups: { party: 'A' },
    area,
    votes: true,
    from: null,
    to: null,
  },
})
const seats = [
  person('1', 'Christopher A. Coons', 'Delaware'),
  person('2', 'Lynn Jenkins', 'Kansas'),
  person('3', 'Evan H. Jenkins', 'West Virginia'),
  person('4', 'Zoé Lofgren', 'California'),
  person('5', 'Robert C. Byrd, Jr.', 'Ohio'),
]

test.each([
  ['Mr. Coons', '1'],
  ['Sen. Christopher A. Coons', '1'],
  ['Ms. Jenkins of Kansas', '2'],
  ['Mr. Jenkins of West Virginia', '3'],
  ['Ms. Lofgren', '4'],
  ['Mr. Byrd', '5'],
  ['Ms. Jenkins', null],
  ['Mr. Jenkins of Ohio', null],
  ['Mr. Oons', null],
  ['Norway', null],
])('“%s” means %s', (name, id) => {
  expect(memberOfName(seats, name)).toBe(id)
})

const chamber = (roll: Roll): ReleasedBody => ({
  ...assembly,
  slug: 'house',
  parent: null,
  kind: 'chamber',
  name: { en: 'United States House' },
  groupKind: 'party',
  known: null,
  roll,
})
const house = chamber({
  bodies: [],
  groups: [],
  members: seats.map(({ member }) => member),
  memberships: seats.map(({ membership }) => membership),
})

test('sponsors of a bill are found by their names, and who is not is named', () => {
  const { facts, unmatched } = factsOfSponsorship(released('s-res-407-115'), house)
  expect(facts.map(({ member, stance, on }) => [member, stance, on])).toEqual([
    ['1', 'sponsor', '2018-02-15'],
  ])
  expect(unmatched).toEqual(['Mr. Tillis'])
})

test('votes that list members count for a body whose members have the same code and name', () => {
  const members = seats.map(({ member: { id, name } }) => ({ id, name, group: 'A', votes: true }))
  const body = {
    ...votes[1]!.body,
    members: [...members.slice(0, 4), { ...members[4]!, name: 'Somebody else' }],
    votes: {
      yes: ['1', '5'],
      no: ['2'],
      abstain: [],
      absent: ['3'],
      not_voting: ['4'],
      yes_or_not_voting: [],
    },
  }
  const { facts } = openFacts(ground({ votes: [{ ...told, body }] }), house, ['house'])
  expect(facts.map(({ member, stance }) => [member, stance])).toEqual([
    ['1', 'votes_yes'],
    ['2', 'votes_no'],
    ['3', 'votes_absent'],
    ['4', 'votes_not_voting'],
  ])
  expect(openFacts(ground(), house, ['house']).facts).toEqual([])
})

test('the whip count of what is open does not depend on the order in which it was entered', () => {
  const all = ['supports', 'opposes', 'withdrew', 'undecided', 'leans_for'] as const
  const entered = fc.record({
    member: fc.constantFrom('NO', 'ZA', 'FJ', 'MX'),
    stance: fc.constantFrom(...all),
    on: fc.constantFrom('2015-11-01', '2015-11-25', '2015-12-16'),
  })
  fc.assert(
    fc.property(fc.array(entered, { maxLength: 10 }), fc.gen(), (list, gen) => {
      const facts = list.map((one, n) => ({
        instrument: slug,
        body: 'un-ga-c3',
        fact: {
          ...one,
          id: `fact ${n}`,
          of: { kind: 'instrument', id: slug } as const,
          enteredAt: '2026-11-01T00:00:00Z',
          enteredBy: 'North',
          confidence: 'said' as const,
          source: 'A talk',
          explanation: null,
          confidential: false,
        },
      }))
      const count = (taken: typeof facts) =>
        countWhip({
          seats: seatsOfBody(assembly, '2015-12-16'),
          facts: openFacts(ground({ entered: taken }), assembly, family).facts,
          of: { kind: 'instrument', id: slug },
          rule: 'simple',
          asOf: '2015-12-16',
          by: 'region',
        })
      expect(count(gen(fc.shuffledSubarray, facts, { minLength: facts.length }))).toEqual(count(facts))
    }),
    { numRuns: 40 },
  )
})

test('it is counted in the bodies that the facts and the text name, on the day on which its way ended', () => {
  const lines = builtInBodies.map((body) => ({ ...body, members: 193 }))
  expect(bodiesOfGround(ground(), lines)).toEqual(['un-ga', 'un-ga-c3'])
  expect(bodiesOfGround(ground({ votes: [] }), lines)).toEqual(['un-ga', 'un-ga-c3'])
  expect(bodiesOfGround(ground({ instrument: released('s-res-407-115'), votes: [] }), lines)).toEqual([])
  const { facts } = openFacts(ground(), assembly, family)
  const { history } = released(slug).body
  expect(countingDay(history, { body: assembly, facts, today })).toBe('2015-12-17')
  expect(countingDay([], { body: assembly, facts, today })).toBe(today)
  expect(countingDay(history, { body: assembly, facts, today: '2015-12-01' })).toBe('2015-12-01')
})

test('positions are told by what they are of: the text, its amendments, motions', () => {
  const { facts } = openFacts(ground(), assembly, family)
  expect(subjectsOf({ slug, amendments: [{ slug: 'l-69' }] }, facts)).toEqual([
    { kind: 'instrument', id: slug, facts: 320 },
    { kind: 'amendment', id: 'l-69', facts: 0 },
  ])
})
