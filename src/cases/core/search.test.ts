import { expect, test } from 'vitest'
import { textMatcher } from '#kernel/core/fold_text.ts'
import { foldCase } from './fold.ts'
import { headOf, MOST_HEAD_BYTES, searchTextOf } from './search.ts'
import { caseOf, event, TODAY } from './testing.ts'

const entries = caseOf(
  {
    kind: 'identity',
    coded: { holder: 'person', country: 'EG', sectors: ['LAB', 'EXPR'] },
    words: {
      names: [
        { text: 'Amal Yūsuf Ḥaddād', kind: 'full', lang: 'ar', script: 'Latn' },
        { text: 'أمل يوسف حداد', kind: 'full', lang: 'ar', script: 'Arab' },
        { text: 'Umm Karim', kind: 'alias' },
      ],
      place: 'المحلة الكبرى',
      reference: 'EG-2024-0173',
      tags: ['textile strike', 'hunger strike'],
    },
  },
  { kind: 'charge', coded: { groups: ['terrorism'], deathPossible: true } },
  event('a', 'arrest', '2024-03'),
  { kind: 'hearing', coded: { day: '2024-07-14', type: 'remand' } },
)
const head = headOf(foldCase(entries, TODAY), entries)
const longName = (index: number, kind: string) => ({ text: `${index}${'ক'.repeat(190)}`, kind })

test('a head holds what a list shows', () => {
  expect(head).toEqual({
    v: 2,
    names: ['Amal Yūsuf Ḥaddād', 'أمل يوسف حداد'],
    aliases: ['Umm Karim'],
    ref: 'EG-2024-0173',
    place: 'المحلة الكبرى',
    tags: ['textile strike', 'hunger strike'],
    country: 'EG',
    sectors: ['LAB', 'EXPR'],
    custody: 'held:arrested',
    proceedings: 'open',
    safety: 'none_reported',
    accountability: 'not_defined',
    flags: ['death_possible'],
    due: { day: '2024-07-14', kind: 'hearing' },
    at: '2024-06-01T10:00:00Z',
  })
})

test('a typical head is small enough for its place', () => {
  expect(new TextEncoder().encode(JSON.stringify(head)).length).toBeLessThan(520)
})

test('the largest head still fits its bucket: tags go first, then aliases, then names', () => {
  const names = [...Array.from({ length: 15 }, (_, index) => longName(index, 'full')), longName(16, 'alias')]
  const tags = Array.from({ length: 20 }, (_, index) => `${index}${'ক'.repeat(30)}`)
  const crowded = caseOf({
    kind: 'identity',
    coded: { holder: 'person', sectors: [] },
    words: { names, place: 'ক'.repeat(200), tags, reference: 'ক'.repeat(80) },
  })
  const bytes = new TextEncoder().encode(JSON.stringify(headOf(foldCase(crowded, TODAY), crowded)))
  expect(bytes.length).toBeLessThanOrEqual(MOST_HEAD_BYTES)
})

test.each(['amal haddad', 'AMAL', 'حداد', 'umm karim', 'eg-2024-0173', 'strike'])(
  '%s finds the case',
  (typed) => {
    expect(textMatcher(typed)(searchTextOf(head))).toBe(true)
  },
)

test('a case whose words are not opened has a head without names', () => {
  const closed = entries.map((entry) => ({ ...entry, words: undefined }))
  expect(headOf(foldCase(closed, TODAY), closed)).toMatchObject({ names: [], custody: 'held:arrested' })
})
