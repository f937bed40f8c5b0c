/** A caseworker gets pictures, sound and papers: looks what they tell, keeps them, shows them, saves one, loses none. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, shot, useBrowser } from '../support/browser.ts'
import {
  enterDesk,
  follow,
  isTooWide,
  type JourneyDesk,
  startJourneyDesk,
  tabTo,
  typeInto,
  unlock,
} from '../support/desk.ts'
import { endlessWebm, mp4Of } from '../support/films.ts'
import { pdfOf } from '../support/pdfs.ts'
import { pngOf, wavOf } from '../support/pictures.ts'

const visit = useBrowser()
let desk: JourneyDesk
let log: string
let home: string
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer', rami: 'reader' })
  log = await desk.open([
    { kind: 'opened', coded: { dark: false, country: 'PH' } },
    {
      kind: 'identity',
      coded: { holder: 'person', sectors: [] },
      words: { names: [{ text: 'Nodira', kind: 'full' }] },
    },
  ])
  home = `/desk/cases/${log}`
}, 180_000)
afterAll(() => desk.server.stop())

const phone = {
  latitude: 14.5995,
  longitude: 120.9842,
  owner: 'Maria Santos',
  make: 'Lantern',
  model: 'P9',
  serial: 'SN-7781-X',
}
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
const choose = (page: Page, name: string, content: Uint8Array) =>
  page
    .locator('#evidence-files')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })
/** How many pixels of a canvas are rather red than blue, on its left, right, upper and lower half. */
const redness = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const from = element as HTMLCanvasElement
    const canvas = document.createElement('canvas')
    canvas.width = from.width
    canvas.height = from.height
    const context = canvas.getContext('2d')
    context?.drawImage(from, 0, 0)
    const red = (x: number, y: number, width: number, height: number) => {
      const { data } = context?.getImageData(x, y, width, height) ?? { data: [] }
      let count = 0
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 0) > (data[at + 2] ?? 0)) count += 1
      return Math.round((count * 4 * 100) / Math.max(1, data.length))
    }
    const [w, h] = [canvas.width, canvas.height]
    return {
      size: `${w}×${h}`,
      left: red(0, 0, w / 2, h),
      right: red(w / 2, 0, w / 2, h),
      top: red(0, 0, w, h / 2),
      bottom: red(0, h / 2, w, h / 2),
    }
  })

/** A page that was loaded anew knows nobody. */
const unlockAs = async (page: Page): Promise<void> => {
  await page.locator('#name').fill('vera')
  await unlock(page)
}

test(
  'a picture with its place is warned of, kept with a copy without it, both are shown, one is saved',
  { timeout: 120_000 },
  async () => {
    const { page, context, complaints, leave } = await visit({ origin: desk.server.origin })
    // The choice of a place on the disk belongs to the system; without it the browser downloads.
    await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'))
    await enterDesk(page, 'vera', `${home}/evidence/add`)
    // Held upright by a phone: stored on its side.
    await choose(page, 'IMG_0042.png', pngOf({ ...phone, orientation: 6, width: 64, height: 32 }))
    await page.getByText('This file tells where it was made').waitFor()
    await page.getByText('14.5995 N 120.9842 E').first().waitFor()
    for (const told of ['Maria Santos', 'Lantern P9', 'SN-7781-X'])
      expect(await page.locator('.chosen').textContent()).toContain(told)
    await button(page, 'Make a copy without metadata').click()
    await page.getByText('nothing of the above is left in it').waitFor()
    await page.getByText('it was turned and drawn anew').waitFor()
    expect(await page.getByLabel('Keep this copy as well').isChecked()).toBe(true)
    await page.getByLabel('Title', { exact: false }).fill('The door, broken')
    await page.getByLabel('From whom', { exact: false }).fill('A neighbour')
    await shot(page, 'evidence-add')
    await button(page, 'Seal and send').click()
    await page.waitForURL(`**${home}#evidence`)
    await page.getByText('2 files sealed and kept').waitFor({ timeout: 30_000 })
    await expect.poll(() => page.locator('.evidence-line').count()).toBe(2)
    await page.getByText('Copy without metadata of').waitFor()
    await shot(page, 'evidence-list')

    // The copy: nothing told, and it stands upright by itself.
    await page.locator('.evidence-line a').first().click()
    await button(page, 'Show it here').click()
    await page.locator('.preview-picture:not([hidden])').waitFor()
    await page.getByText('Nothing about place, person, device or time was found in it.').waitFor()
    const copy = await redness(page, '.preview-picture')
    expect(copy.size).toBe('32×64')
    expect([copy.top, copy.bottom]).toEqual([100, 0])
    await page.getByText('Taken out of this copy').waitFor()

    await page.locator('.lead-line a').click()
    await button(page, 'Show it here').click()
    await page.locator('.preview-picture:not([hidden])').waitFor()
    const original = await redness(page, '.preview-picture')
    expect([original.size, original.top, original.bottom]).toEqual(['32×64', 100, 0])
    await page.getByText('14.5995 N 120.9842 E').first().waitFor()
    await shot(page, 'evidence-page')

    await button(page, 'Check the file').click()
    await page.getByText('Every byte is as it was sealed.').waitFor()
    await button(page, 'Save a copy').click()
    await button(page, 'Save').click()
    await page.getByText('Say what the copy is for.').waitFor()
    await page.getByLabel('As it is, for everybody to read').check()
    await page.getByLabel('What for').fill('For the hearing of 3 May')
    // One lost packet is no cut.
    await context.route(/\/bytes\?/, (route) => route.abort(), { times: 1 })
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Save').click()])
    expect(download.suggestedFilename()).toBe('IMG_0042.png')
    // Piece by piece, through the worker that is there for this alone.
    expect(download.url()).toMatch(/\/_app\/immutable\/workers\/saving\/[\w-]+$/)
    const saved = await readFile(await download.path())
    expect(
      Buffer.compare(saved, Buffer.from(pngOf({ ...phone, orientation: 6, width: 64, height: 32 }))),
    ).toBe(0)
    await page.getByText('Saved. The custody says so.').waitFor()
    // A line that stays cut is told.
    await context.route(/\/bytes\?/, (route) => route.abort())
    await button(page, 'Save a copy').click()
    await page.getByLabel('What for').fill('For nobody')
    await button(page, 'Save').click()
    await page.getByText('It was not saved whole.').waitFor()
    await page.keyboard.press('Escape')
    const custody = page.locator('.custody')
    await expect
      .poll(() => custody.locator('strong').allTextContents(), { timeout: 15_000 })
      .toEqual([
        'Received',
        'Copied without metadata',
        'Checked against its hash',
        'Saved outside of Amparo',
        'Saved outside of Amparo',
      ])
    await custody.getByText('For the hearing of 3 May').waitFor()
    expect(complaints.filter((one) => !one.includes('net::ERR_FAILED'))).toEqual([])
    await leave()
  },
)

test('a file that keeps its reader going for ever is given up, said so, and can be sent', async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin })
  await enterDesk(page, 'vera', `${home}/evidence/add`)
  // Two minutes are as one second here.
  await page.evaluate(() => {
    const own = globalThis.setTimeout
    const sooner = (work: () => void, ms = 0): number => own(work, ms >= 100_000 ? 1_000 : ms) as never
    Object.assign(globalThis, { setTimeout: sooner })
  })
  await choose(page, 'film.webm', endlessWebm)
  await page.getByText('Not everything in this file could be read').waitFor()
  expect(await button(page, 'Seal and send').isEnabled()).toBe(true)
  expect(complaints).toEqual([])
  await leave()
})

test('film, sound, PDF and text are shown on the device', { timeout: 120_000 }, async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin })
  await enterDesk(page, 'vera', `${home}/evidence/add`)
  await choose(page, 'visit.mp4', await mp4Of({ seconds: 4, place: '+14.5995+120.9842/' }))
  await page.getByText('This file tells where it was made').waitFor()
  await choose(page, 'voice.wav', wavOf({ seconds: 2, artist: 'Maria Santos' }))
  await choose(page, 'order.pdf', pdfOf({ words: 'Order of arrest', author: 'Officer Cruz' }))
  await page.getByText('Officer Cruz').waitFor()
  await choose(page, 'page.html', Buffer.from('<script>document.title = "taken"</script><h1>Post</h1>'))
  await button(page, 'Seal and send 4 files').click()
  await page.getByText('4 files sealed and kept').waitFor({ timeout: 30_000 })
  const open = async (name: string) => {
    await page.getByRole('link', { name, exact: true }).click()
    await button(page, 'Show it here').click()
  }
  const back = () => follow(page, `${home}#evidence`)
  await open('visit.mp4')
  await page.locator('video').waitFor()
  await expect
    .poll(() => page.locator('video').evaluate((film) => (film as HTMLVideoElement).duration))
    .toBeCloseTo(4, 0)
  const at = await page.locator('video').evaluate(async (element) => {
    const film = element as HTMLVideoElement
    await film.play()
    film.pause()
    film.currentTime = 2.5
    await new Promise((done) => film.addEventListener('seeked', done, { once: true }))
    return { at: film.currentTime, width: film.videoWidth }
  })
  expect(at).toEqual({ at: 2.5, width: 128 })
  await back()
  await open('voice.wav')
  await page.locator('audio').waitFor()
  await expect
    .poll(() => page.locator('audio').evaluate((sound) => (sound as HTMLAudioElement).buffered.length), {
      timeout: 10_000,
    })
    .toBe(1)
  await page.getByText('Maria Santos').first().waitFor()
  await back()
  await open('order.pdf')
  await page.getByText('Page 1 of 1').waitFor()
  await page.getByText('Words on this page').click()
  await page.getByText('Order of arrest').waitFor()
  await shot(page, 'evidence-pdf')
  await back()
  await open('page.html')
  await page.locator('.preview-text').waitFor()
  expect(await page.locator('.preview-text').textContent()).toContain('<h1>Post</h1>')
  expect(await page.title()).not.toContain('taken')
  expect(complaints).toEqual([])
  await leave()
})

test(
  'an upload that was cut goes on after a reload, with the same file and no other',
  { timeout: 120_000 },
  async () => {
    const { page, context, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', `${home}/evidence/add`)
    const film = Buffer.alloc(12_000_000, 'a long recording of the night \0')
    const folder = mkdtempSync(join(tmpdir(), 'amparo-files-'))
    const path = join(folder, 'night.bin')
    writeFileSync(path, film)
    // The third part is lost, and every one after it.
    let parts = 0
    await context.route(/\/parts\/\d+\?/, (route) => {
      parts += 1
      return parts > 2 ? route.abort() : route.continue()
    })
    await page.locator('#evidence-files').setInputFiles(path)
    await page.getByText('Not everything in this file could be read').waitFor()
    await page.getByLabel('Title', { exact: false }).fill('The night')
    await page.getByText('Kept on this device, sealed').waitFor()
    await page.reload()
    await unlockAs(page)
    await page.getByText('What you wrote about one file is kept').waitFor()
    await page.locator('#evidence-files').setInputFiles(path)
    await expect.poll(() => page.getByLabel('Title', { exact: false }).inputValue()).toBe('The night')
    await button(page, 'Seal and send').click()
    await page.getByText('night.bin was not kept').waitFor({ timeout: 30_000 })
    await page.getByText('It goes on where it stopped').waitFor()
    await shot(page, 'evidence-cut')

    // The server is away, which takes back nothing of what it has.
    await context.route(/\/files/, (route) => route.abort())
    await button(page, 'Go on').click()
    await page.getByText('Waiting for the server, which does not answer. 17 % is there already').waitFor()
    await context.unroute(/\/files/)

    // A new page knows no file: the same one is asked for, and no other is taken.
    await page.reload()
    await unlockAs(page)
    await page.getByText('choose the same file again.', { exact: false }).waitFor()
    await context.unroute(/\/parts\/\d+\?/)
    let sentAgain = 0
    page.on('request', (request) => void (/\/parts\/\d+\?/.test(request.url()) && (sentAgain += 1)))
    writeFileSync(join(folder, 'other.bin'), film.subarray(1))
    const again = page.locator('.upload input[type=file]')
    await again.setInputFiles(join(folder, 'other.bin'))
    await page.getByText('This is another file than the one that was begun').waitFor()
    await again.setInputFiles(path)
    await page.getByText('Sealed and kept').waitFor({ timeout: 30_000 })
    await page.getByRole('link', { name: 'The night', exact: true }).waitFor()
    await page.locator('.upload').waitFor({ state: 'detached' })
    // Twelve parts of a megabyte; those that had come were not sent again.
    expect(sentAgain).toBe(10)
    expect(complaints.filter((one) => !one.includes('net::ERR_FAILED'))).toEqual([])
    rmSync(folder, { recursive: true })
    await leave()
  },
)

test('files are chosen, described and sent by keys alone', { timeout: 90_000 }, async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin })
  await enterDesk(page, 'vera', `${home}#evidence`)
  await tabTo(page, page.getByRole('link', { name: 'Add evidence' }))
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${home}/evidence/add`)
  const files = page.locator('#evidence-files')
  await tabTo(page, files)
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')])
  await chooser.setFiles({
    name: 'letter.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('They came at night.'),
  })
  await typeInto(page, page.getByLabel('Title', { exact: false }), 'A letter')
  await tabTo(page, button(page, 'Seal and send'))
  await page.keyboard.press('Enter')
  await page.getByText('Sealed and kept').waitFor()
  await tabTo(page, page.getByRole('link', { name: 'A letter', exact: true }))
  await page.keyboard.press('Enter')
  await tabTo(page, button(page, 'Show it here'))
  await page.keyboard.press('Enter')
  await page.getByText('They came at night.').waitFor()
  expect(complaints).toEqual([])
  await leave()
})

test('a reader sees evidence and adds none', { timeout: 90_000 }, async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin })
  await enterDesk(page, 'rami', home)
  await page.getByRole('tab', { name: /Evidence/ }).click()
  await page.locator('.evidence-line').first().waitFor()
  expect(await page.getByRole('link', { name: 'Add evidence' }).count()).toBe(0)
  await page.getByRole('link', { name: 'order.pdf', exact: true }).click()
  await button(page, 'Show it here').click()
  await page.getByText('Page 1 of 1').waitFor()
  for (const name of ['Save a copy', 'Make a copy without metadata'])
    expect(await button(page, name).count()).toBe(0)
  await follow(page, `${home}/evidence/add`)
  await page.getByText('Readers see evidence and add none.').waitFor()
  expect(complaints).toEqual([])
  await leave()
})

test.each([
  ['en', 1280],
  ['ar', 390],
] as const)('its pages can be used in %s at %i px', { timeout: 120_000 }, async (lang, width) => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width, lang })
  await enterDesk(page, 'vera', `${home}#evidence`)
  const faults: string[] = []
  const look = async (name: string) => {
    if (await isTooWide(page)) faults.push(`${name}: too wide`)
    faults.push(
      ...[...(await accessibilityFaults(page)), ...(await darkFaults(page))].map((one) => `${name} ${one}`),
    )
    await shot(page, `${lang}-${width}-${name}`)
  }
  await page.locator('.evidence-line').first().waitFor()
  await look('list')
  await page.locator('.evidence-line a').last().click()
  await page.locator('.evidence-title').waitFor()
  await page.locator('.card .button').first().click()
  await page.locator('.preview-picture:not([hidden])').waitFor()
  await look('file')
  await follow(page, `${home}/evidence/add`)
  const long = `${'صورة-من-الليل-'.repeat(6)}.png`
  await choose(page, long, pngOf({ ...phone, comment: 'at the safe house '.repeat(30) }))
  await page.locator('.chosen-facts .notice').first().waitFor()
  await look('add')
  expect(faults).toEqual([])
  expect(complaints).toEqual([])
  await leave()
})

test('the original is what the desk has', async () => {
  const view = value(await desk.of('ben').openCase({ desk: desk.desk, case: log }))
  expect(view.entries.filter(({ kind }) => kind === 'evidence').length).toBeGreaterThan(5)
})
