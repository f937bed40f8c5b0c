/** A steward knows whether the installation could be made again tomorrow. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { recordRun } from '../../src/platform/server/backup_runs.ts'
import { PASSPHRASE } from '../support/app.ts'
import { newFolder } from '../support/backups.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { isTooWide, setUpSteward } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
const shots = process.env.AMPARO_SHOTS
const folder = newFolder()
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ backup: { to: folder, everyHours: 24, keep: 3 } })
  await setUpSteward(server)
  await server.settled
}, 120_000)
afterAll(() => server.stop())

const openAccounts = async (page: Page): Promise<void> => {
  await page.goto('/desk/accounts')
  await page.locator('input[autocomplete="username"]').fill('ana')
  await page.locator('#passphrase').fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.locator('#backups').waitFor()
  await page.locator('section[aria-labelledby="backups"] p').first().waitFor()
}

const look = async (page: Page, name: string): Promise<void> => {
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await isTooWide(page)).toBe(false)
  if (shots === undefined) return
  if (!existsSync(shots)) mkdirSync(shots)
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

test('the server makes one at its start, and the steward sees its day and size and what is still missing', async () => {
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^amparo-.{8}-\d{8}T\d{6}Z\.backup$/)])
  const { page, complaints, leave } = await visit({ origin: server.origin })
  await openAccounts(page)
  await page.getByText(/The last good backup is of .+ UTC \(1 MB\)\./).waitFor()
  await page.getByText('were never written to a file of their own').waitFor()
  expect(await page.locator('.notice', { hasText: 'Talk to the operator' }).count()).toBe(0)
  await page.getByText('No drill was held yet in which a case was opened.').waitFor()
  await page.getByRole('button', { name: 'Begin a drill: start the clock' }).click()
  await page.getByText(/It began at .+ UTC, by ana\./).waitFor()
  await page.getByRole('button', { name: 'A case was opened: stop the clock' }).click()
  await page.getByText(/In the last drill, on .+, it took \d+ minutes? until a case was opened\./).waitFor()
  await page.getByText('Begun by ana, ended by ana.').waitFor()
  await look(page, 'good')
  expect(await darkFaults(page)).toEqual([])
  expect(complaints).toEqual([])
  await leave()
})

test.each([
  ['en', 1280, 'The last backup failed: there was no room on the disk.'],
  ['ar', 390, 'فشلت آخر نسخة احتياطية: لم تبق مساحة على القرص.'],
] as const)('one that failed is told with its cause (%s, %i px)', async (lang, width, words) => {
  const at = new Date()
  const run = { what: 'backup', startedAt: at, endedAt: at, problem: 'no_space' } as const
  await recordRun(server.database.address.owner, run)
  const { page, leave } = await visit({ origin: server.origin, width, lang })
  await openAccounts(page)
  await page.getByText(words).waitFor()
  await look(page, `failed-${lang}`)
  await leave()
})
