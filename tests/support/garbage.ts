/** Bad requests by chance: bodies made from the API's own description and then spoilt, addresses, headers. */
import { gzipSync } from 'node:zlib'

import * as fc from 'fast-check'

/** As the OpenAPI document writes it. */
export type Schema = {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
}

/** How a spoilt body is sent. */
export type BadBody = { readonly bytes: Buffer; readonly type: string; readonly encoding?: string }

const bytesText = (size: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => Buffer.from(bytes).toString('base64url'))

/** Ids, keys, hashes, words: what texts of the API look like. */
const likelyText = fc.oneof(
  bytesText(16),
  bytesText(32),
  bytesText(64),
  fc.constantFrom('a-res-53-144', 'un-ga', 'note', '2026-11', '2026-11-22', 'ana', 'lead', 'A'.repeat(43)),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const textOf = (pattern: string | undefined): fc.Arbitrary<string> =>
  pattern === undefined
    ? likelyText
    : fc.stringMatching(new RegExp(pattern)).map((text) => text.slice(0, 3000))

/** What a schema asks for, as far as a schema can say it. */
export const likely = (schema: Schema | undefined): fc.Arbitrary<unknown> => {
  if (schema === undefined) return fc.jsonValue()
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return fc.oneof(...either.map(likely))
  if (schema.allOf) return fc.tuple(...schema.allOf.map(likely)).map((all) => Object.assign({}, ...all))
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])
  if (types.length > 1) return fc.oneof(...types.map((type) => likely({ ...schema, type })))
  switch (types[0]) {
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, of]) => [name, likely(of)])),
        { requiredKeys: [...(schema.required ?? [])], noNullPrototype: true } as never,
      )
    case 'array':
      return fc.array(likely(schema.items), { maxLength: 3 })
    case 'string':
      return textOf(schema.pattern)
    case 'integer':
    case 'number':
      return fc.integer({
        min: Math.max(schema.minimum ?? -5, -(2 ** 31)),
        max: Math.min(schema.maximum ?? 50, 2 ** 31 - 1),
      })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue()
  }
}

const deep = (levels: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 ? { a: value } : [value]
  return value
}

/** Values that are wrong nearly everywhere. */
const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    0,
    -1,
    1.5,
    2 ** 31,
    2 ** 53,
    1e308,
    'NaN',
    'Infinity',
    '-0',
    [],
    {},
    [[]],
    [null],
    '\0',
    'a\0b',
    '\u0001\u001b[31m\u007f',
    '\u202eabc\u2066',
    '\ud800',
    '\udfff\ud800',
    '\ufeff',
    'e\u0301'.repeat(50),
    '../../../../etc/passwd',
    "' or 1=1; --",
    "'; drop table account; --",
    '${7*7}{{7*7}}<%= 7 %>',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    'constructor',
    '__proto__',
    'toString',
    'a'.repeat(100_000),
    Array.from({ length: 5000 }, () => 0),
    { $ne: null },
    { toString: 'x', valueOf: 'y' },
    '9999-99-99',
    '-000001-01-01',
    '2026-02-30',
    '9'.repeat(400),
  ),
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

type Path = readonly (string | number)[]

const pathsOf = (value: unknown, at: Path = []): readonly Path[] => {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...at, name]))]
}

const changedAt = (value: unknown, [first, ...rest]: Path, change: (old: unknown) => unknown): unknown => {
  if (first === undefined) return change(value)
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>
  copy[first] = changedAt(copy[first], rest, change)
  return copy
}

const withKey = (name: string) => (old: unknown) =>
  // Parsed, so that the name is a field of its own and not the prototype.
  typeof old === 'object' && old !== null && !Array.isArray(old)
    ? { ...old, ...(JSON.parse(`{${JSON.stringify(name)}:{"isAdmin":true,"role":"lead"}}`) as object) }
    : old

const defined = (name: string) => (old: unknown) => {
  const made = withKey(name)(old)
  if (name !== '__proto__' || made === old) return made
  return Object.defineProperty({ ...(old as object) }, name, { value: { isAdmin: true }, enumerable: true })
}

/** A value like the one asked for, wrong in one place; or right by its schema and wrong by its meaning. */
const spoiltValue = (schema: Schema | undefined): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      likely(schema),
      fc.nat(),
      fc.nat(9),
      nasty,
      fc.constantFrom('__proto__', 'constructor', 'prototype', 'role', 'id'),
    )
    .map(([value, place, way, bad, name]) => {
      const paths = pathsOf(value)
      const path = paths[place % paths.length] ?? []
      if (way === 0) return value
      if (way === 1) return changedAt(value, path, () => undefined)
      if (way === 2) return changedAt(value, path, defined(name))
      if (way === 3) return changedAt(value, path, (old) => [old, old])
      if (way === 4) return changedAt(value, path, () => deep(1000))
      return changedAt(value, path, () => bad)
    })

const json = 'application/json'
const utf8 = (text: string): BadBody => ({ bytes: Buffer.from(text), type: json })

/** Spoilt below JSON: bytes, encodings, types. */
const spoilText = (text: string, way: number): BadBody => {
  const bytes = Buffer.from(text)
  const ways: readonly (() => BadBody)[] = [
    () => utf8(text.slice(0, -1)),
    () => utf8(text + text),
    () => utf8(`\ufeff${text}`),
    () => utf8(text.replace(/^\{("[^"]*"):/, '{$1:1,$1:')),
    () => utf8(text.replace(/:[^,}\]]+/, ':NaN')),
    () => utf8(text.replace(/:[^,}\]]+/, ':1e99999')),
    () => utf8(text.replace(/:[^,}\]]+/, `:${'9'.repeat(5000)}`)),
    () => utf8(text.replace(/:[^,}\]]+/, ':"\\ud800"')),
    () => utf8(text.replace(/:[^,}\]]+/, ':"\\u0000"')),
    () => utf8(`/* */${text},`),
    () => utf8('['.repeat(1000)),
    () => utf8('{"a":'.repeat(100_000)),
    () => utf8(''),
    () => utf8(`"${'a'.repeat(1_200_000)}"`),
    () => utf8(`{"a":"${'\\u0000'.repeat(200_000)}"}`),
    () => ({ bytes: Buffer.from(text, 'utf16le'), type: json }),
    () => ({ bytes: Buffer.from(text, 'utf16le'), type: 'application/json; charset=utf-16' }),
    () => ({
      bytes: Buffer.concat([bytes.subarray(0, 5), Buffer.from([0xff, 0xc0, 0x80]), bytes]),
      type: json,
    }),
    () => ({ bytes: Buffer.from([0, 1, 2, 3]), type: json }),
    () => ({ bytes: gzipSync(bytes), type: json, encoding: 'gzip' }),
    () => ({ bytes: gzipSync(Buffer.alloc(2_000_000)), type: json, encoding: 'gzip' }),
    () => ({ bytes, type: 'text/plain' }),
    () => ({ bytes, type: 'application/x-www-form-urlencoded' }),
    () => ({ bytes, type: 'multipart/form-data; boundary=x' }),
    () => ({ bytes, type: 'application/xml' }),
    () => ({ bytes, type: 'application/json-seq' }),
    () => ({ bytes, type: `${json}; charset=${'x'.repeat(300)}` }),
    () => ({ bytes, type: '' }),
  ]
  return ways[way % ways.length]!()
}

/** Most are JSON that is wrong in its meaning; the others are not even that. */
export const badBody = (schema: Schema | undefined): fc.Arbitrary<BadBody> =>
  fc.tuple(spoiltValue(schema), fc.nat(99)).map(([value, way]) => {
    const text = JSON.stringify(value) ?? ''
    return way < 65 ? utf8(text) : spoilText(text, way)
  })

/** One step of a path as an attacker would write it. */
export const badSegment: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '%00',
    'a%00b',
    '..',
    '.',
    '..%2f..%2f',
    '%2e%2e',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '..%5c..%5c',
    '%252e%252e',
    '%c0%ae%c0%ae',
    '%ff',
    '%',
    '%zz',
    '%ed%a0%80',
    '%e2%80%ae',
    '%EF%BB%BF',
    '%20',
    '+',
    ';a=b',
    'a;b',
    '*',
    '~',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'null',
    'undefined',
    'NaN',
    '-1',
    '0',
    '1e9',
    '99999999999999999999',
    "'",
    "'%20or%20'1'='1",
    '%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E',
    'x'.repeat(2000),
    '%D8%A7'.repeat(100),
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }).map(encodeWell),
  bytesText(16),
)

function encodeWell(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

/** A query of names that pages know and names they do not, with values that they do not expect. */
export const badQuery = (names: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.oneof(
          { weight: 5, arbitrary: fc.constantFrom(...names) },
          {
            weight: 1,
            arbitrary: fc.constantFrom('__proto__', 'constructor[x]', 'page[]', '%00', '', '_method'),
          },
        ),
        fc.oneof(
          badSegment,
          fc.constantFrom('1', '2', 'CO', 'country', 'year', 'events', 'v1', 'v2', '2024', 'en'),
        ),
      ),
      { maxLength: 5 },
    )
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'))

/** Headers that some server somewhere believes. */
export const oddHeaders: fc.Arbitrary<readonly (readonly [string, string])[]> = fc.subarray(
  [
    ['x-http-method-override', 'DELETE'],
    ['x-method-override', 'PUT'],
    ['x-forwarded-host', 'evil.example'],
    ['x-forwarded-proto', 'ftp'],
    ['x-forwarded-for', '127.0.0.1'],
    ['forwarded', 'for=127.0.0.1;host=evil.example'],
    ['x-original-url', '/desk'],
    ['x-rewrite-url', '/api/v1/accounts'],
    ['x-amparo-host', 'evil.example'],
    ['x-amparo-protocol', 'javascript'],
    ['x-sveltekit-invalidated', '11111'],
    ['x-sveltekit-action', 'true'],
    ['accept', 'application/json'],
    ['accept', '*/*;q=NaN'],
    ['accept-language', `${'ar,'.repeat(800)}en;q=`],
    ['accept-encoding', 'gzip;q=NaN, br;q=-1, *;q=9'],
    ['range', 'bytes=0-0,1-1,2-2,-9999999999999999999'],
    ['if-none-match', '"x", W/"y", *'],
    ['if-modified-since', 'yesterday'],
    ['if-modified-since', 'Fri, 31 Dec 999999 23:59:59 GMT'],
    ['cookie', 'amparo=; amparo=x; __proto__=1; amparo-language=../../x; lang=__proto__'],
    ['authorization', 'Basic YTpi'],
    ['authorization', 'Bearer '],
    ['authorization', `Bearer ${'x'.repeat(3000)}`],
    ['origin', 'null'],
    ['origin', 'https://evil.example'],
    ['referer', 'javascript:alert(1)'],
    ['content-encoding', 'br'],
    ['expect', '100-continue'],
    ['upgrade', 'websocket'],
    ['upgrade', 'h2c'],
    ['connection', 'upgrade, host, cookie'],
    ['te', 'trailers, gzip'],
    ['user-agent', '() { :; }; echo x'],
    ['x-null', '\u00ff\u0080'],
  ] as (readonly [string, string])[],
  { maxLength: 4 },
)

/** Ways to write an address that mean another one to some servers. */
export const trickyPath = (path: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    `/${path}`,
    `//evil.example${path}`,
    `/.${path}`,
    `/x/..${path}`,
    `/x/%2e%2e${path}`,
    `/..%2f..%2f${path}`,
    `/%2e%2e/%2e%2e${path}`,
    `/\\..\\..${path}`,
    `${path}/`,
    `${path}//`,
    `${path}/.`,
    `${path}/..`,
    `${path}%00`,
    `${path}%00.json`,
    `${path}%2f`,
    `${path}%20`,
    `${path};x=y`,
    `${path}.json`,
    `${path}/__data.json`,
    `${path}.html__data.json`,
    `${path}?`,
    `${path}?x=%`,
    `${path}#x`,
    `${path}?${'a=b&'.repeat(1000)}`,
    path.toUpperCase(),
    path.replaceAll('/', '%2f'),
    path.replaceAll('/', '\\'),
    path.replaceAll('/', '//'),
    path.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    path.replaceAll('s', '\u017f').replace(/[^\x21-\x7e]/g, encodeURIComponent),
    path.replaceAll('e', '%c0%65'),
    `${path.slice(0, 3)}%${path.slice(3)}`,
    `/_app${path}`,
    `/_app/..${path}`,
    `/_app/immutable/..%2f..%2f..%2fpackage.json`,
    `/_app/immutable/../../../package.json`,
    `/.git/config`,
    `/.env`,
    `/server-status`,
    `/_app/remote/x/y`,
    `/_app/env.js`,
  )
