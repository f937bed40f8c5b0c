import { expect, test } from 'vitest'
import { checkEntry, parseCoded } from './entry.ts'

const event = { type: 'arrest', date: '2024-03', acts: [], verification: 'REP' }

test('an event dated to the month is accepted', () => {
  expect(checkEntry({ kind: 'event', coded: event, words: { date: '2024-03-17' } })).toEqual({
    ok: true,
    value: 'event',
  })
})

test('an event dated to the day is refused, with the field', () => {
  expect(parseCoded('event', { ...event, date: '2024-03-17' })).toEqual({
    ok: false,
    error: { kind: 'part_refused', part: 'coded', fields: ['date'] },
  })
})

test('a field no schema names is refused, with its name', () => {
  expect(parseCoded('event', { ...event, place: 'Lima' })).toEqual({
    ok: false,
    error: { kind: 'part_refused', part: 'coded', fields: ['place'] },
  })
})

test('a sensitive violation is refused in the coded part and accepted in the words', () => {
  const act = { violation: 'P02', victim: 1, perpetrators: [] }
  expect(parseCoded('event', { ...event, acts: [act] }).ok).toBe(false)
  const coded = { ...event, acts: [{ ...act, violation: 'P' }] }
  expect(checkEntry({ kind: 'event', coded, words: { acts: [{ act: 1, violation: 'P02' }] } }).ok).toBe(true)
})

test('a sensitive sector is refused in the coded part', () => {
  expect(parseCoded('identity', { holder: 'person', sectors: ['LGBT'] }).ok).toBe(false)
  expect(parseCoded('identity', { holder: 'person', sectors: ['OTHER'] }).ok).toBe(true)
})

test('a code that is in no vocabulary is refused', () => {
  expect(parseCoded('event', { ...event, type: 'vanished' }).ok).toBe(false)
  expect(parseCoded('identity', { holder: 'person', sectors: [], country: 'XX' }).ok).toBe(false)
})

test('a field of another event type is refused', () => {
  expect(parseCoded('event', { ...event, sentence: { kind: 'fine' } })).toEqual({
    ok: false,
    error: { kind: 'part_refused', part: 'coded', fields: ['sentence'] },
  })
})

test('a region outside its country is refused', () => {
  expect(parseCoded('event', { ...event, country: 'CO', region: 'CO-ANT' }).ok).toBe(true)
  expect(parseCoded('event', { ...event, country: 'PE', region: 'CO-ANT' }).ok).toBe(false)
})

test('an unknown kind is refused by its name', () => {
  expect(checkEntry({ kind: 'verdict', coded: {} })).toEqual({
    ok: false,
    error: { kind: 'unknown_kind', entryKind: 'verdict' },
  })
})

test('a correction is checked against the kind it corrects', () => {
  const coded = { corrects: 'e'.repeat(22), coded: { ...event, note: 'free words' } }
  expect(checkEntry({ kind: 'correction', coded }, 'event')).toEqual({
    ok: false,
    error: { kind: 'part_refused', part: 'coded', fields: ['note'] },
  })
  expect(checkEntry({ kind: 'correction', coded: { ...coded, coded: event } }, 'event').ok).toBe(true)
})

test('an open part is refused on any kind but a publication', () => {
  expect(checkEntry({ kind: 'note', coded: { toCode: true }, open: { name: 'Ana' } }).ok).toBe(false)
})
