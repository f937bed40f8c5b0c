/** Words are measured as wide as they are drawn, or wider; never much wider. */
import { createRequire } from 'node:module'
import { Resvg } from '@resvg/resvg-js'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { countries } from '#kernel/core/vocabulary/countries.ts'
import { countryName } from '#languages/formats.ts'
import { textWidth, type Weight, wrapText } from './text_width.ts'

const { resolve } = createRequire(import.meta.url)
const fontFiles = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  '@expo-google-fonts/noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf',
].map((file) => resolve(file))

const drawnWidth = (text: string, family: string, weight: Weight): number => {
  const escaped = text.replaceAll('&', '&amp;')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="60"><text x="20" y="40" font-size="14" font-family="${family}" font-weight="${weight === 'bold' ? 600 : 400}">${escaped}</text></svg>`
  return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles } }).getBBox()?.width ?? 0
}

for (const [lang, family] of [
  ['en', 'Noto Sans'],
  ['fr', 'Noto Sans'],
  ['vi', 'Noto Sans'],
  ['ar', 'Noto Sans Arabic'],
] as const) {
  test(`names of countries fit into the room measured for them (${lang})`, () => {
    const names = countries.filter((_, place) => place % 12 === 0).map(({ code }) => countryName(code, lang))
    for (const weight of ['regular', 'bold'] as const) {
      for (const name of names) {
        const [drawn, measured] = [drawnWidth(name, family, weight), textWidth(name, 14, weight)]
        expect(measured, name).toBeGreaterThanOrEqual(drawn)
        expect(measured, name).toBeLessThan(drawn * 1.5 + 10)
      }
    }
  })
}

const bare = (words: string): string => words.replaceAll(/\s/g, '')

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'abcdefgh WMil 0123456789 ابتثجحخدذرزسش'), maxLength: 120 }),
)

test('wrapped lines fit, are at most as many as asked for, and lose nothing without saying so', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.integer({ min: 20, max: 400 }),
      fc.integer({ min: 1, max: 5 }),
      (text, width, lines) => {
        const made = wrapText(text, { width, size: 14, lines })
        expect(made.length).toBeGreaterThan(0)
        expect(made.length).toBeLessThanOrEqual(lines)
        const whole = bare(made.join(''))
        if (!whole.endsWith('…')) expect(whole).toBe(bare(text))
        for (const line of made) {
          // One letter has to stand, however narrow the room.
          const single = [...new Intl.Segmenter().segment(line)].length <= 1
          if (!single) expect(textWidth(line, 14)).toBeLessThanOrEqual(width)
        }
      },
    ),
  )
})
