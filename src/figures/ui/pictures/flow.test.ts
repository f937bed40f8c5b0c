import { expect, test } from 'vitest'
import type { CategoryPicture, FlowPicture } from '#figures/core/picture.ts'
import { pictureCsv } from '#figures/core/picture_data.ts'
import { translator } from '#languages/translate.ts'
import { drawPicture, SLIM, WIDE } from './draw.ts'
import { tableOf } from './picture_table.ts'
import { extentOf } from './scene.ts'

const frame = {
  id: 'vote',
  lang: 'en',
  title: 'Two votes',
  unit: 'members',
  scale: 'count',
  period: '2015',
  area: 'all Member States',
  source: 'A source',
  notes: [],
  address: null,
  categories: [
    { code: 'yes', name: 'Yes' },
    { code: 'no', name: 'No' },
    { code: 'abstain', name: 'Abstained' },
  ],
} as const

const flow: FlowPicture = {
  ...frame,
  kind: 'flow',
  before: 'Third Committee of the General Assembly',
  after: 'Plenary of the General Assembly',
  streams: [
    { from: 'no', to: 'yes', count: 1 },
    { from: 'yes', to: 'yes', count: 120 },
    { from: 'abstain', to: 'no', count: 2 },
  ],
}

const map: CategoryPicture = {
  ...frame,
  kind: 'categories',
  rowsAre: 'Member',
  categoriesAre: 'Vote',
  besides: 'Has no vote there',
  world: {
    width: 900,
    height: 436,
    land: 'M0 0h900v400h-900z',
    borders: '',
    rest: 'M0 0h9v9h-9z',
    shapes: new Map([
      ['NO', { kind: 'path', d: 'M10 10h20v20h-20z' }],
      ['SE', { kind: 'path', d: 'M40 10h20v20h-20z' }],
      ['NR', { kind: 'circle', x: 800, y: 300 }],
    ]),
  },
  rows: [
    { code: 'NO', name: 'Norway', category: 'yes' },
    { code: 'SE', name: 'Sweden', category: 'yes' },
    { code: 'NR', name: 'Nauru', category: 'no' },
  ],
}

test('a flow has a stream for each change and both ends say how many', () => {
  const { marks } = drawPicture(flow, { width: WIDE, framed: false, t: translator('en') })
  const titles = marks.flatMap((mark) => (mark.kind === 'path' && mark.title ? [mark.title] : []))
  expect(titles.toSorted()).toEqual(['Abstained → No: 2', 'No → Yes: 1', 'Yes → Yes: 120'])
  const text = marks.flatMap((mark) => (mark.kind === 'words' ? [mark.text] : []))
  expect(text).toContain('121')
  expect(marks.filter(({ kind }) => kind === 'box')).toHaveLength(5)
})

test.each([
  ['en', WIDE],
  ['en', SLIM],
  ['ar', SLIM],
] as const)('words of both pictures stay within them (%s, %i)', (lang, width) => {
  for (const picture of [flow, map]) {
    const scene = drawPicture({ ...picture, lang }, { width, framed: false, t: translator(lang) })
    for (const mark of scene.marks) {
      if (mark.kind !== 'words') continue
      const { left, right, bottom } = extentOf(mark)
      expect(left, mark.text).toBeGreaterThanOrEqual(0)
      expect(right, mark.text).toBeLessThanOrEqual(width)
      expect(bottom, mark.text).toBeLessThanOrEqual(scene.height)
    }
  }
})

test('countries of a class are one shape in its look; small ones are circles, and a class of nobody is left out', () => {
  const { marks } = drawPicture(map, { width: WIDE, framed: false, t: translator('en') })
  const shapes = marks.flatMap((mark) => (mark.kind === 'path' && mark.title ? [mark] : []))
  expect(shapes.map(({ title }) => title)).toEqual(['Yes: 2'])
  expect(shapes[0]?.d).toBe('M10 10h20v20h-20zM40 10h20v20h-20z')
  expect(marks.filter((mark) => mark.kind === 'path' && mark.shared === 'no-small')).toHaveLength(1)
  const text = marks.flatMap((mark) => (mark.kind === 'words' ? [mark.text] : []))
  expect(text).toEqual(['Yes (2)', 'No (1)', 'Has no vote there'])
})

test('tables and files say the same as the pictures', () => {
  expect(tableOf(flow, translator('en')).rows[1]).toMatchObject({ name: 'Yes', cells: ['Yes', '120'] })
  expect(tableOf(map, translator('en')).rows[2]).toMatchObject({ name: 'Nauru', cells: ['No'] })
  expect(pictureCsv(flow, 'free')).toContain('no,No,yes,Yes,,,1,,false')
  expect(pictureCsv(map, 'free')).toContain('NR,Nauru,no,No,,,1,,false')
})
