/** A desk that is left alone, or left by another tab, holds no key. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE, value } from '../support/app.ts'
import { useBrowser } from '../support/browser.ts'
import { setUpSteward } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const steward = await setUpSteward(server)
  value(await steward.foundDesk({ name: 'North' }))
}, 120_000)
afterAll(() => server.stop())

const signIn = async (page: Page, passphrase = PASSPHRASE): Promise<void> => {
  await page.getByLabel('Passphrase').fill(passphrase)
  await page.keyboard.press('Enter')
}

const openMembers = async (context: BrowserContext): Promise<Page> => {
  const page = await context.newPage()
  await page.goto('/desk/members')
  await page.getByLabel('Account name').fill('ana')
  await signIn(page)
  await page.getByRole('heading', { name: 'Members of North' }).waitFor()
  return page
}

test('a wrong passphrase says so, takes the focus there and keeps the name', async () => {
  const { page, leave } = await visit({ origin: server.origin })
  await page.goto('/desk/members')
  await page.getByLabel('Account name').fill('ana')
  await signIn(page, 'not the right phrase')
  const summary = page.getByRole('alert')
  await summary.getByText('Name and passphrase do not fit together').waitFor()
  await expect.poll(() => summary.evaluate((box) => box === document.activeElement)).toBe(true)
  expect(await page.getByLabel('Account name').inputValue()).toBe('ana')
  await leave()
})

test('ten minutes without a key pressed lock the desk, after a warning', async () => {
  const { page, leave } = await visit({ origin: server.origin })
  await page.clock.install()
  await page.goto('/desk/members')
  await page.getByLabel('Account name').fill('ana')
  await signIn(page)
  await page.getByRole('heading', { name: 'Members of North' }).waitFor()
  await page.clock.fastForward('09:05')
  await page.getByText('This desk is about to lock').waitFor()
  await page.getByRole('button', { name: 'Stay' }).click()
  await page.getByText('This desk is about to lock').waitFor({ state: 'detached' })
  const opened = page.workers()
  expect(opened).toHaveLength(1)
  await page.clock.fastForward('10:05')
  await page.getByText('Locked after 10 minutes without a key pressed').waitFor()
  expect(await page.getByText('Members of North').count()).toBe(0)
  await page.clock.fastForward('00:02')
  // The form of the locked desk asks a worker of its own whether a PIN opens again; that one never had keys.
  await expect.poll(() => page.workers().some((one) => opened.includes(one))).toBe(false)
  await leave()
})

test('signing out in one tab locks the others, and the same page opens again after signing in', async () => {
  const { context, leave } = await visit({ origin: server.origin })
  const first = await openMembers(context)
  const second = await openMembers(context)
  await second.getByRole('button', { name: 'Sign out' }).click()
  await first.getByText('Another tab of this browser signed out').waitFor()
  await second.getByText('You are signed out').waitFor()
  await signIn(first)
  await first.getByRole('heading', { name: 'Members of North' }).waitFor()
  await leave()
})

test('a tab that asked for a passphrase while another signed out opens with it', async () => {
  const { context, leave } = await visit({ origin: server.origin })
  const waiting = await context.newPage()
  await waiting.goto('/desk/members')
  await waiting.getByLabel('Account name').fill('ana')
  // Once it has opened this device's storage, which the sign-out of the other clears under it.
  const bases = () => waiting.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  await expect.poll(bases, { timeout: 15_000 }).toContain('amparo')
  const other = await openMembers(context)
  await other.getByRole('button', { name: 'Sign out' }).click()
  await other.getByText('You are signed out').waitFor()
  await signIn(waiting)
  await waiting.getByRole('heading', { name: 'Members of North' }).waitFor()
  await leave()
})

test('the desk changes its language on the spot, stays unlocked, and remembers it', async () => {
  const { context, leave } = await visit({ origin: server.origin, width: 390 })
  const page = await openMembers(context)
  await page.getByRole('link', { name: 'العربية' }).click()
  await page.getByRole('heading', { name: 'أعضاء' }).first().waitFor()
  expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
  await page.reload()
  await page.getByRole('heading', { name: 'تسجيل الدخول' }).waitFor()
  await leave()
})
