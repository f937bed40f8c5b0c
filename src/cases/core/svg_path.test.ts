import { expect, test } from 'vitest'

import { compactPath } from './svg_path.ts'

test.each([
  ['M10,10L20,10L20,20Z', 'M10 10l10 0 0 10z'],
  ['M10,10L10,10L20,10L20,20Z', 'M10 10l10 0 0 10z'],
  ['M0,0L5,0L10,0L10,9Z', 'M0 0l10 0 0 9z'],
  ['M0,0L9,9ZM5,5L6,5L6,9Z', 'M5 5l1 0 0 4z'],
  ['M0,0L9,9', 'M0 0l9 9'],
  ['M9,9L3,5L3,1Z', 'M9 9l-6-4 0-4z'],
  ['', ''],
])('%j is written as %j', (path, compact) => {
  expect(compactPath(path)).toBe(compact)
})

test('a second ring begins from where the first was closed', () => {
  expect(compactPath('M10,10L20,10L20,20ZM30,30L40,30L40,40Z')).toBe('M10 10l10 0 0 10zm20 20l10 0 0 10z')
})
