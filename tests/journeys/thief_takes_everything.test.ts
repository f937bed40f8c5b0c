/**
 * A thief has the disk of the server, a copy of everything that went over the line, and the device after sign-out.
 * Words were typed into every field for words; none of them is found in any encoding.
 */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { addableKinds } from '../../src/cases/ui/forms/forms.ts'
import { useBrowser } from '../support/browser.ts'
import {
  keepWal,
  type Needle,
  needlesOf,
  newFlock,
  searchBytes,
  searchDatabaseFiles,
  searchFolder,
  searchRows,
} from '../support/flock.ts'
import { dayIn, enterDesk, follow, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { tapWire, type Wire } from '../support/wire.ts'

const visit = useBrowser()
const hidden = newFlock()
const open = newFlock()
const passphrase = `kettle ${hidden.next()} tundra velvet`
/** To the day it is sealed; the server reads the month. */
const [typedDay, exactDay] = ['17 March 1987', '1987-03-17']
let desk: JourneyDesk
let letGoOfWal: () => Promise<void>
let wire: Wire
beforeAll(async () => {
  wire = await tapWire()
  desk = await startJourneyDesk({}, passphrase)
  letGoOfWal = await keepWal(desk.server.database.superuser)
}, 180_000)
afterAll(async () => {
  await letGoOfWal()
  await desk.server.stop()
  await wire.stop()
})

/** Kinds with a form of their own that ends nothing. */
const kinds = addableKinds.filter((kind) => !['publication', 'erasure', 'closed'].includes(kind))

const each = async (all: Locator, act: (one: Locator) => Promise<void>): Promise<void> => {
  for (const one of await all.all()) await act(one)
}

/** What must be chosen before the rest of a form shows. */
const chooseWhatIsAsked = async (page: Page): Promise<void> => {
  const required = page.locator('.field:has(> .field-label):not(:has(> .field-label .field-optional))')
  await each(required.locator('input[role=combobox]'), async (box) => {
    if ((await box.inputValue()) !== '') return
    await box.press('ArrowDown')
    await box.press('Enter')
  })
  const asked = page.locator('fieldset.field:not(:has(legend .field-optional)):not(:has(input:checked))')
  for (const id of await asked.evaluateAll((sets) => sets.map((set) => set.id)))
    await page.locator(`[id="${id}"] input[type=radio]`).first().check()
  await each(page.locator('[data-control=answers] fieldset.field'), (question) =>
    question.locator('input[type=radio]').first().check(),
  )
  await each(page.locator('.purpose input[value=yes]'), (yes) => yes.check())
}

const words = ['text', 'long', 'lines', 'acts', 'answers']

/** Words into every field for words, the exact day into every date; coded fields stay as they are. */
const fillEverything = async (page: Page): Promise<number> => {
  await page.locator('main form').waitFor()
  await page.locator('main form details').evaluateAll((all) => {
    for (const one of all) (one as HTMLDetailsElement).open = true
  })
  await each(page.locator('main form').getByRole('button', { name: /^Add/ }), (add) => add.click())
  await chooseWhatIsAsked(page)
  let filled = 0
  await each(
    page.locator('main form').locator('input.input:not([role=combobox]), textarea'),
    async (field) => {
      const control = await field.evaluate(
        (element) => element.closest('[data-control]')?.getAttribute('data-control') ?? '',
      )
      if (words.includes(control)) await field.fill(hidden.next())
      else if (control === 'url') await field.fill(`https://${hidden.next()}.example/path`)
      else if (control === 'date') await field.fill(typedDay)
      else if (control === 'day') await field.fill(dayIn(5))
      else return
      filled += 1
    },
  )
  return filled
}

const seal = async (page: Page, sent: string | RegExp): Promise<void> => {
  await page.keyboard.press('Control+Enter')
  await page.getByText(sent).or(page.getByRole('alert')).first().waitFor()
  expect(await page.getByRole('alert').allTextContents()).toEqual([])
}

const proposeInTheOpen = async (page: Page, home: string): Promise<void> => {
  await follow(page, `${home}/add/publication`)
  await page.getByRole('radio', { name: /^Already made public/ }).check()
  await page.locator('#publication-reason').fill(hidden.next())
  await page.locator('#publication-fields').getByRole('checkbox', { name: 'Title', exact: true }).check()
  await page.locator('#publication-title').fill(`The case of ${open.next()}`)
  await page.getByRole('button', { name: 'Propose for release' }).click()
  await page.getByText('Sealed and added: Publication').waitFor()
}

/** All that a page of this origin can find on the device. */
const keptOnDevice = (page: Page): Promise<{ readonly text: string; readonly drafts: number }> =>
  page.evaluate(async () => {
    const kept: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie, await caches.keys()]
    let drafts = 0
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name)
        opening.addEventListener('success', () => resolve(opening.result))
      })
      for (const store of database.objectStoreNames) {
        const all = (method: 'getAll' | 'getAllKeys') =>
          new Promise<readonly unknown[]>((resolve) => {
            const asking = database.transaction(store).objectStore(store)[method]()
            asking.addEventListener('success', () => resolve(asking.result))
          })
        const values = (await all('getAll')).map((value) =>
          value instanceof Uint8Array
            ? Array.from(value, (byte) => String.fromCharCode(byte)).join('')
            : value,
        )
        drafts += values.length
        kept.push(await all('getAllKeys'), values)
      }
      database.close()
    }
    return {
      text: kept.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'),
      drafts,
    }
  })

const around = (bytes: Buffer, before: number): Buffer =>
  Buffer.concat([Buffer.alloc(before, 65), bytes, Buffer.from('zz')])

test('the search finds a word in every encoding it looks for', () => {
  const needles = needlesOf(hidden.marker)
  for (const before of [0, 1, 2, 3, 4, 5]) {
    const bytes = around(Buffer.from(hidden.next()), before)
    const forms = [bytes, bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')]
    for (const form of forms) expect(searchBytes('', Buffer.from(form), needles)).not.toEqual([])
    const twice = Buffer.from(bytes.toString('base64')).toString('base64')
    expect(searchBytes('', Buffer.from(twice), needles)).not.toEqual([])
  }
  expect(searchBytes('', Buffer.from(hidden.next(), 'utf16le'), needles)).not.toEqual([])
  expect(searchBytes('', Buffer.from(JSON.stringify({ name: 'somebody else' })), needles)).toEqual([])
})

test(
  'what was typed into every field is nowhere on the server, on the line, or left on the device',
  {
    timeout: 240_000,
  },
  async () => {
    const { server } = desk
    const { page, leave } = await visit({ origin: server.origin, proxy: wire.address })
    await enterDesk(page, 'ana', '/desk/cases/new', passphrase)
    const filled = [await fillEverything(page)]
    await seal(page, 'Add an event')
    const home = new URL(page.url()).pathname
    for (const kind of kinds) {
      await follow(page, `${home}/add/${kind}`)
      filled.push(await fillEverything(page))
      await seal(page, 'Sealed and added:')
    }
    await proposeInTheOpen(page, home)
    // Typed and not sent; looked for and not found.
    await follow(page, `${home}/add/note`)
    await page.getByLabel('In words', { exact: true }).fill(hidden.next())
    await page.getByText('Kept on this device, sealed').waitFor()
    await follow(page, '/desk/cases')
    await page.getByRole('searchbox').or(page.getByRole('combobox')).first().fill(hidden.next())
    await page.getByText('No case fits').waitFor()
    await page.getByRole('button', { name: 'Search inside the cases too' }).click()
    await page.getByText('Neither the heads nor the entries').waitFor()
    expect(Math.min(...filled)).toBeGreaterThan(0)
    expect(hidden.count()).toBeGreaterThan(60)

    const needles: readonly Needle[] = [...needlesOf(hidden.marker), ...needlesOf(exactDay)]
    const heldWhileOpen = await keptOnDevice(page)
    expect(heldWhileOpen.drafts).toBeGreaterThan(0)
    expect(searchBytes('device', Buffer.from(heldWhileOpen.text, 'latin1'), needles)).toEqual([])
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out').waitFor()
    const held = await keptOnDevice(page)
    expect(held.drafts).toBe(0)
    expect(searchBytes('device', Buffer.from(held.text, 'latin1'), needles)).toEqual([])
    expect(await page.content()).not.toContain(hidden.marker)

    expect(wire.count()).toBeGreaterThan(40)
    expect(searchBytes('wire', wire.heard(), needles)).toEqual([])
    expect(searchBytes('log', Buffer.from(server.logged.join('\n')), needles)).toEqual([])
    expect(searchFolder(server.dataFolder, needles)).toEqual([])
    expect(await searchRows(server.database.superuser, needles)).toEqual([])
    expect(await searchDatabaseFiles(server.database.superuser, needles)).toEqual([])

    // What was chosen for everybody is there: the search looks in the right places.
    const shown = needlesOf(open.marker)
    expect(searchBytes('wire', wire.heard(), shown)).not.toEqual([])
    expect(await searchRows(server.database.superuser, shown)).not.toEqual([])
    expect(await searchDatabaseFiles(server.database.superuser, shown)).not.toEqual([])
    await leave()
  },
)
