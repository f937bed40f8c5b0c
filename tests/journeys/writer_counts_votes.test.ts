/** A writer who counts a majority before a vote; a second member who stands for it; everybody who reads what is public. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { accessibilityFaults, darkFaults, shot, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { release } from '../support/open_rows.ts'

const visit = useBrowser()
let desk: JourneyDesk
const slug = 'a-c-3-78-l-41'
const path = `/desk/instruments/positions/${slug}?body=un-ga-c3`
const source = 'Informal consultations, https://example.org/notes'

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer', rosa: 'reader' })
  const body = exampleInstruments().find((one) => one.slug === slug)!
  await release(desk.server.database, { kind: 'instrument', name: slug, body })
}, 180_000)
afterAll(() => desk.server.stop())

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const tab = (page: Page, name: string) => page.getByRole('tab', { name })
const count = async (page: Page): Promise<string> =>
  (await page.locator('dl.whip').innerText()).replaceAll(/\s+/g, ' ')
test(
  'many stances by keys, one by a form, others from a file; nobody sees them before a second member confirms',
  { timeout: 180_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', '/desk/instruments/positions')
    await page.getByText('The desk has entered no positions yet').waitFor()
    await page.getByLabel('Text', { exact: true }).selectOption(slug)
    await page.getByLabel('Body').selectOption('un-ga-c3')
    await button(page, 'Open the count').click()
    await page.waitForURL(`**${path}`)
    await page.locator('dl.whip').waitFor()
    await expect.poll(() => count(page)).toContain('Needed 97 Sure 0 Likely 0 Missing 97')

    const grid = page.getByRole('listbox', { name: 'Stance of each member' })
    await grid.focus()
    for (const key of ['p', 'p', 'f', 'o', 'u']) await page.keyboard.press(key)
    await button(page, 'Enter 5 facts').click()
    await page.getByText('Say in one line where this is known from').waitFor()
    await page.getByLabel('Source').fill(source)
    await button(page, 'Enter 5 facts').click()
    await page.getByText('Entered. Another member confirms it.').waitFor()
    await expect
      .poll(() => count(page))
      .toContain('Sure 2 Likely 1 Missing 95 Missing if the likely ones vote yes 94')
    await shot(page, 'many')

    await tab(page, 'Enter one').click()
    await page.getByLabel('Member', { exact: true }).selectOption('NO')
    await page.getByLabel('Position', { exact: true }).selectOption('supports')
    await page.getByLabel('Source').fill('Statement of Norway')
    await page.getByLabel('Explanation').fill('We shall vote for it.')
    await button(page, 'Enter the fact').click()
    await page.getByText('Entered. Another member confirms it.').waitFor()

    await tab(page, 'From a file').click()
    const folder = mkdtempSync(join(tmpdir(), 'amparo-positions-'))
    writeFileSync(
      join(folder, 'notes.csv'),
      'member,stance,day,source\nChile,supports,,Notes\nAtlantis,opposes,,Notes\nMX,undecided,2999-01-01,Notes\n',
    )
    await page.getByLabel('File', { exact: true }).setInputFiles(join(folder, 'notes.csv'))
    await page.getByText('2 lines are refused').waitFor()
    await page.getByText('line 3, Atlantis').waitFor()
    expect(await button(page, 'Enter 1 fact').isDisabled()).toBe(true)
    await page.getByLabel('Leave these out and take the others').check()
    await button(page, 'Enter 1 fact').click()
    await page.getByText('Entered. Another member confirms it.').waitFor()
    await shot(page, 'file')

    await tab(page, 'To confirm').click()
    await page.getByText('5 of these you entered: another member confirms them.').waitFor()
    expect(await button(page, /^Confirm/).count()).toBe(0)
    expect((await fetch(`${desk.server.origin}/instruments/${slug}/positions`)).status).toBe(404)
    expect(complaints).toEqual([])
    await leave()
  },
)

test(
  'a second member confirms source by source and strikes one; everybody reads the rest',
  { timeout: 180_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'ben', path)
    await tab(page, 'To confirm').click()
    await button(page, 'Confirm all 5 of this source').click()
    await page.getByText('Confirmed: it is public now.').waitFor()
    const open = async () => (await fetch(`${desk.server.origin}/instruments/${slug}/positions`)).text()
    expect(await open()).toContain('href="https://example.org/notes"')
    expect(await open()).not.toContain('We shall vote for it.')
    await page.getByLabel('What is public').check()
    await expect.poll(() => count(page)).toContain('Sure 2 Likely 1')

    await tab(page, 'All facts').click()
    await page.getByLabel('Member or source').fill('afghan')
    await button(page, 'Strike').click()
    await button(page, 'Strike').first().click()
    await page.getByText('Give a reason in one line.').waitFor()
    await page.getByLabel('Reason').fill('It spoke of another draft')
    await button(page, 'Strike').first().click()
    await page.getByText('Struck.', { exact: true }).waitFor()
    await expect.poll(() => count(page)).toContain('Sure 1 Likely 1')
    await page.getByText('It spoke of another draft').waitFor()
    expect(complaints).toEqual([])
    await leave()
  },
)

test('stances that were typed and not saved are here again after a lock', { timeout: 120_000 }, async () => {
  const { page, leave } = await visit({ origin: desk.server.origin })
  await enterDesk(page, 'vera', path)
  await page.getByRole('listbox', { name: 'Stance of each member' }).focus()
  await page.keyboard.press('o')
  await follow(page, '/desk/instruments/positions')
  await follow(page, path)
  await page.getByText('1 stance that you had not saved is here again.').waitFor()
  await button(page, 'Clear them').click()
  await button(page, 'Enter 0 facts').waitFor()
  await leave()
})

test('a reader sees the count and what waits, and no way to change it', { timeout: 120_000 }, async () => {
  const { page, leave } = await visit({ origin: desk.server.origin })
  await enterDesk(page, 'rosa', path)
  await page.locator('dl.whip').waitFor()
  expect(await page.getByRole('tab').allInnerTexts()).not.toContain('Enter many')
  expect(await button(page, /^(Confirm|Strike)/).count()).toBe(0)
  await leave()
})

test.each([
  ['en', 1280, 'light'],
  ['ar', 390, 'light'],
  ['en', 390, 'dark'],
] as const)(
  'in %s at %i pixels, %s: every part fits and axe finds nothing',
  { timeout: 180_000 },
  async (lang, width, colors) => {
    const { page, leave } = await visit({ origin: desk.server.origin, lang, width, colors })
    await enterDesk(page, 'vera', path)
    await page.locator('dl.whip').waitFor()
    const tabs = page.locator('[role=tab][id*=-tab-]')
    for (let at = 0; at < (await tabs.count()); at += 1) {
      await tabs.nth(at).click()
      expect(await isTooWide(page), `tab ${at}`).toBe(false)
      expect(await accessibilityFaults(page), `tab ${at}`).toEqual([])
      if (colors === 'dark') expect(await darkFaults(page)).toEqual([])
      await shot(page, `${lang}-${width}-${colors}-${at}`)
    }
    await leave()
  },
)
