import { expect, test } from 'vitest'
import { emptyRoll } from './bodies.ts'
import { entryRefusalsOf } from './position_entry.ts'
import { findBuiltIn } from './released_body.ts'

const DAY_MS = 86_400_000

test('two thousand facts of as many days, in a body of ten thousand memberships, are checked within a second', () => {
  const members = Array.from({ length: 5000 }, (_, i) => ({
    id: `m${i}`,
    kind: 'person' as const,
    name: `Member ${i}`,
    identifiers: [],
  }))
  const memberships = [...members, ...members].map(({ id }, i) => ({
    member: id,
    body: 'un-ga',
    groups: {},
    area: null,
    votes: i < members.length,
    from: i < members.length ? '1990-01-01' : '2002-01-01',
    to: null,
  }))
  const body = { ...findBuiltIn('un-ga')!, roll: { ...emptyRoll, members, memberships } }
  const facts = Array.from({ length: 2000 }, (_, i) => ({
    id: `f${i}`,
    member: `m${4999 - i}`,
    of: { kind: 'instrument' as const, id: 'a-text' },
    stance: 'votes_yes' as const,
    on: new Date(Date.UTC(2000, 0, 1) + i * DAY_MS).toISOString().slice(0, 10),
    confidence: 'said' as const,
    source: 'Said so',
    explanation: null,
  }))
  const begun = performance.now()
  const refused = entryRefusalsOf(facts, { instrument: 'a-text', body, amendments: [], today: '2026-01-01' })
  expect(performance.now() - begun).toBeLessThan(1000)
  // The membership that began later goes before the older one: from then on they have no vote.
  const from = facts.findIndex(({ on }) => on >= '2002-01-01')
  expect(refused).toEqual(
    facts.slice(from).map((_, i) => ({ at: `${from + i}.stance`, code: 'member_without_vote' })),
  )
})
