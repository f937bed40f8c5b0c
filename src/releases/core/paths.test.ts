import { expect, test } from 'vitest'

import { differencesOf, valueAt, withValue } from './paths.ts'

const body = { lang: 'en', words: { en: { title: 'A', text: ['one', 'two'] } }, about: null }

test('a field is read and written by its path, and nothing else is changed', () => {
  const written = withValue(withValue(body, 'words.ar.title', 'ب'), 'words.en.text.1', 'three')
  expect(valueAt(written, 'words.ar.title')).toBe('ب')
  expect(valueAt(written, 'words.en.text')).toEqual(['one', 'three'])
  expect(body.words.en.text).toEqual(['one', 'two'])
  expect(withValue(body, 'about', undefined)).toEqual({ lang: 'en', words: body.words })
  expect(valueAt(body, 'words.fr.title')).toBeUndefined()
})

test('two versions differ where a field says something else', () => {
  const after = { lang: 'en', words: { en: { title: 'B', text: ['one'] } }, about: '' }
  expect(differencesOf(body, after)).toEqual([
    { at: 'words.en.title', before: 'A', after: 'B' },
    { at: 'words.en.text.1', before: 'two', after: null },
  ])
  expect(differencesOf(body, structuredClone(body))).toEqual([])
})
