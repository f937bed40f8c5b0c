/** A caseworker on the road: the line goes, the browser is closed, and nothing that was written is lost. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { type Between, standBetween } from '../support/between.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk, unlock } from '../support/desk.ts'
import { askToKeep, chooseThisDevice, isKept, takenVersion } from '../support/keeping.ts'

const visit = useBrowser()
let desk: JourneyDesk
let between: Between
beforeAll(async () => {
  desk = await startJourneyDesk()
  between = await standBetween(desk.server.origin)
}, 180_000)
afterAll(async () => {
  await between.stop()
  await desk.server.stop()
})

const full = (text: string) => ({ text, kind: 'full' })
const openCase = (name: string): Promise<string> =>
  desk.open([
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    { kind: 'identity', coded: { holder: 'person', sectors: [] }, words: { names: [full(name)] } },
  ])
const note = (text: string) => ({ kind: 'note', coded: { toCode: false }, words: { text } })

const addNote = async (page: Page, log: string, text: string): Promise<void> => {
  await follow(page, `/desk/cases/${log}/add/note`)
  await page.getByLabel('In words', { exact: true }).fill(text)
  await page.getByRole('button', { name: 'Seal and add' }).click()
}

const restart = async (context: BrowserContext, page: Page): Promise<Page> => {
  await page.close({ runBeforeUnload: false })
  return context.newPage()
}

test(
  'reads, searches and writes without a line, closes the browser, and loses nothing',
  {
    timeout: 180_000,
  },
  async () => {
    const road = await openCase('Nodira Road')
    const closing = await openCase('Closing Meanwhile')
    const { page, context, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'ana')
    await chooseThisDevice(page)
    expect(await accessibilityFaults(page)).toEqual([])
    for (const log of [road, closing]) {
      await follow(page, `/desk/cases/${log}`)
      await page.getByRole('tab', { name: /^Entries/ }).waitFor()
    }
    await context.setOffline(true)
    await addNote(page, road, 'Written on the bus.')
    await page.getByText('Kept on this device: Note').waitFor()
    await page.getByText('1 entry waits to be sent.').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await addNote(page, closing, 'For a case that others close.')
    await page.getByText('2 entries wait to be sent.').waitFor()

    const again = await restart(context, page)
    await enterDesk(again, 'ana', '/desk/cases')
    await again.getByText(/Without the server since/).waitFor()
    await again.getByLabel(/^Search/).fill('nodira')
    await again.getByRole('link', { name: /Nodira Road/ }).click()
    await again.getByRole('tab', { name: /^Entries/ }).click()
    await again.getByText('Written on the bus.').first().waitFor()
    await again.getByText('waits to be sent', { exact: true }).first().waitFor()
    expect(await accessibilityFaults(again)).toEqual([])

    const ben = desk.of('ben')
    const where = { desk: desk.desk, case: road }
    value(await ben.append({ ...where, entries: [note('From Ben meanwhile.')] }))
    const close = { kind: 'closed', coded: { reason: 'resolved' }, words: {} }
    value(await ben.append({ desk: desk.desk, case: closing, entries: [close] }))
    await context.setOffline(false)
    await again.getByText('1 entry could not be sent.').waitFor({ timeout: 60_000 })
    await expect
      .poll(async () =>
        value(await ben.openCase(where))
          .entries.map(({ words }) => (words as { text?: string }).text)
          .filter(Boolean),
      )
      .toEqual(['From Ben meanwhile.', 'Written on the bus.'])

    await follow(again, '/desk/outbox')
    await again.getByText('This could not be sent').waitFor()
    await again.getByText(/by ben/).waitFor()
    expect(await accessibilityFaults(again)).toEqual([])
    expect(await darkFaults(again)).toEqual([])
    await again.setViewportSize({ width: 390, height: 844 })
    expect(await isTooWide(again)).toBe(false)
    await again.getByRole('button', { name: 'Sign out' }).click()
    await again.getByText('1 entry waits on this device and is nowhere else').waitFor()
    expect(await accessibilityFaults(again)).toEqual([])
    await again.getByRole('button', { name: 'Cancel' }).click()
    await again.getByRole('button', { name: 'Drop it' }).click()
    await again.getByRole('button', { name: 'Drop it for good' }).click()
    await again.getByText('Nothing waits on this device').waitFor()
    await leave()
  },
)

test(
  'a device opens without a line by the passphrase alone, and not by a wrong one',
  { timeout: 90_000 },
  async () => {
    const { page, context, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'ben')
    await chooseThisDevice(page)
    await context.setOffline(true)
    const again = await restart(context, page)
    await again.goto('/desk/cases')
    await again.locator('#name').fill('ben')
    await again.locator('#passphrase').fill('nothing of the kind at all')
    await again.keyboard.press('Enter')
    await again.getByRole('alert').getByText('Name and passphrase do not fit together').waitFor()
    await unlock(again)
    await again.getByText(/Without the server since/).waitFor()
    await leave()
  },
)

/** One style sheet of the program, which its service worker keeps. Links to it count from the page that was loaded first. */
const styleOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const sheets = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')]
    const paths = sheets.map(({ href }) => /\/_app\/immutable\/.+/.exec(href)?.[0])
    return paths.find((path) => path !== undefined) ?? ''
  })

test(
  'a program that did not come whole is not called kept, and what was forgotten is fetched anew',
  { timeout: 180_000 },
  async () => {
    const { page, leave } = await visit({ origin: between.origin })
    page.setDefaultTimeout(60_000)
    await enterDesk(page, 'ana')
    await follow(page, '/desk/you')
    const style = await styleOf(page)
    between.change((asked) => {
      if (asked === `GET ${style}`) throw new Error('cut')
      return undefined
    })
    await askToKeep(page)
    await page.getByText('The program itself could not be kept').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    between.change(null)
    await page.getByRole('button', { name: 'Keep the program too' }).click()
    await isKept(page)
    await page.getByText('Version of the program on this device:').waitFor()

    // Whoever forgets it and chooses it again has all of it again.
    await page.getByRole('button', { name: 'Stop keeping, and forget everything' }).click()
    await page.getByRole('button', { name: 'Forget everything', exact: true }).click()
    await page.getByText('This device keeps nothing any more.').waitFor()
    expect(await takenVersion(page)).toBeNull()
    await askToKeep(page)
    await isKept(page)
    await leave()
  },
)
