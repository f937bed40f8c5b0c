/** Before a border a member hands back two of three cases; a colleague returns them when the member is home. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'

import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import {
  aMinutePasses,
  enterDesk,
  follow,
  isTooWide,
  type JourneyDesk,
  startJourneyDesk,
} from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
let home: string
const named = (reference: string) => [
  { kind: 'opened', coded: { dark: false, country: 'TJ' }, words: { reference } },
]
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  home = await desk.open(named('Heron'))
  await desk.open(named('Kestrel'))
  await desk.open(named('Plover'))
}, 180_000)
afterAll(() => desk.server.stop())

const shows = async (page: Page, ...names: readonly string[]) => {
  await follow(page, '/desk')
  await follow(page, '/desk/cases')
  await page.getByRole('main').getByText(names[0]!).first().waitFor()
  for (const name of ['Heron', 'Kestrel', 'Plover'])
    expect((await page.getByRole('main').getByText(name).count()) > 0, name).toBe(names.includes(name))
}

test(
  'who travels sees one case of three in every browser, and all of them when a colleague has returned two',
  { timeout: 240_000 },
  async () => {
    const { origin } = desk.server
    const [vera, second] = [await visit({ origin, width: 390 }), await visit({ origin })]
    await enterDesk(vera.page, 'vera')
    await enterDesk(second.page, 'vera')
    await shows(second.page, 'Heron', 'Kestrel', 'Plover')
    await follow(vera.page, '/desk/you')
    await vera.page.getByRole('button', { name: 'Choose cases' }).click()
    await vera.page.getByRole('radio', { name: 'All cases but those that I choose' }).check()
    await vera.page.getByRole('checkbox', { name: 'Plover' }).check()
    expect([...(await accessibilityFaults(vera.page)), ...(await darkFaults(vera.page))]).toEqual([])
    expect(await isTooWide(vera.page)).toBe(false)
    await vera.page.getByRole('button', { name: 'Hand back 2 cases' }).click()
    const dialog = vera.page.getByRole('dialog')
    expect(await accessibilityFaults(vera.page)).toEqual([])
    await dialog.getByRole('button', { name: 'Hand back', exact: true }).click()
    await vera.page.getByText('2 cases are handed back. Safe travels.').waitFor()
    expect(await vera.page.getByRole('main').textContent()).not.toMatch(/Heron|Kestrel/)
    expect(await accessibilityFaults(vera.page)).toEqual([])
    await shows(vera.page, 'Plover')

    // Nobody touches the second browser, whose list is open.
    await aMinutePasses(second.page)
    await second.page.getByText('Heron').first().waitFor({ state: 'detached' })
    await shows(second.page, 'Plover')
    for (const { page } of [vera, second])
      expect(await page.getByText('A desk you have opened').count(), 'no alarm').toBe(0)

    const ben = await visit({ origin })
    await enterDesk(ben.page, 'ben', `/desk/cases/${home}`)
    await ben.page.getByText('vera handed this case back on').waitFor()
    expect([...(await accessibilityFaults(ben.page)), ...(await darkFaults(ben.page))]).toEqual([])
    await ben.page.getByRole('button', { name: 'Return to vera' }).click()
    await ben.page.getByRole('dialog').getByRole('button', { name: 'Return this case' }).click()
    await ben.page.getByText('vera handed this case back on').waitFor({ state: 'detached' })
    await follow(ben.page, '/desk/members')
    await ben.page.getByText('vera handed back 1 case on').waitFor()
    expect(await accessibilityFaults(ben.page)).toEqual([])
    await ben.page.getByRole('button', { name: 'Return to vera' }).click()
    await ben.page.getByRole('dialog').getByRole('checkbox', { name: 'Kestrel' }).waitFor()
    await ben.page.getByRole('dialog').getByRole('button', { name: 'Return 1 case' }).click()
    await ben.page.getByText('What was returned lately').click()
    await expect.poll(() => ben.page.getByText('ben returned 1 case to vera').count()).toBe(2)

    await vera.page.reload()
    await enterDesk(vera.page, 'vera')
    await shows(vera.page, 'Heron', 'Kestrel', 'Plover')
    expect([...vera.complaints, ...second.complaints, ...ben.complaints]).toEqual([])
    for (const person of [vera, second, ben]) await person.leave()
  },
)

test('in Arabic at a wide and a narrow window nothing is found by axe', { timeout: 60_000 }, async () => {
  for (const width of [390, 1280]) {
    const ana = await visit({ origin: desk.server.origin, width, lang: 'ar' })
    await enterDesk(ana.page, 'ana')
    await follow(ana.page, '/desk/you')
    await ana.page.getByRole('button', { name: 'اختر حالات' }).click()
    await ana.page.getByRole('checkbox', { name: 'Heron' }).waitFor()
    expect(await accessibilityFaults(ana.page)).toEqual([])
    expect(await isTooWide(ana.page)).toBe(false)
    await ana.leave()
  }
})
