/** A caseworker works a whole case, by keyboard alone. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { useBrowser } from '../support/browser.ts'
import {
  dayIn,
  enterDesk,
  isTooWide,
  type JourneyDesk,
  pick,
  startJourneyDesk,
  tabTo,
  typeInto,
} from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk()
}, 180_000)
afterAll(() => desk.server.stop())

const press = async (page: Page, name: string): Promise<void> => {
  await tabTo(page, page.getByRole('button', { name, exact: true }))
  await page.keyboard.press('Enter')
}

const goTo = async (page: Page, name: string | RegExp): Promise<void> => {
  await tabTo(page, page.getByRole('main').getByRole('link', { name }).first())
  await page.keyboard.press('Enter')
}

/** By the menu of the case page. */
const add = async (page: Page, kind: string): Promise<void> => {
  await tabTo(page, page.locator('.add-menu summary'))
  await page.keyboard.press('Enter')
  await tabTo(page, page.locator('.add-menu').getByRole('link', { name: kind, exact: true }))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: kind, exact: true }).waitFor()
}

const seal = async (page: Page, kind: string): Promise<void> => {
  await page.keyboard.press('Control+Enter')
  await page.getByText(`Sealed and added: ${kind}`).waitFor()
}

const toTab = async (page: Page, name: RegExp): Promise<void> => {
  await tabTo(page, page.locator('[role=tab][aria-selected=true]'))
  const tab = page.getByRole('tab', { name })
  while ((await tab.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowRight')
}

test.each([
  [1280, 'Гулнора Юсупова', 'yusupova'],
  [390, 'فاطمة الزهراء', 'fatima'],
])(
  'at %i px a caseworker opens a case by keyboard, adds what is known, corrects it and finds it in another script',
  { timeout: 120_000 },
  async (width, name, latin) => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width })
    await enterDesk(page, 'ana')
    await goTo(page, 'New case')
    await press(page, 'Add: Names')
    const row = page.getByRole('group', { name: 'Names 1' })
    await typeInto(page, row.getByLabel('Name', { exact: true }), name)
    await pick(page, /^Country/, 'Tajik')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { level: 1, name }).waitFor()

    await goTo(page, 'Add an event')
    await pick(page, 'What happened', 'arrest')
    await typeInto(page, page.getByLabel(/^When/), 'mid-April 2020')
    await page.getByText('Understood:').waitFor()
    await typeInto(page, page.getByLabel(/^Account/), 'Taken from the market.')
    await seal(page, 'Event')
    await page.locator('.status').filter({ hasText: 'Custody' }).getByText('Held').waitFor()
    const held = page.locator('.facts').filter({ hasText: 'Days in custody' })
    const before = await held.textContent()
    expect(before).toMatch(/[\d,]+ to [\d,]+ days/)

    await add(page, 'Charge')
    await pick(page, /^What the charge is built on/, 'terror')
    await tabTo(page, page.getByRole('radio', { name: 'Fine' }))
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown')
    await seal(page, 'Charge')
    await page.getByText('A death sentence is possible').first().waitFor()

    await add(page, 'Hearing')
    await typeInto(page, page.getByLabel('Day', { exact: true }), dayIn(9))
    await tabTo(page, page.getByRole('radio', { name: 'Remand' }))
    for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowDown')
    await seal(page, 'Hearing')
    await page.locator('.facts').filter({ hasText: 'Next hearing' }).getByText('in 9 days').waitFor()
    await page.locator('.due-list').getByText('in 9 days').waitFor()

    await add(page, 'Consent')
    await tabTo(page, page.getByRole('group', { name: /^C5/ }).getByLabel('Not asked'))
    await page.keyboard.press('ArrowDown')
    await tabTo(page, page.getByRole('radio', { name: 'The person' }))
    await page.keyboard.press('Space')
    await tabTo(page, page.getByRole('radio', { name: 'In writing' }))
    await page.keyboard.press('ArrowDown')
    await typeInto(page, page.getByLabel(/^When it was given/), 'June 2020')
    await seal(page, 'Consent')
    await toTab(page, /^Consent/)
    await page
      .getByRole('row')
      .filter({ hasText: /^\s*C5/ })
      .getByText('Yes')
      .waitFor()

    await toTab(page, /^Entries/)
    const event = page.getByRole('article').filter({ hasText: 'Taken from the market' })
    await tabTo(page, event.getByRole('link', { name: 'Correct' }))
    await page.keyboard.press('Enter')
    await page.getByText('from now on the correction counts').waitFor()
    await typeInto(page, page.getByLabel(/^When/), '12 March 2020')
    await seal(page, 'Correction')
    await toTab(page, /^Summary/)
    await held.waitFor()
    expect(await held.textContent()).toMatch(/[\d,]+ to [\d,]+ days/)
    expect(await held.textContent()).not.toBe(before)
    await toTab(page, /^Entries/)
    await event.getByText('corrected').waitFor()
    expect(await isTooWide(page)).toBe(false)

    await tabTo(page, page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: 'Cases' }))
    await page.keyboard.press('Enter')
    await page
      .getByRole('status')
      .filter({ hasText: /cases?$/ })
      .waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type(latin)
    await page
      .getByRole('status')
      .filter({ hasText: /^1 case$/ })
      .waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name }).waitFor()
    expect(complaints).toEqual([])
    await leave()
  },
)
