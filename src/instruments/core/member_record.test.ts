import { expect, test } from 'vitest'
import { exampleAmendments } from '../../cli/example_amendments.ts'
import { exampleBodies } from '../../cli/example_bodies.ts'
import { exampleInstruments } from '../../cli/example_instruments.ts'
import { exampleVotes } from '../../cli/example_votes.ts'
import { problemsOf, type ReleasedDocument } from '#releases/core/kind.ts'
import { smallBody } from './body_testing.ts'
import { dayShown, formerSeats, groupsOfBody, membersShown } from './body_page.ts'
import { instrumentKindOf } from './instrument_kind.ts'
import {
  membersOfNames,
  readTabled,
  sponsoringBody,
  sponsorshipsOfMember,
  sponsorsWhoAreNone,
  votesOfMember,
} from './member_record.ts'
import { readAmendments } from './released_amendment.ts'
import {
  bodyLines,
  findBuiltIn,
  readBody,
  type ReleasedBody,
  rollOfBody,
  seatsOfBody,
} from './released_body.ts'
import { readVotes } from './released_vote.ts'
import { familyOf } from './whip_ground.ts'

const released = (kind: string, body: unknown): ReleasedDocument => ({
  kind,
  id: 'd1',
  version: 1,
  body,
  deskName: 'North',
  releasedOn: '2026-01-01',
  updatedAt: '2026-01-01T00:00:00Z',
})

const bodies = exampleBodies()
const bodyOf = (slug: string): ReleasedBody =>
  findBuiltIn(slug) ??
  readBody(
    released(
      'body',
      bodies.find((one) => one.slug === slug),
    ),
    slug,
  )!
const lines = bodyLines(
  bodies.map(({ roll, ...one }) => ({ ...one, deskName: 'North', members: roll.members.length })),
)
const given = {
  tabled: exampleInstruments().flatMap((one) => readTabled(one) ?? []),
  amendments: readAmendments(exampleAmendments().map((body) => released('amendment', body))),
  bodies: lines,
}
const votes = readVotes(exampleVotes().map((body) => released('vote', body)))
const whose = (slug: string, member: string) => {
  const body = bodyOf(slug)
  return { body, member, family: familyOf(body, lines) }
}

test('a State has its votes of the committee and of the plenary, on the pages of either', () => {
  const own = votesOfMember(votes, whose('un-ga', 'RU')).map(({ vote, cast }) => [vote.slug, cast])
  expect(own).toHaveLength(exampleVotes().filter(({ members }) => typeof members === 'string').length)
  expect(own.map(([, cast]) => cast)).toContain('no')
  expect(votesOfMember(votes, whose('un-ga-c3', 'RU'))).toHaveLength(own.length)
  expect(votesOfMember(votes, whose('us-senate', 'C001088'))).toEqual([])
})

const listed = (name: string, body: string | null) => {
  const [vote] = exampleVotes()
  const members = [{ id: 'ana', name, group: null, votes: true }]
  const none = { yes: [], no: [], abstain: [], absent: [], not_voting: [], yes_or_not_voting: [] }
  return [{ ...released('vote', null), body: { ...vote!, members, body, votes: { ...none, yes: ['ana'] } } }]
}

test('where a vote lists its members, the same code means the same member only with the same name, of the same body', () => {
  const body = { ...smallBody, roll: rollOfBody(smallBody), deskName: 'North', releasedOn: '2026-01-01' }
  const ana = { body, member: 'ana', family: [body.slug] }
  expect(votesOfMember(listed('Ana Abel', null), ana)).toMatchObject([{ cast: 'yes' }])
  expect(votesOfMember(listed('Ana Abel', 'north-senate'), ana)).toHaveLength(1)
  expect(votesOfMember(listed('Ana Abel', 'south-senate'), ana)).toEqual([])
  expect(votesOfMember(listed('Ana Other', null), ana)).toEqual([])
})

test('the sponsors of both resolutions of 2018 are members of their chambers, each by name', () => {
  for (const [slug, text] of [
    ['us-senate', 's-res-407-115'],
    ['us-house', 'h-res-750-115'],
  ] as const) {
    const one = given.tabled.find((tabled) => tabled.slug === text)!
    expect(sponsoringBody(one, lines)).toBe(slug)
    const names = [...one.sponsorship.sponsors, ...one.sponsorship.cosponsors]
    expect([...membersOfNames(bodyOf(slug), { names, on: one.sponsorship.on }).keys()]).toEqual(names)
    expect(sponsorsWhoAreNone(one.sponsorship, bodyOf(slug))).toEqual([])
  }
  expect(sponsorshipsOfMember(given, whose('us-senate', 'C001088'))).toMatchObject([
    { instrument: 's-res-407-115', as: 'sponsor', on: '2018-02-15' },
  ])
  expect(sponsorshipsOfMember(given, whose('us-house', 'J000290'))).toMatchObject([{ as: 'cosponsor' }])
  expect(sponsorshipsOfMember(given, whose('us-senate', 'B000944'))).toEqual([])
})

test('a State that tabled a draft of the committee has it on its page', () => {
  const norway = sponsorshipsOfMember(given, whose('un-ga-c3', 'NO'))
  expect(norway.map(({ instrument }) => instrument)).toContain('human-rights-defenders-2015')
})

test('a name that two members have means neither', () => {
  const on = '2018-02-23'
  const names = ['Mr. Johnson', 'Mr. Johnson of Georgia', 'Mr. Nobody']
  expect([...membersOfNames(bodyOf('us-house'), { names, on }).keys()]).not.toContain('Mr. Johnson')
})

const tabled = (change: object) => {
  const whole = exampleInstruments().find(({ slug }) => slug === 's-res-407-115')!
  return { ...whole, sponsorship: { ...whole.sponsorship!, ...change } }
}
const kind = instrumentKindOf(async () => null)
const check = (body: unknown) => problemsOf(kind, body, [], bodyOf('us-senate'))

test('a cosponsor who was no member that day is refused with its place', async () => {
  expect(check(tabled({}))).toEqual([])
  expect(check(tabled({ cosponsors: ['Mr. Tillis', 'Mr. Franken'] }))).toEqual([
    { at: 'sponsorship.cosponsors.1', code: 'sponsor_not_member' },
  ])
  expect(await kind.reads?.(tabled({}), { desk: '', now: new Date(0) })).toBeNull()
})

test('where the roll is not whole that day, or the name may mean two, nobody is refused', () => {
  expect(check(tabled({ on: '2012-02-15', cosponsors: ['Mr. Franken'] }))).toEqual([])
  expect(check(tabled({ on: '2018-02', cosponsors: ['Mr. Franken'] }))).toEqual([])
  expect(problemsOf(kind, tabled({ cosponsors: ['Mr. Franken'] }), [], null)).toEqual([])
  const house = bodyOf('us-house')
  expect(sponsorsWhoAreNone({ sponsors: ['Mr. Johnson'], cosponsors: [], on: '2018-02-20' }, house)).toEqual(
    [],
  )
})

test('a State that had no seat that day is refused; a name of none that is known here is left alone', () => {
  const assembly = bodyOf('un-ga')
  const on = '2009-12-18'
  expect(
    sponsorsWhoAreNone(
      { sponsors: ['South Sudan', 'Norway', 'European Union'], cosponsors: [], on },
      assembly,
    ),
  ).toEqual(['sponsors.0'])
})

test('a body is shown on its last whole day, its seats by group, its members in pages and by what is searched', () => {
  const house = bodyOf('us-house')
  const day = dayShown(house, '2026-11-22', null)
  expect(day).toBe('2018-02-26')
  const seats = seatsOfBody(house, day)
  expect(groupsOfBody(house, seats).map(({ id, seats: all, votes: voting }) => [id, all, voting])).toEqual([
    ['Republican', 240, 238],
    ['Democrat', 197, 193],
  ])
  const names = {
    groupKind: house.groupKind,
    nameOf: ({ name }: { readonly name: string }) => name,
    lang: 'en',
  }
  const all = membersShown(seats, { q: '', group: null, page: 9 }, names)
  expect([all.page, all.pages, all.count, all.seats.length]).toEqual([3, 3, 437, 37])
  const one = membersShown(seats, { q: 'lowenth', group: 'Democrat', page: 1 }, names)
  expect(one.seats.map(({ member }) => member.name)).toEqual(['Alan S. Lowenthal'])
  expect(membersShown(seats, { q: 'KS-2', group: null, page: 1 }, names).count).toBe(1)
})

test('who has left is a former member, with the last membership; a body that ended is shown on its last day', () => {
  const zimbabwe = bodyOf('zw-senate-8')
  expect(dayShown(zimbabwe, '2026-11-22', null)).toBe('2018-07-29')
  expect(formerSeats(zimbabwe, '2018-07-29')).toEqual([])
  expect(formerSeats(zimbabwe, '2026-11-22')).toHaveLength(67)
})
