/** A colleague is arrested with an open desk: a reader suspends the account, a second member keeps it out, two lift that. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE } from '../support/app.ts'
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
beforeAll(async () => {
  desk = await startJourneyDesk({ rosa: 'reader', vera: 'writer' })
  await desk.open([{ kind: 'opened', coded: { dark: false, country: 'TJ' }, words: { reference: 'R-1' } }])
}, 180_000)
afterAll(() => desk.server.stop())

test(
  'the open desk locks, the right passphrase is a wrong one, and two let the colleague in again',
  { timeout: 240_000 },
  async () => {
    const { origin } = desk.server
    const [vera, rosa] = [await visit({ origin }), await visit({ origin, width: 390 })]
    await enterDesk(vera.page, 'vera')
    await vera.page.getByText('R-1').first().waitFor()
    await enterDesk(rosa.page, 'rosa')
    await follow(rosa.page, '/desk/members')
    await rosa.page.getByRole('button', { name: 'Suspend a colleague' }).click()
    const dialog = rosa.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Suspend for 72 hours' }).click()
    await dialog.getByText('Choose whose account it is, and why.').waitFor()
    await dialog.getByRole('radio', { name: /^vera/ }).check()
    await dialog.getByRole('radio', { name: 'Detained' }).check()
    expect([...(await accessibilityFaults(rosa.page)), ...(await darkFaults(rosa.page))]).toEqual([])
    expect(await isTooWide(rosa.page)).toBe(false)
    await dialog.getByRole('button', { name: 'Suspend for 72 hours' }).click()
    await rosa.page.getByText('vera is suspended until').waitFor()
    expect(await rosa.page.getByRole('button', { name: 'Keep vera out' }).count()).toBe(0)
    expect(await accessibilityFaults(rosa.page)).toEqual([])

    // Nobody touches the colleague's device.
    await aMinutePasses(vera.page)
    await vera.page.locator('#passphrase').waitFor()
    expect(await vera.page.getByText('R-1').count()).toBe(0)
    expect(await vera.page.getByText(/suspend/i).count()).toBe(0)
    const said: string[] = []
    for (const passphrase of [PASSPHRASE, 'some other words of no meaning']) {
      await vera.page.locator('#passphrase').fill(passphrase)
      await vera.page.keyboard.press('Enter')
      const notice = vera.page.getByRole('alert')
      await notice.waitFor()
      said.push((await notice.textContent()) ?? '')
      await vera.page.reload()
      await vera.page.locator('#name').fill('vera')
    }
    expect(said[0]).toBe(said[1])

    const ben = await visit({ origin })
    await enterDesk(ben.page, 'ben')
    await ben.page.getByText('An account of this desk is suspended').waitFor()
    await ben.page.getByText('vera, by rosa. Reason: Detained.').waitFor()
    expect(await accessibilityFaults(ben.page)).toEqual([])
    await ben.page.getByRole('link', { name: 'What can be done about it' }).click()
    await ben.page.getByRole('button', { name: 'Keep vera out for longer' }).click()
    await ben.page.getByRole('dialog').getByRole('button', { name: 'Keep out' }).click()
    await ben.page.getByText('vera is kept out until two members let them in again').waitFor()
    await ben.page.getByRole('button', { name: 'Propose to let vera in again' }).click()
    await ben.page.getByRole('dialog').getByRole('button', { name: 'Propose' }).click()
    await ben.page.getByText('ben proposed on').waitFor()

    await follow(rosa.page, '/desk')
    await follow(rosa.page, '/desk/members')
    await rosa.page.getByRole('button', { name: 'Agree to let vera in again' }).click()
    await rosa.page.getByRole('dialog').getByRole('button', { name: 'Let in again' }).click()
    await rosa.page.getByText('1 earlier suspension').click()
    await rosa.page.getByText('ben and rosa let them in again').waitFor()
    expect(await accessibilityFaults(rosa.page)).toEqual([])

    await enterDesk(vera.page, 'vera')
    await vera.page.getByText('R-1').first().waitFor()
    expect([...rosa.complaints, ...ben.complaints]).toEqual([])
    for (const person of [vera, rosa, ben]) await person.leave()
  },
)

test('in Arabic the card and its dialog hold nothing that axe finds', { timeout: 60_000 }, async () => {
  const ana = await visit({ origin: desk.server.origin, width: 390, lang: 'ar' })
  await enterDesk(ana.page, 'ana')
  await follow(ana.page, '/desk/members')
  await ana.page.getByRole('button', { name: 'علّق حساب زميل' }).click()
  await ana.page.getByRole('dialog').waitFor()
  expect(await accessibilityFaults(ana.page)).toEqual([])
  expect(await isTooWide(ana.page)).toBe(false)
  await ana.leave()
})
