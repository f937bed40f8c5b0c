/** A lead is warned of a colleague who opens everything, looks at it, sets a limit, and raises it again. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
const shots = process.env.AMPARO_SHOTS
const CASES = 32
let desk: JourneyDesk

const person = (name: string) => [
  { kind: 'opened', coded: { dark: false, country: 'TJ' } },
  {
    kind: 'identity',
    coded: { holder: 'person', country: 'TJ', sectors: [] },
    words: { names: [{ text: name, kind: 'full' }] },
  },
]

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  const opened = [{ kind: 'opened', coded: { dark: false, country: 'TJ' } }]
  const ids: string[] = []
  for (let n = 0; n < CASES; n += 1) ids.push(await desk.open(opened))
  const vera = desk.of('vera')
  for (const id of ids) value(await vera.openCase({ desk: desk.desk, case: id }))
  await desk.open(person('Amara Kestrel'))
}, 180_000)
afterAll(() => desk.server.stop())

const look = async (page: Page, name: string): Promise<void> => {
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await isTooWide(page)).toBe(false)
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

const setLimit = async (page: Page, name: string, cases: number): Promise<void> => {
  await page.getByRole('button', { name: `Change: ${name}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Cases opened in 24 hours').fill(String(cases))
  await dialog.getByRole('button', { name: 'Set' }).click()
}

test(
  'a sweep is warned of, looked at, limited; who is refused reads why, and a lead raises the limit',
  { timeout: 120_000 },
  async () => {
    const { origin } = desk.server
    const [ben, vera] = await Promise.all([visit({ origin }), visit({ origin, width: 390 })])
    await enterDesk(ben.page, 'ben')
    await ben.page.getByText(/vera opened 32 of 33 cases of the desk/).waitFor()
    await look(ben.page, 'overview')
    await follow(ben.page, '/desk/access')
    await ben.page.getByRole('heading', { name: 'Access log' }).waitFor()
    await ben.page.getByRole('heading', { name: 'Limits' }).waitFor()
    await look(ben.page, 'access')
    expect(await darkFaults(ben.page)).toEqual([])

    const [file] = await Promise.all([
      ben.page.waitForEvent('download'),
      ben.page.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^access-\d{4}-\d{2}-\d{2}\.csv$/)

    const sweep = ben.page.locator('.notice', { hasText: 'vera opened 32 of 33 cases' })
    await sweep.getByRole('button', { name: 'I have looked at it' }).click()
    const dialog = ben.page.getByRole('dialog')
    await dialog.getByLabel('What you found').fill('A yearly review, agreed on')
    await look(ben.page, 'seen')
    await dialog.getByRole('button', { name: 'I have looked at it' }).click()
    await ben.page.getByText('A yearly review, agreed on').waitFor()

    await setLimit(ben.page, 'ben', 5000)
    await ben.page.getByText('You cannot raise your own limit while the desk has another lead').waitFor()
    await ben.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await setLimit(ben.page, 'vera', 20)
    await ben.page.getByText(/20 opened, 20 and 60 exported/).waitFor({ state: 'attached' })

    await enterDesk(vera.page, 'vera', '/desk/cases')
    await vera.page.getByRole('link', { name: 'Amara Kestrel' }).click()
    await vera.page.getByText(/You have opened 20 different cases within 24 hours/).waitFor()
    await vera.page.getByText(/Any lead other than you can raise the limit/).waitFor()
    await look(vera.page, 'refused')

    await setLimit(ben.page, 'vera', 50)
    await ben.page.getByText(/50 opened, 20 and 60 exported/).waitFor({ state: 'attached' })
    await enterDesk(vera.page, 'vera', new URL(vera.page.url()).pathname)
    await vera.page.getByRole('tab', { name: 'Who opened it' }).click()
    await vera.page.getByRole('cell', { name: 'Opened a case' }).first().waitFor()
    await look(vera.page, 'case')
    await follow(vera.page, '/desk/access')
    await vera.page.getByText(/vera reached their limit/).waitFor()
    await vera.page.getByText('Another member has to look at it.').first().waitFor()
    await look(vera.page, 'access-390')
    expect([...ben.complaints, ...vera.complaints]).toEqual([])
    for (const one of [ben, vera]) await one.leave()
  },
)

test('the page is read in Arabic on a telephone', { timeout: 60_000 }, async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390, lang: 'ar' })
  await enterDesk(page, 'ana')
  await follow(page, '/desk/access')
  await page.getByRole('heading', { name: 'سجل الاطلاع' }).waitFor()
  await page.getByRole('heading', { name: 'الحدود' }).waitFor()
  await look(page, 'access-ar')
  expect(complaints).toEqual([])
  await leave()
})
