/** The translator, and the promise that every language says everything English says. */
import { describe, expect, test } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { catalogue } from './catalogue.node.ts'
import { joinCatalogue, SOURCE_LANGUAGE } from './catalogue.ts'
import { direction, isLanguage, languages, localeOf, translator } from './translate.ts'

const small = joinCatalogue([
  {
    path: 'en/ui.json',
    messages: {
      skip: 'Hello {name}',
      'progress#one': '{n} day',
      'progress#other': '{n} days',
      close: 'Close',
    },
  },
  {
    path: 'ar/ui.json',
    messages: { skip: 'أهلا {name}', 'progress#two': 'يومان', 'progress#other': '{n} يوم' },
  },
])

test('a message is filled with its parameters', () => {
  expect(translator('en', small)('ui.skip', { name: 'Ana' })).toBe('Hello Ana')
})

test('a plural follows the category of the language', () => {
  expect(translator('en', small)('ui.progress', { n: 1 })).toBe('1 day')
  expect(translator('en', small)('ui.progress', { n: 1200 })).toBe('1,200 days')
  expect(translator('ar', small)('ui.progress', { n: 2 })).toBe('يومان')
})

test('a message missing in a language is shown in English and marked', () => {
  expect(translator('ar', small)('ui.close')).toBe('\u2068Close\u2069 [en]')
})

test('a name in letters of the other direction is isolated, others are left alone', () => {
  expect(translator('ar', small)('ui.skip', { name: 'Ana' })).toBe('أهلا \u2068Ana\u2069')
  expect(translator('ar', small)('ui.skip', { name: 'سعيد' })).toBe('أهلا سعيد')
})

test('a key made at run time that does not exist is null', () => {
  expect(translator('en').find('ui.nothing')).toBeNull()
})

test('languages are the folders of messages, English first', () => {
  expect(languages[0]).toBe('en')
  expect(languages).toContain('ar')
  expect(isLanguage('ar')).toBe(true)
  expect(isLanguage('toString')).toBe(false)
})

test('Arabic runs from right to left', () => {
  expect([direction('ar'), direction('en'), direction('fr')]).toEqual(['rtl', 'ltr', 'ltr'])
})

test('every room with English messages stands in keys.ts', () => {
  const listed = readFileSync(new URL('./keys.ts', import.meta.url), 'utf8')
  const rooms = readdirSync(new URL('./messages/en/', import.meta.url))
  for (const room of rooms) expect(listed).toContain(`from './messages/en/${room}'`)
})

describe.each(Object.keys(catalogue))('completeness of %s', (lang) => {
  const english = catalogue[SOURCE_LANGUAGE] ?? {}
  const own = catalogue[lang] ?? {}

  test('has exactly the keys of English, with the plural forms the language needs', () => {
    const categories = new Intl.PluralRules(localeOf(lang)).resolvedOptions().pluralCategories
    const expected = new Set<string>()
    for (const key of Object.keys(english)) {
      const [base, plural] = key.split('#')
      if (plural === undefined) expected.add(key)
      else for (const category of categories) expected.add(`${base}#${category}`)
    }
    expect(Object.keys(own).toSorted()).toEqual([...expected].toSorted())
  })

  test('has the placeholders of English and no empty text', () => {
    const wrong = Object.entries(own).filter(([key, text]) => {
      const [base, plural] = key.split('#')
      const source = english[plural === undefined ? key : `${base}#other`] ?? ''
      // "one" and "two" may say the number in a word, so {n} may be missing there.
      const optional = plural !== undefined && plural !== 'other' ? ['n'] : []
      return text.trim() === '' || !samePlaceholders(text, source, optional)
    })
    expect(wrong).toEqual([])
  })

  test('isolates days in digits, which would be read backwards after letters from right to left', () => {
    if (direction(lang) === 'ltr') return
    const bare = Object.entries(own).filter(([, text]) => /(?<![\u2066\d])\d{4}-\d{2}/.test(text))
    expect(bare).toEqual([])
  })
})

const placeholders = (text: string) => new Set([...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]))

const samePlaceholders = (text: string, source: string, optional: readonly string[]): boolean => {
  const difference = placeholders(text).symmetricDifference(placeholders(source))
  return [...difference].every((name) => name !== undefined && optional.includes(name))
}
