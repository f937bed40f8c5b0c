/** A reader asks the figures a question, without script: chooses, sees, opens a number, keeps the address. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { noOffsets } from '../support/counted_facts.ts'
import { refreshFigures } from '../../src/figures/server/refresh.service.ts'
import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { isTooWide } from '../support/desk.ts'
import { count, publish } from '../support/open_rows.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
  for (const [name, type, country, year] of [
    ['Juana', 'arrest', 'CO', 2020],
    ['Pedro', 'arrest', 'CO', 2021],
    ['Nodira', 'threat', 'TJ', 2021],
  ] as const) {
    await publish(server.database, { name, country, events: [`${type} ${year}`] })
    await count(server.database, { name, events: [{ type, country, year }] })
  }
  for (let at = 0; at < 7; at++)
    await count(server.database, {
      name: `closed ${at}`,
      events: [{ type: 'arrest', country: 'EG', year: 2021 }],
    })
  await refreshFigures({ ...server.services, offsets: noOffsets }, { early: true })
  await server.services.openData?.takeIfDue()
}, 180_000)
afterAll(() => server.stop())

test(
  'a reader chooses, sees, opens a number to its cases and copies the address',
  { timeout: 60_000 },
  async () => {
    const { page, context, complaints, leave } = await visit({
      origin: server.origin,
      width: 390,
      scripts: false,
    })
    await page.goto('/figures/explore')
    await page.getByLabel('Broken down by').selectOption({ label: 'Country' })
    await page.getByLabel('Type of event').selectOption({ label: 'Arrest' })
    await page.getByRole('button', { name: 'Show' }).click()
    const asked = '/figures/explore?by=country&what=arrest'
    await page.waitForURL(server.origin + asked)
    await page.locator('.counted').getByText('Counted: Events · only: Arrest · by country').waitFor()
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
    expect(await row('Egypt').locator('td').allTextContents()).toEqual(['at least 5', '0', '5'])
    expect(await row('Colombia').locator('td').allTextContents()).toEqual(['at least 2', '2', '0'])
    const address = page.getByRole('link', { name: server.origin + asked })
    expect(await address.getAttribute('href')).toBe(server.origin + asked)

    await page.getByRole('link', { name: '2 in public cases: Colombia' }).click()
    await page.getByRole('heading', { name: '2 public cases' }).waitFor()
    await page.waitForLoadState()
    expect(await page.locator('main .plain-list a').allTextContents()).toEqual(
      expect.arrayContaining(['Juana', 'Pedro']),
    )
    await page.getByRole('link', { name: 'Back to the answer' }).click()
    await page.waitForURL(server.origin + asked)

    await page.getByLabel('What is counted').selectOption({ label: 'Acts' })
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByText('“Arrest” does not belong to this unit. Choose again.').first().waitFor()
    expect(await page.getByLabel('Broken down by').inputValue()).toBe('country')
    expect(await context.cookies()).toEqual([])
    expect(complaints).toEqual([])
    await leave()
  },
)

test('nothing told is not called zero', { timeout: 30_000 }, async () => {
  const { page, leave } = await visit({ origin: server.origin, scripts: false })
  await page.goto('/figures/explore?country=FR')
  await page.getByText('That is not zero.').waitFor()
  await leave()
})

test('each file of an answer is there, in its form', { timeout: 60_000 }, async () => {
  const { page, leave } = await visit({ origin: server.origin, scripts: false })
  await page.goto('/ar/figures/explore?by=country')
  const types: Readonly<Record<string, string>> = {
    SVG: 'image/svg+xml',
    PNG: 'image/png',
    CSV: 'text/csv',
    JSON: 'application/json',
  }
  for (const [name, type] of Object.entries(types)) {
    const href = await page.getByRole('link', { name, exact: true }).getAttribute('href')
    const answer = await page.request.get(href ?? '')
    expect(answer.status(), name).toBe(200)
    expect(answer.headers()['content-type'], name).toContain(type)
  }
  for (const format of ['csv', 'svg', 'png']) {
    const refused = await page.request.get(`/figures/explore.${format}?by=colour`)
    expect(refused.status()).toBe(400)
    expect(refused.headers()['content-type']).toBe('text/plain; charset=utf-8')
    expect(await refused.text()).toMatch(/^This question cannot be answered as it stands\nBroken down by: /)
  }
  const refused = await page.request.get('/figures/explore.json?by=colour&from=15')
  expect([refused.status(), refused.headers()['content-type']]).toEqual([400, 'application/problem+json'])
  expect(await refused.json()).toMatchObject({
    type: 'urn:amparo:problem:question_refused',
    refusals: [
      { kind: 'not_a_value', field: 'by' },
      { kind: 'not_a_value', field: 'from' },
    ],
  })
  expect((await page.request.get('/figures/explore.pdf')).status()).toBe(404)
  await leave()
})

const pages = [
  '/figures/explore',
  '/figures/explore?by=country',
  '/figures/explore?by=year',
  '/figures/explore?unit=persons&measure=share&by=what',
  '/figures/explore?unit=acts&what=arrest&from=15',
  '/figures/explore/cases?by=country&row=CO',
  '/figures/data',
  '/figures/sdg-16-10-1',
  '/figures/rules',
]

test.each([
  ['en', 1280, 'light'],
  ['ar', 320, 'light'],
  ['en', 390, 'dark'],
] as const)(
  'in %s at %i pixels, %s: every page fits, has no script, weighs at most 25 KB, and axe finds nothing',
  { timeout: 120_000 },
  async (lang, width, colors) => {
    const { page, leave } = await visit({ origin: server.origin, width, lang, colors })
    const day = (await server.services.openData?.snapshots())?.[0]?.day
    for (const path of [...pages, `/figures/data/${day}`]) {
      const at = (lang === 'ar' ? '/ar' : '') + path
      expect((await page.goto(at))?.status(), at).toBe(200)
      expect(await isTooWide(page), at).toBe(false)
      expect(await page.locator('script, [style]').count(), at).toBe(0)
      expect(await accessibilityFaults(page), at).toEqual([])
      expect(await weightOf(at), at).toBeLessThanOrEqual(25 * 1024)
    }
    await leave()
  },
)

const size = async (url: string): Promise<{ readonly bytes: number; readonly text: string }> => {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip' } })
  return { text: await answer.text(), bytes: Number(answer.headers.get('content-length')) }
}

/** Over the wire, with its styles. */
const weightOf = async (path: string): Promise<number> => {
  const page = await size(server.origin + path)
  const styles = [...page.text.matchAll(/<link href="([^"]+\.css)"/g)].map(([, href]) => href ?? '')
  const sizes = await Promise.all(styles.map((href) => size(new URL(href, server.origin + path).href)))
  return sizes.reduce((all, { bytes }) => all + bytes, page.bytes)
}
