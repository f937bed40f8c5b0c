/** A member whose passphrase may have been heard: another one, and no other device stays signed in. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE } from '../support/app.ts'
import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk()
}, 180_000)
afterAll(() => desk.server.stop())

const OTHER = 'granite walnut seventeen umbrella clockmaker tide'

test(
  'a session is ended from another one, and a new passphrase is the only one that opens',
  {
    timeout: 90_000,
  },
  async () => {
    const { origin } = desk.server
    const far = await visit({ origin, width: 390 })
    await enterDesk(far.page, 'ben')
    const near = await visit({ origin })
    await enterDesk(near.page, 'ben')
    const { page } = near
    await follow(page, '/desk/you')
    await page.getByRole('button', { name: 'End all others' }).click()
    await page.getByText('Only this session is left.').waitFor()
    expect(await page.getByRole('cell', { name: 'this device' }).count()).toBe(1)
    await follow(far.page, '/desk/you')
    await far.page.getByText('The server ended your session. Sign in again.').waitFor()

    await page.getByRole('button', { name: 'Change the passphrase' }).click()
    const change = async (old: string): Promise<void> => {
      await page.getByLabel('Your present passphrase').fill(old)
      await page.getByRole('button', { name: 'Next' }).click()
      await page.getByRole('heading', { name: 'Your new passphrase' }).waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      await page.getByRole('button', { name: 'Use a phrase of my own' }).click()
      await page.getByLabel('Phrase of your own').fill(OTHER)
      await page.getByLabel('The same phrase once more').fill(OTHER)
      await page.getByRole('button', { name: 'Change the passphrase' }).click()
    }
    await change('not the words that open')
    await page.getByText('This is not your present passphrase.').first().waitFor()
    await change(PASSPHRASE)
    await page.getByText('From now on the new passphrase opens your account, and only that one.').waitFor()
    expect(await isTooWide(page)).toBe(false)

    await far.page.goto('/desk')
    await far.page.locator('#name').fill('ben')
    await far.page.locator('#passphrase').fill(PASSPHRASE)
    await far.page.keyboard.press('Enter')
    await far.page.getByText('Name and passphrase do not fit together').first().waitFor()
    await enterDesk(far.page, 'ben', '/desk/you', OTHER)
    await far.page.getByRole('heading', { name: 'Your account' }).waitFor()
    for (const person of [far, near]) await person.leave()
  },
)
