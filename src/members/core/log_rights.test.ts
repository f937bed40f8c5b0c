/** Who may append, refusal by refusal: what the server asks before it writes, and every device when it reads. */
import { expect, test } from 'vitest'

import type { ReadEntry } from '#vault/core/v1/entry.ts'
import type { Desk, Right } from './desk.ts'
import { rightToAppend, type Seen } from './log_rights.ts'

const account = (name: string): string => name.padEnd(22, '0')
const right = (name: string, role: Right['role'], ended: Right['ended'] = null): Right => ({
  account: account(name),
  role,
  signing: name,
  from: '2026-01-01T00:00:00Z',
  ended,
})
/** Ended by entry 7 of the desk's log, when two rights had been given. */
const ended = { at: '2026-03-01T12:00:00Z', seq: 7, rights: 2 }
const rights = new Map([
  ['ana', right('ana', 'lead')],
  ['emil', right('emil', 'writer', ended)],
  ['rosa', right('rosa', 'reader')],
])
const desk = { id: 'north', rights } as unknown as Desk

type Said = {
  readonly seq?: number
  readonly kind?: string
  readonly desk?: string
  readonly author?: string
}
const entry = (roster: string | null, said: Said = {}): ReadEntry => {
  const { seq = 5, kind = 'note', author = roster ?? 'ana' } = said
  const at = '2026-03-01T10:00:00Z'
  const statement = { seq, kind, at, roster, author: account(author), desk: said.desk ?? 'north' }
  return { statement } as unknown as ReadEntry
}
const rules = { first: 'opened', needed: (kind: string) => (kind === 'release' ? 'lead' : 'writer') } as const
const asked = (one: ReadEntry, earlier: readonly ReadEntry[] = [], seen: Seen | null = null) =>
  rightToAppend(one, { earlier, desk, rules, seen })
const refused = (kind: string, more: object = {}) => ({ ok: false, error: { kind, seq: 5, ...more } })

test('a right that is there lets its own member append', () => {
  expect(asked(entry('ana'))).toEqual({ ok: true, value: rights.get('ana') })
  expect(asked(entry('emil'))).toEqual({ ok: true, value: rights.get('emil') })
  expect(asked(entry('ana', { seq: 0, kind: 'opened' })).ok).toBe(true)
})

test('an entry of another desk, or a log that begins with something else, is refused', () => {
  expect(asked(entry('ana', { desk: 'south' }))).toEqual(refused('other_desk'))
  expect(asked(entry('ana', { seq: 0 }))).toEqual(refused('not_opened', { seq: 0 }))
})

test("without a right, or under another's, nothing is appended", () => {
  for (const one of [entry(null), entry('nobody'), entry('ana', { author: 'rosa' })])
    expect(asked(one)).toEqual(refused('no_right'))
})

test('a role that is too low is refused, with the one that is needed', () => {
  expect(asked(entry('rosa'))).toEqual(refused('role_too_low', { role: 'reader', needed: 'writer' }))
  expect(asked(entry('emil', { kind: 'release' }))).toEqual(
    refused('role_too_low', { role: 'writer', needed: 'lead' }),
  )
})

test('after an entry under a right that was given later, nothing stands under one that had ended', () => {
  expect(asked(entry('emil'), [entry('ana'), entry('rosa')])).toEqual(refused('right_ended'))
  expect(asked(entry('emil'), [entry('ana'), entry('emil'), entry(null)]).ok).toBe(true)
  expect(asked(entry('ana'), [entry('rosa')]).ok, 'one that goes on').toBe(true)
})

test('what is new to a device that had seen the end of a right does not stand under it', () => {
  expect(asked(entry('emil'), [], { seq: 4, deskSeq: 7 })).toEqual(refused('right_ended'))
  expect(asked(entry('emil'), [], { seq: 5, deskSeq: 7 }).ok, 'it was there before').toBe(true)
  expect(asked(entry('emil'), [], { seq: 4, deskSeq: 6 }).ok, 'the end was not seen').toBe(true)
  expect(asked(entry('ana'), [], { seq: 4, deskSeq: 7 }).ok, 'it has no end').toBe(true)
})
