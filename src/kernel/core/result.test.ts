import { expect, test } from 'vitest'
import { err, ok } from '#kernel/core/result.ts'

test('a result says whether it holds a value or a refusal', () => {
  expect(ok(1)).toEqual({ ok: true, value: 1 })
  expect(err('late')).toEqual({ ok: false, error: 'late' })
})
