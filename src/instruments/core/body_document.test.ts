import { array, assert, constantFrom, integer, option, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { problemsOf, type ReleasedDocument } from '#releases/core/kind.ts'
import { type BodyDocument, bodyDocument, overlapping } from './body_document.ts'
import { bodyKind } from './body_kind.ts'
import { smallBody } from './body_testing.ts'
import {
  bodyLines,
  bodyNameIn,
  builtInBodies,
  findBuiltIn,
  isRollWhole,
  readBody,
  seatsOfBody,
} from './released_body.ts'

type Changed = (body: BodyDocument) => void
const changed = (change: Changed): BodyDocument => {
  const body = structuredClone(smallBody)
  change(body)
  return body
}

const released = (body: unknown): ReleasedDocument => ({
  kind: 'body',
  id: 'd1',
  version: 1,
  body,
  deskName: 'North',
  releasedOn: '2026-01-01',
  updatedAt: '2026-01-01T00:00:00Z',
})

test('a body names its members and when they sat, and fits', () => {
  expect(problemsOf(bodyKind, smallBody, [])).toEqual([])
})

const ana = (body: BodyDocument) => body.roll.memberships[0]!

test.each<readonly [string, string, string, Changed]>([
  ['an address with capitals', 'slug', 'slug_unreadable', (body) => (body.slug = 'North Senate')],
  ['no name in its language', 'name.fr', 'name_missing', (body) => (body.lang = 'fr')],
  ['a country that is none', 'country', 'country_unknown', (body) => Object.assign(body, { country: 'XX' })],
  ['itself as its parent', 'parent', 'parent_unknown', (body) => (body.parent = body.slug)],
  ['no source', 'sources', 'sources_missing', (body) => (body.sources = [])],
  [
    'a source that no browser opens',
    'sources.0.address',
    'address_not_web',
    (body) => (body.sources[0]!.address = 'ftp://x'),
  ],
  [
    'no member',
    'roll.members',
    'members_missing',
    (body) => (body.roll = { ...body.roll, members: [], memberships: [] }),
  ],
  [
    'a member without name',
    'roll.members.0.name',
    'name_missing',
    (body) => (body.roll.members[0]!.name = ' '),
  ],
  [
    'a name that turns the text around',
    'roll.members.0.name',
    'not_plain',
    (body) => (body.roll.members[0]!.name = 'Ana\u202E'),
  ],
  [
    'an id that is no address',
    'roll.members.0.id',
    'id_unreadable',
    (body) => (body.roll.members[0]!.id = 'a/b'),
  ],
  [
    'an id that is another page',
    'roll.members.0.id',
    'id_reserved',
    (body) => (body.roll.members[0]!.id = 'members.csv'),
  ],
  ['an id twice', 'roll.members.1.id', 'id_twice', (body) => (body.roll.members[1]!.id = 'ana')],
  ['a group twice', 'roll.groups.1.id', 'group_twice', (body) => (body.roll.groups[1]!.id = 'green')],
  [
    'a group that is not listed',
    'roll.memberships.0.groups.party',
    'group_unknown',
    (body) => (ana(body).groups = { party: 'blue' }),
  ],
  [
    'a membership of nobody',
    'roll.memberships.0.member',
    'member_unknown',
    (body) => (ana(body).member = 'zoe'),
  ],
  ['a day that is none', 'roll.memberships.0.to', 'day_unreadable', (body) => (ana(body).to = '2021-02-30')],
  [
    'days in the wrong order',
    'roll.memberships.0.to',
    'days_reversed',
    (body) => (ana(body).to = '2019-01-01'),
  ],
  [
    'a member twice on one day',
    'roll.memberships.1.from',
    'member_twice_then',
    (body) => (ana(body).to = '2022-01-01'),
  ],
  [
    'a roll that is whole until before it began',
    'known.to',
    'days_reversed',
    (body) => (body.known = { from: '2020-01-01', to: '2019-01-01' }),
  ],
])('%s is refused with its place', (_, at, code, change) => {
  expect(problemsOf(bodyKind, changed(change), [])).toContainEqual({ at, code })
})

test('an address that is built in or taken is refused, and so is a parent that is not here', () => {
  const own = changed((body) => (body.slug = 'un-ga'))
  expect(problemsOf(bodyKind, own, [])).toEqual([{ at: 'slug', code: 'slug_built_in' }])
  expect(problemsOf(bodyKind, smallBody, [released(smallBody)])).toEqual([{ at: 'slug', code: 'slug_taken' }])
  const child = changed((body) => (body.parent = 'north'))
  expect(problemsOf(bodyKind, child, [])).toEqual([{ at: 'parent', code: 'parent_unknown' }])
  expect(problemsOf(bodyKind, child, [released({ ...smallBody, slug: 'north' })])).toEqual([])
})

const day = integer({ min: 1, max: 28 }).map((one) => `2020-01-${String(one).padStart(2, '0')}`)
const spell = tuple(constantFrom('a', 'b'), option(day), option(day))
  .filter(([, from, to]) => from === null || to === null || from <= to)
  .map(([member, from, to]) => ({ member, from, to }))

test('memberships overlap exactly where a member would sit twice on some day', () => {
  const days = Array.from({ length: 30 }, (_, at) => `2020-01-${String(at).padStart(2, '0')}`)
  assert(
    property(array(spell, { maxLength: 6 }), (spells) => {
      const twice = ['a', 'b'].some((member) =>
        days.some(
          (on) =>
            spells.filter(
              (one) =>
                one.member === member &&
                (one.from === null || one.from <= on) &&
                (one.to === null || on <= one.to),
            ).length > 1,
        ),
      )
      expect(overlapping(spells).length > 0).toBe(twice)
    }),
  )
})

test('a released body is read with its seats on a day; one that has left its address is not', () => {
  const body = readBody(released(smallBody), 'north-senate')!
  expect(
    seatsOfBody(body, '2022-06-01').map(({ member, membership }) => [member.id, membership.groups.party]),
  ).toEqual([
    ['ben', 'red'],
    ['ana', 'red'],
  ])
  expect([isRollWhole(body, '2023-12-31'), isRollWhole(body, '2024-01-01')]).toEqual([true, false])
  expect(readBody(released(smallBody), 'south-senate')).toBeNull()
})

test('the bodies of the United Nations are built in, each by the same schema as the others', () => {
  expect(builtInBodies.map(({ slug }) => slug)).toEqual(['un-ga', 'un-ga-c3'])
  for (const { deskName: _desk, releasedOn: _on, roll, ...body } of builtInBodies) {
    const memberships = roll.memberships.map(({ body: _body, ...one }) => one)
    const { groups, members } = roll
    expect(bodyDocument.safeParse({ ...body, roll: { groups, members, memberships } }).success).toBe(true)
  }
  expect(seatsOfBody(findBuiltIn('un-ga-c3')!, '2015-11-25')).toHaveLength(193)
  expect(bodyNameIn(findBuiltIn('un-ga')!, 'ar').lang).toBe('ar')
  expect(bodyNameIn(findBuiltIn('un-ga')!, 'sw').lang).toBe('en')
})

test('the list tells what is built in, then what is released; what is no body is left out', () => {
  const { roll: _roll, sources: _sources, ...head } = smallBody
  const lines = bodyLines([{ ...head, deskName: 'North', members: 2 }, { slug: 'nothing' }])
  expect(lines.map(({ slug, members }) => [slug, members])).toEqual([
    ['un-ga', 193],
    ['un-ga-c3', 193],
    ['north-senate', 2],
  ])
})
