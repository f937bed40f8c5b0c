/** A defender in danger, on a borrowed phone, in a browser that runs no script. */
import { readFileSync } from 'node:fs'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { isTooWide } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
}, 180_000)
afterAll(() => server.stop())

test.each([
  ['en', '/help', 390, 'Information', 'Leave this page', 'If you are in danger', 'Emergency money'],
  ['ar', '/ar/help', 390, 'معلومات', null, null, null],
  ['en', '/help', 1280, 'Information', 'Leave this page', 'If you are in danger', 'Emergency money'],
  ['ar', '/ar/help', 1280, 'معلومات', null, null, null],
])(
  'a defender reads in %s at %s without scripts (%i px), takes the one file along and leaves',
  { timeout: 60_000 },
  async (lang, path, width, title, leaving, heading, money) => {
    const { page, context, complaints, leave } = await visit({
      origin: server.origin,
      width,
      lang,
      scripts: false,
    })
    const asked: string[] = []
    context.on('request', (request) => asked.push(request.url()))
    await page.goto(path)
    // The window and the history say nothing of danger.
    expect(await page.title()).toBe(title)
    expect(await page.locator('html').getAttribute('dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr')
    expect(await page.locator('html').getAttribute('lang')).toBe(lang)
    if (heading !== null) await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    if (money !== null) await page.getByRole('heading', { name: money }).waitFor()
    expect(await page.locator('main h2').count()).toBeGreaterThanOrEqual(5)
    expect(await page.locator('main').textContent()).toMatch(lang === 'ar' ? /فُحص|تحقق|التحقق/ : /checked on/)
    expect(await isTooWide(page)).toBe(false)
    expect(asked.filter((url) => !url.startsWith(server.origin))).toEqual([])
    expect(await context.cookies()).toEqual([])

    const exit = page.locator('.leave a')
    if (leaving !== null) expect((await exit.textContent())?.trim()).toBe(leaving)
    // It is the first thing seen, and where it leads learns not from where.
    const place = await exit.boundingBox()
    expect((place?.y ?? 1e9) + (place?.height ?? 0)).toBeLessThan(844)
    expect(await exit.getAttribute('rel')).toContain('noreferrer')
    await context.route(/^https:/, (route) => route.fulfill({ body: 'weather' }))
    const [away] = await Promise.all([page.waitForRequest(/^https:/), exit.click()])
    expect(await away.headerValue('referer')).toBeNull()
    await page.goBack()

    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[download]').click()])
    expect(download.suggestedFilename()).toBe('information.html')
    const file = readFileSync(await download.path(), 'utf8')
    expect(file).not.toMatch(/<script|<link|<img|url\((?!data:)|@import/)
    // Passed on to somebody without any network.
    const other = await visit({ origin: server.origin, width, scripts: false })
    await other.context.setOffline(true)
    await other.page.setContent(file)
    expect(await other.page.locator('html').getAttribute('dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr')
    expect(await other.page.locator('main h2').allTextContents()).toEqual(
      await page.locator('main h2').allTextContents(),
    )
    expect(await isTooWide(other.page)).toBe(false)
    expect([...complaints, ...other.complaints]).toEqual([])
    await other.leave()
    await leave()
  },
)

test(
  'the help page and its file hold nothing that axe finds, light and dark, in both languages',
  {
    timeout: 60_000,
  },
  async () => {
    for (const colors of ['light', 'dark'] as const) {
      const { page, leave } = await visit({ origin: server.origin, width: 390, colors })
      for (const path of ['/help', '/ar/help']) {
        await page.goto(path)
        expect(await accessibilityFaults(page), `${path} ${colors}`).toEqual([])
        const file = await (await page.request.get(`${path}/file`)).text()
        await page.route('**/passed-on', (route) => route.fulfill({ body: file, contentType: 'text/html' }))
        await page.goto('/passed-on')
        expect(await accessibilityFaults(page), `file of ${path} ${colors}`).toEqual([])
        await page.unroute('**/passed-on')
      }
      await leave()
    }
  },
)
