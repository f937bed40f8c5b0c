/** A parliament comes as a file: what cannot be read is refused, doubts are looked at, hands mend it, a second person lets it out. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { accessibilityFaults, darkFaults, shot, useBrowser } from '../support/browser.ts'
import { drawn, enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
}, 180_000)
afterAll(() => desk.server.stop())

const zimbabwe = readFileSync('examples/votes/popolo/zimbabwe-senate-ep-popolo-v1.0.json')
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const read = async (page: Page, name: string, content: string | Buffer): Promise<void> => {
  await page
    .locator('#bodies-file')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })
  await page.locator('#bodies-file-read').click()
}
test(
  'a Senate is read from its file, mended by hand and released; everybody reads who sat there when',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', '/desk/instruments/bodies')
    await page.getByRole('link', { name: 'New body' }).click()
    await read(page, 'broken.json', '{"persons": [')
    await page.locator('#bodies-file-error').getByText('This is no whole file of its kind.').waitFor()
    await read(page, 'list.csv', 'name,from\nAna,2020-02-30')
    await page.locator('#bodies-file-error').getByText('line 2, from').waitFor()
    await read(page, 'huge.csv', Buffer.alloc(20_000_001, 'x'))
    await page.locator('#bodies-file-error').getByText('at most 20 MB').waitFor()

    await read(page, 'senate.json', zimbabwe)
    await page.getByText('67 members (Popolo).').waitFor()
    await page.getByText('A second membership in the same days was left out').waitFor()
    await page.getByText('there are 80 seats and names 67 members').waitFor()
    await button(page, 'Take these members').click()
    expect(await page.getByLabel('Name in English').inputValue()).toBe('Senate')
    expect(await page.locator('#field-slug').inputValue()).toBe('senate')

    await page.getByLabel('Find a member').fill('matiirira')
    await page.getByText('1 of 67 shown.').waitFor()
    await page.getByRole('button', { name: /^Change\W+Address Matiirira$/ }).click()
    await page.getByLabel('Goes to another group from this day').fill('Independents')
    await button(page, 'Change the group').click()
    await page.locator('#bodies-move-from-error').getByText('Write the day as').waitFor()
    await page.getByLabel('From which day?').fill('2016-05-01')
    await button(page, 'Change the group').click()
    await page.getByText('Independents · ').waitFor()

    await page.locator('#field-sources-0-publisher').fill('Kuvakazim')
    await button(page, 'Save and propose').click()
    await page.locator('#field-sources-0-title-error').waitFor()
    await page.locator('#field-sources-0-title').fill('Members of the Senate')
    await button(page, 'Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    const address = new URL(page.url()).pathname
    expect((await fetch(`${desk.server.origin}/bodies/senate`)).status).toBe(404)

    const ben = await visit({ origin: desk.server.origin, width: 390 })
    await enterDesk(ben.page, 'ben', address)
    await ben.page.getByText('67 members on').first().waitFor()
    expect(await isTooWide(ben.page)).toBe(false)
    await button(ben.page, 'Release').click()
    await ben.page.getByText('Released.', { exact: true }).waitFor()
    const senate = await (await fetch(`${desk.server.origin}/bodies/senate?on=2017-01-01`)).text()
    expect(senate).toContain('Independents')
    const before = await (await fetch(`${desk.server.origin}/bodies/senate?on=2016-04-30`)).text()
    expect(before).not.toContain('Independents')
    expect([...complaints, ...ben.complaints]).toEqual([])
    await ben.leave()
    await leave()
  },
)

test.each([
  ['en', 1280],
  ['ar', 390],
] as const)('every part of the form can be used in %s at %i px', { timeout: 90_000 }, async (lang, width) => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width, lang })
  await enterDesk(page, 'ana', '/desk/instruments/bodies')
  const faults: string[] = []
  const look = async (name: string) => {
    await drawn(page)
    if (await isTooWide(page)) faults.push(`${name}: too wide`)
    faults.push(
      ...[...(await accessibilityFaults(page)), ...(await darkFaults(page))].map((one) => `${name} ${one}`),
    )
    await shot(page, `${lang}-${width}-${name}`)
  }
  await look('list')
  await follow(page, '/desk/instruments/bodies/new')
  await page.locator('#bodies-file').waitFor()
  await read(page, 'broken.json', '{')
  await page.locator('#bodies-file-error').waitFor()
  await look('refused')
  await read(page, 'senate.json', zimbabwe)
  await page.locator('.found').waitFor()
  await look('found')
  await page.locator('.found .toolbar button').first().click()
  await page.locator('.roll button').first().click()
  await page.locator('main details').evaluateAll((all) => {
    for (const one of all) (one as HTMLDetailsElement).open = true
  })
  await look('roll')
  expect(faults).toEqual([])
  expect(complaints).toEqual([])
  await leave()
})
