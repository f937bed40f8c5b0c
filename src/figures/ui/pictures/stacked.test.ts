/** Shares of a whole that is always whole. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StackedPicture } from '#figures/core/picture.ts'
import { translator } from '#languages/translate.ts'
import { segments } from './stacked.ts'

const room = { width: 600, t: translator('en') }
const picture = (counts: readonly number[], unknown: number): StackedPicture => ({
  kind: 'stacked',
  id: 's',
  lang: 'en',
  title: '',
  unit: 'acts',
  scale: 'count',
  period: '',
  area: '',
  source: '',
  notes: [],
  address: null,
  rowsAre: 'Country',
  parts: counts.map((_, place) => ({ code: `p${place}`, name: `Part ${place}` })),
  rows: [{ code: 'CO', name: 'Colombia', counts, unknown }],
})
const partsOf = (counts: readonly number[], unknown: number) => {
  const whole = picture(counts, unknown)
  const [row] = whole.rows
  return row ? segments(whole, row, room) : []
}

test('shares with the unknown are 100 %, without gap or overlap, each as large as its count', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5000), { maxLength: 14 }), fc.nat(5000), (counts, unknown) => {
      const parts = partsOf(counts, unknown)
      const whole = counts.reduce((sum, count) => sum + count, unknown)
      if (whole === 0) {
        expect(parts).toEqual([])
        return
      }
      expect(parts[0]?.from).toBe(0)
      expect(parts.at(-1)?.to).toBeCloseTo(1, 9)
      for (const [place, { from }] of parts.slice(1).entries())
        expect(from).toBeCloseTo(parts[place]?.to ?? 0, 9)
      for (const { from, to, count } of parts) expect(to - from).toBeCloseTo(count / whole, 9)
      expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(whole)
    }),
  )
})

test('the unknown is the last part, with a texture of its own', () => {
  const parts = partsOf([3, 1], 4)
  expect(parts.map(({ code }) => code)).toEqual(['p0', 'p1', 'unknown'])
  expect(parts[2]?.swatch.texture).not.toBe('plain')
})

test('more parts than textures are drawn as others, never left out', () => {
  const parts = partsOf([9, 8, 7, 6, 5, 4, 3, 2, 1], 1)
  expect(parts.map(({ name, count }) => [name, count]).at(-2)).toEqual(['Others', 6])
})
