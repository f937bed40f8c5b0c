import { expect, test } from 'vitest'
import { z } from 'zod'

import type { Document } from './document.ts'
import { type DocumentKind, isKeepable, problemsOf, toListed } from './kind.ts'

test('what the database cannot keep is refused before it gets there', () => {
  let deep: unknown = 'x'
  for (let depth = 0; depth < 20; depth++) deep = [deep]
  for (const value of [{ a: 'a\0b' }, { 'a\0': 1 }, ['\uD800'], deep]) expect(isKeepable(value)).toBe(false)
  expect(isKeepable({ a: ['ش', 1, null, true, { b: '🕊' }] })).toBe(true)
  for (const value of [['a', 'b\0'], { a: 'a', b: 'b\0' }]) expect(isKeepable(value)).toBe(false)
})

test.each([
  [16, true],
  [17, false],
])('in lists and fields %i deep: %s', (depth, kept) => {
  let list: unknown = 'x'
  let fields: unknown = 'x'
  for (let at = 0; at < depth; at++) [list, fields] = [[list], { a: fields }]
  expect([isKeepable(list), isKeepable(fields)]).toEqual([kept, kept])
})

test('a problem says where and what, in the schema’s own word where it has one, and never the value', () => {
  const body = z.object({ name: z.string({ error: 'name_missing' }), n: z.int() })
  const kind = { kind: 'x', body, checks: () => [{ at: 'name', code: 'taken' }] }
  expect(problemsOf(kind, { n: 'secret' }, [])).toEqual([
    { at: 'name', code: 'name_missing' },
    { at: 'n', code: 'invalid_type' },
  ])
  expect(problemsOf(kind, { name: 'a', n: 1 }, [])).toEqual([{ at: 'name', code: 'taken' }])
  const said = z.object({ a: z.object({ b: z.string().refine(() => false, 'Not of 3 words.') }) })
  expect(problemsOf({ kind: 'y', body: said }, { a: { b: 'x' } }, [])).toEqual([
    { at: 'a.b', code: 'Not of 3 words.' },
  ])
  expect(problemsOf({ kind: 'y', body: z.unknown() }, {}, [])).toEqual([])
})

const version = (n: number, state: string) => ({
  version: n,
  act: 'publish',
  state,
  body: { title: `T${n}`, text: 'long' },
})

test('a list holds of a long kind the text that is open, and of its other versions what the list shows', () => {
  const kind: DocumentKind = {
    kind: 'long',
    body: z.unknown(),
    listed: (body) => ({ title: (body as { title: string }).title }),
  }
  const document = {
    kind: 'long',
    id: 'a',
    versions: [version(1, 'released'), version(2, 'released'), version(3, 'draft')],
  } as unknown as Document
  expect(toListed(document, [kind]).versions.map(({ body }) => body)).toEqual([
    { title: 'T1' },
    { title: 'T2', text: 'long' },
    { title: 'T3' },
  ])
  expect(toListed({ ...document, kind: 'short' }, [kind]).versions).toEqual(document.versions)
})
