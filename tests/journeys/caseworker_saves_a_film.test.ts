/** A caseworker saves a long film: what travels waits for what is written, so that no length of it fills a device. */
import { readFile } from 'node:fs/promises'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { useBrowser } from '../support/browser.ts'
import { enterDesk, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { bytesOf, fileOf } from '../support/evidence.ts'

const visit = useBrowser()
let desk: JourneyDesk
let log: string
const film = bytesOf(45_000_000)
beforeAll(async () => {
  desk = await startJourneyDesk()
  log = await desk.open([{ kind: 'opened', coded: { dark: false, country: 'TJ' } }])
  const file = fileOf(film, 'march.mp4')
  const words = { title: 'The march' }
  value(await desk.of('ana').addEvidence({ desk: desk.desk, case: log, file, type: 'video', words }))
}, 180_000)
afterAll(() => desk.server.stop())

type Held = { given: number; goOn?: () => void }

/** As on a disk that writes nothing for a while: the third piece for the downloads stays where it is until it may go on. */
const holdThird = (page: Page) =>
  page.addInitScript(() => {
    const held: Held = { given: 0 }
    Object.assign(globalThis, { held })
    const post = MessagePort.prototype.postMessage
    MessagePort.prototype.postMessage = function (this: MessagePort, ...said: unknown[]) {
      const give = () => Reflect.apply(post, this, said) as undefined
      if (!(said[0] instanceof Uint8Array)) return give()
      held.given += 1
      if (held.given !== 3) return give()
      held.goOn = give
    }
    Reflect.deleteProperty(globalThis, 'showSaveFilePicker')
  })

const heldIn = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { readonly held: Held }).held.given)

test(
  'of a film that is saved no more than a few pieces are in memory, however slowly it is written',
  { timeout: 120_000 },
  async () => {
    const { page, context, complaints, leave } = await visit({ origin: desk.server.origin })
    page.setDefaultTimeout(60_000)
    await holdThird(page)
    let asked = 0
    context.on('request', (request) => void (/\/bytes\?/.test(request.url()) && (asked += 1)))
    await enterDesk(page, 'ana', `/desk/cases/${log}#evidence`)
    await page.getByRole('link', { name: 'The march', exact: true }).click()
    await page.getByRole('button', { name: 'Save a copy', exact: true }).click()
    await page.getByLabel('As it is, for everybody to read').check()
    await page.getByLabel('What for').fill('For the hearing')
    asked = 0
    const arrives = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const download = await arrives
    await expect.poll(() => heldIn(page)).toBe(3)
    // Whatever would run ahead has the time for it.
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    expect(await heldIn(page)).toBe(3)
    // Of fifteen: three that were given, one that is opened, one that travels, and the beginning of the file.
    expect(asked).toBeLessThanOrEqual(6)
    await page.evaluate(() => (globalThis as unknown as { readonly held: Held }).held.goOn?.())
    expect(Buffer.compare(await readFile(await download.path()), film)).toBe(0)
    await page.getByText('Saved. The custody says so.').waitFor()
    expect(asked).toBeGreaterThanOrEqual(15)
    expect(complaints).toEqual([])
    await leave()
  },
)
