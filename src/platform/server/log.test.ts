import { expect, test } from 'vitest'
import { faultLine } from './log.ts'

test('lines of a message that look like places in the code are not told', () => {
  const told = faultLine(new TypeError('no such name:\n    at Ana (Lima)\n    at home'), '/cases/[ref]')
  expect(told).toMatch(/^fault \/cases\/\[ref\] TypeError\n {2}at .*log\.test\.ts/)
  expect(told).not.toMatch(/Ana|Lima|home/)
})

test('what is thrown and is no error is told by its type', () => {
  expect(faultLine('Ana', '/cases')).toBe('fault /cases string')
})
