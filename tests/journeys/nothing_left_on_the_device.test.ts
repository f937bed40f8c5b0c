/**
 * Evidence is shown from memory: a browser with a profile of its own shows files of every kind that is shown, and no byte
 * of them is found in that profile, while it runs and after it has ended.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { chromiumArguments, findChromium } from '../support/chromium.ts'
import { enterDesk, follow, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { mp4Of } from '../support/films.ts'
import { needlesOf, newFlock, searchFolder } from '../support/flock.ts'
import { pdfOf } from '../support/pdfs.ts'
import { pngOf, wavOf } from '../support/pictures.ts'

const flock = newFlock()
let desk: JourneyDesk
let home: string
let profile: string
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  profile = mkdtempSync(join(tmpdir(), 'amparo-profile-'))
}, 180_000)
afterAll(async () => {
  await desk.server.stop()
  rmSync(profile, { recursive: true, force: true })
})

const many = (word: string, bytes: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.alloc(bytes, `${word} `))

/** Large enough that a browser would rather have them on disk. */
const LARGE = 8_000_000

const addAll = async (): Promise<string> => {
  const log = await desk.open([{ kind: 'opened', coded: { dark: false, country: 'PH' } }])
  const where = { desk: desk.desk, case: log }
  const files: readonly (readonly [string, string, Uint8Array<ArrayBuffer>])[] = [
    ['photo.png', 'image/png', pngOf({ comment: flock.next(), owner: flock.next(), width: 64, height: 32 })],
    ['large.wav', 'audio/wav', wavOf({ artist: flock.next(), samples: many(flock.next(), LARGE) })],
    [
      'film.mp4',
      'video/mp4',
      await mp4Of({ seconds: 300, title: flock.next(), pixels: flock.next().slice(0, 16) }),
    ],
    ['order.pdf', 'application/pdf', pdfOf({ words: flock.next(), author: flock.next() })],
    ['letter.txt', 'text/plain', many(flock.next(), 500_000)],
  ]
  for (const [name, type, bytes] of files)
    value(
      await desk.of('vera').addEvidence({
        ...where,
        file: new File([bytes], name, { type }),
        type: 'other',
        words: { title: name, note: flock.next() },
      }),
    )
  return `/desk/cases/${log}`
}

const show = async (page: Page, name: string, shown: string): Promise<void> => {
  await follow(page, `${home}#evidence`)
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('button', { name: 'Show it here' }).click()
  await page.locator(shown).waitFor()
}

const played = (page: Page, element: 'video' | 'audio') =>
  expect
    .poll(() => page.locator(element).evaluate((media) => (media as HTMLMediaElement).buffered.length), {
      timeout: 60_000,
    })
    .toBe(1)

test('what is shown leaves nothing in the profile of the browser', { timeout: 180_000 }, async () => {
  home = await addAll()
  const needles = needlesOf(flock.marker)
  expect(flock.count()).toBeGreaterThan(8)
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: chromiumArguments,
    baseURL: desk.server.origin,
    locale: 'en',
  })
  const page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(20_000)
  await enterDesk(page, 'vera', `${home}#evidence`)
  await page.locator('.evidence-line').first().waitFor()
  await show(page, 'photo.png', '.preview-picture:not([hidden])')
  await show(page, 'large.wav', 'audio')
  await played(page, 'audio')
  await show(page, 'film.mp4', 'video')
  await played(page, 'video')
  await page.locator('video').evaluate(async (element) => {
    const film = element as HTMLVideoElement
    film.currentTime = 200
    await new Promise((done) => film.addEventListener('seeked', done, { once: true }))
  })
  await show(page, 'order.pdf', '.preview-page:not([hidden])')
  await page.getByText('Page 1 of 1').waitFor()
  await show(page, 'letter.txt', '.preview-text')
  await page.locator('.preview-text').waitFor()
  expect(searchFolder(profile, needles)).toEqual([])

  // What a page does keep is found there, so the search would find the rest.
  const control = newFlock().marker
  await page.evaluate(async (word) => {
    const kept = await caches.open('control')
    await kept.put('/control', new Response(`${word} `.repeat(50)))
  }, control)
  await context.close()
  expect(searchFolder(profile, needlesOf(control)).length).toBeGreaterThan(0)
  expect(searchFolder(profile, needles)).toEqual([])
})
