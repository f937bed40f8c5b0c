import canonicalize from 'canonicalize'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { err, ok } from '#kernel/core/result.ts'
import { fromUtf8, utf8 } from '#vault/core/bytes.ts'
import {
  canonicalBytes,
  MAX_CLEAR_BYTES,
  MAX_DEPTH,
  nfc as inNfc,
  parseCanonical,
} from '#vault/core/v1/canonical.ts'

const nfc = fc.string({ unit: 'grapheme' }).map((text) => text.normalize('NFC'))
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', maxDepth: 6 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((n) => (Object.is(n, -0) ? 0 : n)),
    nfc,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(nfc, tie('any'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).any

test('what is printed parses to the same value', () => {
  fc.assert(
    fc.property(value, (given) => void expect(parseCanonical(canonicalBytes(given))).toEqual(ok(given))),
  )
})

test('what parses prints to the same bytes', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), (text) => {
      const parsed = parseCanonical(utf8(text))
      if (parsed.ok) expect(fromUtf8(canonicalBytes(parsed.value))).toBe(text)
    }),
  )
})

test('what is printed is RFC 8785, in whichever order the keys came', () => {
  fc.assert(
    fc.property(value, (given) => void expect(fromUtf8(canonicalBytes(given))).toBe(canonicalize(given))),
  )
  const numbered = fromUtf8(canonicalBytes({ '10': 1, '9': 2 }))
  expect(numbered).toBe('{"10":1,"9":2}')
  expect(parseCanonical(utf8(numbered)).ok).toBe(true)
  expect(parseCanonical(utf8('{"9":2,"10":1}'))).toEqual(err({ kind: 'not_canonical' }))
})

test('no letter below U+0300 changes in NFC, alone or after another', () => {
  const letters = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code))
  for (const letter of letters) {
    const pairs = letters.map((other) => letter + other).join('')
    expect(pairs.normalize('NFC') === pairs).toBe(true)
  }
})

test('keys are ordered by UTF-16 code units, as RFC 8785 says', () => {
  const text = fromUtf8(canonicalBytes({ '\uFF5E': 1, '\u{1F600}': 2, ö: 3, b: 4, a: 5, '1': 6, '\r': 7 }))
  expect(text).toBe('{"\\r":7,"1":6,"a":5,"b":4,"ö":3,"\u{1F600}":2,"\uFF5E":1}')
})

test.each([
  ['a space', '{"a": 1}'],
  ['a space before', ' {"a":1}'],
  ['a line end', '{"a":1}\n'],
  ['another key order', '{"b":1,"a":2}'],
  ['the same key twice', '{"a":1,"a":1}'],
  ['the same key twice with other values', '{"a":1,"a":2}'],
  ['a number with a fraction of nothing', '1.0'],
  ['a number with an exponent', '1e2'],
  ['an escape that is not needed', '"\\u0061"'],
  ['an upper-case escape', '"\\u000B"'],
  ['an escaped slash', '"\\/"'],
])('%s is not canonical', (_, text) => {
  expect(parseCanonical(utf8(text))).toEqual(err({ kind: 'not_canonical' }))
})

test.each([
  ['a fraction', '{"a":1.5}', '/a', 'not_integer'],
  ['minus nought', '[-0]', '/0', 'not_integer'],
  ['an integer beyond 2^53', '9007199254740993', '', 'not_integer'],
  ['decomposed text', '{"a":"e\u0301"}', '/a', 'not_nfc'],
  ['a decomposed key', '{"e\u0301":1}', '', 'not_nfc'],
  ['a lone surrogate', '["\\ud800"]', '/0', 'lone_surrogate'],
  ['a lone surrogate in a key', '{"\\udfff":1}', '', 'lone_surrogate'],
])('%s is outside the profile, and the refusal says where', (_, text, path, reason) => {
  expect(parseCanonical(utf8(text))).toEqual(err({ kind: 'outside_profile', path, reason }))
})

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

test('depth has a limit', () => {
  expect(parseCanonical(utf8(nested(MAX_DEPTH + 1))).ok).toBe(true)
  expect(parseCanonical(utf8(nested(MAX_DEPTH + 2)))).toMatchObject({ error: { reason: 'too_deep' } })
  expect(parseCanonical(utf8(nested(30_000)))).toMatchObject({ error: { reason: 'too_deep' } })
})

test('size has a limit, counted in bytes', () => {
  expect(parseCanonical(utf8('"éa"'), 5)).toEqual(ok('éa'))
  expect(parseCanonical(utf8('"éab"'), 5)).toEqual(err({ kind: 'too_large', limit: 5 }))
  const long = utf8(`"${'a'.repeat(MAX_CLEAR_BYTES)}"`)
  expect(parseCanonical(long)).toEqual(err({ kind: 'too_large', limit: MAX_CLEAR_BYTES }))
})

test.each([
  ['nothing', new Uint8Array()],
  ['half an object', utf8('{"a":')],
  ['two values', utf8('1 2')],
  ['a byte order mark', utf8('\uFEFF1')],
  ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xc3, 0x28, 0x22)],
  ['a surrogate written as UTF-8', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
  ['not a number', utf8('NaN')],
])('%s is not JSON', (_, bytes) => {
  expect(parseCanonical(bytes)).toEqual(err({ kind: 'not_json' }))
})

test('a key named __proto__ stays a key', () => {
  const bytes = utf8('{"__proto__":{"a":1}}')
  const parsed = parseCanonical(bytes)
  expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__'])
  expect(parsed.ok && canonicalBytes(parsed.value)).toEqual(bytes)
})

test.each([
  ['undefined', undefined],
  ['a hole', [1, undefined]],
  ['a date', new Date(0)],
  ['a map', { a: new Map() }],
  ['bytes', new Uint8Array(2)],
  ['a big integer', 1n],
  ['a function', () => 1],
  ['not a number', Number.NaN],
  ['infinity', Infinity],
])('%s of our own is never printed', (_, given) => {
  expect(() => canonicalBytes(given)).toThrow(TypeError)
})

const written = (one: unknown) => fromUtf8(canonicalBytes(one))
test('fields are in their order at every depth, whichever beside them are already', () => {
  expect(written({ a: { a: 1 }, b: { y: 1, x: 2 } })).toBe('{"a":{"a":1},"b":{"x":2,"y":1}}')
  expect(written([{ a: 1 }, { y: [{ d: 1, c: 2 }], x: 2 }])).toBe('[{"a":1},{"x":2,"y":[{"c":2,"d":1}]}]')
  expect(written({ b: 1, a: 2, c: 3 })).toBe('{"a":2,"b":1,"c":3}')
})

test('what was typed in another normal form is made canonical, and nothing else of it changes', () => {
  const typed = { 'e\u0301': ['e\u0301', { a: 'A\u030a', none: undefined }], n: 1, yes: true, no: null }
  const made = { '\u00e9': ['\u00e9', { a: '\u00c5' }], n: 1, yes: true, no: null }
  expect(inNfc(typed)).toEqual(made)
  expect(Object.keys((inNfc(typed) as { '\u00e9': [string, object] })['\u00e9'][1])).toEqual(['a'])
  expect(() => canonicalBytes(inNfc(typed))).not.toThrow()
  for (const plain of ['e\u0301', 3, null, false])
    expect(inNfc(plain)).toBe(plain === 'e\u0301' ? '\u00e9' : plain)
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      (text) => void expect(inNfc([text])).toEqual([text.normalize('NFC')]),
    ),
  )
})
