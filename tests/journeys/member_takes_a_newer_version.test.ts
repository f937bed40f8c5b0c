/** The server has a newer program; a device that keeps the one before asks its member, and goes on until they take it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { buildId } from '../../src/cli/build_id.ts'
import { value } from '../support/app.ts'
import { type Between, standBetween } from '../support/between.ts'
import { accessibilityFaults, shot, useBrowser } from '../support/browser.ts'
import {
  drawn,
  enterDesk,
  follow,
  isTooWide,
  type JourneyDesk,
  startJourneyDesk,
  unlock,
} from '../support/desk.ts'
import { askToKeep, isKept, newestVersion, takenVersion } from '../support/keeping.ts'
import { makeNewerBuild, type NewerBuild } from '../support/newer_build.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
let desk: JourneyDesk
let newer: NewerBuild
let upgraded: TestServer
let between: Between
let log: string
beforeAll(async () => {
  newer = await makeNewerBuild()
  desk = await startJourneyDesk()
  upgraded = await startTestServer({ beside: { first: desk.server }, build: newer.folder })
  between = await standBetween(desk.server.origin)
  log = await desk.open([
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    {
      kind: 'identity',
      coded: { holder: 'person', sectors: [] },
      words: { names: [{ text: 'Nodira Road', kind: 'full' }] },
    },
  ])
}, 180_000)
afterAll(async () => {
  await between.stop()
  await upgraded.stop()
  await desk.server.stop()
  newer.remove()
})

/** Of which program the page is that stands here. */
const runsNewer = (page: Page): Promise<readonly boolean[]> =>
  page
    .evaluate(() =>
      [...document.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload]')].map(({ href }) => href),
    )
    .then((files) => [...new Set(files.map(newer.has))])

const writeNote = async (page: Page, text: string): Promise<void> => {
  await page.getByLabel('In words', { exact: true }).fill(text)
  await page.getByRole('button', { name: 'Seal and add' }).click()
}

const notesThere = async (): Promise<readonly unknown[]> =>
  value(await desk.of('ben').openCase({ desk: desk.desk, case: log }))
    .entries.map(({ words }) => (words as { readonly text?: string }).text)
    .filter(Boolean)

test(
  'is told the number of a newer program, works on without it, takes it, and nothing that waits is lost',
  { timeout: 180_000 },
  async () => {
    const home = `/desk/cases/${log}`
    const { page, context, complaints, leave } = await visit({ origin: between.origin })
    page.setDefaultTimeout(60_000)
    await enterDesk(page, 'ana', '/desk/you')
    await askToKeep(page)
    await isKept(page)
    const first = await takenVersion(page)
    expect(await runsNewer(page)).toEqual([false])

    between.lead(upgraded.origin)
    await enterDesk(page, 'ana', home)
    await page.getByText('A newer version of Amparo is on the server').waitFor({ timeout: 60_000 })
    const offered = (await newestVersion(page)) ?? ''
    expect(offered, 'all files of the program, and the number that its operator is told').toBe(
      buildId(newer.folder),
    )
    expect(offered).not.toBe(first)
    const inFours = offered.slice(0, 32).replaceAll(/(.{4})(?=.)/g, '$1 ')
    await page.getByText(inFours, { exact: true }).waitFor()
    expect(await takenVersion(page)).toBe(first)
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 })
      await shot(page, `newer-version-${width}`)
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await isTooWide(page)).toBe(false)
    }
    await page.getByRole('button', { name: 'Later' }).click()
    await page.getByText('A newer version of Amparo is on the server').waitFor({ state: 'detached' })

    // Pages that were never opened before, whose files the server has no more.
    for (const path of [
      '/desk',
      '/desk/cases',
      '/desk/cases/new',
      `${home}/evidence/add`,
      '/desk/members',
      home,
    ]) {
      await follow(page, path)
      await drawn(page)
    }
    await enterDesk(page, 'ana', `${home}/add/note`)
    expect(await runsNewer(page)).toEqual([false])
    await writeNote(page, 'By the program of before.')
    await expect.poll(notesThere).toEqual(['By the program of before.'])

    // The newer one is all there: it is taken without a line, while something waits to be sent.
    await context.setOffline(true)
    await enterDesk(page, 'ana', `${home}/add/note`)
    await writeNote(page, 'Waits over the change.')
    await page.getByText('1 entry waits to be sent.').waitFor()
    const loadedAnew = page.waitForEvent('load')
    await page.getByRole('button', { name: 'Take it now' }).click()
    await loadedAnew
    await page.locator('#name').fill('ana')
    await unlock(page)
    expect(await runsNewer(page)).toEqual([true])
    expect(await takenVersion(page)).toBe(offered)
    await page.getByText('1 entry waits to be sent.').waitFor()
    expect(await page.getByText('A newer version of Amparo is on the server').count()).toBe(0)
    await context.setOffline(false)
    await expect
      .poll(notesThere, { timeout: 60_000 })
      .toEqual(['By the program of before.', 'Waits over the change.'])
    expect(complaints.filter((one) => !one.includes('net::ERR_INTERNET_DISCONNECTED'))).toEqual([])
    await leave()
  },
)
