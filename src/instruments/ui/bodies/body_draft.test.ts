import { expect, test } from 'vitest'
import { smallBody } from '#instruments/core/body_testing.ts'
import { overlapping } from '#instruments/core/body_document.ts'
import {
  addMember,
  type Body,
  bodyPreview,
  emptyBody,
  emptyWritten,
  endMembership,
  memberAt,
  moveMember,
  removeMember,
  rollIn,
  setVote,
  takeFound,
  tidyBody,
} from './body_draft.ts'

const { roll } = smallBody
const told = { releasedOn: '2026-01-01', deskName: 'North' }

test('an empty draft has no preview; one with a file, a name and a source has', () => {
  expect(bodyPreview(emptyBody('en'), told)).toBeNull()
  const taken = takeFound(emptyBody('en'), {
    id: '713672e7-18c5-4d1d-abd1-8d597b143847',
    name: 'Senate',
    kind: 'chamber',
    groupKind: 'party',
    roll,
    doubts: [],
  })
  const body: Body = { ...emptyBody('en'), ...taken, sources: smallBody.sources }
  expect(bodyPreview(body, told)).toMatchObject({ slug: 'senate', name: { en: 'Senate' }, known: null })
})

test('what a person wrote stays when a file is read again', () => {
  const body = { ...emptyBody('en'), slug: 'north', name: { en: 'North' } }
  const found = { id: 'x', name: 'Other', kind: 'council', groupKind: 'party', roll, doubts: [] } as const
  expect(takeFound(body, found)).toEqual({ groupKind: 'party', roll })
})

test('whole days without a first one are kept, so that their lack is seen', () => {
  expect(tidyBody({ ...emptyBody('en'), known: { from: null, to: '2020-01-01' } })).toMatchObject({
    known: { from: '', to: '2020-01-01' },
  })
})

test('a member is added with a group that was not there', () => {
  const added = addMember(
    roll,
    { ...emptyWritten, name: 'Zoë Zed', group: 'Blues', from: '2021-01-01' },
    'party',
  )
  if (!added.ok) throw new Error(added.error)
  expect(added.value.members.at(-1)).toMatchObject({ id: 'Zoe-Zed', name: 'Zoë Zed' })
  expect(added.value.groups.at(-1)).toEqual({ id: 'Blues', kind: 'party', name: 'Blues' })
  expect(added.value.memberships.at(-1)).toMatchObject({ member: 'Zoe-Zed', groups: { party: 'Blues' } })
})

test.each([
  ['no name', { name: ' ' }, 'name'],
  ['a day that is none', { name: 'Zoe', from: '2021-02-30' }, 'day'],
  ['days in the wrong order', { name: 'Zoe', from: '2021-02-02', to: '2021-02-01' }, 'day'],
  ['a code that is taken', { name: 'Zoe', id: 'ana' }, 'taken'],
])('%s is refused', (_, written, problem) => {
  expect(addMember(roll, { ...emptyWritten, ...written }, 'party')).toEqual({ ok: false, error: problem })
})

test('a member goes to another group from a day, and sits there twice on none', () => {
  const moved = moveMember(roll, 'ana', { group: 'Greens', from: '2023-05-01', groupKind: 'party' })
  if (!moved.ok) throw new Error(moved.error)
  const own = moved.value.memberships.filter(({ member }) => member === 'ana')
  expect(own.map(({ groups, from, to }) => [groups.party, from, to])).toEqual([
    ['green', '2020-01-01', '2021-12-31'],
    ['red', '2022-01-01', '2023-04-30'],
    ['green', '2023-05-01', null],
  ])
  expect(own.at(-1)).toMatchObject({ area: 'Eastham', groups: { region: 'east' } })
  expect(overlapping(moved.value.memberships)).toEqual([])
  expect(moveMember(roll, 'ana', { group: 'Greens', from: '2022-01-01', groupKind: 'party' })).toEqual({
    ok: false,
    error: 'day',
  })
})

test('a membership ends on a day that is not before its first', () => {
  const ended = endMembership(roll, 'ana', '2022-03-01')
  expect(ended).toMatchObject({ ok: true, value: { memberships: { 1: { to: '2022-03-01' } } } })
  expect(endMembership(roll, 'ana', '2021-12-31')).toEqual({ ok: false, error: 'day' })
})

test('a vote is taken and given, and a member taken out with every membership', () => {
  expect(setVote(roll, 'ben', true).memberships[2]?.votes).toBe(true)
  expect(removeMember(roll, 'ana')).toMatchObject({
    members: [{ id: 'ben' }],
    memberships: [{ member: 'ben' }],
  })
})

test('a problem leads to its member; a draft that holds no roll has an empty one', () => {
  expect(memberAt(roll, 'roll.memberships.1.from')?.id).toBe('ana')
  expect(memberAt(roll, 'roll.members.1.id')?.id).toBe('ben')
  expect(memberAt(roll, 'roll.groups.0.id')).toBeNull()
  expect(rollIn({ roll: null })).toEqual({ groups: [], members: [], memberships: [] })
})
