import { beforeAll, expect, test } from 'vitest'
import { err } from '#kernel/core/result.ts'
import { concat, fromUtf8, toBase64url, utf8 } from '#vault/core/bytes.ts'
import { headBytes, headData, type HeadStatement, parseHead, toSignHead } from '#vault/core/v1/head.ts'
import { seededChance } from '../../../../tests/support/chance.ts'

const chance = seededChance('head')
const id = () => toBase64url(chance(16))
const hash = () => toBase64url(chance(32))
let good: HeadStatement

beforeAll(() => {
  good = {
    v: 1,
    log: id(),
    desk: id(),
    author: id(),
    roster: hash(),
    through: 2,
    tip: hash(),
    foldVersion: 1,
    key: 'case:1',
    sealed: hash(),
  }
})

test('a head is read back as it was written', () => {
  expect(parseHead(headBytes(good))).toEqual({ ok: true, value: good })
})

test.each([
  ['v', 2],
  ['log', 'A'],
  ['desk', 'A'],
  ['author', 'A'],
  ['roster', null],
  ['through', -1],
  ['tip', null],
  ['foldVersion', 0],
  ['key', 'case:0'],
  ['sealed', null],
  ['more', 1],
])('a head whose %s is %j is none', (field, value) => {
  const text = JSON.stringify({ ...good, [field]: value }, [...Object.keys(good), field].toSorted())
  expect(parseHead(utf8(text))).toEqual(err({ kind: 'not_a_head' }))
})

test('a head that is not canonical or too large is none', () => {
  expect(parseHead(utf8(`${fromUtf8(headBytes(good))} `))).toEqual(err({ kind: 'not_a_head' }))
  expect(parseHead(new Uint8Array(2049))).toEqual(err({ kind: 'not_a_head' }))
})

test('what is signed and sealed begins with its own name', () => {
  expect(toSignHead(Uint8Array.of(1))).toEqual(concat(utf8('amparo/v1/head\0'), Uint8Array.of(1)))
  const { sealed: _, ...context } = good
  expect(fromUtf8(headData(context)).startsWith('amparo/v1/head-sealed\0{"author":')).toBe(true)
})
