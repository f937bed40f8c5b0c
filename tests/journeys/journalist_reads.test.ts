/** A journalist reads what is public, in Arabic, on a narrow screen, in a browser that runs no script. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { isTooWide } from '../support/desk.ts'
import { count, publish } from '../support/open_rows.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
let server: TestServer

const status = {
  custody: 'held',
  proceedings: 'charged',
  safety: 'none_reported',
  accountability: 'not_defined',
  asOf: '2026-10-01',
}
const cases = [
  ['سارة', 'ar', 'EG'],
  ['Juana', 'en', 'CO'],
  ['Pedro', 'en', 'CO'],
  ['Nodira', 'en', 'TJ'],
] as const

beforeAll(async () => {
  server = await startTestServer()
  for (const [name, lang, country] of cases) {
    await publish(server.database, {
      name,
      lang,
      country,
      events: ['arrest 2020'],
      open: {
        dir: lang === 'ar' ? 'rtl' : 'ltr',
        title: `${name} and the well`,
        summary: 'Words of the case.',
        status,
        timeline: [{ date: '2020-04', type: 'arrest', text: 'Taken at home' }],
        demands: ['Release'],
        sources: [{ title: 'A report', url: 'https://example.org/a-rather-long-address-of-a-report' }],
        deathPossible: name === 'Nodira',
      },
    })
    await count(server.database, { name, events: [{ type: 'arrest', country, year: 2020 }] })
  }
  for (let at = 0; at < 6; at++)
    await count(server.database, {
      name: `closed ${at}`,
      events: [{ type: 'arrest', country: 'CO', year: 2021 }],
    })
}, 180_000)
afterAll(() => server.stop())

const pages = ['', '/cases', '/cases?country=CO', '/cases/map', '/figures', '/figures/rules', '/themes']

test.each([
  ['ar', 320, '/ar'],
  ['en', 320, ''],
  ['en', 1280, ''],
])(
  'a journalist reads every page in %s at %i px without scripts',
  { timeout: 90_000 },
  async (lang, width, prefix) => {
    const { page, context, complaints, leave } = await visit({
      origin: server.origin,
      width,
      lang,
      scripts: false,
    })
    const asked: string[] = []
    context.on('request', (request) => asked.push(request.url()))
    for (const path of pages) {
      const answer = await page.goto(`${prefix}${path}` || '/')
      expect(answer?.status(), path).toBe(200)
      expect(await page.locator('html').getAttribute('dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr')
      expect(await page.getByRole('heading', { level: 1 }).count(), path).toBe(1)
      expect(await isTooWide(page), path).toBe(false)
      expect(await page.locator('script').count(), path).toBe(0)
    }
    await page.goto(`${prefix}/cases`)
    await page.getByRole('link', { name: 'سارة' }).click()
    await page.getByRole('heading', { level: 1, name: 'سارة' }).waitFor()
    expect(await isTooWide(page)).toBe(false)
    const heading = page.locator('h1').getByText('سارة')
    expect(await heading.evaluate((words) => getComputedStyle(words).direction)).toBe('rtl')
    for (const feed of ['atom', 'json']) {
      const answer = await page.request.get(`${prefix}/cases/feed.${feed}`)
      expect(answer.status()).toBe(200)
      for (const [name] of cases) expect(await answer.text()).toContain(name)
    }
    expect(asked.filter((url) => !url.startsWith(server.origin))).toEqual([])
    expect(await context.cookies()).toEqual([])
    expect(complaints).toEqual([])
    await leave()
  },
)

test(
  'a journalist filters the list, turns to the map and follows a country',
  { timeout: 60_000 },
  async () => {
    const { page, leave } = await visit({ origin: server.origin, width: 390, scripts: false })
    await page.goto('/cases')
    await page.getByLabel('Country').selectOption('CO')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('heading', { name: '2 cases' }).waitFor()
    await page.getByRole('link', { name: 'Show all cases' }).click()
    await page.getByRole('heading', { name: '4 cases' }).waitFor()
    await page.getByRole('link', { name: 'On a map' }).click()
    await page
      .getByRole('main')
      .getByRole('link', { name: /Tajikistan/ })
      .first()
      .click()
    await page.getByRole('link', { name: 'Nodira' }).click()
    await page.getByText('A death sentence is possible').first().waitFor()
    await leave()
  },
)

test(
  'every number on the home of figures leads to the public cases that it counts, and to its question',
  { timeout: 90_000 },
  async () => {
    const { page, leave } = await visit({ origin: server.origin, width: 1280, scripts: false })
    for (const path of ['/figures', '/ar/figures']) {
      await page.goto(path)
      const links = page.locator('main figure details a, main figure .words a')
      const hrefs = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
      const behind = hrefs.filter((href) => href.includes('/explore/cases?'))
      const asked = hrefs.filter((href) => href.includes('/explore?'))
      expect(behind.length, path).toBeGreaterThanOrEqual(5)
      expect(asked.length, path).toBe(3)
      for (const href of [...behind, ...asked]) {
        expect((await page.goto(href))?.status(), href).toBe(200)
        if (behind.includes(href))
          expect(await page.locator('main .plain-list > li').count(), href).toBeGreaterThan(0)
      }
      await page.goto(path)
      for (const way of ['explore', 'data', 'rules', 'sdg-16-10-1', 'feed.atom'])
        expect(await page.locator(`main a[href$="/figures/${way}"]`).count(), way).toBe(1)
    }
    await leave()
  },
)

test(
  'axe finds nothing on any public page, in both languages, light and dark',
  { timeout: 120_000 },
  async () => {
    for (const colors of ['light', 'dark'] as const) {
      const { page, complaints, leave } = await visit({ origin: server.origin, width: 390, colors })
      const ref = (await publicReference()) ?? ''
      for (const prefix of ['', '/ar'])
        for (const path of [...pages, `/cases/${ref}`, '/cases/none-of-these']) {
          await page.goto(`${prefix}${path}` || '/')
          expect(await accessibilityFaults(page), `${prefix}${path} ${colors}`).toEqual([])
        }
      expect(complaints.filter((line) => !line.includes('404'))).toEqual([])
      await leave()
    }
  },
)

const publicReference = async (): Promise<string | undefined> => {
  const feed = (await (await fetch(`${server.origin}/cases/feed.json`)).json()) as {
    readonly items: readonly { readonly url: string }[]
  }
  return feed.items[0]?.url.split('/').at(-1)
}
