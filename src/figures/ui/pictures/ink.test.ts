/** Colours of neighbours, as eyes without red or green receptors see them, and as a black and white print shows them. */
import { expect, test } from 'vitest'
import { accent, categorySwatches, faint, ink, land, paper, shades, swatches, unknownSwatch } from './ink.ts'

type Rgb = readonly [number, number, number]

const linear = (hex: string): Rgb => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return [r, g, b]
}

/** Viénot, Brettel and Mollon 1999, in linear RGB. */
const eyes: Readonly<Record<string, readonly Rgb[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deuteranopia: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
  'black and white': [
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
  ],
}

const seen = (hex: string, eye: string): Rgb => {
  const [r, g, b] = linear(hex)
  const [x = 0, y = 0, z = 0] = (eyes[eye] ?? []).map((row) =>
    Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b)),
  )
  return [x, y, z]
}

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b

const contrast = (one: string, other: string, eye: string): number => {
  const [a, b] = [luminance(seen(one, eye)), luminance(seen(other, eye))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

for (const eye of Object.keys(eyes)) {
  test(`neighbours among the parts of a whole differ by at least 3 : 1 in lightness (${eye})`, () => {
    for (const [place, { colour }] of swatches.slice(1).entries()) {
      expect(contrast(swatches[place]?.colour ?? '', colour, eye)).toBeGreaterThanOrEqual(3)
    }
  })

  test(`each shade of the map is clearly darker than the one before (${eye})`, () => {
    for (const [place, shade] of shades.slice(1).entries()) {
      expect(contrast(shades[place] ?? '', shade, eye)).toBeGreaterThanOrEqual(1.5)
    }
  })

  test(`words can be read on the paper (${eye})`, () => {
    for (const colour of [ink, faint, accent])
      expect(contrast(colour, paper, eye)).toBeGreaterThanOrEqual(4.5)
  })
}

test.each([swatches, categorySwatches])('parts of like lightness differ in their texture', (...all) => {
  const dark = all.filter(({ colour }) => contrast(colour, paper, 'normal') > 4)
  const light = all.filter(({ colour }) => contrast(colour, paper, 'normal') <= 4)
  for (const group of [dark, light]) {
    const textures = group.map(({ texture }) => texture)
    expect(new Set(textures).size).toBe(textures.length)
  }
})

test('what is not known looks like no part, and bare land like no shade', () => {
  expect(swatches.some(({ colour }) => colour === unknownSwatch.colour)).toBe(false)
  expect(contrast(land, shades[1], 'normal')).toBeGreaterThan(1.3)
  expect(shades).not.toContain(land)
})
