/** Pictures as PNG: of the size asked for, within limits, with letters of both scripts. */
import { Resvg } from '@resvg/resvg-js'
import { expect, test } from 'vitest'
import { MOST_WIDTH, picturePng } from './picture_files.service.ts'

const svg = (text: string, family: string, height = 100, weight = 400): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 ${height}" width="200" height="${height}">` +
  `<text x="100" y="60" text-anchor="middle" font-size="24" font-family="${family}" font-weight="${weight}">${text}</text></svg>`

/** Width and height stand in the first chunk of a PNG. */
const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

test('a PNG has the width asked for and keeps its proportions', async () => {
  expect(sizeOf(await picturePng(svg('a', 'Noto Sans'), { width: 400 }))).toEqual({ width: 400, height: 200 })
})

test('nobody gets more pixels than a page has', async () => {
  const wide = sizeOf(await picturePng(svg('a', 'Noto Sans'), { width: 1_000_000 }))
  expect(wide.width).toBe(MOST_WIDTH)
  const tall = sizeOf(await picturePng(svg('a', 'Noto Sans', 40_000), { width: 2000 }))
  expect(tall.height).toBeLessThanOrEqual(8000)
  expect(sizeOf(await picturePng(svg('a', 'Noto Sans'), { width: -5 })).width).toBe(1)
})

test('a drawing that fails takes no other with it', async () => {
  const broken = picturePng('<svg')
  const whole = picturePng(svg('a', 'Noto Sans'), { width: 200 })
  await expect(broken).rejects.toThrow()
  expect(sizeOf(await whole).width).toBe(200)
})

test('Latin and Arabic letters are drawn in both weights, and differ', async () => {
  const empty = await picturePng(svg('', 'Noto Sans'), { width: 200 })
  const drawn = new Set([Buffer.from(empty).toString('hex')])
  for (const [text, family] of [
    ['Amparo', 'Noto Sans'],
    ['حماية', 'Noto Sans Arabic'],
    ['12 حماية', 'Noto Sans Arabic'],
  ] as const) {
    for (const weight of [400, 600]) {
      const png = await picturePng(svg(text, family, 100, weight), { width: 200 })
      drawn.add(Buffer.from(png).toString('hex'))
    }
  }
  expect(drawn.size).toBe(7)
})

test('Arabic letters join: the word is much narrower than its letters apart', () => {
  const fonts = import.meta
    .resolve('@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf')
  const font = { loadSystemFonts: false, fontFiles: [new URL(fonts).pathname] }
  const width = (text: string) => new Resvg(svg(text, 'Noto Sans Arabic'), { font }).getBBox()?.width ?? 0
  expect(width('سلسلة')).toBeLessThan(0.8 * width([...'سلسلة'].join('\u200C')))
})
