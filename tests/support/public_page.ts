/** What is asked of every public page: how it answers, what it weighs, that it fits and can be read by everybody. */
import { expect } from 'vitest'

import { accessibilityFaults, darkFaults, type useBrowser } from './browser.ts'

type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Without the time of the answer, so that two of them can be compared. */
export const askAddress = async (
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const response = await fetch(address, { headers, redirect: 'manual' })
  const { date: _, ...others } = Object.fromEntries(response.headers)
  return { status: response.status, headers: others, body: await response.text() }
}

/** What a person reads: without marks of the page and of direction. `between`: what stands where an element ends. */
export const pageWords = (html: string, between = ' '): string =>
  html
    .replaceAll(/<[^>]*>/g, between)
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')

const packed = { headers: { 'accept-encoding': 'gzip' } }

/** Over the wire with its styles, at most so many KB; and nothing in it that runs or styles by itself. */
export const expectLight = async (address: string, most = 25): Promise<void> => {
  const page = await fetch(address, packed)
  const html = await page.text()
  expect(html).not.toMatch(/<script|\sstyle=|\son[a-z]+=/)
  const styles = [...html.matchAll(/<link href="([^"]+\.css)"/g)].map((found) => found[1] ?? '')
  expect(styles.length).toBeGreaterThan(0)
  const sizes = await Promise.all(
    styles.map(async (style) => {
      const answer = await fetch(new URL(style, address), packed)
      await answer.arrayBuffer()
      return Number(answer.headers.get('content-length'))
    }),
  )
  const bytes = sizes.reduce((all, size) => all + size, Number(page.headers.get('content-length')))
  expect(bytes).toBeLessThanOrEqual(most * 1024)
}

type Sight = {
  readonly origin: string
  /** Without its language. */
  readonly path: string
  readonly lang: 'en' | 'ar'
  readonly width: number
  readonly colors?: 'light' | 'dark'
}

/** Without scrolling across, in the direction of its language, and axe finds nothing; dark as well unless colours are given. */
export const expectFits = async (
  visit: ReturnType<typeof useBrowser>,
  { origin, path, lang, width, colors }: Sight,
): Promise<void> => {
  const { page, complaints, leave } = await visit({ origin, width, lang, ...(colors && { colors }) })
  await page.goto((lang === 'ar' ? '/ar' : '') + path)
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(await page.evaluate('document.documentElement.dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr')
  expect(await accessibilityFaults(page)).toEqual([])
  if (!colors) expect(await darkFaults(page)).toEqual([])
  expect(complaints).toEqual([])
  await leave()
}
