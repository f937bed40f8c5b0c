import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HemicyclePicture } from '#figures/core/picture.ts'
import { pictureCsv } from '#figures/core/picture_data.ts'
import { translator } from '#languages/translate.ts'
import { drawPicture, SLIM, WIDE } from './draw.ts'
import { seatPlaces } from './hemicycle.ts'
import { tableOf } from './picture_table.ts'
import { extentOf } from './scene.ts'

const codes = ['yes', 'no', 'abstain', 'absent', 'not_voting', 'yes_or_not_voting'] as const
const pictureOf = (groups: HemicyclePicture['groups'], lang = 'en'): HemicyclePicture => ({
  kind: 'hemicycle',
  id: 'chamber',
  lang,
  title: 'How the chamber voted',
  unit: 'members',
  scale: 'count',
  period: '2015',
  area: 'Senate',
  source: 'A source',
  notes: [],
  address: null,
  groupsAre: 'Party',
  categories: codes.map((code) => ({ code, name: code })),
  groups,
})
const draw = (picture: HemicyclePicture, width: number) =>
  drawPicture(picture, { width, framed: true, t: translator(picture.lang) })

test('up to 700 seats have a place each, and no two of them touch', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 700 }), fc.constantFrom(140, 320), (count, outer) => {
      const { seats, radius } = seatPlaces(count, outer)
      expect(seats).toHaveLength(count)
      expect(radius).toBeGreaterThan(2)
      let least = Infinity
      for (const [at, a] of seats.entries())
        for (const b of seats.slice(at + 1)) least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y))
      expect(least).toBeGreaterThan(1.6 * radius)
      for (const { x, y } of seats) expect(Math.hypot(x, y)).toBeLessThanOrEqual(outer + 0.001)
    }),
    { numRuns: 40 },
  )
})

const groups = fc.array(
  fc.record({
    name: fc.constantFrom('Left', 'Greens', 'A party with a name that nobody would believe to be so long'),
    seats: fc.array(fc.constantFrom(...codes), { maxLength: 60 }),
  }),
  { minLength: 1, maxLength: 30 },
)

test('everything stays inside the picture in both widths and directions', () => {
  fc.assert(
    fc.property(groups, fc.constantFrom('en', 'ar'), fc.constantFrom(WIDE, SLIM), (given, lang, width) => {
      const { marks, height } = draw(pictureOf(given, lang), width)
      for (const mark of marks) {
        if (mark.kind !== 'words') continue
        const { left, right, top, bottom } = extentOf(mark)
        expect(left).toBeGreaterThanOrEqual(0)
        expect(right).toBeLessThanOrEqual(width)
        expect(top).toBeGreaterThanOrEqual(0)
        expect(bottom).toBeLessThanOrEqual(height)
      }
    }),
    { numRuns: 60 },
  )
})

const chamber = pictureOf([
  { name: 'Left', seats: ['yes', 'yes', 'no'] },
  { name: 'Right', seats: ['no', 'abstain'] },
])

test('each class is one path with its count in words, and each group has a letter', () => {
  const { marks } = draw(chamber, WIDE)
  const titles = marks.flatMap((mark) => (mark.kind === 'path' && mark.title ? [mark.title] : []))
  expect(titles).toEqual(['yes: 2', 'no: 2', 'abstain: 1'])
  const said = marks.flatMap((mark) => (mark.kind === 'words' ? [mark.text] : []))
  for (const text of ['A', 'B', 'Left', 'yes 2 · no 1']) expect(said).toContain(text)
})

test('in Arabic the first group sits on the right and has an Arabic letter', () => {
  const { marks, width } = draw({ ...chamber, lang: 'ar' }, WIDE)
  const first = marks.find((mark) => mark.kind === 'words' && mark.text === 'أ')
  expect(first?.kind === 'words' && first.x).toBeGreaterThan(width / 2)
})

test('the table and the file have a row for each group', () => {
  expect(
    tableOf(chamber, translator('en')).rows.map(({ name, cells }) => [name, ...cells.slice(0, 3)]),
  ).toEqual([
    ['Left', '2', '1', '0'],
    ['Right', '0', '1', '1'],
  ])
  expect(pictureCsv(chamber, 'free')).toContain('Left')
})

test('a chamber without seats says that nothing is told', () => {
  expect(
    draw(pictureOf([]), WIDE).marks.some((mark) => mark.kind === 'words' && /Nothing/.test(mark.text)),
  ).toBe(true)
})
