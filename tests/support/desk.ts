/** A desk on the real server with its members, and how they move in a browser. */
import type { Locator, Page } from 'playwright-core'

import type { NewEntry } from '../../src/cases/client/views.ts'
import { fetchWithJar } from '../../src/platform/client/api.ts'
import { createWorkbench } from '../../src/platform/client/create_workbench.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import type { Role } from '../../src/members/core/desk_entries.ts'
import { givingAgain } from './again.ts'
import { memoryDrafts, PASSPHRASE, value } from './app.ts'
import { deviceChance } from './chance.ts'
import { startTestServer, type TestServer } from './server.ts'

export type JourneyDesk = {
  readonly server: TestServer
  readonly desk: string
  /** Devices by the name of their member; `ana` is steward and lead. */
  readonly of: (name: string) => Workbench
  /** The case as it is after these entries, written by `ana`. */
  readonly open: (entries: readonly NewEntry[]) => Promise<string>
}

/** Every member has the same passphrase. A case wants two leads, so there is always `ben`. */
export const startJourneyDesk = async (
  others: Readonly<Record<string, Role>> = {},
  passphrase = PASSPHRASE,
): Promise<JourneyDesk> => {
  const server = await startTestServer()
  const ana = givingAgain(await setUpSteward(server, passphrase), passphrase)
  const { id: desk } = value(await ana.foundDesk({ name: 'North' }))
  const devices = new Map([['ana', ana]])
  for (const [name, role] of Object.entries({ ben: 'lead' as const, ...others })) {
    const { link } = value(await ana.invite({ desk, role, days: 7 }))
    const device = givingAgain(deviceAt(server), passphrase)
    value(await device.acceptInvitation({ secret: link.split('#')[1] ?? '', name, passphrase }))
    const accepted = value(await ana.invitations({ desk })).find((one) => one.state === 'accepted')
    value(await ana.admit({ desk, invitation: accepted?.invitation ?? '' }))
    await device.me()
    devices.set(name, device)
  }
  return {
    server,
    desk,
    of: (name) => devices.get(name) ?? ana,
    open: async (entries) => value(await ana.createCase({ desk, entries })).case,
  }
}

/** The device of `ana`, who made the installation hers. */
export const setUpSteward = async (server: TestServer, passphrase = PASSPHRASE): Promise<Workbench> => {
  const ana = deviceAt(server)
  const token = server.setupLink.split('#')[1] ?? ''
  value(await ana.setUp({ token, organisation: 'Lantern Watch', name: 'ana', passphrase }))
  return ana
}

/** Of somebody who is no member yet. */
export const deviceAt = (server: TestServer): Workbench =>
  createWorkbench({
    fetch: fetchWithJar(server.origin),
    base: server.origin,
    chance: deviceChance(),
    clock: () => new Date(),
    drafts: memoryDrafts(),
  })

/** Opens a page of the desk and signs in there. */
export const enterDesk = async (
  page: Page,
  name: string,
  path = '/desk',
  passphrase = PASSPHRASE,
): Promise<void> => {
  await page.goto(path)
  await page.locator('#name').fill(name)
  await unlock(page, passphrase)
}

/** Of a desk that remembers who was there. */
export const unlock = async (page: Page, passphrase = PASSPHRASE): Promise<void> => {
  await page.locator('#passphrase').fill(passphrase)
  await page.keyboard.press('Enter')
  await page.locator('.desk-you').waitFor()
}

/** The clock of this page goes on by a minute: its heart beats at the next second. */
export const aMinutePasses = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const now = Date.now.bind(Date)
    Date.now = () => now() + 60_000
  })

/** As by a link, without loading the page anew, which would lock it. */
export const follow = async (page: Page, path: string): Promise<void> => {
  await page.evaluate((href) => {
    const link = document.createElement('a')
    link.href = href
    document.body.append(link)
    link.click()
    link.remove()
  }, path)
  await page.waitForURL(`**${path}`)
}

const MOST_STEPS = 150

/** Goes on with the Tab key until the focus is there. */
export const tabTo = async (page: Page, to: Locator): Promise<void> => {
  await to.waitFor()
  for (let step = 0; step < MOST_STEPS; step++) {
    if (await to.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The Tab key does not reach ${String(to)}`)
}

/** With the Tab key alone. */
export const typeInto = async (page: Page, to: Locator, text: string): Promise<void> => {
  await tabTo(page, to)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

/** Chooses of a list by a part of its label. */
export const pick = async (page: Page, label: string | RegExp, part: string): Promise<void> => {
  await typeInto(page, page.getByRole('combobox', { name: label }), part)
  await page.keyboard.press('Enter')
}

/** Until its heading stands and nothing more is fetched for it: an empty page is never too wide, and lacks what is to come. */
export const drawn = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.locator('.loading').first().waitFor({ state: 'detached' })
}

export const isTooWide = async (page: Page): Promise<boolean> => {
  await page.locator('h1').first().waitFor({ state: 'attached' })
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
}

/** Longer than the window and than what it shows: something hidden stands far below. */
export const isTooLong = async (page: Page): Promise<boolean> => {
  await page.locator('h1').first().waitFor({ state: 'attached' })
  return page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.documentElement
    const end = (document.querySelector('main')?.getBoundingClientRect().bottom ?? 0) + window.scrollY
    return scrollHeight > Math.max(clientHeight, end + 100)
  })
}

/** A day so many days from now, as the server's clock has it. */
export const dayIn = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
