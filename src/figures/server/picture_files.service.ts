/** Pictures as PNG: letters come from the fonts that the application brings, so that every server draws alike. */
import { createRequire } from 'node:module'
import { renderAsync } from '@resvg/resvg-js'

/** Pixels: a page of paper at 200 dots an inch, and no way to ask a server for gigabytes. */
export const MOST_WIDTH = 2000
export const USUAL_WIDTH = 1440
/** The tallest picture in reason at the usual width; what is taller gets narrower. */
const MOST_HEIGHT = 8000

const fontFiles = (): string[] => {
  const { resolve } = createRequire(import.meta.url)
  return [
    '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
    '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
    '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
    '@expo-google-fonts/noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf',
  ].map((file) => resolve(file))
}

/** The drawing before this one. */
let before: Promise<unknown> = Promise.resolve()

/**
 * `svg` as `pictureSvg` makes it. Drawn on another thread, since it takes longer than a request may hold this one, and
 * one at a time: the same few threads read files and hash.
 */
export const picturePng = async (
  svg: string,
  wished: { readonly width: number } = { width: USUAL_WIDTH },
): Promise<Uint8Array<ArrayBuffer>> => {
  const drawn = before.then(() =>
    renderAsync(svg, {
      font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: 'Noto Sans' },
      fitTo: { mode: 'width', value: widthFor(svg, wished.width) },
    }),
  )
  // Whoever comes next waits also for one that fails, and does not fail with it.
  before = drawn.catch(() => undefined)
  return new Uint8Array((await drawn).asPng())
}

const widthFor = (svg: string, wished: number): number => {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []
  const most = Math.min(MOST_WIDTH, Math.max(1, Math.round(wished)))
  const tallest = Math.floor((MOST_HEIGHT * Number(width ?? 1)) / Number(height ?? 1))
  return Math.max(1, Math.min(most, tallest))
}
