/** A shared computer, and a device of one's own: what is left on the disk after signing out, byte by byte. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE } from '../support/app.ts'
import { chromiumArguments, findChromium } from '../support/chromium.ts'
import { enterDesk, follow, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const NAME = 'Zulfiqar Canarybird'
const TYPED = 'typed-canary-quetzal'
const CONTROL = 'control-canary-ibis'

let desk: JourneyDesk
let log: string
const profiles: string[] = []
beforeAll(async () => {
  desk = await startJourneyDesk()
  log = await desk.open([
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    {
      kind: 'identity',
      coded: { holder: 'person', sectors: [] },
      words: { names: [{ text: NAME, kind: 'full' }] },
    },
  ])
}, 180_000)
afterAll(async () => {
  await desk.server.stop()
  for (const profile of profiles) rmSync(profile, { recursive: true, force: true })
})

const openProfile = async (): Promise<{
  readonly context: BrowserContext
  readonly page: Page
  readonly folder: string
}> => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-profile-'))
  profiles.push(folder)
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    args: chromiumArguments,
    baseURL: desk.server.origin,
    locale: 'en',
  })
  return { context, page: context.pages()[0] ?? (await context.newPage()), folder }
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size > 0)

/** In every way a browser may write text: as it is, in two bytes a letter, in base64 at each of its three offsets. */
const writings = (text: string): readonly Buffer[] => [
  Buffer.from(text, 'utf8'),
  Buffer.from(text, 'utf16le'),
  ...[0, 1, 2].map((shift) =>
    Buffer.from(
      Buffer.from(`${'\0'.repeat(shift)}${text}`)
        .toString('base64')
        .slice(4, -4),
    ),
  ),
]

const foundIn = (folder: string, texts: readonly string[]): readonly string[] =>
  filesIn(folder).flatMap((file) => {
    const bytes = readFileSync(file)
    return texts
      .filter((text) => writings(text).some((one) => bytes.includes(one)))
      .map((text) => `${text} in ${file}`)
  })

const work = async (page: Page): Promise<void> => {
  await follow(page, `/desk/cases/${log}`)
  await page.getByRole('heading', { name: NAME }).waitFor()
  await follow(page, `/desk/cases/${log}/add/note`)
  await page.getByLabel('In words', { exact: true }).fill(TYPED)
  await page.getByText('Kept on this device, sealed').waitFor()
}

const stored = (page: Page) =>
  page.evaluate(async () => {
    const counts: Record<string, number> = {}
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open(name)
        asked.addEventListener('success', () => resolve(asked.result))
        asked.addEventListener('error', () => reject(asked.error ?? new Error(name)))
      })
      for (const store of database.objectStoreNames)
        counts[`${name} ${store}`] = await new Promise<number>((resolve) => {
          const asked = database.transaction(store).objectStore(store).count()
          asked.addEventListener('success', () => resolve(asked.result))
        })
      database.close()
    }
    return { counts, local: localStorage.length, session: sessionStorage.length, caches: await caches.keys() }
  })

const emptyCounts = (counts: Readonly<Record<string, number>>): readonly number[] =>
  Object.values(counts).filter((count) => count > 0)

test('a shared computer keeps nothing of a member who signed out', { timeout: 120_000 }, async () => {
  const { context, page, folder } = await openProfile()
  await enterDesk(page, 'ana')
  await work(page)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out').waitFor()
  const left = await stored(page)
  expect(emptyCounts(left.counts)).toEqual([])
  expect({ ...left, counts: null }).toEqual({ counts: null, local: 0, session: 0, caches: [] })
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
  await context.close()
  expect(foundIn(folder, [NAME, TYPED, PASSPHRASE, 'Canarybird'])).toEqual([])
})

test('the same look finds what a page does write down', { timeout: 90_000 }, async () => {
  const { context, page, folder } = await openProfile()
  await page.goto('/desk')
  await page.evaluate((text) => localStorage.setItem('control', text), CONTROL)
  await page.waitForTimeout(500)
  await context.close()
  expect(foundIn(folder, [CONTROL]).length).toBeGreaterThan(0)
})

test(
  'a device that was chosen holds sealed bytes alone, and after signing out the program alone',
  { timeout: 120_000 },
  async () => {
    const { context, page, folder } = await openProfile()
    await enterDesk(page, 'ana')
    await follow(page, '/desk/you')
    await page.getByRole('button', { name: 'Keep what I open on this device' }).click()
    await page.getByLabel('Your passphrase, once more').fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Keep it on this device' }).click()
    await page.getByText('This device now keeps what you open').waitFor()
    await work(page)
    expect(emptyCounts((await stored(page)).counts).length).toBeGreaterThan(2)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out').waitFor()
    const left = await stored(page)
    expect(emptyCounts(left.counts)).toEqual([])
    expect(left.caches.every((name) => name.startsWith('amparo-program'))).toBe(true)
    await context.close()
    expect(foundIn(folder, [NAME, TYPED, PASSPHRASE, 'Canarybird'])).toEqual([])
  },
)
