/** A tired caseworker on an old device with a bad line: what was typed is still there. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, type JourneyDesk, pick, startJourneyDesk, unlock } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
let home: string
beforeAll(async () => {
  desk = await startJourneyDesk()
  const log = await desk.open([
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    { kind: 'identity', coded: { holder: 'person', sectors: [] }, words: { names: [full('Nodira')] } },
  ])
  home = `/desk/cases/${log}`
}, 180_000)
afterAll(() => desk.server.stop())

const full = (text: string) => ({ text, kind: 'full' })

const kept = (page: Page) => page.getByText('Kept on this device, sealed').waitFor()

test(
  'a draft survives a reload, a locked screen and a browser that was killed',
  { timeout: 90_000 },
  async () => {
    const { page, context, complaints, leave } = await visit({ origin: desk.server.origin })
    const note = page.getByLabel('In words', { exact: true })
    await enterDesk(page, 'ana', `${home}/add/note`)
    await note.fill('She called at night and asked for')
    await kept(page)
    await page.reload()
    await unlockAs(page)
    await page.getByText('What you typed before is here again').waitFor()
    await expect.poll(() => note.inputValue()).toBe('She called at night and asked for')

    await note.fill('She called at night and asked for a lawyer')
    // Not yet a second old: it is kept because the page is left.
    await page.getByRole('button', { name: 'Lock' }).click()
    await page.getByText('Locked. Nothing is open on this device.').waitFor()
    expect(await page.locator('body').textContent()).not.toContain('She called')
    await unlock(page)
    await expect.poll(() => note.inputValue()).toBe('She called at night and asked for a lawyer')

    await note.fill('She called at night and asked for a lawyer today')
    await kept(page)
    // The process of the page is killed: nothing of it runs to the end, and no page is asked whether it wants to be left.
    const dead = page.waitForEvent('crash')
    const devtools = await context.newCDPSession(page)
    // Whoever is killed does not answer.
    void devtools.send('Page.crash').catch(() => undefined)
    await dead
    await page.close({ runBeforeUnload: false })
    const again = await context.newPage()
    await enterDesk(again, 'ana', `${home}/add/note`)
    const restored = again.getByLabel('In words', { exact: true })
    await expect.poll(() => restored.inputValue()).toBe('She called at night and asked for a lawyer today')
    await again.getByRole('button', { name: 'Seal and add' }).click()
    await again.getByText('Sealed and added: Note').waitFor()
    await follow(again, `${home}/add/note`)
    await restored.waitFor()
    expect(await restored.inputValue()).toBe('')
    expect(complaints).toEqual([])
    await leave()
  },
)

const unlockAs = async (page: Page): Promise<void> => {
  await page.locator('#name').fill('ana')
  await unlock(page)
}

test.each([1280, 390])(
  'at %i px a doubtful date is asked about, a wrong one is named, and all that was typed stays',
  { timeout: 60_000 },
  async (width) => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width })
    await enterDesk(page, 'ana', `${home}/add/event`)
    await pick(page, 'What happened', 'arrest')
    const when = page.getByLabel(/^When/)
    await page.getByLabel(/^Account/).fill('From the street.')
    await when.fill('03/04/2020')
    await page.getByText('This may be read in two ways').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Seal and add' }).click()
    const summary = page.getByRole('alert')
    await summary.getByText('When: say which date is meant').waitFor()
    await expect.poll(() => summary.evaluate((box) => box === document.activeElement)).toBe(true)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: '3 April 2020' }).click()
    await expect.poll(() => when.inputValue()).toBe('2020-04-03')

    await when.fill('31 February 2020')
    await page.getByRole('button', { name: 'Seal and add' }).click()
    await summary.getByText('When: this is not understood as a date').waitFor()
    await summary.getByRole('link').click()
    await expect.poll(() => when.evaluate((input) => input === document.activeElement)).toBe(true)

    await when.fill('May 2099')
    await page.getByRole('button', { name: 'Seal and add' }).click()
    await page.getByText('The date lies in the future').waitFor()
    expect(await page.getByLabel(/^Account/).inputValue()).toBe('From the street.')
    expect(await when.inputValue()).toBe('May 2099')
    expect(complaints).toEqual([])
    await leave()
  },
)

test(
  'a lost line costs nothing: it is said, and the same button sends it later',
  { timeout: 60_000 },
  async () => {
    const { page, context, leave } = await visit({ origin: desk.server.origin, width: 390 })
    await enterDesk(page, 'ana', `${home}/add/note`)
    await page.getByLabel('In words', { exact: true }).fill('Written on the bus.')
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Seal and add' }).click()
    await page.getByText('What you typed is kept on this device; try again').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.getByLabel('In words', { exact: true }).inputValue()).toBe('Written on the bus.')
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Seal and add' }).click()
    await page.getByText('Sealed and added: Note').waitFor()
    await page.getByRole('tab', { name: /^Entries/ }).click()
    const written = page.getByRole('article').filter({ hasText: 'Written on the bus.' })
    await expect.poll(() => written.count()).toBe(1)
    await leave()
  },
)

test('a dark case says what the server sees of it, and cannot publish', { timeout: 60_000 }, async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin })
  await enterDesk(page, 'ana', '/desk/cases/new')
  await page.getByLabel('Dark case').check()
  await page.getByRole('button', { name: 'Add: Names' }).click()
  await page.getByRole('group', { name: 'Names 1' }).getByLabel('Name', { exact: true }).fill('Kestrel')
  await pick(page, /^Country/, 'Tajik')
  await page.getByRole('button', { name: 'Seal and open the case' }).click()
  await page.getByRole('heading', { level: 1, name: 'Kestrel' }).waitFor()
  await page.getByText('Dark', { exact: true }).waitFor()
  await page.getByRole('tab', { name: 'What the server sees' }).click()
  const panel = page.getByRole('tabpanel')
  await panel.getByText('This case is dark').waitFor()
  await panel.getByText('that there is a case with 2 entries').waitFor()
  expect(await panel.textContent()).not.toMatch(/Tajikistan|Kestrel/)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.locator('.add-menu summary').click()
  expect(await page.locator('.add-menu').getByRole('link', { name: 'Publication' }).count()).toBe(0)
  await follow(page, `${new URL(page.url()).pathname}/add/publication`)
  await page.getByText('A dark case cannot publish').waitFor()
  expect(await page.getByRole('button', { name: 'Propose for release' }).count()).toBe(0)
  expect(complaints).toEqual([])
  await leave()
})
