import { expect, test } from 'vitest'
import { idsBehindOptions } from './leading_dashes.ts'

const id = '-aY7_nQ0x-3kLmZ2bC4dEf'

test.each([
  [
    ['evidence', 'get', id, '--out', 'a.jpg'],
    ['evidence', 'get', '--out', 'a.jpg', '--', id],
  ],
  [
    ['evidence', 'get', '--case', id, 'x'],
    ['evidence', 'get', '--case', id, 'x'],
  ],
  [
    ['evidence', 'get', '--', id],
    ['evidence', 'get', '--', id],
  ],
  [
    ['evidence', 'get', '-h'],
    ['evidence', 'get', '-h'],
  ],
])('%j is read as %j', (given, read) => {
  expect(idsBehindOptions(given)).toEqual(read)
})
