/** The first hour of an organisation, in real browsers against the real server. */
import type { Page } from 'playwright-core'
import { afterAll, beforeEach, expect, test } from 'vitest'

import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
let server: TestServer
const servers: TestServer[] = []
beforeEach(async () => {
  server = await startTestServer()
  servers.push(server)
})
afterAll(async () => {
  for (const one of servers) await one.stop()
})

/** Reads the six words off the page and types them back, as from paper. */
const takeSixWords = async (page: Page, then: string): Promise<string> => {
  const words = page.locator('.six-words li')
  await words.nth(5).waitFor()
  const passphrase = (await words.allTextContents()).join(' ')
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'I have written them down' }).click()
  await page.getByLabel('Type the six words from your paper').fill(passphrase)
  await page.getByRole('button', { name: then }).click()
  return passphrase
}

test.each([1280, 390])(
  'a steward opens the set-up link, names the organisation, founds a desk, invites a lead who is admitted (%i px)',
  { timeout: 120_000 },
  async (width) => {
    const steward = await visit({ origin: server.origin, width })
    const { page } = steward
    await page.goto(server.setupLink)
    await page.getByLabel('Name of the organisation').fill('Lantern Watch')
    expect(new URL(page.url()).hash).toBe('')
    await page.getByLabel('Your account name').fill('ana')
    await page.getByRole('button', { name: 'Next' }).click()
    const passphrase = await takeSixWords(page, 'Set up')
    await page.getByLabel('Name of the desk').fill('North')
    await page.getByRole('button', { name: 'Found the desk' }).click()

    await page.getByRole('heading', { name: 'Members of North' }).waitFor()
    await page.getByText('One loss would end this desk').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Invite a second lead' }).click()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.getByRole('radio', { name: 'lead' }).isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Make the link' }).click()
    const link = await page.getByLabel('Link, shown only now').inputValue()
    await page.getByRole('button', { name: 'Close' }).click()

    const guest = await visit({ origin: server.origin, width })
    await guest.page.goto(link)
    await guest.page.getByText('invites you to the desk “North” as lead').waitFor()
    expect(new URL(guest.page.url()).hash).toBe('')
    await guest.page.getByLabel('Your account name').fill('ben')
    await guest.page.getByRole('button', { name: 'Next' }).click()
    await takeSixWords(guest.page, 'Make the account and accept')
    await guest.page.getByRole('heading', { name: 'You have accepted' }).waitFor()
    const read = await guest.page.getByRole('group', { name: 'Fingerprint of your keys' }).textContent()

    await page.getByRole('button', { name: 'Look again' }).click()
    await page.getByRole('button', { name: 'Compare and admit ben' }).click()
    const dialog = page.getByRole('dialog', { name: 'Admit ben' })
    expect(await dialog.getByRole('group', { name: 'Fingerprint' }).first().textContent()).toBe(read)
    await dialog.getByRole('button', { name: 'Admit as lead' }).click()
    await dialog.getByText('Compare the fingerprint first').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Admit as lead' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('One loss would end this desk').waitFor({ state: 'detached' })
    await page.getByText('admitted ben').waitFor()

    await guest.page.getByRole('button', { name: 'Look whether I am admitted' }).click()
    await guest.page.waitForURL('**/desk')
    await guest.page.getByRole('link', { name: 'Members' }).click()
    await guest.page.getByRole('heading', { name: 'Members of North' }).waitFor()

    await page.getByRole('button', { name: 'Lock' }).click()
    await page.getByLabel('Passphrase').fill(passphrase)
    await page.getByRole('button', { name: 'Open the desk' }).click()
    await page.getByRole('heading', { name: 'Members of North' }).waitFor()
    const wide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'
    expect([await page.evaluate(wide), await guest.page.evaluate(wide)]).toEqual([false, false])
    expect([...steward.complaints, ...guest.complaints]).toEqual([])
    await steward.leave()
    await guest.leave()
  },
)
