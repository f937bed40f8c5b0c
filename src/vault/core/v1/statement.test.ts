import { beforeAll, expect, test } from 'vitest'
import { err } from '#kernel/core/result.ts'
import { concat, fromUtf8, toBase64url, utf8 } from '#vault/core/bytes.ts'
import {
  contextOf,
  entryHash,
  hashOf,
  parseStatement,
  sealedData,
  type Statement,
  statementBytes,
  toSign,
} from '#vault/core/v1/statement.ts'
import { seededChance } from '../../../../tests/support/chance.ts'

const chance = seededChance('statement')
const id = () => toBase64url(chance(16))
const hash = () => toBase64url(chance(32))
let good: Statement

beforeAll(() => {
  good = {
    v: 1,
    log: id(),
    id: id(),
    desk: id(),
    author: id(),
    at: '2026-11-22T10:15:00Z',
    kind: 'event',
    kindVersion: 1,
    vocabulary: '2026.1',
    key: 'case:1',
    coded: hash(),
    seq: 3,
    prev: hash(),
    roster: hash(),
    sealed: hash(),
    open: null,
  }
})

/** Parses the good statement with some fields changed; undefined takes a field away. */
const parseWith = (changes: Readonly<Record<string, unknown>>) =>
  parseStatement(utf8(sorted({ ...good, ...changes })))
const sorted = (value: Record<string, unknown>): string =>
  JSON.stringify(value, Object.keys(value).toSorted())

test('a statement is read back as it was written', () => {
  expect(parseStatement(statementBytes(good))).toEqual({ ok: true, value: good })
})

test('the first entry of a log has no link, an entry without words no key', () => {
  expect(parseWith({ seq: 0, prev: null }).ok).toBe(true)
  expect(parseWith({ key: 'none', sealed: null }).ok).toBe(true)
  expect(parseWith({ roster: null, coded: null, open: good.prev }).ok).toBe(true)
})

test.each([
  ['v', [0, 2, '1', null]],
  ['log', ['', 'short', `${'A'.repeat(21)}B`, 'A'.repeat(43), null, 5]],
  ['id', ['', 'A'.repeat(23), `${'A'.repeat(21)}=`, null]],
  ['desk', ['', 'A'.repeat(20), null]],
  ['author', ['', 'A'.repeat(20), null]],
  [
    'at',
    [
      '2026-11-22',
      '2026-11-22T10:15:00+01:00',
      '2026-11-22T10:15:00.000Z',
      '2026-02-30T10:15:00Z',
      '2026-11-22T24:00:00Z',
      '2026-11-22T10:60:00Z',
      '2026-13-22T10:15:00Z',
      ' 2026-11-22T10:15:00Z',
      '2026-11-22T10:15:00Z\n',
      '+012026-11-22T10:15:00Z',
      '-002026-11-22T10:15:00Z',
      0,
    ],
  ],
  ['kind', ['', 'Event', '1event', 'an event', 'e'.repeat(41), '__proto__', null]],
  ['kindVersion', [0, 10_000, -1, '1', null]],
  ['vocabulary', ['2026', '2026.', '26.1', '2026.1000', '2026.1 ', null]],
  ['key', ['', 'case', 'case:0', 'case:01', 'case:1000000', 'desk:-1', 'other:1', 'None', null]],
  ['coded', ['', 'A'.repeat(22), `${'A'.repeat(42)}B`, 7]],
  ['seq', [-1, '0', null]],
  ['prev', ['', 'A'.repeat(22)]],
  ['roster', ['', 'A'.repeat(22)]],
  ['sealed', ['', 'A'.repeat(22)]],
  ['open', ['', 'A'.repeat(22)]],
] as [string, unknown[]][])(
  'a statement with another %s is refused, and the refusal names it',
  (field, values) => {
    for (const value of [...values, undefined, true, {}, []])
      expect(parseWith({ [field]: value }), String(value)).toMatchObject({
        error: { kind: 'not_a_statement', path: field },
      })
  },
)

test('a field nobody knows is refused, __proto__ too', () => {
  expect(parseWith({ aside: 1 })).toMatchObject({ error: { kind: 'not_a_statement' } })
  const text = fromUtf8(statementBytes(good)).replace('{', '{"__proto__":1,')
  expect(parseStatement(utf8(text))).toMatchObject({ error: { kind: 'not_a_statement' } })
})

test.each(['case:1', 'desk:999999', 'inbox:20'])('%s names what opens the sealed part', (key) => {
  expect(parseWith({ key }).ok).toBe(true)
})

test('a key without a sealed part is refused, and a sealed part without a key', () => {
  const refusal = err({ kind: 'key_and_sealed_disagree' })
  expect(parseWith({ sealed: null })).toEqual(refusal)
  expect(parseWith({ key: 'none' })).toEqual(refusal)
})

test('a first entry with a link is refused, and a later one without', () => {
  const refusal = err({ kind: 'first_and_prev_disagree' })
  expect(parseWith({ seq: 0 })).toEqual(refusal)
  expect(parseWith({ prev: null })).toEqual(refusal)
})

test('a statement that is not canonical is refused', () => {
  const text = fromUtf8(statementBytes(good))
  expect(parseStatement(utf8(`${text} `))).toEqual(err({ kind: 'not_canonical' }))
  expect(parseStatement(utf8(text.replace('"seq":3', '"seq":3,"seq":3')))).toEqual(
    err({ kind: 'not_canonical' }),
  )
  expect(parseStatement(utf8(text.replace('"seq":3', '"seq":3.5')))).toMatchObject({
    error: { kind: 'outside_profile' },
  })
  expect(parseStatement(utf8(text.slice(1)))).toEqual(err({ kind: 'not_json' }))
})

test('a statement has a size', () => {
  expect(parseStatement(utf8(`"${'a'.repeat(4094)}"`))).toMatchObject({ error: { kind: 'not_a_statement' } })
  expect(parseStatement(utf8(`"${'a'.repeat(4095)}"`))).toEqual(err({ kind: 'too_large', limit: 4096 }))
})

test('the context leaves out where the entry stands and its other parts', () => {
  const { seq: _s, prev: _p, roster: _r, sealed: _e, open: _o, ...context } = good
  expect(contextOf(good)).toEqual(context)
})

test('what is signed, sealed and linked begins with its own name', () => {
  const bytes = statementBytes(good)
  expect(toSign(bytes)).toEqual(concat(utf8('amparo/v1/entry\0'), bytes))
  const data = fromUtf8(sealedData(contextOf(good)))
  expect(data.startsWith('amparo/v1/sealed\0{"at":')).toBe(true)
  expect(entryHash(bytes, Uint8Array.of(1))).toBe(hashOf(concat(bytes, Uint8Array.of(1))))
})

test('nothing is sealed in a context that is none', () => {
  expect(() => sealedData({ ...contextOf(good), key: 'mine' })).toThrow()
  expect(() => sealedData(good)).toThrow()
})
