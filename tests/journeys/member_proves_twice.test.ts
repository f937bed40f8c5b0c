/** A member whose passphrase may be known to others: a second factor, and a desk that opens again after a lock. */
import { Secret, TOTP } from 'otpauth'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk({ mia: 'reader', noor: 'writer', sol: 'reader' })
}, 180_000)
afterAll(() => desk.server.stop())

const PIN = '493027'

const typeCredentials = async (page: Page, name: string): Promise<void> => {
  await page.goto('/desk')
  await page.locator('#name').fill(name)
  await page.locator('#passphrase').fill(PASSPHRASE)
  await page.keyboard.press('Enter')
}
const isOpen = (page: Page): Promise<void> => page.locator('.desk-you').waitFor()
const looksGood = async (page: Page): Promise<void> => {
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await darkFaults(page)).toEqual([])
  expect(await isTooWide(page)).toBe(false)
}

/** The codes of the app, the present one and, half a minute later, the next: no code is good twice. */
const codes = (typed: string) => {
  const totp = new TOTP({ secret: Secret.fromBase32(typed.replaceAll(' ', '')) })
  return { now: () => totp.generate(), next: () => totp.generate({ timestamp: Date.now() + 30_000 }) }
}

test(
  'a member adds an app, signs in with it, loses it and uses a printed code',
  { timeout: 120_000 },
  async () => {
    const { page, leave } = await visit({ origin: desk.server.origin, width: 390 })
    await enterDesk(page, 'mia', '/desk/you')
    await page.getByRole('button', { name: 'Add a second factor' }).click()
    await page.getByRole('button', { name: 'Use an app' }).click()
    await page.getByRole('img', { name: 'The secret for your app as a QR code' }).waitFor()
    await looksGood(page)
    const app = codes((await page.locator('.app-secret').textContent()) ?? '')
    await page.getByLabel('Code that the app shows now').fill('12')
    await page.locator('#step-passphrase').fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('This code or key is not right').first().waitFor()
    await page.getByLabel('Code that the app shows now').fill(app.now())
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('heading', { name: 'Codes of mia for Amparo' }).waitFor()
    const printed = await page.locator('.codes li').allTextContents()
    expect(printed).toHaveLength(10)
    await looksGood(page)
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByText('10 printed codes are left.').waitFor()
    await looksGood(page)

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out').waitFor()
    await typeCredentials(page, 'mia')
    await page.getByRole('heading', { name: 'One more thing' }).waitFor()
    await looksGood(page)
    await page.locator('#factor-code').fill('000000')
    await page.keyboard.press('Enter')
    await page.getByText('This code or key is not right').first().waitFor()
    await page.locator('#factor-code').fill(app.next())
    await page.keyboard.press('Enter')
    await isOpen(page)

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out').waitFor()
    await typeCredentials(page, 'mia')
    await page.locator('#factor-code').fill((printed[0] ?? '').toLowerCase())
    await page.keyboard.press('Enter')
    await isOpen(page)
    await follow(page, '/desk/you')
    await page.getByText('9 printed codes are left.').waitFor()
    await leave()
  },
)

test(
  'a PIN opens again after idle minutes, and five wrong ones end the session',
  { timeout: 120_000 },
  async () => {
    const { page, leave } = await visit({ origin: desk.server.origin })
    await page.clock.install()
    await page.goto('/desk/members')
    await page.locator('#name').fill('noor')
    await page.locator('#passphrase').fill(PASSPHRASE)
    await page.getByText('Open again after a lock').click()
    await page.getByLabel('New PIN').fill('111111')
    await looksGood(page)
    await page.keyboard.press('Enter')
    await page.getByText('Everybody tries this PIN first').first().waitFor()
    await page.getByLabel('New PIN').fill(PIN)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Members of North' }).waitFor()

    await page.clock.fastForward('10:05')
    await page.getByText('noor is still signed in here.').waitFor()
    await page.getByText('Locked after 10 minutes without a key pressed').waitFor()
    await looksGood(page)
    await page.locator('#pin').fill(PIN)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Members of North' }).waitFor()

    // Also after the page was loaded anew; and the passphrase always opens.
    await page.reload()
    await page.getByText('noor is still signed in here.').waitFor()
    await page.getByRole('button', { name: 'Use the passphrase instead' }).click()
    await page.locator('#passphrase').waitFor()
    await page.reload()
    for (const left of ['4 tries are left', '3 tries are left', '2 tries are left', '1 try is left']) {
      await page.locator('#pin').fill('740193')
      await page.keyboard.press('Enter')
      await page.getByText(left).first().waitFor()
    }
    await page.locator('#pin').fill('740193')
    await page.keyboard.press('Enter')
    await page.getByText('The PIN or passkey opens nothing any more').first().waitFor()
    await page.locator('#passphrase').fill(PASSPHRASE)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Members of North' }).waitFor()
    await leave()
  },
)

/** A key that the browser believes to be real: it knows its owner and answers to a salt. */
const plugIn = async (cdp: CDPSession): Promise<void> => {
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'usb',
      hasUserVerification: true,
      isUserVerified: true,
      hasResidentKey: true,
      hasPrf: true,
      automaticPresenceSimulation: true,
    },
  })
}

test('a passkey is a second factor, and opens again after a lock', { timeout: 120_000 }, async () => {
  const { page, context, complaints, leave } = await visit({ origin: desk.server.origin })
  await plugIn(await context.newCDPSession(page))
  await enterDesk(page, 'sol', '/desk/you')
  await page.getByRole('button', { name: 'Add a second factor' }).click()
  await page.getByRole('button', { name: 'Use a key' }).click()
  await page.getByText('The key has answered.').waitFor()
  await page.locator('#step-passphrase').fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('cell', { name: 'Security key or passkey' }).waitFor()

  await page.getByRole('button', { name: 'Use my passkey' }).click()
  await page.locator('#reopen-passphrase').fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Use it on this device' }).click()
  await page.getByText('Until this session ends, this device opens again').waitFor()
  await looksGood(page)
  await page.reload()
  await page.getByRole('button', { name: 'Open with my passkey' }).click()
  await isOpen(page)

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out').waitFor()
  await typeCredentials(page, 'sol')
  await page.getByRole('button', { name: 'Use my security key' }).click()
  await isOpen(page)
  expect(complaints).toEqual([])
  await leave()
})

test(
  'in Arabic the steward asks it of everybody, and a member is led to add one',
  { timeout: 120_000 },
  async () => {
    const steward = await visit({ origin: desk.server.origin })
    await enterDesk(steward.page, 'ana', '/desk/you')
    await steward.page.getByRole('button', { name: 'Add a second factor' }).click()
    await steward.page.getByRole('button', { name: 'Use an app' }).click()
    const own = codes((await steward.page.locator('.app-secret').textContent()) ?? '')
    await steward.page.getByLabel('Code that the app shows now').fill(own.now())
    await steward.page.locator('#step-passphrase').fill(PASSPHRASE)
    await steward.page.getByRole('button', { name: 'Add', exact: true }).click()
    await steward.page.getByRole('button', { name: 'I have kept them' }).click()
    await follow(steward.page, '/desk/accounts')
    await steward.page.getByRole('button', { name: 'Ask it of everybody' }).click()
    await steward.page.getByText('From now on every member needs a second factor.').waitFor()
    await looksGood(steward.page)

    const { page, leave } = await visit({ origin: desk.server.origin, width: 390, lang: 'ar' })
    await page.goto('/desk')
    await typeCredentials(page, 'ben')
    await page.getByRole('heading', { name: 'عامل ثانٍ أولًا' }).waitFor()
    await looksGood(page)
    await page.getByRole('button', { name: 'استعمل تطبيقًا' }).click()
    const app = codes((await page.locator('.app-secret').textContent()) ?? '')
    await page.locator('#new-code').fill(app.now())
    await looksGood(page)
    await page.getByRole('button', { name: 'أضِف', exact: true }).click()
    await page.getByRole('button', { name: 'حفظتُها' }).click()
    await isOpen(page)

    // Lost, with the codes: the steward takes it away, and it is told to the desk and to the member.
    await steward.page.reload()
    await typeCredentials(steward.page, 'ana')
    await steward.page.locator('#factor-code').fill(own.next())
    await steward.page.keyboard.press('Enter')
    await isOpen(steward.page)
    await follow(steward.page, '/desk/accounts')
    await steward.page.getByRole('button', { name: 'Ask it of nobody' }).click()
    await steward.page.getByText('Members decide for themselves again.').waitFor()
    await steward.page.getByRole('button', { name: 'Take away the second factors of ben' }).click()
    await steward.page.getByRole('dialog').getByRole('button', { name: 'Take away' }).click()
    await steward.page.getByText('ben has no second factor any more.').waitFor()
    await follow(steward.page, '/desk/members')
    await steward.page.getByText('Second factors were taken away by the steward').waitFor()
    await typeCredentials(page, 'ben')
    await page.getByText('أزال القيّم عواملك الثانية').waitFor()
    await page.getByRole('button', { name: 'أعرف ذلك' }).click()
    await page.getByText('أزال القيّم عواملك الثانية').waitFor({ state: 'detached' })
    for (const person of [steward, { leave }]) await person.leave()
  },
)
