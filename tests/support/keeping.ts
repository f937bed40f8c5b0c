/** A device whose member chooses it for work without the server. */
import { expect } from 'vitest'
import type { Page } from 'playwright-core'

import { PASSPHRASE } from './app.ts'
import { follow } from './desk.ts'

/** On the page of the member's own account. */
export const askToKeep = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Keep what I open on this device' }).click()
  await page.getByLabel('Your passphrase, once more').fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Keep it on this device' }).click()
}

/** Said when the program is there, some 700 files. */
export const isKept = async (page: Page): Promise<void> => {
  const words = 'This device now keeps what you open, and opens without the server.'
  await page.getByText(words).waitFor({ timeout: 60_000 })
  expect(await takenVersion(page)).toMatch(/^[0-9a-f]{64}$/)
}

export const chooseThisDevice = async (page: Page): Promise<void> => {
  await follow(page, '/desk/you')
  await askToKeep(page)
  await isKept(page)
}

/** Of the program, as SHA-256 of all its files; null where none is kept. */
export const takenVersion = (page: Page): Promise<string | null> => told(page, '/taken')
export const newestVersion = (page: Page): Promise<string | null> => told(page, '/newest')

const told = (page: Page, name: string): Promise<string | null> =>
  page.evaluate(async (of) => (await (await caches.open('amparo-program')).match(of))?.text() ?? null, name)
