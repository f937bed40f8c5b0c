import { expect, test } from 'vitest'
import { shortNames } from './short_names.ts'

test('what all names share at their ends is left out, and no name becomes empty', () => {
  const posts = ['Ankara', 'Addis Ababa'].map((city) => `Embassy of Borealia in ${city} (invented)`)
  expect(shortNames(posts)).toEqual(['Ankara', 'Addis Ababa'])
  expect(shortNames(['Embassy', 'Embassy in Ankara'])).toEqual(['Embassy', 'Embassy in Ankara'])
  expect(shortNames(['a b', 'b b', 'a b'])).toEqual(['a', 'b', 'a'])
})

test('one name, and names that nothing tells apart, stay as they are but for their length', () => {
  expect(shortNames(['Embassy in Ankara'])).toEqual(['Embassy in Ankara'])
  expect(shortNames(['one two', 'one two'])).toEqual(['one two', 'one two'])
  expect(shortNames(['x'.repeat(40)])[0]).toHaveLength(26)
  expect(shortNames([])).toEqual([])
})
