/** Somebody reads an amendment to a text of another desk: pasted, decided on, proposed; a second lead lets it out. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { drawn, enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { release } from '../support/open_rows.ts'

const visit = useBrowser()
let desk: JourneyDesk
const text = exampleInstruments().find(({ slug }) => slug === 'a-c-3-78-l-41')!
const instruction =
  'In operative paragraph 13, replace “Urges the Islamic Republic of Iran” by “Encourages the Islamic Republic of Iran, as appropriate,”.'

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  // Of another desk.
  await release(desk.server.database, { kind: 'instrument', name: text.slug, body: text })
}, 180_000)
afterAll(() => desk.server.stop())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

const choose = async (page: Page): Promise<void> => {
  const texts = page.locator('select#field-instrument')
  await texts.waitFor()
  await texts.selectOption(text.slug)
  await page.locator('#field-version').waitFor()
  await page.locator('#field-content-instruction').fill(instruction)
  await page.locator('.review .row').first().waitFor()
}

test(
  'an amendment to a text of another desk is read, decided on, proposed, released and shown to everybody',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', '/desk/instruments/amendments')
    await page.getByText('This desk has read no amendment yet.').waitFor()
    await page.getByRole('link', { name: 'New amendment' }).click()
    await choose(page)
    await page.locator('.reading').getByText('as appropriate').first().waitFor()
    // Nothing goes out before a person has decided on every finding.
    await button(page, 'Save and propose').click()
    await page.getByRole('alert').getByText('Nobody has decided on this finding.').first().waitFor()
    for (const one of await page.locator('.review .row').all()) await one.getByLabel('Confirm').check()
    await page.locator('#field-content-review-verdict').selectOption('weakens')
    await page.locator('#field-symbols').fill('A/C.3/78/L.99')
    await page.getByText('Invented, to show how amendments are read').click()
    await page.locator('#field-sources-0-publisher').fill('Nobody')
    await page.locator('#field-sources-0-title').fill('Invented')
    await button(page, 'Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    const path = `/instruments/${text.slug}/amendments/a-c-3-78-l-99`
    expect((await fetch(desk.server.origin + path)).status).toBe(404)

    const ben = await visit({ origin: desk.server.origin })
    await enterDesk(ben.page, 'ben')
    await ben.page.getByRole('link', { name: 'A/C.3/78/L.99' }).click()
    await ben.page.locator('.preview').getByText('as appropriate').first().waitFor()
    expect(await ben.page.locator('.preview a[href$="akn.xml"]').count(), 'no file before release').toBe(0)
    await button(ben.page, 'Release').click()
    await ben.page.getByText('Released.', { exact: true }).waitFor()
    const open = await fetch(desk.server.origin + path)
    expect(open.status).toBe(200)
    expect(await open.text()).toContain('as appropriate')
    expect([...complaints, ...ben.complaints]).toEqual([])
    await ben.leave()
    await leave()
  },
)

test.each([
  ['en', 1280],
  ['en', 390],
  ['ar', 1280],
  ['ar', 390],
] as const)(
  'the pages of amendments can be read in %s at %i px',
  { timeout: 90_000 },
  async (lang, width) => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width, lang })
    const faults: string[] = []
    const look = async (name: string) => {
      await drawn(page)
      if (await isTooWide(page)) faults.push(`${name}: too wide`)
      faults.push(
        ...[...(await accessibilityFaults(page)), ...(await darkFaults(page))].map((one) => `${name} ${one}`),
      )
      if (process.env.SHOTS)
        await page.screenshot({
          path: `${process.env.SHOTS}/amendment-${lang}-${width}-${name}.png`,
          fullPage: true,
        })
    }
    await enterDesk(page, 'ana', '/desk/instruments/amendments')
    await look('list')
    await follow(page, '/desk/instruments/amendments/new')
    await choose(page)
    await look('new')
    expect(faults).toEqual([])
    expect(complaints).toEqual([])
    await leave()
  },
)
