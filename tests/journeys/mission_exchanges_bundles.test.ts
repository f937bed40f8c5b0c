/** A lead of an organisation asks a mission on another server: compares digits, sends facts, and the mission takes them in. */
import type { Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
const PAGE = '/desk/missions/bundles'
let ngo: JourneyDesk
let mission: JourneyDesk
let log: string

beforeAll(async () => {
  ngo = await startJourneyDesk()
  mission = await startJourneyDesk()
  log = await ngo.open([
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    {
      kind: 'identity',
      coded: { holder: 'person', country: 'TJ', sectors: ['JUST'] },
      words: { names: [{ text: 'Nodira Saidova', kind: 'full' }] },
    },
    {
      kind: 'consent',
      coded: {
        purposes: { C3: 'yes' },
        capacity: 'self',
        way: 'written',
        date: '2024-04',
        risksExplained: true,
      },
      words: {},
    },
  ])
}, 180_000)
afterAll(async () => {
  await ngo.server.stop()
  await mission.server.stop()
})

const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
}
const faultsOn = async (page: Page): Promise<readonly string[]> => [
  ...(await accessibilityFaults(page)),
  ...(await darkFaults(page)),
  ...((await isTooWide(page)) ? ['too wide'] : []),
]
const file = (name: string, bytes: Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
})

test('facts of one case go from one installation to another as a file', { timeout: 180_000 }, async () => {
  const card = value(await mission.of('ana').bundles({ desk: mission.desk })).card
  const lead = await visit(ngo.server)
  const { page } = lead
  await enterDesk(page, 'ana', `/desk/cases/${log}/engagements`)
  await page.getByRole('link', { name: 'Ask a mission' }).click()
  await page.locator('#bundle-card').setInputFiles(file('amparo-card.json', card))
  const compare = page.locator('#compare-card')
  await compare.getByRole('radio', { name: 'Mission or ministry' }).check()
  await compare.getByRole('checkbox').check()
  await compare.getByRole('button').click()
  await page.locator('#bundle-to option').nth(1).waitFor({ state: 'attached' })
  await page.locator('#bundle-to').selectOption({ index: 1 })
  await page.locator('#bundle-kind').getByRole('radio', { name: 'Facts about a defender' }).check()
  expect(await page.locator('#bundle-case').inputValue(), 'the case that was left').toBe(log)
  expect(await page.locator('#bundle-fields input:checked').count(), 'nothing chosen beforehand').toBe(0)
  await page.locator('#bundle-fields').getByRole('checkbox', { name: 'Names' }).check()
  await shot(page, 'bundles-make')
  expect(await faultsOn(page)).toEqual([])
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#bundle-make').click()])
  const sent = readFileSync(await download.path())
  await page.getByText('the desk’s log says that it left').waitFor()

  const officer = await visit(mission.server)
  await enterDesk(officer.page, 'ana', PAGE)
  await officer.page.locator('#bundle-file').setInputFiles(file('amparo-facts.age', sent))
  const unknown = officer.page.locator('#compare-sender')
  await unknown.waitFor()
  expect(await officer.page.locator('#bundle-shown').count(), 'nothing of it is shown').toBe(0)
  await officer.page.setViewportSize({ width: 390, height: 844 })
  await shot(officer.page, 'bundles-unknown')
  expect(await faultsOn(officer.page)).toEqual([])
  await unknown.getByRole('radio', { name: 'Partner organisation' }).check()
  await unknown.getByRole('checkbox').check()
  await unknown.getByRole('button').click()
  const shown = officer.page.locator('#bundle-shown')
  await shown.getByText('Nodira Saidova').waitFor()
  await shot(officer.page, 'bundles-take')
  await shown.getByRole('button', { name: 'Take in' }).click()
  await officer.page.getByRole('link', { name: 'Open the case' }).click()
  await officer.page.getByRole('heading', { name: 'Nodira Saidova' }).first().waitFor()
})
