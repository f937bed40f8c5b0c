/** The organisation's keys from the ceremony to the day on which a member forgot the passphrase, in a real browser. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
const shots = process.env.AMPARO_SHOTS
const NEW_PASSPHRASE = 'seven other words that nobody else has'
let desk: JourneyDesk
let codes: readonly string[] = []
let digits = ''
let kept = ''
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  const note = { kind: 'note', coded: { toCode: false }, words: { text: 'Kestrel sings at night' } }
  kept = await desk.open([{ kind: 'opened', coded: { dark: false, country: 'TJ' } }, note])
}, 180_000)
afterAll(() => desk.server.stop())

const look = async (page: Page, name: string): Promise<void> => {
  expect(await accessibilityFaults(page), name).toEqual([])
  expect(await darkFaults(page), name).toEqual([])
  expect(await isTooWide(page), name).toBe(false)
  if (shots === undefined) return
  if (!existsSync(shots)) mkdirSync(shots)
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

/** Digits as a page shows them, to be read aloud. */
const readDigits = async (page: Page): Promise<string> => {
  const text = await page.locator('.fingerprint').first().textContent()
  return (text ?? '').trim().replaceAll(/\s+/g, ' ')
}

test(
  'a steward holds the ceremony: every sheet is printed and typed back, and then the page forgets',
  { timeout: 120_000 },
  async () => {
    const { origin } = desk.server
    const { page, complaints, leave } = await visit({ origin })
    await enterDesk(page, 'ana', '/desk/accounts')
    await page.getByText('Not for real people before').waitFor()
    await page.getByRole('link', { name: 'The organisation’s keys' }).click()
    await page.getByText('Nobody can be let in again').waitFor()
    await look(page, 'ceremony-none')
    await page.getByRole('button', { name: 'Make the organisation’s keys' }).click()
    await page.getByRole('radio', { name: '2 of 3' }).waitFor()
    await look(page, 'ceremony-choose')
    await page.getByRole('button', { name: 'Make the keys now' }).click()
    await page.getByRole('heading', { name: 'Sheet 3 of 3' }).waitFor()
    codes = await page
      .locator('.share-code ol')
      .evaluateAll((lists) =>
        lists.map((list) => [...list.querySelectorAll('code')].map((code) => code.textContent).join(' ')),
      )
    expect(codes).toHaveLength(3)
    digits = await readDigits(page)
    expect(digits).toMatch(/^(\d{5} ){7}\d{5}$/)
    await look(page, 'ceremony-sheets')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.ceremony-head').isVisible()).toBe(false)
    if (shots)
      await page.pdf({
        path: join(shots, 'sheets.pdf'),
        format: 'A4',
        margin: { top: '20mm', bottom: '20mm', left: '20mm', right: '20mm' },
      })
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('button', { name: 'They are printed' }).click()
    const field = page.locator('#typed-share')
    await field.fill(codes[0]!.slice(0, -1) + (codes[0]!.endsWith('Z') ? 'Y' : 'Z'))
    await page.getByRole('button', { name: 'Check this sheet' }).click()
    await page.getByText('Group 15 is not as printed.').first().waitFor()
    await look(page, 'ceremony-check')
    for (const [place, code] of codes.entries()) {
      await page.getByText(`The code of sheet ${place + 1}`).waitFor()
      await field.fill(code.toLowerCase())
      await page.getByRole('button', { name: 'Check this sheet' }).click()
    }
    await page.getByText('The keys are made, and this page has forgotten them').waitFor()
    expect(await readDigits(page)).toBe(digits)
    expect(await page.content()).not.toContain(codes[0]!.slice(0, 6))
    await look(page, 'ceremony-done')
    expect(complaints).toEqual([])
    await leave()
  },
)

test('a lead compares the digits of a sheet, and the desk trusts the keys', { timeout: 60_000 }, async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390 })
  await enterDesk(page, 'ben')
  await follow(page, '/desk/members')
  await page.getByText('This desk trusts no keys of the organisation yet').waitFor()
  await page.locator('#sheet-digits').fill('1'.repeat(40))
  await page.getByRole('button', { name: 'Compare and trust' }).click()
  await page.getByText('These are not the digits of the keys that the server shows').first().waitFor()
  await look(page, 'cover-wrong')
  await page.locator('#sheet-digits').fill(digits)
  await page.getByRole('button', { name: 'Compare and trust' }).click()
  await page.getByText('They are the same.').waitFor()
  await page.getByText('Not for real people before').waitFor({ state: 'detached' })
  await look(page, 'cover-done')
  expect(complaints).toEqual([])
  await leave()
})

test(
  'a writer forgot the passphrase, two holders let her in, and she works on',
  { timeout: 180_000 },
  async () => {
    const { origin } = desk.server
    const member = await visit({ origin, width: 390 })
    await member.page.goto('/desk')
    await member.page.getByRole('link', { name: 'I forgot my passphrase' }).click()
    await member.page.locator('#account-name').fill('vera')
    await member.page.getByRole('button', { name: 'Next', exact: true }).click()
    await member.page.getByRole('button', { name: 'Use a phrase of my own' }).click()
    await member.page.locator('#own-phrase').fill(NEW_PASSPHRASE)
    await member.page.locator('#repeated').fill(NEW_PASSPHRASE)
    await member.page.getByRole('button', { name: 'Ask to be let in' }).click()
    await member.page.getByText('Your request waits for the holders').waitFor()
    const shown = await readDigits(member.page)
    await look(member.page, 'forgot-asked')
    // The page may be closed meanwhile: the digits are there again.
    await member.page.reload()
    await member.page.getByText('Your request waits for the holders').waitFor()
    expect(await readDigits(member.page)).toBe(shown)

    const holders = await visit({ origin })
    await holders.page.goto('/desk/recover')
    await look(holders.page, 'holders-sheets')
    await holders.page.locator('#share-1').fill(codes[2]!)
    await holders.page.getByRole('button', { name: 'Put them together' }).click()
    await holders.page.getByText('1 of the 2 sheets that are needed were typed.').waitFor()
    await holders.page.locator('#share-2').fill(codes[0]!)
    await holders.page.getByRole('button', { name: 'Put them together' }).click()
    await holders.page.getByRole('heading', { name: 'Who asks to be let in' }).waitFor()
    await look(holders.page, 'holders-requests')
    await holders.page.getByRole('button', { name: 'Look at it: vera' }).click()
    await holders.page.getByText('vera asks to be let in').waitFor()
    expect(await readDigits(holders.page)).toBe(shown)
    await holders.page.getByText('North').waitFor()
    await look(holders.page, 'holders-compare')
    const letIn = holders.page.getByRole('button', { name: 'Let vera in', exact: true })
    expect(await letIn.isDisabled()).toBe(true)
    await holders.page.getByRole('checkbox').check()
    await letIn.click()
    await holders.page.getByText('vera is let in again').waitFor()
    expect(await readDigits(holders.page)).toBe(digits)
    await look(holders.page, 'holders-done')
    await holders.page.getByRole('button', { name: 'Finish, and forget the keys' }).click()
    await holders.page.locator('#share-1').waitFor()

    const { page } = member
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.locator('#name').fill('vera')
    await page.locator('#passphrase').fill(NEW_PASSPHRASE)
    await page.keyboard.press('Enter')
    await page.locator('#root-digits').waitFor()
    await look(page, 'sign-in-digits')
    await page.locator('#root-digits').fill(digits)
    await page.keyboard.press('Enter')
    await page.locator('.desk-you').waitFor()
    await follow(page, `/desk/cases/${kept}`)
    await page.getByRole('tab', { name: /^Entries/ }).click()
    await page.getByRole('article').filter({ hasText: 'Kestrel sings at night' }).waitFor()
    await follow(page, `/desk/cases/${kept}/add/note`)
    await page.getByLabel('In words', { exact: true }).fill('And I am back.')
    await page.getByRole('button', { name: 'Seal and add' }).click()
    await page.getByText('Sealed and added: Note').waitFor()
    await page.getByText('was let in again at “North”').waitFor()
    expect([...member.complaints, ...holders.complaints]).toEqual([])
    await member.leave()
    await holders.leave()

    const colleague = await visit({ origin })
    await enterDesk(colleague.page, 'ben', '/desk/members')
    await colleague.page.getByText('vera was let in again at “North” by the holders of the sheets').waitFor()
    await colleague.page.getByText('vera let in again by the holders of the sheets').waitFor()
    await look(colleague.page, 'colleague-sees')
    expect(colleague.complaints).toEqual([])
    await colleague.leave()
  },
)

const putTogether = async (page: Page): Promise<void> => {
  await page.goto('/desk/recover')
  for (const place of [1, 2]) await page.locator(`#share-${place}`).fill(codes[place]!)
  await page.locator('.holders-form button[type=submit]').click()
  await page.locator('.asking').last().waitFor()
}

test(
  'the holders hear a lead read the digits and certify the keys; colleagues and the steward see it',
  { timeout: 120_000 },
  async () => {
    const { origin } = desk.server
    const lead = await visit({ origin, width: 390 })
    await enterDesk(lead.page, 'ben')
    await follow(lead.page, '/desk/members')
    const row = lead.page.getByRole('row').filter({ hasText: 'ben' }).first()
    await row.getByText('Not certified by the organisation').waitFor()
    const read = (await row.locator('.fingerprint').textContent())?.trim().replaceAll(/\s+/g, ' ')
    await look(lead.page, 'members-uncertified')

    const holders = await visit({ origin, width: 390 })
    await putTogether(holders.page)
    await look(holders.page, 'certify-desks')
    await holders.page.getByRole('button', { name: 'Look at its leads: North' }).click()
    const ben = holders.page.getByRole('listitem').filter({ hasText: 'ben' })
    expect((await ben.locator('.fingerprint').textContent())?.trim().replaceAll(/\s+/g, ' ')).toBe(read)
    const certify = ben.getByRole('button', { name: 'Certify ben for a year' })
    expect(await certify.isDisabled()).toBe(true)
    await ben.getByRole('checkbox').check()
    await look(holders.page, 'certify-compare')
    await certify.click()
    await holders.page.getByText(/ben’s keys are certified until \d/).waitFor()
    await look(holders.page, 'certify-done')
    // The next lead is heard anew: no box is ticked beforehand.
    expect(await holders.page.getByRole('checkbox', { checked: true }).count()).toBe(0)

    await follow(lead.page, '/desk')
    await follow(lead.page, '/desk/members')
    await row.getByText(/^Certified by the organisation until \d/).waitFor()
    await lead.page.getByText('ben’s keys certified by the holders of the sheets').waitFor()
    await look(lead.page, 'members-certified')
    const steward = await visit({ origin })
    await enterDesk(steward.page, 'ana', '/desk/accounts/root')
    await steward.page.getByText(/^1 of 2, the first until \d/).waitFor()
    await look(steward.page, 'root-certified')
    const { complaints } = lead
    expect([...complaints, ...holders.complaints, ...steward.complaints]).toEqual([])
    for (const { leave } of [lead, holders, steward]) await leave()
  },
)

test(
  'in Arabic, on a telephone, the pages read from the right and nothing is cut',
  { timeout: 90_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390, lang: 'ar' })
    for (const path of ['/desk/forgot', '/desk/recover']) {
      await page.goto(path)
      await page.locator('h1').waitFor()
      expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
      await look(page, `ar${path.replaceAll('/', '-')}`)
    }
    await enterDesk(page, 'ana', '/desk/accounts/root')
    await page.locator('.fingerprint').waitFor()
    await look(page, 'ar-root')
    await follow(page, '/desk/members')
    await page.locator('.member-keys').first().waitFor()
    await look(page, 'ar-members')
    await putTogether(page)
    await page.locator('.asking button').last().click()
    await page.locator('.certify-lead').first().waitFor()
    await look(page, 'ar-certify')
    expect(complaints).toEqual([])
    await leave()
  },
)
