/** Classes of the map: each number in one of them, no number between two. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawWorld } from '#cases/server/world_map.ts'
import { atLeast, exactly, nothingTold } from '#figures/core/picture.ts'
import { translator } from '#languages/translate.ts'
import { drawMap, mapClasses } from './map.ts'

const row = (value: number, place: number) => ({ code: `c${place}`, name: 'x', number: exactly(value) })

test('every number lies in exactly one class, which has its shade', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 190 }), (values) => {
      const { classes, shadeOf } = mapClasses({ rows: values.map(row), scale: 'count' })
      expect(classes.length).toBeLessThanOrEqual(5)
      for (const value of values) {
        const own = classes.filter(({ from, to }) => value >= from && value <= to)
        expect(own).toHaveLength(1)
        expect(own[0]?.shade).toBe(shadeOf(value))
      }
    }),
  )
})

test('classes follow each other without gap and with shades of their own', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 60 }), (values) => {
      const { classes } = mapClasses({ rows: values.map(row), scale: 'count' })
      for (const [place, { from }] of classes.slice(1).entries())
        expect(from).toBe((classes[place]?.to ?? 0) + 1)
      expect(new Set(classes.map(({ shade }) => shade)).size).toBe(classes.length)
    }),
  )
})

test('shares are told in fifths of a hundred, a third of a percent too', () => {
  const { classes, shadeOf } = mapClasses({ rows: [19.7, 20, 100].map(row), scale: 'percent' })
  expect(classes.map(({ from, to }) => [from, to])).toEqual([
    [0, 20],
    [20, 40],
    [40, 60],
    [60, 80],
    [80, 100],
  ])
  expect(shadeOf(19.7)).toBe(classes[0]?.shade)
  expect(shadeOf(100)).toBe(classes[4]?.shade)
})

test('small States are circles, what is not told is bare, and what is no country stands in the list', () => {
  const picture = {
    kind: 'map',
    world: drawWorld(),
    apart: atLeast(25),
    rows: [
      { code: 'SG', name: 'Singapore', number: exactly(3) },
      { code: 'CO', name: 'Colombia', number: exactly(8) },
      { code: 'BR', name: 'Brazil', number: nothingTold },
      { code: 'unknown', name: 'Country not known', number: exactly(5) },
    ],
    id: 'map',
    lang: 'en',
    title: '',
    unit: '',
    scale: 'count',
    period: '',
    area: '',
    source: '',
    notes: [],
    address: null,
  } as const
  const { marks } = drawMap(picture, { width: 700, t: translator('en') })
  expect(marks.flatMap((mark) => (mark.kind === 'dot' ? [mark.title] : []))).toEqual(['Singapore: 3'])
  expect(marks.flatMap((mark) => (mark.kind === 'path' && mark.title ? [mark.title] : []))).toEqual([
    'Colombia: 8',
  ])
  const words = marks.flatMap((mark) => (mark.kind === 'words' ? [mark.text] : []))
  expect(words).toContain('Country not known')
  expect(words).toContain('Not told apart')
})
