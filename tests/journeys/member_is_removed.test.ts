/** A lead removes a member: the desk gets new keys by itself, and the one who left is told so in words. Or keys are old. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk({ rosa: 'reader' })
  await desk.open([{ kind: 'opened', coded: { dark: false, country: 'TJ' } }])
}, 180_000)
afterAll(() => desk.server.stop())

test(
  'whoever was removed reads what happened, at once and when they come again; other leads see it',
  {
    timeout: 90_000,
  },
  async () => {
    const { origin } = desk.server
    const [ana, rosa] = await Promise.all([visit({ origin }), visit({ origin, width: 390 })])
    await enterDesk(rosa.page, 'rosa')
    await enterDesk(ana.page, 'ana')
    await follow(ana.page, '/desk/members')
    await ana.page.getByRole('button', { name: 'Remove rosa' }).click()
    const dialog = ana.page.getByRole('dialog')
    await dialog.getByText('rosa is out at once').waitFor()
    expect(await accessibilityFaults(ana.page)).toEqual([])
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
    await ana.page.getByText('The keys are renewed: 2 cases and journals have new ones.').waitFor()
    // The same road, with everybody staying.
    await ana.page.getByText('They serve for 90 days: new ones are due from').waitFor()
    await ana.page.getByRole('button', { name: 'Renew now' }).click()
    await ana.page.getByText('renewed the keys of the desk').waitFor()
    await ana.page.getByText('The keys are renewed: 2 cases and journals have new ones.').waitFor()
    expect(await ana.page.getByRole('button', { name: 'Remove rosa' }).count()).toBe(0)

    await follow(rosa.page, '/desk/members')
    const again = await visit({ origin, width: 390 })
    await enterDesk(again.page, 'rosa')
    for (const { page } of [rosa, again]) {
      await page.getByText('A desk you have opened before is not shown to you any more').waitFor()
      await page.getByText('Most likely a lead has removed you from it.').waitFor()
      await page.getByRole('heading', { name: 'You belong to no desk any more' }).waitFor()
      expect(await page.getByText('is not what was written').count()).toBe(0)
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await isTooWide(page)).toBe(false)
    }

    const ben = await visit({ origin })
    await enterDesk(ben.page, 'ben')
    await follow(ben.page, '/desk/members')
    await ben.page.getByText('removed rosa').waitFor()
    expect([...ana.complaints, ...ben.complaints]).toEqual([])
    for (const person of [ana, rosa, again, ben]) await person.leave()
  },
)

test('a lead whose keys are old is told on the overview and at the keys', async () => {
  const { origin } = desk.server
  for (const [name, lang, due] of [
    ['ben', 'en', 'The keys of this desk are due to be renewed'],
    ['ana', 'ar', 'حان تجديد مفاتيح هذا المكتب'],
  ] as const) {
    const { page, leave } = await visit({ origin, width: 390, lang })
    // The page's clock alone: what a lead's device sees when the keys have grown old.
    await page.clock.install({ time: Date.now() + 90 * 86_400_000 })
    await enterDesk(page, name)
    await page.getByText(due).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await follow(page, '/desk/members')
    await page.getByRole('button', { name: lang === 'en' ? 'Renew the keys' : 'جدِّد المفاتيح' }).waitFor()
    expect(await isTooWide(page)).toBe(false)
    await leave()
  }
})
