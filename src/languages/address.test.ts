/** Languages in addresses. */
import { expect, test } from 'vitest'
import { isLanguagePrefix, languageOfPath, pathInLanguage, preferredLanguage } from './address.ts'

test('English has no prefix, other languages have theirs', () => {
  expect([isLanguagePrefix('ar'), isLanguagePrefix('en'), isLanguagePrefix('cases')]).toEqual([
    true,
    false,
    false,
  ])
  expect([languageOfPath('/'), languageOfPath('/ar/help'), languageOfPath('/cases')]).toEqual([
    'en',
    'ar',
    'en',
  ])
})

test.each([
  ['/', 'ar', '/ar'],
  ['/help', 'ar', '/ar/help'],
  ['/ar/help', 'en', '/help'],
  ['/ar', 'en', '/'],
  ['/ar/help', 'ar', '/ar/help'],
])('%s in %s is %s', (path, lang, expected) => {
  expect(pathInLanguage(path, lang)).toBe(expected)
})

test("the browser's wish is followed as far as there are messages", () => {
  expect(preferredLanguage('xx, ar-SA;q=0.8, en;q=0.5')).toBe('ar')
  expect(preferredLanguage('xx')).toBe('en')
  expect(preferredLanguage(null)).toBe('en')
})
