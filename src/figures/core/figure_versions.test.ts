import { expect, test } from 'vitest'

import type { FigureBody } from './figure.ts'
import { changesBetween, versionsWithChanges } from './figure_versions.ts'
import { aComputedFigure, aFigure } from './testing.ts'

const released = (version: number, given: Partial<FigureBody> = {}) => ({
  id: 'f01',
  version,
  releasedOn: `2026-01-0${version}`,
  updatedAt: `2026-01-0${version}T10:00:00Z`,
  deskName: 'Desk',
  body: aFigure(given),
})
const kinds = (before: FigureBody, after: FigureBody) => changesBetween(before, after).map(({ kind }) => kind)

test('versions stand newest first, each with its difference to the one released before', () => {
  const versions = versionsWithChanges([released(1), released(4, { period: null }), released(3)])
  expect(versions.map(({ figure, before }) => [figure.version, before?.version ?? null])).toEqual([
    [4, 3],
    [3, 1],
    [1, null],
  ])
  expect(versions.map(({ changes }) => changes)).toEqual([[{ kind: 'period' }], [], []])
})

test('number, comparison, unit and estimate are one change, since they are read as one', () => {
  const value = { kind: 'number', value: 313 } as const
  expect(kinds(aFigure(), aFigure({ value }))).toEqual(['value'])
  expect(kinds(aFigure(), aFigure({ value, comparison: 'more_than', estimate: true }))).toEqual(['value'])
})

test('a change of wording names its language, and what the words were', () => {
  const before = aFigure({ statement: { en: 'Killed in a year', fr: 'Tués' } })
  const after = aFigure({ statement: { en: 'Killed in one year', ar: 'قُتلوا' } })
  expect(changesBetween(before, after)).toEqual([
    { kind: 'statement', lang: 'en', before: 'Killed in a year', after: 'Killed in one year' },
    { kind: 'statement', lang: 'fr', before: 'Tués', after: null },
    { kind: 'statement', lang: 'ar', before: null, after: 'قُتلوا' },
  ])
})

test('another page of the same source is a change of source; the order of fields is none', () => {
  const { source } = aFigure()
  if (source.kind !== 'citation') throw new Error('cited')
  expect(kinds(aFigure(), aFigure({ source: { ...source, page: '7' } }))).toEqual(['source'])
  const turned = Object.fromEntries(Object.entries(source).toReversed()) as typeof source
  expect(kinds(aFigure(), aFigure({ source: turned }))).toEqual([])
})

const row = (value: number) => [{ code: 'CO', value: { kind: 'number', value } as const, share: null }]

test('a count frozen again changes its value and its rows, not its question', () => {
  const before = aComputedFigure(40, { query: { by: 'country' }, rows: row(40) })
  expect(kinds(before, aComputedFigure(45, { query: { by: 'country' }, rows: row(45) }))).toEqual([
    'value',
    'rows',
  ])
  expect(kinds(before, aComputedFigure(40, { query: { by: 'year' }, rows: row(40) }))).toEqual(['query'])
})
