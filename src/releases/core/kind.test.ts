import { expect, test } from 'vitest'
import { z } from 'zod'

import { isKeepable, problemsOf } from './kind.ts'

test('what the database cannot keep is refused before it gets there', () => {
  let deep: unknown = 'x'
  for (let depth = 0; depth < 20; depth++) deep = [deep]
  for (const value of [{ a: 'a\0b' }, { 'a\0': 1 }, ['\uD800'], deep]) expect(isKeepable(value)).toBe(false)
  expect(isKeepable({ a: ['ش', 1, null, true, { b: '🕊' }] })).toBe(true)
})

test('a problem says where and what, in the schema’s own word where it has one, and never the value', () => {
  const body = z.object({ name: z.string({ error: 'name_missing' }), n: z.int() })
  const kind = { kind: 'x', body, checks: () => [{ at: 'name', code: 'taken' }] }
  expect(problemsOf(kind, { n: 'secret' }, [])).toEqual([
    { at: 'name', code: 'name_missing' },
    { at: 'n', code: 'invalid_type' },
  ])
  expect(problemsOf(kind, { name: 'a', n: 1 }, [])).toEqual([{ at: 'name', code: 'taken' }])
})
