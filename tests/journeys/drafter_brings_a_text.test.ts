/** Somebody brings the text of a resolution: pastes it, corrects what was read, proposes; a second lead lets it out. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { accessibilityFaults, darkFaults, shot, useBrowser } from '../support/browser.ts'
import { drawn, enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
}, 180_000)
afterAll(() => desk.server.stop())

const text = readFileSync('examples/instruments/A-RES-53-144.resolution-part.txt', 'utf8').replace(
  /^#.*\n/gm,
  '',
)
const footer = 'A/RES/53/144 Page 1 of the printed paper'
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const numbers = (page: Page): Promise<string[]> =>
  page
    .locator('.rows-found .number')
    .evaluateAll((list) => list.map((one) => (one as HTMLInputElement).value))
const describe = async (page: Page): Promise<void> => {
  await page.getByLabel('Title in English').fill('The Declaration on human rights defenders')
  await page.getByLabel('Symbol', { exact: false }).first().fill('A/RES/53/144')
  await page.getByLabel('Body', { exact: false }).first().fill('General Assembly')
  const dated = page.locator('#field-versions-0-on')
  await page.locator('#field-versions-0-stage').selectOption('adopted_in_plenary')
  await dated.fill('1998-12-09')
  for (const at of ['sources-0', 'versions-0-sources-0']) {
    await page.locator(`#field-${at}-publisher`).fill('United Nations')
    await page.locator(`#field-${at}-title`).fill('A/RES/53/144')
  }
}

test(
  'a text is pasted, corrected by keyboard, kept, proposed, released by a second lead and read by everybody',
  { timeout: 150_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera')
    await page.getByRole('link', { name: 'Texts', exact: true }).click()
    await page.getByText('This desk has no text yet.').waitFor()
    await page.getByRole('link', { name: 'New text' }).click()
    await page.getByLabel('Paste the text of this version').fill('some words')
    await button(page, 'Find the paragraphs').click()
    await page.getByText('none has opening words or a number').waitFor()

    await page.getByLabel('Paste the text of this version').fill(text)
    await button(page, 'Find the paragraphs').click()
    await page.getByLabel('Words of OP2').waitFor()
    expect(await numbers(page)).toEqual(['PP1', 'PP2', 'PP3', 'PP4', 'OP1', 'OP2'])
    // Split by hand at the cursor, seen to be wrong, joined again.
    await page.getByLabel('Words of OP1').focus()
    await page.keyboard.press('Home')
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Control+Enter')
    expect(await numbers(page)).toEqual(['PP1', 'PP2', 'PP3', 'PP4', 'OP1', 'OP2', 'OP2'])
    await button(page, 'Count on from here').click()
    expect((await numbers(page)).at(-1)).toBe('OP3')
    await button(page, 'Join with the one before').click()
    await page.getByLabel('Number of OP3').fill('OP2')
    await page.keyboard.press('Tab')
    expect(await numbers(page)).toEqual(['PP1', 'PP2', 'PP3', 'PP4', 'OP1', 'OP2'])
    // What is missing is said beside its field.
    await button(page, 'Save and propose').click()
    await page.getByRole('alert').getByText('There are 6 things to mend').waitFor()
    await shot(page, 'refused')
    await describe(page)
    await page.getByLabel('Words of OP2').press('End')
    await page.getByLabel('Words of OP2').pressSequentially(' Corrected by hand.')
    await button(page, 'Save draft').click()
    await page.getByText('The draft is saved for the desk.').waitFor()
    await page.getByRole('tab', { name: 'Preview' }).click()
    await page.locator('.preview').getByText('Corrected by hand.').waitFor()
    expect(await page.locator('.preview a[href$="akn.xml"]').count(), 'no file before release').toBe(0)
    await page.getByRole('tab', { name: 'Write' }).click()
    await button(page, 'Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    expect((await fetch(`${desk.server.origin}/instruments/a-res-53-144`)).status).toBe(404)

    const ben = await visit({ origin: desk.server.origin })
    await enterDesk(ben.page, 'ben')
    await ben.page.getByRole('link', { name: 'The Declaration on human rights defenders' }).click()
    await ben.page.locator('.preview').getByText('Corrected by hand.').waitFor()
    await button(ben.page, 'Release').click()
    await ben.page.getByText('Released.', { exact: true }).waitFor()
    const open = await fetch(`${desk.server.origin}/instruments/a-res-53-144`)
    expect(open.status).toBe(200)
    expect(await open.text()).toContain('Corrected by hand.')
    expect([...complaints, ...ben.complaints]).toEqual([])
    await ben.leave()
    await leave()
  },
)

test(
  'a second version is pasted, a footer taken out, and what it changes is looked at',
  { timeout: 120_000 },
  async () => {
    const { documents } = await desk
      .of('vera')
      .documents({ desk: desk.desk })
      .then((one) => {
        if (!one.ok) throw new Error(one.error.kind)
        return one.value
      })
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', `/desk/instruments/text/${documents[0]?.id}`)
    await button(page, 'Add a version').click()
    const pasted = page.locator('#field-versions-1-pasted')
    await pasted.fill(text.replace('2. Invites', `2. Urges all States to act;\n3. ${footer}\n4. Invites`))
    await page.locator('details').nth(1).getByRole('button', { name: 'Find the paragraphs' }).click()
    const second = page.locator('details').nth(1)
    await second.getByLabel('Words of OP3').focus()
    await second.locator('.rows-found').getByRole('button', { name: 'Take out' }).click()
    await second.getByLabel('Words of OP2').focus()
    await second.getByRole('button', { name: 'Count on from here' }).click()
    await second.getByRole('button', { name: 'Compare with the version before' }).click()
    await second.locator('.redline [data-mark="added"]').getByText('Urges all States to act;').waitFor()
    await page.locator('#field-versions-1-sources-0-publisher').fill('United Nations')
    await page.locator('#field-versions-1-sources-0-title').fill('A second version')
    await shot(page, 'second')
    await page.waitForTimeout(1300)
    // What was typed and what is still in doubt outlives a reload, sealed on the device.
    await page.reload()
    await page.locator('#passphrase').waitFor()
    await enterDesk(page, 'vera', `/desk/instruments/text/${documents[0]?.id}`)
    await page.getByText('What was typed here before').waitFor()
    await button(page, 'Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    expect(complaints).toEqual([])
    await leave()
  },
)

test.each([
  ['en', 1280],
  ['en', 390],
  ['ar', 1280],
  ['ar', 390],
] as const)('the pages of texts can be read in %s at %i px', { timeout: 90_000 }, async (lang, width) => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width, lang })
  await enterDesk(page, 'ana', '/desk/instruments/text')
  const faults: string[] = []
  const look = async (name: string) => {
    await drawn(page)
    if (await isTooWide(page)) faults.push(`${name}: too wide`)
    faults.push(
      ...[...(await accessibilityFaults(page)), ...(await darkFaults(page))].map((one) => `${name} ${one}`),
    )
    await shot(page, `${lang}-${width}-${name}`)
  }
  await look('list')
  await follow(page, '/desk/instruments/text/new')
  await page.locator('#field-versions-0-pasted').fill(text.replace('2. Invites', '4. Invites'))
  await page.locator('.version-form button').first().click()
  await page.locator('.rows-found textarea').last().focus()
  await page.locator('.doubts li').first().waitFor()
  await look('new')
  expect(faults).toEqual([])
  expect(complaints).toEqual([])
  await leave()
})
