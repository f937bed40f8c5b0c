import { expect, test } from 'vitest'

import type { ReleasedDocument } from '#releases/core/kind.ts'
import { figuresOfDocuments, sameThing, themesOfDocuments } from './released_figure.ts'
import { aFigure } from './testing.ts'

const document = (id: string, body: unknown): ReleasedDocument => ({
  kind: 'figure',
  id,
  version: 1,
  body,
  deskName: 'Desk',
  releasedOn: '2026-01-01',
  updatedAt: '2026-01-01T10:00:00Z',
})
const theme = (slug: string, order: number, titles: Record<string, string>) =>
  document(slug, {
    slug,
    order,
    lang: 'en',
    words: Object.fromEntries(
      Object.entries(titles).map(([lang, title]) => [
        lang,
        { title, lead: 'Lead', text: [], claims: [], asks: [] },
      ]),
    ),
    figures: ['a'.repeat(22)],
    cases: [],
    instruments: [],
    campaigns: [],
  })

test('what is no figure by the schema is shown nowhere', () => {
  const figures = figuresOfDocuments([document('f01', aFigure()), document('f02', { value: 3 })])
  expect(figures.map(({ id }) => id)).toEqual(['f01'])
})

test('others about the same thing are found by what they are about; without it nothing is the same', () => {
  const figures = figuresOfDocuments([
    document('f01', aFigure({ about: 'killed-2017' })),
    document('f02', aFigure({ about: 'killed-2017' })),
    document('f03', aFigure()),
    document('f04', aFigure()),
  ])
  expect(sameThing(figures[0]!, figures).map(({ id }) => id)).toEqual(['f02'])
  expect(sameThing(figures[2]!, figures)).toEqual([])
})

test('themes stand in their order, in words of the language or those they were written in', () => {
  const documents = [theme('b', 2, { en: 'Land', ar: 'الأرض' }), theme('a', 1, { en: 'Refugees' })]
  expect(themesOfDocuments(documents, 'ar').map(({ title, lang }) => [title, lang])).toEqual([
    ['Refugees', 'en'],
    ['الأرض', 'ar'],
  ])
})
