/** Members who see little, hear pages read aloud, or read from right to left: the pages of the desk under Instruments. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import {
  drawn,
  enterDesk,
  follow,
  isTooLong,
  isTooWide,
  type JourneyDesk,
  startJourneyDesk,
} from '../support/desk.ts'
import { release } from '../support/open_rows.ts'

const visit = useBrowser()
const SLUG = 'human-rights-defenders-2015'
let desk: JourneyDesk

beforeAll(async () => {
  desk = await startJourneyDesk()
  for (const body of exampleInstruments().filter(({ slug }) => slug === SLUG))
    await release(desk.server.database, { kind: 'instrument', name: body.slug, body })
}, 180_000)
afterAll(() => desk.server.stop())

const tabs = ['text', 'amendments', 'votes', 'positions', 'bodies', 'deadlines']
/** A form of each that is empty; positions are entered on the page of their text. */
const forms = tabs.map((tab) => (tab === 'positions' ? `${tab}/${SLUG}` : `${tab}/new`))

test.each([
  ['en', 1280],
  ['ar', 320],
])(
  'every page and empty form under Instruments fits and holds nothing that axe finds, in %s at %i px',
  { timeout: 180_000 },
  async (lang, width) => {
    const found: string[] = []
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width, lang })
    await enterDesk(page, 'ana')
    for (const path of [...tabs, ...forms]) {
      await follow(page, `/desk/instruments/${path}`)
      await drawn(page)
      await page.locator('main details').evaluateAll((all) => {
        for (const one of all) (one as HTMLDetailsElement).open = true
      })
      const faults = [...(await accessibilityFaults(page)), ...(await darkFaults(page))]
      found.push(...faults.map((fault) => `${path}: ${fault}`))
      if (await isTooWide(page)) found.push(`${path}: too wide`)
      if (await isTooLong(page)) found.push(`${path}: too long`)
      if (process.env.SHOTS)
        await page.screenshot({
          path: `${process.env.SHOTS}/${path.replace('/', '-')}-${lang}.png`,
          fullPage: true,
        })
    }
    expect(found).toEqual([])
    expect(complaints).toEqual([])
    await leave()
  },
)

test('a desk that has entered nothing is told so under every tab, with what to do', async () => {
  const { page, leave } = await visit({ origin: desk.server.origin })
  await enterDesk(page, 'ana')
  for (const tab of tabs) {
    await follow(page, `/desk/instruments/${tab}`)
    await drawn(page)
    const main = page.getByRole('main')
    // Positions are on what every desk has released, which is offered there.
    const wayOn =
      tab === 'positions' ? main.getByRole('link', { name: /./ }) : main.locator(`a[href$="/new"]`)
    await expect.poll(() => wayOn.count(), { message: tab }).toBeGreaterThan(0)
  }
  await leave()
})
