/** Members of one desk: two at the same case, and what it takes to let something out and to take it back. */
import { type Page, request } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer', rosa: 'reader' })
}, 180_000)
afterAll(() => desk.server.stop())

const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
const named = (name: string) => ({
  kind: 'identity',
  coded: { holder: 'person', country: 'TJ', sectors: [] },
  words: { names: [{ text: name, kind: 'full' }] },
})
const arrest = {
  kind: 'event',
  coded: { type: 'arrest', date: '2021-03', country: 'TJ', acts: [], verification: 'VER' },
  words: { date: '2021-03-14', narrative: 'Taken at the third bell.' },
}
const consent = {
  kind: 'consent',
  coded: {
    purposes: { C5: 'yes' },
    capacity: 'self',
    way: 'written',
    date: '2021-04',
    risksExplained: true,
  },
  words: {},
}

const write = (page: Page, text: string) => page.getByLabel('In words', { exact: true }).fill(text)

const seal = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Seal and add' }).click()
  await page.getByText('Sealed and added: Note').waitFor()
}

test.each([1280, 390])(
  'two members write at once at %i px: both keep their work and see that of the other',
  { timeout: 90_000 },
  async (width) => {
    const log = await desk.open([opened, named('Nodira')])
    const home = `/desk/cases/${log}`
    const [vera, ben] = await Promise.all([
      visit({ origin: desk.server.origin, width }),
      visit({ origin: desk.server.origin, width }),
    ])
    await enterDesk(vera.page, 'vera', `${home}/add/note`)
    await enterDesk(ben.page, 'ben', `${home}/add/note`)
    await write(vera.page, 'The lawyer was not let in.')
    await write(ben.page, 'The family was told to wait.')
    await Promise.all([seal(vera.page), seal(ben.page)])
    // The one who was first sees the other's entry when looking again, at the latest.
    for (const { page } of [vera, ben]) {
      await page.getByRole('tab', { name: /^Entries/ }).click()
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
      await page.getByRole('article').filter({ hasText: 'The lawyer was not let in.' }).waitFor()
      await page.getByRole('article').filter({ hasText: 'The family was told to wait.' }).waitFor()
      await page.getByRole('tab', { name: /^History/ }).click()
      await expect.poll(() => page.getByText('signature verified').count()).toBe(4)
      expect(await isTooWide(page)).toBe(false)
    }
    const told = await Promise.all(
      [vera, ben].map(({ page }) => page.getByText('entry meanwhile. Both are kept.').count()),
    )
    expect(told.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(0)
    expect([...vera.complaints, ...ben.complaints]).toEqual([])
    await vera.leave()
    await ben.leave()
  },
)

const proposePublication = async (page: Page, home: string): Promise<void> => {
  await enterDesk(page, 'vera', home)
  await page.getByRole('tab', { name: /^Publications/ }).click()
  await page.getByRole('link', { name: 'Propose a publication' }).click()
  await page.getByRole('radio', { name: 'Consent that covers it' }).check()
  await page.locator('#publication-consent input').check()
  for (const field of ['Title', 'Name', 'Country', 'Status', 'Timeline', 'Demands'])
    await page.locator('#publication-fields').getByRole('checkbox', { name: field, exact: true }).check()
  await page.locator('#publication-title').fill('A nurse who counted the wounded')
  await page.getByRole('radio', { name: 'Pseudonym' }).check()
  await page.locator('#publication-name').fill('Zarina the nurse')
  await page.locator('#publication-timeline input').check()
  await page.locator('#publication-demands').fill('Her release')
  const preview = page.locator('.preview')
  await preview.getByText('Zarina the nurse').waitFor()
  expect(await preview.textContent()).not.toMatch(/Nodira|14 March|third bell/)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Propose for release' }).click()
  await page.getByText('Sealed and added: Publication').waitFor()
  await page.getByRole('tab', { name: /^Publications/ }).click()
  // Not by her who wrote it.
  await page.getByText('you proposed it', { exact: false }).waitFor()
  expect(await page.getByRole('link', { name: 'Look and release' }).count()).toBe(0)
}

const release = async (page: Page, home: string): Promise<string> => {
  await enterDesk(page, 'ben', home)
  await page.getByRole('tab', { name: /^Publications/ }).click()
  await page.getByRole('link', { name: 'Look and release' }).click()
  await page.locator('.preview').getByText('Zarina the nurse').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Release', exact: true }).click()
  await page.getByText('Sealed and added: Release').waitFor()
  await page.getByRole('tab', { name: /^Publications/ }).click()
  return (await page.getByRole('link', { name: 'Public page' }).getAttribute('href')) ?? ''
}

/** Everything an answer says but the moment it was given. */
const answerOf = async (origin: string, path: string) => {
  const asker = await request.newContext()
  const answer = await asker.get(`${origin}${path}`)
  const { date: _date, ...headers } = answer.headers()
  const said = { status: answer.status(), headers, body: await answer.text() }
  await asker.dispose()
  return said
}

test(
  'a writer proposes, another lead releases, everybody reads; a reader takes it back and it never was',
  {
    timeout: 120_000,
  },
  async () => {
    const { origin } = desk.server
    const log = await desk.open([opened, named('Nodira'), arrest, consent])
    const home = `/desk/cases/${log}`
    const [vera, ben, rosa] = [
      await visit({ origin }),
      await visit({ origin }),
      await visit({ origin, width: 390 }),
    ]
    await proposePublication(vera.page, home)
    expect((await answerOf(origin, '/cases')).body).not.toContain('Zarina')
    const address = await release(ben.page, home)
    expect(address).toMatch(/^\/cases\/[\w-]{22}$/)

    const stranger = await visit({ origin, width: 390, scripts: false })
    await stranger.page.goto('/cases')
    await stranger.page.getByRole('link', { name: 'Zarina the nurse' }).click()
    await stranger.page.getByRole('heading', { level: 1, name: 'Zarina the nurse' }).waitFor()
    await stranger.page.getByText('not the real name').waitFor()
    const text = (await stranger.page.locator('body').textContent()) ?? ''
    for (const word of ['Tajikistan', 'Held', 'March 2021', 'Her release', 'Lantern Watch'])
      expect(text).toContain(word)
    expect(text).not.toMatch(/Nodira|14 March|third bell|vera/)
    for (const feed of ['/cases/feed.atom', '/cases/feed.json', '/ar/cases', '/'])
      expect((await answerOf(origin, feed)).body, feed).toContain('Zarina the nurse')
    expect((await answerOf(origin, '/cases/map')).body).toContain('Tajikistan')

    // She has read the page before, so her browser might keep a copy of it.
    await enterDesk(rosa.page, 'rosa', home)
    await rosa.page.getByRole('tab', { name: /^Publications/ }).click()
    await rosa.page.getByRole('link', { name: 'Withdraw', exact: true }).click()
    await rosa.page.getByText('The page disappears at once').waitFor()
    expect(await accessibilityFaults(rosa.page)).toEqual([])
    await rosa.page.getByRole('radio').first().check()
    await rosa.page.getByRole('button', { name: 'Withdraw at once' }).click()
    await rosa.page.getByText('Sealed and added: Withdrawal').waitFor()
    await rosa.page.getByText('Where copies may remain').first().waitFor()
    await rosa.page.getByText('Web archives').first().waitFor()
    expect(await isTooWide(rosa.page)).toBe(false)

    const never = `/cases/${'A'.repeat(21)}Q`
    expect(await answerOf(origin, address)).toEqual(await answerOf(origin, never))
    expect((await answerOf(origin, address)).status).toBe(404)
    for (const place of ['/cases', '/ar/cases', '/cases/map', '/cases/feed.atom', '/cases/feed.json', '/'])
      expect((await answerOf(origin, place)).body, place).not.toContain('Zarina')
    await stranger.page.reload()
    await stranger.page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()

    await follow(vera.page, '/desk')
    await follow(vera.page, home)
    await vera.page.getByRole('tab', { name: /^Publications/ }).click()
    await vera.page.getByText('Withdrawn', { exact: true }).waitFor()
    await vera.page.getByText('Where copies may remain').waitFor()
    await vera.page.getByText('the snapshots under /figures/data').waitFor()
    await vera.page.getByText('Explored pictures that they load from here').waitFor()
    expect([...vera.complaints, ...ben.complaints, ...rosa.complaints]).toEqual([])
    for (const person of [vera, ben, rosa, stranger]) await person.leave()
  },
)
