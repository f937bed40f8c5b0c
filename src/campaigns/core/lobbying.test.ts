import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { JournalEntry } from '#members/core/journal.ts'
import {
  decideLobbyNote,
  decideLobbyStrike,
  foldLobbying,
  isOverdue,
  type LobbyNote,
  lobbyingKinds,
  promiseStates,
  readLobbyNote,
} from './lobbying.ts'
import { targetOf } from '../../../tests/support/campaigns.ts'
import { lobbiedBy } from './lobby_targets.ts'

const idOf = (place: number): string => `${place}A`.padStart(22, 'A')
const ask = idOf(901)
const account = idOf(902)
const today = '2026-11-22'
const meeting = {
  ask,
  member: 'K000001',
  on: '2026-11-20',
  way: 'call',
  who: 'Staff, and Ines',
  notes: 'Warm.',
}
const promise = { ask, member: 'K000001', what: 'Will cosponsor', on: '2026-11-20', by: '2026-11-21' }

const entry = (place: number, kind: string, words: unknown, kindVersion = 1): JournalEntry => ({
  id: idOf(place),
  seq: place,
  kind,
  kindVersion,
  author: account,
  at: `${today}T12:00:00.000Z`,
  coded: {},
  words,
})
const seen = (state: string, of = idOf(1)) => ({ promise: of, state, seenOn: today, seen: 'The record' })

describe('the journal of work on targets', () => {
  test('tells the server nothing but the kind', () => {
    for (const { coded, words } of lobbyingKinds) {
      expect(coded.safeParse({}).success).toBe(true)
      expect(coded.safeParse({ member: 'K000001' }).success).toBe(false)
      expect(words.safeParse({}).success).toBe(false)
    }
  })

  test('a promise is what was seen of it last, and was open before', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...promiseStates), { maxLength: 6 }), (states) => {
        const entries = states.map((state, place) => entry(place + 2, 'promise_seen', seen(state)))
        const [found] = foldLobbying([entry(1, 'promise', promise), ...entries]).promises
        expect(found?.state).toBe(states.at(-1) ?? 'open')
        expect(found?.seen.map(({ state }) => state)).toEqual(states)
      }),
    )
  })

  test('whoever covers a target is the last who was named, and nobody where that was taken back', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.constantFrom(idOf(7), idOf(8))), { maxLength: 6 }), (accounts) => {
        const entries = accounts.map((one, place) =>
          entry(place, 'cover', { ask, member: 'K000001', account: one }),
        )
        const last = accounts.at(-1) ?? null
        expect(foldLobbying(entries).covers.map((one) => one.account)).toEqual(last === null ? [] : [last])
      }),
    )
  })

  test('a struck note stays with its reason and takes nothing more', () => {
    const strike = { entry: idOf(1), why: 'Heard wrongly' }
    const entries = [
      entry(1, 'promise', promise),
      entry(2, 'struck', strike),
      entry(3, 'struck', { ...strike, why: 'Once more' }),
      entry(4, 'promise_seen', seen('kept')),
    ]
    const folded = foldLobbying(entries)
    expect(folded.promises[0]).toMatchObject({ state: 'open', seen: [], struck: { why: 'Heard wrongly' } })
    expect(decideLobbyStrike(folded, strike)).toMatchObject({ error: { kind: 'struck_already' } })
    expect(decideLobbyStrike(folded, { ...strike, entry: idOf(9) })).toMatchObject({
      error: { kind: 'no_such_note' },
    })
    const open = foldLobbying(entries.slice(0, 1))
    expect(decideLobbyStrike(open, { ...strike, why: ' ' })).toMatchObject({ error: { kind: 'why_missing' } })
    const note = { kind: 'promise_seen', words: seen('kept') } as LobbyNote
    expect(decideLobbyNote(open, note)).toMatchObject({ ok: true })
    for (const [where, of] of [
      [folded, idOf(1)],
      [open, idOf(9)],
    ] as const)
      expect(
        decideLobbyNote(where, { kind: 'promise_seen', words: seen('kept', of) } as LobbyNote),
      ).toMatchObject({ error: { kind: 'no_such_note' } })
  })

  test('what nobody can read, and what a newer version wrote, are told and hide nothing else', () => {
    const entries = [
      entry(1, 'meeting', { ...meeting, notes: '' }),
      entry(2, 'meeting', meeting, 2),
      entry(3, 'meeting', meeting),
      entry(4, 'position', { of: 'another room' }),
      entry(5, 'talking_points', { ask, text: 'Once.' }),
      entry(6, 'talking_points', { ask, text: 'Twice.' }),
    ]
    const folded = foldLobbying(entries)
    expect(folded.unreadable.map(({ id }) => id)).toEqual([idOf(1)])
    expect(folded.newer).toBe(1)
    expect(folded.meetings.map(({ id }) => id)).toEqual([idOf(3)])
    expect(folded.points.map(({ text }) => text)).toEqual(['Twice.'])
  })

  test.each([
    ['meeting', { ...meeting, on: '2026-11-23' }, 'on'],
    ['meeting', { ...meeting, who: ' ' }, 'who'],
    ['meeting', { ...meeting, notes: '\uD800' }, 'notes'],
    ['promise', { ...promise, what: '' }, 'what'],
    ['promise', { ...promise, by: 'soon' }, 'by'],
    ['promise', { ...promise, by: '2026-11-19' }, 'by'],
    ['promise_seen', { ...seen('kept'), seenOn: '2027-01-01' }, 'seenOn'],
    ['promise_seen', { ...seen('kept'), seen: '' }, 'seen'],
    ['talking_points', { ask, text: '' }, 'text'],
  ] as const)('a %s is refused with the field to mend', (kind, words, field) => {
    expect(readLobbyNote({ kind, words }, today)).toEqual({
      ok: false,
      error: { kind: 'no_note', fields: [field] },
    })
  })

  test('a promise is overdue while it is open and its day has passed', () => {
    const [found] = foldLobbying([entry(1, 'promise', promise)]).promises
    expect(isOverdue(found!, '2026-11-21')).toBe(false)
    expect(isOverdue(found!, '2026-11-22')).toBe(true)
    expect(isOverdue({ ...found!, state: 'kept' }, '2026-11-22')).toBe(false)
  })
})

test('an ask is lobbied for in the bodies that it names, when it is about a text', () => {
  const targets = [
    { kind: 'body' as const, body: 'us-senate', groups: [] },
    { kind: 'by_place' as const, bodies: ['us-senate'] },
  ]
  const about = { kind: 'instrument' as const, slug: 's-res-407-115' }
  expect(lobbiedBy({ about, targets })).toEqual({ instrument: 's-res-407-115', bodies: ['us-senate'] })
  expect(lobbiedBy({ about: { kind: 'none' }, targets })).toBeNull()
  expect(lobbiedBy({ about, targets: [] })).toBeNull()
})

test('a named person is lobbied where they sit, when somebody has said where', () => {
  const about = { kind: 'instrument' as const, slug: 's-res-407-115' }
  const seat = { body: 'us-senate', member: 'C001088' }
  const named = targetOf({ id: 'coons', name: 'Christopher A. Coons' })
  expect(lobbiedBy({ about, targets: [named] })).toBeNull()
  const targets = [{ ...named, seat }]
  expect(lobbiedBy({ about, targets })).toEqual({ instrument: 's-res-407-115', bodies: ['us-senate'] })
})
