/** A writer at the United Nations: a deadline with its hour and zone goes into everybody's calendar, and is called off. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
}, 180_000)
afterAll(() => desk.server.stop())

const calendar = async (): Promise<string> =>
  (await fetch(`${desk.server.origin}/bodies/un-ga-c3/deadlines/calendar.ics`)).text()

test(
  'an hour without its zone is refused beside the field; mended, released and cancelled, calendars follow',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390 })
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    await enterDesk(page, 'vera', '/desk/instruments/deadlines')
    await page.getByText('This desk has set no deadline yet.').waitFor()
    await page.getByRole('link', { name: 'New deadline' }).click()
    await page.getByLabel('Title in English').fill('Drafts are tabled')
    await page.getByLabel('Day', { exact: true }).fill('2027-10-28')
    await page.getByLabel(/^Hour/).fill('18:00')
    await page.getByLabel('Publisher', { exact: true }).fill('United Nations')
    await page.getByLabel('Title', { exact: true }).fill('Journal')
    await button('Save and propose').click()
    await page.locator('#field-zone-error').getByText('An hour needs its time zone').waitFor()
    await page.locator('#field-instrument-error').getByText('Say of which text or of which body').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await isTooWide(page)).toBe(false)
    await page.getByLabel('Time zone').fill('America/New_York')
    await page.getByRole('combobox', { name: /^Body/ }).selectOption('un-ga-c3')
    await button('Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    const address = new URL(page.url()).pathname
    expect(await calendar()).not.toContain('Drafts are tabled')

    const ben = await visit({ origin: desk.server.origin })
    await enterDesk(ben.page, 'ben', address)
    await ben.page.getByText('28 October 2027').first().waitFor()
    const release = async () => {
      await ben.page.getByRole('button', { name: 'Release', exact: true }).click()
      await ben.page.getByText('Released.', { exact: true }).waitFor()
    }
    await release()
    expect(await calendar()).toContain('DTSTART;TZID=America/New_York:20271028T180000')

    await follow(page, '/desk/instruments/deadlines')
    await page.getByRole('link', { name: 'Drafts are tabled' }).click()
    await page.getByLabel('State').selectOption({ label: 'cancelled' })
    await button('Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    await follow(ben.page, '/desk/instruments/deadlines')
    await follow(ben.page, address)
    await release()
    expect(await calendar()).toMatch(/SEQUENCE:1\r\n[^]*STATUS:CANCELLED/)
    expect([...complaints, ...ben.complaints]).toEqual([])
    await ben.leave()
    await leave()
  },
)
