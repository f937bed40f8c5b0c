import { expect, test } from 'vitest'
import { figuresOfTheme, releasedThemes } from './released_theme.ts'
import { parseTheme, themeWordsIn } from './theme.ts'

const words = { title: 'Defenders', lead: 'Who they are', text: ['One.'], claims: [], asks: [] }
const theme = {
  slug: 'defenders',
  order: 1,
  lang: 'en',
  words: { en: words },
  figures: ['A'.repeat(22)],
  cases: ['B'.repeat(22)],
  instruments: [
    { title: { en: 'A declaration' }, by: 'A/RES/53/144', year: 1998, url: 'https://example.org' },
  ],
  campaigns: [],
}
const why = (given: unknown) => {
  const parsed = parseTheme(given)
  return parsed.ok ? [] : parsed.error
}

test('a theme is read and stays the same', () => {
  expect(parseTheme(theme)).toEqual({ ok: true, value: theme })
})

test.each([
  ['words in its own language are missing', { ...theme, lang: 'ar' }, 'words_missing', 'words.ar'],
  [
    'a figure is named twice',
    { ...theme, figures: [...theme.figures, ...theme.figures] },
    'named_twice',
    'figures',
  ],
  [
    'a title holds an override of direction',
    { ...theme, words: { en: { ...words, title: 'Defenders\u202E' } } },
    'not_plain',
    'words.en.title',
  ],
  ['a case is named twice', { ...theme, cases: [...theme.cases, ...theme.cases] }, 'named_twice', 'cases'],
  [
    'a link runs a program',
    { ...theme, instruments: [{ ...theme.instruments[0], url: 'javascript:alert(1)' }] },
    'address_not_web',
    'instruments.0.url',
  ],
  ['its address has no form', { ...theme, slug: 'Two Words' }, 'does_not_fit', 'slug'],
  ['a case is no public address', { ...theme, cases: ['x'] }, 'does_not_fit', 'cases.0'],
] as const)('it is refused when %s', (_, given, kind, field) => {
  expect(why(given)).toEqual([{ kind, field }])
})

const reasonOf = (source: unknown) => ({
  ...theme,
  words: {
    en: { ...words, claims: [{ head: 'It cannot be undone', reason: 'Mistakes happen.', source }] },
  },
})

test('a reason names whose it is, where it is not that of the desk', () => {
  const source = { publisher: 'A publisher', title: null, year: 2020, url: null }
  for (const given of [source, null, undefined]) expect(why(reasonOf(given))).toEqual([])
  expect(why(reasonOf({ ...source, url: 'javascript:alert(1)' }))).toEqual([
    { kind: 'address_not_web', field: 'words.en.claims.0.source.url' },
  ])
  expect(why(reasonOf({ ...source, publisher: '' }))).toEqual([
    { kind: 'does_not_fit', field: 'words.en.claims.0.source.publisher' },
  ])
})

test('without a translation it is shown in its own language, which is named', () => {
  const parsed = parseTheme(theme)
  expect(parsed.ok && themeWordsIn(parsed.value, 'ar')).toEqual({ lang: 'en', words })
})

const document = (body: unknown) => ({
  kind: 'theme',
  id: 'x',
  version: 1,
  body,
  deskName: 'Desk',
  releasedOn: '2026-11-01',
  updatedAt: '2026-11-01T00:00:00Z',
})

test('themes stand in their order, and a document that is none is left out', () => {
  const read = releasedThemes([document({ ...theme, slug: 'b', order: 2 }), document(null), document(theme)])
  expect(read.map(({ body }) => body.slug)).toEqual(['defenders', 'b'])
})

test('figures stand in the order of the theme, and those that are not released are left out', () => {
  const parsed = parseTheme({ ...theme, figures: ['B', 'C', 'A'].map((letter) => letter.repeat(22)) })
  if (!parsed.ok) throw new Error('The theme does not fit')
  const released = ['A', 'B'].map((letter) => ({ id: letter.repeat(22) }) as never)
  expect(figuresOfTheme(parsed.value, released).map(({ id }) => id[0])).toEqual(['B', 'A'])
})
