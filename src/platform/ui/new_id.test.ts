import { expect, test } from 'vitest'
import { idSchema } from '#vault/core/v1/statement.ts'
import { newId } from './new_id.ts'

test('an id that a page makes is one that the protocol takes, and never the same twice', () => {
  const made = Array.from({ length: 500 }, newId)
  expect(made.filter((id) => !idSchema.safeParse(id).success)).toEqual([])
  expect(new Set(made).size).toBe(made.length)
})
